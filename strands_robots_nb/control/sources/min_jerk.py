"""The minimum-jerk profile: the smoothest way from rest to rest."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

# Peaks of s(u) = 10 u^3 - 15 u^4 + 6 u^5 on [0, 1] (Flash and Hogan, J. Neuroscience 5(7), 1985):
# s' is largest in the middle, 15/8; s'' at u = 1/2 -+ sqrt(3)/6, 10/sqrt(3).
PEAK_SPEED = 15 / 8
PEAK_ACCELERATION = 10 / math.sqrt(3)


def min_jerk(fraction: float) -> float:
    """Share of the way after ``fraction`` of the time, both 0 to 1."""
    u = min(max(fraction, 0.0), 1.0)
    return u * u * u * (10 + u * (6 * u - 15))


def shortest_duration_s(
    distance: NDArray[np.float64], velocity: NDArray[np.float64], acceleration: NDArray[np.float64]
) -> float:
    """Shortest duration that keeps every joint inside its limits.

    Args:
        distance: Way of each joint [unit]. Shape (n,).
        velocity: Highest speed [unit/s]. Shape (n,).
        acceleration: Highest acceleration [unit/s^2]. Shape (n,).

    Returns:
        Duration [s]; 0 when no joint has any way to go.
    """
    way = np.abs(distance)
    by_speed = PEAK_SPEED * way / velocity
    by_acceleration = np.sqrt(PEAK_ACCELERATION * way / acceleration)
    return float(np.maximum(by_speed, by_acceleration).max(initial=0.0))
