"""Waiting for the joints to arrive after the last goal was sent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.sources.source import Tick

_ARRIVED = 0.8
"""Distance [deg or %] at which a joint counts as arrived: a servo tick is 0.09 deg, gravity sag up to 0.5 deg."""
_STILL = 0.05
"""Change from tick to tick [deg or %] below which a joint counts as standing still."""
_PATIENCE_S = 0.6
"""Longest wait: a gripper that holds something never arrives."""


class Settling:
    """Over when every joint has arrived, or stands still short of it (it holds something), or time is up."""

    def __init__(self) -> None:
        self._began_s: float | None = None
        self._last: NDArray[np.float64] | None = None
        self._still_ticks = 0

    def is_over(self, tick: Tick, target: NDArray[np.float64]) -> bool:
        """Whether the wait is over. ``target`` has shape (n,)."""
        if self._began_s is None:
            self._began_s = tick.time_s
        moved = np.inf if self._last is None else float(np.abs(tick.measured - self._last).max())
        self._last = tick.measured.copy()
        self._still_ticks = self._still_ticks + 1 if moved < _STILL else 0
        arrived = bool((np.abs(tick.measured - target) < _ARRIVED).all())
        out_of_patience = tick.time_s - self._began_s > _PATIENCE_S
        return (arrived and self._still_ticks >= 1) or self._still_ticks >= 4 or out_of_patience
