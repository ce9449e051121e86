"""How one robot is set up; accepted in every mode, used in real mode."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RobotConfiguration:
    """What a real arm needs to be found and driven."""

    port: str | None = None
    """Serial port of the arm, e.g. ``"/dev/ttyACM0"``."""
    cameras: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Camera name -> LeRobot's camera configuration."""
    calibration_id: str | None = None
    """LeRobot's ``id`` of the arm: names its calibration file."""
