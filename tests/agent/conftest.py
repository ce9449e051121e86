"""A real simulated robot that runs as fast as the machine can."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from strands_robots_nb import Robot


@pytest.fixture(scope="module")
def shared_robot() -> Iterator[Robot]:
    with Robot("so101", seed=0) as robot:
        yield robot


@pytest.fixture
def robot(shared_robot: Robot) -> Robot:
    """A robot at home on a freshly laid table, ready to move."""
    shared_robot.world.speed = math.inf
    shared_robot.stop_recording()
    if shared_robot.is_stopped:
        shared_robot.wait_until_still()
        shared_robot.reset_stop()
    shared_robot.reset(0)
    return shared_robot


@pytest.fixture
def home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, because recordings go to ``~/datasets`` when nobody says where."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path
