"""Draws the camera pictures of simulator states."""

from __future__ import annotations

import pickle
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.data.recording_spec import RecordingSpec
from strands_robots_nb.errors import RecorderFailed

_ROUNDS = 3


class StateRenderer:
    """Turns states of one model into pictures, in the recorder process."""

    def __init__(self, spec: RecordingSpec, model_pickle: bytes) -> None:
        import os

        os.environ.setdefault("MUJOCO_GL", "egl")
        import mujoco

        self._mujoco: Any = mujoco
        self._spec = spec
        self.model: Any = pickle.loads(model_pickle)
        self._data: Any = mujoco.MjData(self.model)
        self._n_state = mujoco.mj_stateSize(self.model, mujoco.mjtState.mjSTATE_INTEGRATION)
        self._renderers = {
            camera.name: mujoco.Renderer(self.model, camera.height, camera.width) for camera in spec.cameras
        }

    def pictures(self, state: NDArray[np.float64] | None) -> dict[str, NDArray[np.uint8]]:
        if state is None:
            raise RecorderFailed("The episode cannot be recorded.", "A frame came without the simulator's state.")
        if state.size != self._n_state:
            raise RecorderFailed(
                "The episode cannot be recorded.",
                f"The scene changed while it ran: states of {state.size} numbers came after {self._n_state}.",
                "Add or remove parts between episodes.",
            )
        mujoco = self._mujoco
        mujoco.mj_setState(self.model, self._data, state, mujoco.mjtState.mjSTATE_INTEGRATION)
        mujoco.mj_forward(self.model, self._data)
        drawn: dict[str, NDArray[np.uint8]] = {}
        for name, renderer in self._renderers.items():
            renderer.update_scene(self._data, name)
            drawn[name] = renderer.render()
        return drawn

    def cost_s(self, state: NDArray[np.float64] | None) -> float:
        """Processor time that one frame's pictures take [s]: the least of three rounds, as the first one sets up the context."""
        costs: list[float] = []
        for _ in range(_ROUNDS):
            begin = time.process_time()
            self.pictures(state)
            costs.append(time.process_time() - begin)
        return min(costs)

    def close(self) -> None:
        for renderer in self._renderers.values():
            renderer.close()
        self._renderers.clear()
