"""What is to be recorded, where, and at which rate."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """One camera of the dataset: its name and the size of its pictures [pixels]."""

    name: str
    width: int = 640
    height: int = 480


@dataclass(frozen=True, slots=True)
class RecordingSpec:
    """Everything about a dataset that is the same in each of its episodes."""

    path: Path
    """The dataset's folder. It may exist as a LeRobot dataset; then episodes are added to it."""
    task: str
    """The instruction in plain words that LeRobot stores with each frame."""
    fps: int
    robot_type: str
    """LeRobot's robot type, e.g. ``"so_follower"``."""
    joint_keys: tuple[str, ...]
    """LeRobot's keys of observation and action, in the order of the frames' arrays."""
    cameras: tuple[CameraSpec, ...]
    look: str = "clean"
    """How simulated cameras draw: ``"clean"`` (no shadows) or ``"nice"``."""
