"""The source protocol: whatever can hold the robot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Claim(IntEnum):
    """Who wins the robot. The higher claim takes over; between equals the newer one does."""

    PROGRAM = 0
    """A cell, the agent, a policy, a replay."""
    HANDS = 1
    """A person's hands: keyboard, gamepad, leader arm."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What a source gets to decide on the next action. Joint arrays in LeRobot's units, shape (n,)."""

    measured: NDArray[np.float64]
    commanded: NDArray[np.float64]
    """The position commanded in the last tick."""
    time_s: float
    """The body's own clock."""
    period_s: float


class Source(Protocol):
    """Yields goal positions, one a tick, until it is done."""

    @property
    def name(self) -> str:
        """Short name, as recorded with each frame."""
        ...

    @property
    def claim(self) -> Claim:
        """How strong its claim on the robot is."""
        ...

    def begin(self, tick: Tick) -> None:
        """The source takes the robot over in this tick."""
        ...

    def next_action(self, tick: Tick) -> NDArray[np.float64] | None:
        """Goal positions for this tick, shape (n,), or None when the source is done."""
        ...
