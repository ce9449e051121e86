"""Where the gripper is, and how to get it somewhere: forward kinematics and damped least squares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.errors import InvalidArgument, SceneError, UnreachableTarget
from strands_robots_nb.sim.gripper_clearance import GripperClearance
from strands_robots_nb.sim.joint_map import GRIPPER, JointMap

type FloatArray = NDArray[np.float64]

POSITION_TOLERANCE_M = 1e-4
TILT_TOLERANCE_RAD = 2e-3
_DAMPING = 1e-4
_SPARE_DAMPING = 1e-2
_TILT_WEIGHT_M = 0.1
_LARGEST_STEP_RAD = 0.3
_ITERATIONS = 50
_KNOWN_POSTURES = 2000
_COLD_STARTS = 24
# Known postures lie closer together than this everywhere in the arm's reach.
_FAR_OFF_M = 0.08
# From here on the arm is so stretched that its fingers lie flat.
_FAR_OUT_M = 0.3
_ROLL = "wrist_roll"


@dataclass(frozen=True, slots=True)
class _Attempt:
    joints_rad: FloatArray
    reached_m: FloatArray
    error_m: float
    is_found: bool
    is_clear: bool
    """Whether the fingers stay above the floor."""


class Kinematics:
    """Kinematics of one arm, on a state of its own. Not for two threads at once.

    Args:
        model: The compiled scene.
        joint_map: The arm's joints; all but the gripper place the gripper.
        site: Name of the site between the fingers; its x axis points where the fingers point.

    Raises:
        SceneError: If there is no such site.
    """

    def __init__(self, model: mujoco.MjModel, joint_map: JointMap, site: str = "pinch") -> None:
        self._site = mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_SITE, site)
        if self._site < 0:
            raise SceneError(
                "The gripper's position cannot be computed.",
                f"The scene has no site named {site!r}.",
                "Add that site between the gripper's fingers.",
            )
        self._model = model
        self._data = mujoco.MjData(model)
        self._map = joint_map
        self._arm = np.array([i for i, name in enumerate(joint_map.joints) if name != GRIPPER], dtype=np.intp)
        self._qpos = joint_map.qpos_indices[self._arm]
        self._dofs = joint_map.dof_indices[self._arm]
        self._lower_rad = joint_map.limits_lower_rad[self._arm]
        self._upper_rad = joint_map.limits_upper_rad[self._arm]
        # Wrist roll barely moves the point between the fingers: it is left as it is unless nothing else helps.
        self._all = np.arange(len(self._arm))
        self._without_roll = np.array([i for i in self._all if joint_map.joints[self._arm[i]] != _ROLL], dtype=np.intp)
        self._jac_position = np.zeros((3, model.nv))
        self._jac_rotation = np.zeros((3, model.nv))
        self._clearance = GripperClearance(model, self._site)
        mujoco.mj_kinematics(model, self._data)
        first = int(model.joint(joint_map.joints[int(self._arm[0])]).id)
        self._base_m: FloatArray = self._data.xanchor[first].copy()
        self._floor_m = float(self._data.xpos[model.body_rootid[model.jnt_bodyid[first]], 2])

    @property
    def base_axis_m(self) -> FloatArray:
        """A point on the axis of the first joint, world frame [m]. Shape (3,)."""
        return self._base_m

    def pose_world_gripper(self, units: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Pose of the point between the fingers in the world frame.

        Args:
            units: Joint positions in LeRobot's units. Shape (n,).

        Returns:
            Position [m], shape (3,), and quaternion wxyz, shape (4,).
        """
        self._data.qpos[self._map.qpos_indices] = self._map.to_rad(units)
        mujoco.mj_kinematics(self._model, self._data)
        quaternion = np.empty(4)
        mujoco.mju_mat2Quat(quaternion, self._data.site_xmat[self._site])
        return self._data.site_xpos[self._site].copy(), quaternion

    def tilt_rad(self, units: FloatArray) -> float:
        """Angle of the fingers from straight down, positive outwards [rad], at joint positions of shape (n,)."""
        position, _ = self.pose_world_gripper(units)
        fingers = self._data.site_xmat[self._site].reshape(3, 3)[:, 0]
        outward = self._outward(position)
        return float(np.arctan2(fingers @ outward, -fingers[2]))

    def lowest_finger_m(self, units: FloatArray) -> float:
        """World height of the gripper's lowest point at joint positions of shape (n,) [m]."""
        self.pose_world_gripper(units)
        return self._clearance.lowest_m(self._data)

    def solve(self, position_m: FloatArray, start_units: FloatArray, *, tilt_rad: float | None = None) -> FloatArray:
        """Find joint positions that put the point between the fingers at a position.

        Args:
            position_m: Where, world frame [m]. Shape (3,).
            start_units: Joint positions to start from, in LeRobot's units. The gripper stays as it is there, and the
                wrist roll too wherever it can. Shape (n,).
            tilt_rad: Angle of the fingers from straight down, positive outwards [rad]; None takes the one nearest to
                straight down that reaches the target.

        Returns:
            Joint positions in LeRobot's units, inside the limits. Shape (n,).

        Raises:
            InvalidArgument: If a number is not finite.
            UnreachableTarget: If the gripper cannot get there; the error says in which way.
        """
        target = np.asarray(position_m, dtype=np.float64)
        if target.shape != (3,) or not np.isfinite(target).all() or not np.isfinite(start_units).all():
            raise InvalidArgument("The target was not used.", f"It is {position_m!r}.", "Give three finite metres.")
        joints_rad = self._map.to_rad(np.asarray(start_units, dtype=np.float64))
        self._data.qpos[self._map.qpos_indices] = joints_rad
        attempts: list[_Attempt] = []
        for attempt in self._attempts(target, joints_rad[self._arm], tilt_rad):
            if attempt.is_found and attempt.is_clear:
                joints_rad[self._arm] = attempt.joints_rad
                return np.clip(self._map.to_units(joints_rad), self._map.limits_lower, self._map.limits_upper)
            attempts.append(attempt)
        raise self._refusal(target, tilt_rad, attempts)

    def _attempts(self, target: FloatArray, start: FloatArray, tilt_rad: float | None) -> Iterator[_Attempt]:
        start = np.clip(start, self._lower_rad, self._upper_rad)
        yield self._descend(target, start, self._without_roll, tilt_rad)
        turned = start.copy()
        turned[0] += self._turn_from(start, target)
        turned = np.clip(turned, self._lower_rad, self._upper_rad)
        # Over its own head the arm reaches what lies beyond the first joint's range.
        backwards = start.copy()
        backwards[0] = turned[0] - np.copysign(np.pi, turned[0])
        backwards[self._without_roll[1:]] *= -1.0
        backwards = np.clip(backwards, self._lower_rad, self._upper_rad)
        for seed in (turned, backwards):
            yield self._descend(target, seed, self._without_roll, tilt_rad)
        if self._is_far_off(target):
            yield self._descend(target, turned, self._all, None)
            return
        near = self._near_postures(target)
        for seed in near[:4]:
            seed_with_roll = start.copy()
            seed_with_roll[self._without_roll] = seed[self._without_roll]
            yield self._descend(target, seed_with_roll, self._without_roll, tilt_rad)
        for seed in near:
            yield self._descend(target, seed, self._all, tilt_rad, is_down_wanted=False)

    def _descend(
        self,
        target: FloatArray,
        seed: FloatArray,
        free: NDArray[np.intp],
        tilt_rad: float | None,
        *,
        is_down_wanted: bool = True,
    ) -> _Attempt:
        """Damped least squares from ``seed``, moving the joints ``free`` only.

        With a tilt asked for, position and tilt are solved together. Otherwise, once the position is found, the freedom
        that it leaves turns the fingers down as far as it goes.
        """
        data, site = self._data, self._site
        fingers = self._approach(target, tilt_rad or 0.0)
        # Tilting is turning about the horizontal axis across the line from the base to the target.
        outward = self._outward(target)
        sideways = np.array([outward[1], -outward[0], 0.0])
        across = np.empty(3)
        mujoco.mju_cross(across, fingers, sideways)
        lower, upper, dofs = self._lower_rad[free], self._upper_rad[free], self._dofs[free]
        joints = seed.copy()
        found: FloatArray | None = None
        found_tilt_error = np.inf
        for _ in range(_ITERATIONS):
            data.qpos[self._qpos] = joints
            mujoco.mj_kinematics(self._model, data)
            mujoco.mj_comPos(self._model, data)
            mujoco.mj_jacSite(self._model, data, self._jac_position, self._jac_rotation, site)
            error = target - data.site_xpos[site]
            tilt_error = float(data.site_xmat[site, ::3] @ across)
            jacobian, tilting = self._jac_position[:, dofs], sideways @ self._jac_rotation[:, dofs]
            is_at_target = bool(error @ error < POSITION_TOLERANCE_M**2)
            if tilt_rad is not None:
                is_at_target = is_at_target and abs(tilt_error) < TILT_TOLERANCE_RAD
                jacobian = np.vstack([jacobian, _TILT_WEIGHT_M * tilting])
                error = np.append(error, _TILT_WEIGHT_M * tilt_error)
            if is_at_target:
                if abs(tilt_error) > found_tilt_error - TILT_TOLERANCE_RAD:
                    break
                found, found_tilt_error = joints.copy(), abs(tilt_error)
                if tilt_rad is not None or not is_down_wanted:
                    break
                step = _spare_step(jacobian, tilting, tilt_error)
            else:
                step = _damped_step(jacobian, error)
                blocked = ((joints[free] <= lower) & (step < 0.0)) | ((joints[free] >= upper) & (step > 0.0))
                if blocked.any():
                    # A joint at its limit cannot help: the others share the step.
                    step = _damped_step(jacobian * ~blocked, error)
            step *= min(1.0, _LARGEST_STEP_RAD / max(float(np.abs(step).max()), 1e-12))
            moved = np.clip(joints[free] + step, lower, upper)
            if np.abs(moved - joints[free]).max() < 1e-6:
                break
            joints[free] = moved
        return self._attempt(target, joints if found is None else found, is_found=found is not None)

    def _attempt(self, target: FloatArray, joints_rad: FloatArray, *, is_found: bool) -> _Attempt:
        self._data.qpos[self._qpos] = joints_rad
        mujoco.mj_kinematics(self._model, self._data)
        reached = self._data.site_xpos[self._site].copy()
        is_clear = self._clearance.lowest_m(self._data) >= self._floor_m
        return _Attempt(joints_rad, reached, float(np.linalg.norm(target - reached)), is_found, is_clear)

    def _outward(self, position: FloatArray) -> FloatArray:
        """Horizontal unit vector from the first joint's axis towards a position."""
        outward = position - self._base_m
        outward[2] = 0.0
        length = float(np.linalg.norm(outward))
        return outward / length if length > 1e-9 else np.array([1.0, 0.0, 0.0])

    def _approach(self, target: FloatArray, tilt: float) -> FloatArray:
        """Where the fingers should point: straight down, leaning outwards by ``tilt``."""
        return np.sin(tilt) * self._outward(target) - np.array([0.0, 0.0, np.cos(tilt)])

    def _turn_from(self, start: FloatArray, target: FloatArray) -> float:
        """Angle about the first joint's axis from where the gripper is at ``start`` to the target [rad]."""
        here, there = self._outward(self._attempt(target, start, is_found=False).reached_m), self._outward(target)
        axis = self._data.xaxis[self._model.dof_jntid[self._dofs[0]]]
        return float(np.arctan2(np.cross(here, there) @ axis, here @ there))

    @cached_property
    def _known_postures(self) -> tuple[FloatArray, FloatArray]:
        """Postures all over the joints' ranges, and where the gripper is in them; always the same ones."""
        unit = np.random.default_rng(0).random((_KNOWN_POSTURES, len(self._arm)))
        postures = self._lower_rad + unit * (self._upper_rad - self._lower_rad)
        attempts = [self._attempt(self._base_m, posture, is_found=False) for posture in postures]
        clear = [attempt for attempt in attempts if attempt.is_clear]
        return np.array([a.joints_rad for a in clear]), np.array([a.reached_m for a in clear])

    def _is_far_off(self, target: FloatArray) -> bool:
        _, positions = self._known_postures
        return float(np.linalg.norm(positions - target, axis=1).min()) > _FAR_OFF_M

    def _near_postures(self, target: FloatArray) -> FloatArray:
        """Known postures with the gripper nearest to the target. Shape (k, n_arm)."""
        postures, positions = self._known_postures
        return postures[np.argsort(np.linalg.norm(positions - target, axis=1))[:_COLD_STARTS]]

    def _refusal(self, target: FloatArray, tilt_rad: float | None, attempts: list[_Attempt]) -> UnreachableTarget:
        best = min(attempts, key=lambda attempt: attempt.error_m)
        where = "(" + ", ".join(f"{value:.3f}" for value in target) + ") m"
        what = f"The gripper cannot reach {where}."
        if target[2] < self._floor_m or any(attempt.is_found for attempt in attempts):
            too_low = "too low" if np.linalg.norm((target - self._base_m)[:2]) < _FAR_OUT_M else "too low that far out"
            return UnreachableTarget(
                what, f"It is {too_low}: the fingers would press into the table.", "Give a higher position."
            )
        near = f"The nearest point it reaches is {best.error_m * 1000:.0f} mm away"
        if tilt_rad is not None:
            near = f"{near} with the fingers {np.rad2deg(tilt_rad):.0f} degrees from straight down"
        return UnreachableTarget(what, f"{self._reason(target, best)} {near}.", "Give a position nearer to that one.")

    def _reason(self, target: FloatArray, best: _Attempt) -> str:
        distance = float(np.linalg.norm(target - self._base_m))
        margin = np.minimum(best.joints_rad - self._lower_rad, self._upper_rad - best.joints_rad)
        limited = [self._map.joints[int(self._arm[i])] for i in np.flatnonzero(margin < 1e-3)]
        _, positions = self._known_postures
        reach = float(np.linalg.norm(positions - self._base_m, axis=1).max())
        if distance > 0.9 * reach:
            return f"It is too far: {distance:.3f} m from the shoulder, which reaches {reach:.2f} m."
        if distance < 0.4 * reach:
            return f"It is too close: {distance:.3f} m from the shoulder."
        if limited:
            return f"A joint limit is in the way: {', '.join(limited)}."
        return "No posture of the arm leads there."


def _damped_step(jacobian: FloatArray, error: FloatArray) -> FloatArray:
    """The damped least-squares step: it stays small where the Jacobian is nearly singular."""
    square = jacobian @ jacobian.T
    square.flat[:: len(error) + 1] += _DAMPING
    return jacobian.T @ np.linalg.solve(square, error)


def _spare_step(jacobian: FloatArray, tilting: FloatArray, tilt_error: float) -> FloatArray:
    """A step that tilts the fingers by ``tilt_error`` as far as that leaves the point between them alone."""
    _, gains, right = np.linalg.svd(jacobian)
    free = right[len(gains) :]
    spare = free.T @ (free @ tilting)
    return spare * (tilt_error / (float(spare @ spare) + _SPARE_DAMPING))
