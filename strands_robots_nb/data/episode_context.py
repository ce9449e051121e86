"""The circumstances of one episode, as they are when it begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EpisodeContext:
    """What held when the episode began; it goes into the provenance and lets the recorder render."""

    mode: str
    """``"sim"`` or ``"real"``."""
    epoch: int
    """The robot's mode epoch."""
    seed: int | None
    task_name: str | None
    """Name of the scripted task (``"pick_place"``), if there is one."""
    model: Any | None
    """The ``mujoco.MjModel`` that the states belong to, copied at ``begin_episode``; None on hardware."""
    robot: str
    model_xml: str | None = None
    """The same scene as MJCF, if at hand: readable by versions of MuJoCo other than the one that recorded."""
