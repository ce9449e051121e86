"""Stay put for a while, on purpose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.sources.source import Claim, Tick


class HoldMotion:
    """Holds the commanded position for ``duration_s`` of the body's time.

    Without any source the loop holds as well; this one is for waiting as a part of a task, and it is recorded.
    """

    name = "hold_motion"
    claim = Claim.PROGRAM

    def __init__(self, duration_s: float) -> None:
        self._duration_s = duration_s
        self._begin_s = 0.0
        self._position: NDArray[np.float64] = np.zeros(0)

    def begin(self, tick: Tick) -> None:
        """Remember the position to hold."""
        self._begin_s = tick.time_s
        self._position = tick.commanded.copy()

    def next_action(self, tick: Tick) -> NDArray[np.float64] | None:
        """The position to hold, shape (n,), until the time is over."""
        return None if tick.time_s - self._begin_s >= self._duration_s else self._position
