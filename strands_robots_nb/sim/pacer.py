"""When the next physics step is due on the wall clock."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

LARGEST_BACKLOG_S = 0.25


class Pacer:
    """Keeps simulated time in step with wall time, times a speed.

    Args:
        timestep_s: Length of one physics step [s].
        clock: Monotonic wall clock [s].
    """

    def __init__(self, timestep_s: float, clock: Callable[[], float] = time.perf_counter) -> None:
        self._timestep_s = timestep_s
        self._clock = clock
        self._speed = 1.0
        self._steps = 0
        self._started_at_s = clock()

    def restart(self, speed: float, timestep_s: float | None = None) -> None:
        """Begin anew from now, without any backlog.

        Args:
            speed: Simulated seconds per wall second; infinity makes every step due at once.
            timestep_s: Length of one physics step if it changed [s].
        """
        self._speed = speed
        self._timestep_s = self._timestep_s if timestep_s is None else timestep_s
        self._steps = 0
        self._started_at_s = self._clock()

    def due_in_s(self, n_steps: int) -> float:
        """Wall seconds until ``n_steps`` more steps should be done; negative when late."""
        if math.isinf(self._speed):
            return 0.0
        due_at_s = self._started_at_s + (self._steps + n_steps) * self._timestep_s / self._speed
        return due_at_s - self._clock()

    def advance(self, n_steps: int) -> None:
        """Count steps that were made."""
        self._steps += n_steps

    def drop_backlog(self) -> float:
        """Forget lost time if it is more than ``LARGEST_BACKLOG_S``; returns the seconds dropped."""
        late_s = -self.due_in_s(0)
        if late_s <= LARGEST_BACKLOG_S:
            return 0.0
        self.restart(self._speed)
        return late_s
