"""The physics steps nearest to the multiples of a period."""

from __future__ import annotations

import math


class StepGrid:
    """Says after how many physics steps the next multiple of a period is reached.

    Steps are counted in whole numbers, so nothing drifts: 30 Hz on a 2 ms timestep is steps 17, 33, 50, 67, 83, 100, …

    Args:
        period_s: Distance of the marks [s].
        timestep_s: Length of one physics step [s].
    """

    def __init__(self, period_s: float, timestep_s: float) -> None:
        self._steps_per_period = period_s / timestep_s
        self._steps = 0
        self._mark = 1

    def steps_to_next(self) -> int:
        """Physics steps left until the next mark; at least 1."""
        return max(1, self._step_of(self._mark) - self._steps)

    def advance(self, n_steps: int) -> bool:
        """Count steps that were made; True if they reached a mark."""
        self._steps += n_steps
        if self._steps < self._step_of(self._mark):
            return False
        # A period shorter than the timestep puts several marks on one step: they count as one.
        while self._step_of(self._mark) <= self._steps:
            self._mark += 1
        return True

    def restart(self) -> None:
        """Put the first mark one period from now."""
        self._steps = 0
        self._mark = 1

    def _step_of(self, mark: int) -> int:
        return math.floor(mark * self._steps_per_period + 0.5)
