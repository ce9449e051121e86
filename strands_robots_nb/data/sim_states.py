"""The exact simulator states of an episode: replayable bit for bit, and drawable from other cameras."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.errors import InvalidArgument, SceneError

FOLDER = "sim"


@dataclass(frozen=True, slots=True)
class SimEpisode:
    """States, times and actions of one simulated episode, and the model that they belong to."""

    states: NDArray[np.float64]
    """``mjSTATE_INTEGRATION`` at each observation. Shape (n_frames, state_size)."""
    times_s: NDArray[np.float64]
    """Simulated time of each observation [s]. Shape (n_frames,)."""
    actions: NDArray[np.float32]
    """Commanded joint positions in LeRobot's units. Shape (n_frames, n_joints)."""
    joint_keys: tuple[str, ...]
    model_mjb: bytes
    """The compiled model: only the version of MuJoCo that wrote it reads it."""
    model_xml: str | None
    mujoco_version: str

    def load_model(self) -> mujoco.MjModel:
        """The ``mujoco.MjModel`` of the episode.

        Raises:
            SceneError: If another version of MuJoCo wrote it and no MJCF is stored with it.
        """
        if mujoco.__version__ == self.mujoco_version:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "model.mjb"
                file.write_bytes(self.model_mjb)
                return mujoco.MjModel.from_binary_path(str(file))
        if self.model_xml is None:
            raise SceneError(
                "The scene of the episode cannot be loaded.",
                f"MuJoCo {self.mujoco_version} wrote it, and {mujoco.__version__} is installed.",
                f"Install mujoco=={self.mujoco_version}.",
            )
        return mujoco.MjModel.from_xml_string(self.model_xml)

    def restore(self, model: mujoco.MjModel, data: mujoco.MjData, frame: int) -> None:
        """Put ``data`` into the state of one frame, bit for bit, and compute what follows from it."""
        mujoco.mj_setState(model, data, self.states[frame], mujoco.mjtState.mjSTATE_INTEGRATION)
        mujoco.mj_forward(model, data)


def state_file(index: int) -> str:
    """The file of an episode, relative to the dataset."""
    return f"{FOLDER}/episode_{index:06d}.npz"


def save_sim_episode(folder: Path, index: int, episode: SimEpisode) -> None:
    """Write an episode's states into the dataset (or working copy) in ``folder``."""
    file = folder / state_file(index)
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        file,
        states=episode.states,
        times_s=episode.times_s,
        actions=episode.actions,
        joint_keys=np.array(episode.joint_keys),
        model_mjb=np.frombuffer(episode.model_mjb, np.uint8),
        model_xml=np.array(episode.model_xml or ""),
        mujoco_version=np.array(episode.mujoco_version),
    )


def load_sim_episode(path: Path | str, index: int) -> SimEpisode:
    """Read the simulator states of episode ``index`` of the dataset in ``path``.

    Raises:
        InvalidArgument: If there are none; the message lists the episodes that have some.
    """
    root = Path(path).expanduser()
    file = root / state_file(index)
    if not file.is_file():
        found = sorted(int(other.stem.split("_")[1]) for other in (root / FOLDER).glob("episode_*.npz"))
        raise InvalidArgument(
            f"Episode {index} of {root} has no simulator states.",
            f"Episodes with states: {', '.join(map(str, found)) or 'none'}.",
            "Only simulated episodes recorded by strands_robots_nb have them.",
        )
    with np.load(file, allow_pickle=False) as stored:
        return SimEpisode(
            states=stored["states"],
            times_s=stored["times_s"],
            actions=stored["actions"],
            joint_keys=tuple(str(key) for key in stored["joint_keys"]),
            model_mjb=stored["model_mjb"].tobytes(),
            model_xml=str(stored["model_xml"]) or None,
            mujoco_version=str(stored["mujoco_version"]),
        )


def model_binary(model: mujoco.MjModel) -> bytes:
    """A ``mujoco.MjModel`` as MJB bytes."""
    buffer = np.empty(mujoco.mj_sizeModel(model), np.uint8)
    mujoco.mj_saveModel(model, None, buffer)
    return buffer.tobytes()
