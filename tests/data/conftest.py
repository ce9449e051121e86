from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import mujoco
import pytest

from strands_robots_nb.data.recording import Recording
from strands_robots_nb.data.saved_episode import SavedEpisode
from tests.data import scenes
from tests.data.forge import Forge


@pytest.fixture(scope="session", autouse=True)
def forge() -> Iterator[Forge]:
    """Started first, so that it imports while tests without it run."""
    forge = Forge.start()
    yield forge
    forge.close()


@pytest.fixture(scope="session")
def model() -> mujoco.MjModel:
    return scenes.make_model()


@pytest.fixture
def record(forge: Forge) -> Iterator[Callable[..., Recording]]:
    """Starts recordings and closes them."""
    started: list[Recording] = []

    def start(path: Path, **changes: object) -> Recording:
        recording = Recording(scenes.spec(path, **changes), start_child=forge.start_recorder)
        started.append(recording)
        return recording

    yield start
    for recording in started:
        recording.close()


@pytest.fixture
def save_one(model: mujoco.MjModel) -> Callable[..., SavedEpisode]:
    """Records one episode into an open recording."""

    def save(recording: Recording, n_frames: int = 12, *, phase: float = 0.0) -> SavedEpisode:
        recording.begin_episode(scenes.context(model))
        for frame in scenes.motion(model, n_frames, phase=phase):
            recording(frame)
        return recording.save_episode(success=True)

    return save
