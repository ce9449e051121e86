"""Turns postures and lines into a smooth, dense plan."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.sim.expert import ExpertPlan, Waypoint

type FloatArray = NDArray[np.float64]

WAYPOINT_PERIOD_S = 1.0 / 30.0


class PlanBuilder:
    """Appends stretches to a plan; each begins and ends at rest and takes as long as the limits make it.

    Within a stretch the motion follows the minimum-jerk time law: no jump in velocity or acceleration.

    Args:
        start: Joint positions at the beginning, LeRobot's units. Shape (n,).
        speed: Largest joint speed, degrees/s or percent/s.
        acceleration: Largest joint acceleration, degrees/s² or percent/s².
    """

    def __init__(self, start: FloatArray, *, speed: float = 100.0, acceleration: float = 350.0) -> None:
        self._start = start.copy()
        self._speed = speed
        self._acceleration = acceleration
        self._waypoints: list[Waypoint] = []

    @property
    def joints(self) -> FloatArray:
        """Joint positions at the end so far. Shape (n,)."""
        return self._waypoints[-1].joints if self._waypoints else self._start

    def move(self, joints: FloatArray, phase: str, *, at_least_s: float = 0.0) -> None:
        """Go to a posture, every joint at the same time."""
        self.follow([joints], phase, at_least_s=at_least_s)

    def follow(self, postures: Sequence[FloatArray], phase: str, *, at_least_s: float = 0.0) -> None:
        """Go through postures that lie evenly along a path, without stopping at them."""
        path = _SmoothPath(np.array([self.joints, *postures]))
        # A fine track in s = 0..1: its derivatives give the time that the limits ask for.
        s = np.linspace(0.0, 1.0, 61, dtype=np.float64)
        velocity = np.gradient(path.at(_minimum_jerk(s)), s, axis=0)
        acceleration = np.gradient(velocity, s, axis=0)
        duration_s = max(
            float(np.abs(velocity).max()) / self._speed,
            math.sqrt(float(np.abs(acceleration).max()) / self._acceleration),
            at_least_s,
        )
        count = math.ceil(duration_s / WAYPOINT_PERIOD_S - 1e-9)
        for joints in path.at(_minimum_jerk(np.linspace(0.0, 1.0, count + 1, dtype=np.float64)[1:])):
            self._waypoints.append(Waypoint(joints, WAYPOINT_PERIOD_S, phase))

    def wait(self, duration_s: float, phase: str) -> None:
        """Stay where it is."""
        for _ in range(math.ceil(duration_s / WAYPOINT_PERIOD_S - 1e-9)):
            self._waypoints.append(Waypoint(self.joints, WAYPOINT_PERIOD_S, phase))

    def build(self) -> ExpertPlan:
        """The plan so far."""
        return ExpertPlan(self._start, tuple(self._waypoints))


def _minimum_jerk(part: FloatArray) -> FloatArray:
    return part**3 * (10.0 - 15.0 * part + 6.0 * part**2)


class _SmoothPath:
    """A smooth curve near evenly spaced points, through the first and the last one.

    Args:
        points: Shape (k, n), k of at least 2.
    """

    def __init__(self, points: FloatArray) -> None:
        self._points = points
        # A low polynomial irons out the tolerance of each inverse-kinematics solution.
        degree = 1 if len(points) < 4 else min(5, len(points) - 2)
        knots = np.linspace(0.0, 1.0, len(points))
        self._curve = np.polynomial.polynomial.polyfit(knots, points, degree)
        self._miss = points[[0, -1]] - self._evaluate(np.array([0.0, 1.0]))

    def at(self, part: FloatArray) -> FloatArray:
        """Points at the fractions ``part`` of the way. Shape (len(part), n)."""
        share = part[:, np.newaxis]
        return self._evaluate(part) + (1.0 - share) * self._miss[0] + share * self._miss[1]

    def _evaluate(self, part: FloatArray) -> FloatArray:
        return np.vander(part, len(self._curve), increasing=True) @ self._curve
