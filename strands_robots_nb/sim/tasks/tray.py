"""Where the cube may lie after a reset."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# The axis of the arm's first joint on the table.
PAN_AXIS_XY_M = np.array([0.0388, 0.0])
NEAREST_M, FARTHEST_M = 0.15, 0.26
WIDEST_RAD = np.deg2rad(52.0)
LARGEST_YAW_RAD = np.deg2rad(45.0)
_AWAY_M = 0.07


def random_cube_place(
    rng: np.random.Generator, away_from_m: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float64], float]:
    """A place on the table that the arm can grasp at.

    Args:
        rng: Source of randomness.
        away_from_m: A point on the table to keep 70 mm from [m]. Shape (2,).

    Returns:
        Position on the table [m], shape (2,), and yaw [rad].
    """
    while True:
        radius = rng.uniform(NEAREST_M, FARTHEST_M)
        angle = rng.uniform(-WIDEST_RAD, WIDEST_RAD)
        yaw = rng.uniform(-LARGEST_YAW_RAD, LARGEST_YAW_RAD)
        xy = PAN_AXIS_XY_M + radius * np.array([np.cos(angle), np.sin(angle)])
        if away_from_m is None or np.linalg.norm(xy - away_from_m) > _AWAY_M:
            return xy, float(yaw)
