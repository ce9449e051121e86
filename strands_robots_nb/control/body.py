"""The body: what the control loop drives, simulated or real."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

type Action = dict[str, float]
"""Goal positions by LeRobot key (``"shoulder_pan.pos"``): degrees; gripper 0 closed to 100 open."""

type Observation = dict[str, Any]
"""Joint positions by LeRobot key, and camera pictures by camera name, uint8 (height, width, 3) RGB."""


class Body(Protocol):
    """LeRobot's robot verbs, so that a LeRobot device fits behind them unchanged, plus hold and pacing.

    ``get_observation`` takes the cameras that are wanted, because a picture that nobody looks at should cost nothing.
    """

    @property
    def name(self) -> str:
        """LeRobot's robot type, e.g. ``"so_follower"``."""
        ...

    @property
    def joint_keys(self) -> tuple[str, ...]:
        """Keys of observation and action, in the order of all joint arrays."""
        ...

    @property
    def observation_features(self) -> Mapping[str, type | tuple[int, ...]]:
        """``float`` for each joint key, (height, width, channels) for each camera."""
        ...

    @property
    def action_features(self) -> Mapping[str, type]:
        """``float`` for each joint key."""
        ...

    @property
    def time_s(self) -> float:
        """The body's own clock [s]."""
        ...

    def get_observation(self, cameras: tuple[str, ...] = ()) -> Observation:
        """Read the joints and the pictures of ``cameras``.

        Raises:
            UnknownCamera: If a camera does not exist.
        """
        ...

    def read_joints(self) -> NDArray[np.float64]:
        """Measured joint positions in LeRobot's units. Shape (n_joints,)."""
        ...

    def read_state(self) -> NDArray[np.float64] | None:
        """The exact simulator state, or None on hardware. Called on the loop's thread only."""
        ...

    def send_action(self, action: NDArray[np.float64]) -> NDArray[np.float64]:
        """Command goal positions for the next tick; returns what was really commanded. Shape (n_joints,)."""
        ...

    def hold(self) -> None:
        """Decelerate and stay (a category 2 stop: torque is kept)."""
        ...

    def start(self, period_s: float, tick: Callable[[], bool]) -> None:
        """Call ``tick`` every ``period_s`` of the body's own time; it returns whether a motion is going on."""
        ...

    def close(self) -> None:
        """Release what the body owns. Idempotent."""
        ...
