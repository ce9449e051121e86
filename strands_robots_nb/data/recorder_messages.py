"""What crosses the pipe between kernel and recorder process, in order."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.data.recording_spec import RecordingSpec
from strands_robots_nb.errors import NbError

# ---------------------------------------------------------------- kernel -> recorder


@dataclass(frozen=True, slots=True)
class Open:
    """First message: what is recorded."""

    spec: RecordingSpec


@dataclass(frozen=True, slots=True)
class BeginEpisode:
    """An episode opens; frames with its serial follow."""

    serial: int
    mode: str
    epoch: int
    seed: int | None
    task_name: str | None
    robot: str
    model_pickle: bytes | None
    model_xml: str | None


@dataclass(frozen=True, slots=True)
class Frames:
    """A batch of commanded ticks, oldest first."""

    serial: int
    times_s: NDArray[np.float64]
    """Body time of each frame. Shape (k,)."""
    observations: NDArray[np.float32]
    """Shape (k, n_joints)."""
    actions: NDArray[np.float32]
    """Shape (k, n_joints)."""
    states: tuple[NDArray[np.float64] | None, ...]
    """Simulator state of each frame, or None on hardware."""


@dataclass(frozen=True, slots=True)
class SaveEpisode:
    """Make the open episode durable."""

    serial: int
    success: bool | None
    measured: dict[str, float]
    idle_ticks: int
    """Ticks of the episode that nobody commanded, and that are therefore not in it."""
    sources: tuple[str, ...]
    """Names of the sources that commanded the robot, in order of first appearance."""


@dataclass(frozen=True, slots=True)
class DiscardEpisode:
    """Drop the open episode without a trace."""

    serial: int


@dataclass(frozen=True, slots=True)
class Close:
    """End the process; an open episode is dropped."""


type ToRecorder = Open | BeginEpisode | Frames | SaveEpisode | DiscardEpisode | Close

# ---------------------------------------------------------------- recorder -> kernel


@dataclass(frozen=True, slots=True)
class Ready:
    """The imports are done; frames are taken up as they come."""

    pid: int


@dataclass(frozen=True, slots=True)
class EpisodeSaved:
    """The episode is durable."""

    serial: int
    index: int
    length: int


@dataclass(frozen=True, slots=True)
class EpisodeDiscarded:
    """The episode is gone."""

    serial: int


@dataclass(frozen=True, slots=True)
class EpisodeFailed:
    """The episode cannot be saved and was dropped; earlier ones are untouched. Sent at most once an episode."""

    serial: int
    error: NbError = field(compare=False)


type FromRecorder = Ready | EpisodeSaved | EpisodeDiscarded | EpisodeFailed
