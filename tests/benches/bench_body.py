"""A body for testing the loop alone: two joints that follow at once, and a clock that the test turns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.joint_limits import JointLimits

LIMITS = JointLimits(
    keys=("a.pos", "gripper.pos"),
    lower=np.array([-90.0, 0.0]),
    upper=np.array([90.0, 100.0]),
    velocity=np.array([120.0, 250.0]),
    acceleration=np.array([600.0, 2500.0]),
    relative_step=np.array([30.0, 100.0]),
)


class BenchBody:
    """Joints stand wherever they were commanded in the tick before, unless ``is_stuck``."""

    name = "bench"
    joint_keys = LIMITS.keys
    observation_features: dict[str, type | tuple[int, ...]] = dict.fromkeys(LIMITS.keys, float)
    action_features: dict[str, type] = dict.fromkeys(LIMITS.keys, float)

    def __init__(self) -> None:
        self.time_s = 0.0
        self.position = np.zeros(2)
        self.sent: list[NDArray[np.float64]] = []
        self.is_stuck = False
        self._tick: Callable[[], bool] | None = None
        self._period_s = 0.0

    def get_observation(self, cameras: tuple[str, ...] = ()) -> dict[str, float]:
        return dict(zip(self.joint_keys, self.position.tolist(), strict=True))

    def read_joints(self) -> NDArray[np.float64]:
        return self.position.copy()

    def read_state(self) -> NDArray[np.float64]:
        return np.array([self.time_s])

    def send_action(self, action: NDArray[np.float64]) -> NDArray[np.float64]:
        self.sent.append(action.copy())
        return action

    def hold(self) -> None:
        self.sent.append(self.position.copy())

    def start(self, period_s: float, tick: Callable[[], bool]) -> None:
        self._period_s, self._tick = period_s, tick

    def close(self) -> None:
        self._tick = None

    def run(self, ticks: int) -> bool:
        """Turn the clock; returns whether the last tick was busy."""
        assert self._tick is not None
        busy = False
        for _ in range(ticks):
            busy = self._tick()
            self.time_s += self._period_s
            if not self.is_stuck:
                self.position = self.sent[-1].copy()
        return busy
