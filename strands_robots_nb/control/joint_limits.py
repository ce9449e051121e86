"""What each joint may do, in LeRobot's units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class JointLimits:
    """Limits per joint, in the order of the body's joint keys; degrees, and percent for the gripper.

    Attributes:
        keys: Joint keys. Length n.
        lower: Lowest position. Shape (n,).
        upper: Highest position. Shape (n,).
        velocity: Highest speed [unit/s]. Shape (n,).
        acceleration: Highest acceleration [unit/s^2]. Shape (n,).
        relative_step: Largest distance between the commanded and the measured position. Shape (n,).
    """

    keys: tuple[str, ...]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    velocity: NDArray[np.float64]
    acceleration: NDArray[np.float64]
    relative_step: NDArray[np.float64]

    def __post_init__(self) -> None:
        n = len(self.keys)
        for name in ("lower", "upper", "velocity", "acceleration", "relative_step"):
            values = getattr(self, name)
            if values.shape != (n,) or not np.isfinite(values).all():
                raise ValueError(f"{name} must be {n} finite numbers, got shape {values.shape}")
        if not (self.lower < self.upper).all():
            raise ValueError("every lower limit must be below its upper limit")
        if min(self.velocity.min(), self.acceleration.min(), self.relative_step.min()) <= 0:
            raise ValueError("velocity, acceleration and relative_step must be positive")
