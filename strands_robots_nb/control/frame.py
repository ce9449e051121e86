"""What the loop hands to those who watch it: one frame a tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Frame:
    """One tick of the loop: what was observed, then what was commanded.

    Arrays follow the order of the body's joint keys and LeRobot's units: degrees, gripper 0 closed to 100 open.
    """

    tick: int
    """Counts up by one a tick for as long as the loop lives."""
    time_s: float
    """The body's own clock: simulated time in simulation, monotonic time on hardware."""
    observation: NDArray[np.float32]
    """Measured joint positions before the action. Shape (n_joints,)."""
    action: NDArray[np.float32]
    """The action that was really commanded. Shape (n_joints,)."""
    source: str
    """Name of the source that held the robot; ``"hold"`` when nobody commands it."""
    state: NDArray[np.float64] | None
    """Simulator state (``mjSTATE_INTEGRATION``) at the time of the observation; None on hardware."""

    @property
    def is_commanded(self) -> bool:
        """Whether a source was moving the robot in this tick."""
        return self.source != "hold"


class Tap(Protocol):
    """Something that watches the loop. It must return at once: the loop waits for it."""

    def __call__(self, frame: Frame) -> None:
        """Take the frame."""
        ...
