"""Move joints to a target, all arriving together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.joint_limits import JointLimits
from strands_robots_nb.control.sources.min_jerk import min_jerk, shortest_duration_s
from strands_robots_nb.control.sources.settling import Settling
from strands_robots_nb.control.sources.source import Claim, Tick

# A comfortable pace: fast enough to be useful, slow enough to watch and to stay off every limit.
_PACE = 0.6


class JointMotion:
    """From the commanded position to ``target`` along a minimum-jerk profile, then wait for the joints to arrive.

    Args:
        target: Goal positions in LeRobot's units; NaN leaves a joint where it is commanded. Shape (n,).
        limits: Limits of the joints.
        duration_s: Duration, if a slower motion is wanted; None for a comfortable pace. A duration that would
            break a limit is lengthened.
    """

    name = "joint_motion"
    claim = Claim.PROGRAM

    def __init__(self, target: NDArray[np.float64], limits: JointLimits, duration_s: float | None = None) -> None:
        self._target = target.astype(np.float64)
        self._limits = limits
        self._wish_s = duration_s
        self._start = self._target
        self._begin_s = 0.0
        self._settling = Settling()
        self.duration_s = 0.0

    def begin(self, tick: Tick) -> None:
        """Plan from the commanded position."""
        self._start = tick.commanded.copy()
        self._target = np.where(np.isnan(self._target), self._start, self._target)
        distance = self._target - self._start
        shortest_s = shortest_duration_s(distance, self._limits.velocity, self._limits.acceleration)
        self.duration_s = max(shortest_s, shortest_s / _PACE if self._wish_s is None else self._wish_s)
        self._begin_s = tick.time_s

    def next_action(self, tick: Tick) -> NDArray[np.float64] | None:
        """The next goal positions. Shape (n,)."""
        elapsed_s = tick.time_s + tick.period_s - self._begin_s
        if elapsed_s < self.duration_s:
            return self._start + (self._target - self._start) * min_jerk(elapsed_s / self.duration_s)
        if self._settling.is_over(tick, self._target):
            return None
        return self._target
