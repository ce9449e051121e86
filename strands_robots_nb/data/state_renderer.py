"""Draws the camera pictures of simulator states."""

from __future__ import annotations

import pickle
import time

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.data.recording_spec import RecordingSpec
from strands_robots_nb.errors import RecorderFailed
from strands_robots_nb.sim.cameras import CameraRig

_ROUNDS = 3


class StateRenderer:
    """Turns states of one model into pictures, in the recorder process.

    Args:
        spec: Cameras, their sizes and the look.
        model_pickle: The pickled ``mujoco.MjModel``, from the kernel.
    """

    def __init__(self, spec: RecordingSpec, model_pickle: bytes) -> None:
        self._spec = spec
        self.model: mujoco.MjModel = pickle.loads(model_pickle)
        self._n_state = mujoco.mj_stateSize(self.model, mujoco.mjtState.mjSTATE_INTEGRATION)
        self._rig = CameraRig(self.model)

    def pictures(self, state: NDArray[np.float64] | None) -> dict[str, NDArray[np.uint8]]:
        """Draw each camera of the recording: name -> uint8 (height, width, 3) RGB.

        Raises:
            RecorderFailed: If the state is missing or belongs to another model.
            UnknownCamera: If the model has no such camera.
            RenderingUnavailable: If no OpenGL is installed.
        """
        if state is None:
            raise RecorderFailed("The episode cannot be recorded.", "A frame came without the simulator's state.")
        if state.size != self._n_state:
            raise RecorderFailed(
                "The episode cannot be recorded.",
                f"The scene changed while it ran: states of {state.size} numbers came after {self._n_state}.",
                "Add or remove parts between episodes.",
            )
        return {
            camera.name: self._rig.render(
                state, camera.name, width=camera.width, height=camera.height, look=self._spec.look
            )
            for camera in self._spec.cameras
        }

    def cost_s(self, state: NDArray[np.float64] | None) -> float:
        """Processor time of one frame's pictures [s]: the least of three rounds, as the first sets up the context."""
        costs: list[float] = []
        for _ in range(_ROUNDS):
            begin = time.process_time()
            self.pictures(state)
            costs.append(time.process_time() - begin)
        return min(costs)

    def close(self) -> None:
        """Free the OpenGL contexts. Idempotent."""
        self._rig.close()
