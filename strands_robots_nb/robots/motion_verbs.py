"""The robot's verbs that move it."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.motion import Motion
from strands_robots_nb.control.sources.cartesian_motion import CartesianMotion
from strands_robots_nb.control.sources.expert_motion import ExpertMotion
from strands_robots_nb.control.sources.hold import HoldMotion
from strands_robots_nb.control.sources.joint_motion import JointMotion
from strands_robots_nb.control.sources.source import Source
from strands_robots_nb.errors import InvalidArgument, UnknownJoint, WorldPaused
from strands_robots_nb.robots.results import MotionResult, PerformResult
from strands_robots_nb.robots.robot_parts import RobotParts
from strands_robots_nb.sim.tasks.catalog import task_by_name
from strands_robots_nb.sim.tasks.pick_place import PickPlace
from strands_robots_nb.sim.tasks.task import Task

_ROUNDING = 0.05
"""A goal may lie outside by what a printed limit was rounded by [deg or %]."""


class MotionVerbs(RobotParts):
    """Every call returns when the motion is done, raises when it is refused, and can be interrupted."""

    def move_to(
        self,
        *,
        position_m: Sequence[float] | None = None,
        joints: Mapping[str, float] | None = None,
        duration_s: float | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> MotionResult:
        """Move the gripper to a position, or joints to positions; give one of the two.

        Args:
            position_m: Where the point between the fingers goes, world frame [m], (x, y, z).
            joints: Goal positions by key; joints that are not named stay.
            duration_s: For a slower motion [s]; None for a comfortable pace.
            cancelled: Polled every tick; when it returns True the motion is given up and the robot holds.

        Raises:
            UnknownJoint: If a key is not a joint; the message lists all.
            InvalidArgument: If a number is not finite or outside its joint's range, or not one target was given.
            UnreachableTarget: If the arm cannot get there; nothing has moved then.
            MotionError: If the motion was refused or ended early; the robot holds.
        """
        self._must_be_open()
        if duration_s is not None and not 0 < duration_s < 3600:
            raise InvalidArgument("That duration does not work.", f"duration_s is {duration_s}.", "Give 0 to 3600 s.")
        if (position_m is None) == (joints is None):
            raise InvalidArgument("One target is needed.", do="Give position_m=(x, y, z) or joints={...}, not both.")
        if position_m is not None:
            target_m = _position(position_m)
            with self._kinematics() as kinematics:
                source: Source = CartesianMotion(
                    kinematics, self._loop.commanded, target_m, self._loop.limits, duration_s
                )
        else:
            source = JointMotion(self._joint_target(joints or {}), self._loop.limits, duration_s)
        return self._run(source, cancelled)

    def grip(self, percent: float, *, cancelled: Callable[[], bool] | None = None) -> MotionResult:
        """Open or close the gripper.

        Args:
            percent: 0 is closed, 100 is open.
            cancelled: As for ``move_to``.
        """
        return self.move_to(joints={self.joint_keys[-1]: percent}, cancelled=cancelled)

    def home(self, *, cancelled: Callable[[], bool] | None = None) -> MotionResult:
        """Move all joints to the home pose."""
        self._must_be_open()
        return self._run(JointMotion(np.array(self._type.home), self._loop.limits), cancelled)

    def wait(self, duration_s: float, *, cancelled: Callable[[], bool] | None = None) -> MotionResult:
        """Hold for a while of the robot's own time [s]."""
        self._must_be_open()
        return self._run(HoldMotion(duration_s), cancelled)

    def perform(self, task: Task | str | None = None, *, cancelled: Callable[[], bool] | None = None) -> PerformResult:
        """Let the scripted expert carry out a task, from wherever arm and objects are now.

        Args:
            task: A task or its name; None for the robot's own task, else ``"pick_place"``.
            cancelled: As for ``move_to``.

        Returns:
            Whether it worked, by the task's predicate on the simulator's state, and what was measured. The verdict
            labels the episode that is being recorded.

        Raises:
            UnknownTask: If there is no such task; the message lists all.
            UnreachableTarget: If the object cannot be reached; nothing has moved then.
            MotionError: If the motion was refused or ended early; the robot holds.
        """
        self._must_be_open()
        chosen = task_by_name(task) if isinstance(task, str) else task or self._task or PickPlace()
        # Planned on a copy: time goes on meanwhile, and the robot holds.
        with self._world.access() as (model, data):
            now = copy.copy(data)
        plan = chosen.plan(model, now, self._joint_map)
        motion = self._submit_and_wait(ExpertMotion(plan), cancelled)
        measurement = self._world.measure(chosen)
        result = PerformResult(
            chosen.name, measurement.success, dict(measurement.values), measurement.reason, motion.duration_s
        )
        self._episodes.note_verdict(result)
        return result

    def _run(self, source: Source, cancelled: Callable[[], bool] | None) -> MotionResult:
        clamps_before = self.ledger.clamp_count
        motion = self._submit_and_wait(source, cancelled)
        return MotionResult(
            motion.duration_s, self.joints(), self.gripper_position_m(), self.ledger.clamp_count > clamps_before
        )

    def _submit_and_wait(self, source: Source, cancelled: Callable[[], bool] | None) -> Motion:
        if self._world.failure is not None:
            raise WorldPaused(
                "The robot does not move.",
                f"The simulation failed and was paused: {self._world.failure}.",
                "Call robot.reset(), then robot.world.resume().",
            )
        if self._world.is_paused:
            raise WorldPaused(
                "The robot does not move.",
                "The simulation is paused.",
                "Call robot.world.resume() or press play in the viewport.",
            )
        motion = self._loop.submit(source)
        motion.wait(cancelled, self._loop.cancel)
        return motion

    def _joint_target(self, joints: Mapping[str, float]) -> NDArray[np.float64]:
        target = np.full(len(self.joint_keys), np.nan)
        limits = self.joint_limits
        for key, value in joints.items():
            if key not in limits:
                raise UnknownJoint(key, self.joint_keys)
            lower, upper = limits[key]
            position = _number(value)
            if not math.isfinite(position):
                raise InvalidArgument(f"{key} cannot go to {value!r}.", "It is not a finite number.")
            if not lower - _ROUNDING <= position <= upper + _ROUNDING:
                raise InvalidArgument(f"{key} cannot go to {position:g}.", f"Its range is {lower:.1f} to {upper:.1f}.")
            target[self.joint_keys.index(key)] = min(max(position, lower), upper)
        return target


def _number(value: object) -> float:
    """``value`` as a float; NaN when it is no number."""
    try:
        return float(value)  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError):
        return math.nan


def _position(position_m: Sequence[float]) -> NDArray[np.float64]:
    position = np.array([_number(value) for value in position_m])
    if position.shape != (3,) or not np.isfinite(position).all():
        raise InvalidArgument(
            "That is not a position.", f"Got {list(position_m)}.", "Give three finite numbers: (x, y, z) in metres."
        )
    return position
