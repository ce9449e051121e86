"""What a robot tells those who watch it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type RobotEventKind = Literal["mode", "stop", "stop_reset", "reset", "recording", "closed"]


@dataclass(frozen=True, slots=True)
class RobotEvent:
    """Something about the robot changed; read the new value from the robot."""

    kind: RobotEventKind
    detail: str = ""
