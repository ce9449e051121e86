"""Follow joint waypoints with given times: the ground of Cartesian and expert motion."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.sources.settling import Settling
from strands_robots_nb.control.sources.source import Claim, Tick


class PathMotion:
    """Goal positions read off a sampled path, then a wait for the joints to arrive.

    Args:
        name: Name of the source.
        times_s: Rising times since the start of the motion; the first is 0. Shape (k,).
        positions: Goal positions at these times; the first row is where the path starts. Shape (k, n).
    """

    claim = Claim.PROGRAM

    def __init__(self, name: str, times_s: NDArray[np.float64], positions: NDArray[np.float64]) -> None:
        self._name = name
        self._times_s = times_s
        self._positions = positions
        self._begin_s = 0.0
        self._settling = Settling()

    @property
    def name(self) -> str:
        """Name of the source."""
        return self._name

    @property
    def duration_s(self) -> float:
        """Time from first to last goal."""
        return float(self._times_s[-1])

    def begin(self, tick: Tick) -> None:
        """Start the clock."""
        self._begin_s = tick.time_s

    def next_action(self, tick: Tick) -> NDArray[np.float64] | None:
        """The next goal positions. Shape (n,)."""
        elapsed_s = tick.time_s + tick.period_s - self._begin_s
        if elapsed_s >= self.duration_s and self._settling.is_over(tick, self._positions[-1]):
            return None
        columns = [np.interp(elapsed_s, self._times_s, column) for column in self._positions.T]
        return np.array(columns, dtype=np.float64)
