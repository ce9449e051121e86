"""The scripted expert's plan: joint positions over time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Waypoint:
    """Where the joints are at the end of one stretch of a plan."""

    joints: NDArray[np.float64]
    """LeRobot's units: degrees, gripper 0 closed to 100 open. Shape (n_joints,)."""
    duration_s: float
    """Time from the waypoint before [s]."""
    phase: str
    """What the robot is doing, as in ``"reach"``, ``"grasp"`` or ``"place"``."""


@dataclass(frozen=True)
class ExpertPlan:
    """A motion that was thought out before it began.

    The waypoints are dense (30 a second along a smooth time law), so a reader may go straight from one to the next.
    """

    start: NDArray[np.float64]
    """Joint positions at time 0. Shape (n_joints,)."""
    waypoints: tuple[Waypoint, ...]

    @property
    def duration_s(self) -> float:
        """Length of the whole plan [s]."""
        return float(self._ends_s[-1]) if self.waypoints else 0.0

    @cached_property
    def _ends_s(self) -> NDArray[np.float64]:
        return np.cumsum([waypoint.duration_s for waypoint in self.waypoints])

    @cached_property
    def _joints(self) -> NDArray[np.float64]:
        return np.array([self.start, *(waypoint.joints for waypoint in self.waypoints)])

    def sample(self, time_s: float) -> NDArray[np.float64]:
        """Joint positions ``time_s`` after the start; the last ones from then on. Shape (n_joints,)."""
        times = np.concatenate([[0.0], self._ends_s])
        index = int(np.clip(np.searchsorted(times, time_s, side="right") - 1, 0, max(len(times) - 2, 0)))
        if len(times) == 1:
            return self.start.copy()
        part = np.clip((time_s - times[index]) / (times[index + 1] - times[index]), 0.0, 1.0)
        return self._joints[index] + part * (self._joints[index + 1] - self._joints[index])

    def phase(self, time_s: float) -> str:
        """What the robot is doing ``time_s`` after the start."""
        if not self.waypoints:
            return ""
        index = int(np.searchsorted(self._ends_s, time_s, side="left"))
        return self.waypoints[min(index, len(self.waypoints) - 1)].phase
