"""The simulated arm as a body of the control loop."""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.body import Observation
from strands_robots_nb.control.joint_limits import JointLimits
from strands_robots_nb.control.motion_limiter import MotionLimiter
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.world import World

PICTURE_SIZE = (640, 480)
"""Width and height of the pictures of an observation [px]."""

_RAMP_STEPS = 4
"""Physics steps (8 ms) to one step of the ramp: finer costs more CPU than the physics itself, and shows nowhere."""


class SimulatedBody:
    """Wraps a world: LeRobot's verbs and units outside, radians and actuators inside.

    Between two actions the servo goals ramp every few physics steps, inside the same limits as everything else.

    Args:
        world: The world; it goes on living when the body is closed.
        joint_map: How the arm's joints lie in the model.
        limits: What each joint may do.
        lerobot_type: LeRobot's robot type.
    """

    def __init__(self, world: World, joint_map: JointMap, limits: JointLimits, lerobot_type: str) -> None:
        self._world = world
        self._joint_map = joint_map
        self._name = lerobot_type
        self._goal = self.read_joints()
        self._ramp = MotionLimiter(limits, self._goal)
        self._ramp_from = self._goal
        self._ramp_elapsed_s = 0.0
        self._period_s = 1.0

    @property
    def name(self) -> str:
        """LeRobot's robot type."""
        return self._name

    @property
    def joint_keys(self) -> tuple[str, ...]:
        """Keys of observation and action."""
        return self._joint_map.keys

    @property
    def observation_features(self) -> Mapping[str, type | tuple[int, ...]]:
        """``float`` for each joint, (height, width, 3) for each camera."""
        width, height = PICTURE_SIZE
        cameras: dict[str, type | tuple[int, ...]] = dict.fromkeys(self._world.cameras, (height, width, 3))
        return {**self.action_features, **cameras}

    @property
    def action_features(self) -> Mapping[str, type]:
        """``float`` for each joint."""
        return dict.fromkeys(self.joint_keys, float)

    @property
    def time_s(self) -> float:
        """Simulated time [s]."""
        return self._world.time_s

    def get_observation(self, cameras: tuple[str, ...] = ()) -> Observation:
        """Joint positions now, and freshly rendered pictures of ``cameras``."""
        joints = zip(self.joint_keys, self.read_joints().tolist(), strict=True)
        width, height = PICTURE_SIZE
        return {**dict(joints), **{name: self._world.render(name, width=width, height=height) for name in cameras}}

    def read_joints(self) -> NDArray[np.float64]:
        """Measured joint positions in LeRobot's units. Shape (n,)."""
        with self._world.lock:
            return self._joint_map.read(self._world.data)

    def read_state(self) -> NDArray[np.float64]:
        """The exact simulator state."""
        return self._world.integration_state()

    def send_action(self, action: NDArray[np.float64]) -> NDArray[np.float64]:
        """Ramp the servo goals to ``action`` until the next tick. Shape (n,)."""
        self._ramp_from = self._goal
        self._ramp_elapsed_s = 0.0
        self._goal = action.copy()
        return self._goal

    def hold(self) -> None:
        """Stay at the present servo goals."""
        self.send_action(self._ramp.position)

    def start(self, period_s: float, tick: Callable[[], bool]) -> None:
        """Tick in simulated time."""
        self._period_s = period_s
        # The world's thread must not keep a robot alive that nobody holds any more: running a notebook's first cell
        # again makes a new one.
        servo_goals, loop_tick = weakref.WeakMethod(self._servo_goals), weakref.WeakMethod(tick)
        n_ctrl = self._world.model.nu

        def controller(n_steps: int, timestep_s: float) -> NDArray[np.float64]:
            method = servo_goals()
            return np.zeros((n_steps, n_ctrl)) if method is None else method(n_steps, timestep_s)

        def ticker() -> bool:
            method = loop_tick()
            return False if method is None else method()

        self._world.set_controller(controller)
        self._world.set_ticker(period_s, ticker)

    def rebase(self) -> None:
        """Take the measured pose as the goal: the world was put somewhere else."""
        self._goal = self.read_joints()
        self._ramp_from = self._goal
        self._ramp.rebase(self._goal)

    def close(self) -> None:
        """Let go of the world."""
        self._world.set_ticker(self._period_s, None)
        self._world.set_controller(None)

    def _servo_goals(self, n_steps: int, timestep_s: float) -> NDArray[np.float64]:
        """Servo goals of the next steps [rad]. Shape (n_steps, nu). The world calls it with its lock held."""
        ctrl = np.tile(self._world.data.ctrl, (n_steps, 1))
        rows = np.tile(self._goal, (n_steps, 1)) if self._is_at_goal() else self._ramp_rows(n_steps, timestep_s)
        ctrl[:, self._joint_map.ctrl_indices] = self._joint_map.to_rad(rows)
        return ctrl

    def _is_at_goal(self) -> bool:
        return self._ramp.is_still and np.array_equal(self._ramp.position, self._goal)

    def _ramp_rows(self, n_steps: int, timestep_s: float) -> NDArray[np.float64]:
        rows = np.empty((n_steps, len(self._goal)))
        done = 0
        while done < n_steps:
            count = min(_RAMP_STEPS, n_steps - done)
            before = self._ramp.position
            self._ramp_elapsed_s += count * timestep_s
            share = min(1.0, self._ramp_elapsed_s / self._period_s)
            after = self._ramp.step(self._ramp_from + (self._goal - self._ramp_from) * share, count * timestep_s)
            steps = np.arange(1, count + 1)[:, None] / count
            rows[done : done + count] = before + (after - before) * steps
            done += count
        return rows


def simulated_limits(
    joint_map: JointMap,
    speed: dict[str, float],
    acceleration: dict[str, float],
    relative_step: dict[str, float],
) -> JointLimits:
    """Limits of a simulated arm: positions from the model, the rest from the robot's type."""

    def per_joint(table: dict[str, float]) -> NDArray[np.float64]:
        return np.array([table.get(key, table.get("default", math.inf)) for key in joint_map.keys])

    return JointLimits(
        keys=joint_map.keys,
        lower=joint_map.limits_lower,
        upper=joint_map.limits_upper,
        velocity=per_joint(speed),
        acceleration=per_joint(acceleration),
        relative_step=per_joint(relative_step),
    )
