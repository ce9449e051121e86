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
        path = np.array([self.joints, *postures])
        # A fine path in s = 0..1: its derivatives give the time the limits ask for.
        s = np.linspace(0.0, 1.0, 61)
        law = _minimum_jerk(s)
        track = _smooth_path(path, law)
        velocity = np.abs(np.gradient(track, s, axis=0)).max()
        acceleration = np.abs(np.gradient(np.gradient(track, s, axis=0), s, axis=0)).max()
        duration_s = max(velocity / self._speed, math.sqrt(acceleration / self._acceleration), at_least_s)
        count = max(1, math.ceil(duration_s / WAYPOINT_PERIOD_S - 1e-9))
        if velocity == 0.0 and at_least_s == 0.0:
            return
        for joints in _smooth_path(path, _minimum_jerk(np.arange(1, count + 1) / count)):
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


def _smooth_path(path: FloatArray, at: FloatArray) -> FloatArray:
    """Points of a smooth curve near the evenly spaced ``path``, through both its ends. Shape (len(at), n)."""
    knots = np.linspace(0.0, 1.0, len(path))
    if len(path) < 4:
        return np.column_stack([np.interp(at, knots, column) for column in path.T])
    # A low polynomial irons out the tolerance of each inverse-kinematics solution; the ends are met exactly.
    degree = min(5, len(path) - 2)
    fit = np.polynomial.Polynomial
    columns: list[FloatArray] = []
    for column in path.T:
        curve = fit.fit(knots, column, degree)
        at_start, at_end = column[0] - curve(0.0), column[-1] - curve(1.0)
        columns.append(curve(at) + at_start * (1.0 - at) + at_end * at)
    return np.column_stack(columns)
