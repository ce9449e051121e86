"""LeRobot's joint keys and units on one side, MuJoCo's qpos and ctrl on the other."""

from __future__ import annotations

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.errors import SceneError

SO101_JOINTS = ("shoulder_pan", "shoulder_lift", "elbow_flex", "wrist_flex", "wrist_roll", "gripper")
GRIPPER = "gripper"

# No-load speed of the STS3215 servo: 60 degrees in 0.222 s.
_SERVO_SPEED_RAD_S = np.deg2rad(60.0 / 0.222)


class JointMap:
    """Converts between a robot's joints in LeRobot's units and the model's.

    Arrays follow the order of ``keys``. Angles are degrees, 0 in the middle of the arm's range as LeRobot has it; the
    gripper is 0 (closed) to 100 (open).

    Args:
        model: The compiled scene.
        joints: Names of the joints in the model, gripper included.

    Raises:
        SceneError: If the model lacks joints or their actuators; it lists them.
    """

    def __init__(self, model: mujoco.MjModel, joints: tuple[str, ...] = SO101_JOINTS) -> None:
        _check_joints(model, joints)
        ids = np.array([model.joint(name).id for name in joints])
        self._joints = joints
        self._keys = tuple(f"{name}.pos" for name in joints)
        self._qpos_indices: NDArray[np.intp] = model.jnt_qposadr[ids].astype(np.intp)
        self._dof_indices: NDArray[np.intp] = model.jnt_dofadr[ids].astype(np.intp)
        self._ctrl_indices = np.array([_actuator_of(model, int(joint)) for joint in ids], dtype=np.intp)
        self._lower_rad: NDArray[np.float64] = model.jnt_range[ids, 0].copy()
        self._upper_rad: NDArray[np.float64] = model.jnt_range[ids, 1].copy()
        is_gripper = np.array([name == GRIPPER for name in joints])
        degrees = np.rad2deg(1.0)
        self._units_per_rad = np.where(is_gripper, 100.0 / (self._upper_rad - self._lower_rad), degrees)
        self._zero_rad = np.where(is_gripper, self._lower_rad, 0.0)
        self._lower = self.to_units(self._lower_rad)
        self._upper = self.to_units(self._upper_rad)
        self._velocity = _SERVO_SPEED_RAD_S * self._units_per_rad
        for array in (self._qpos_indices, self._dof_indices, self._ctrl_indices):
            array.setflags(write=False)
        for array in (self._lower, self._upper, self._velocity, self._lower_rad, self._upper_rad):
            array.setflags(write=False)

    @property
    def joints(self) -> tuple[str, ...]:
        """Names of the joints in the model."""
        return self._joints

    @property
    def keys(self) -> tuple[str, ...]:
        """LeRobot's keys, as in ``"shoulder_pan.pos"``."""
        return self._keys

    @property
    def gripper_index(self) -> int | None:
        """Place of the gripper in ``keys``; None if there is none."""
        return self._joints.index(GRIPPER) if GRIPPER in self._joints else None

    @property
    def qpos_indices(self) -> NDArray[np.intp]:
        """Where the joints are in ``data.qpos``. Shape (n,)."""
        return self._qpos_indices

    @property
    def dof_indices(self) -> NDArray[np.intp]:
        """Where the joints are in ``data.qvel`` and in Jacobians. Shape (n,)."""
        return self._dof_indices

    @property
    def ctrl_indices(self) -> NDArray[np.intp]:
        """Where the joints' actuators are in ``data.ctrl``. Shape (n,)."""
        return self._ctrl_indices

    @property
    def limits_lower(self) -> NDArray[np.float64]:
        """Lower position limits, degrees and percent. Shape (n,)."""
        return self._lower

    @property
    def limits_upper(self) -> NDArray[np.float64]:
        """Upper position limits, degrees and percent. Shape (n,)."""
        return self._upper

    @property
    def limits_lower_rad(self) -> NDArray[np.float64]:
        """Lower position limits [rad]. Shape (n,)."""
        return self._lower_rad

    @property
    def limits_upper_rad(self) -> NDArray[np.float64]:
        """Upper position limits [rad]. Shape (n,)."""
        return self._upper_rad

    @property
    def velocity_limits(self) -> NDArray[np.float64]:
        """What the servos can do without load, degrees/s and percent/s. Shape (n,)."""
        return self._velocity

    def to_units(self, joints_rad: NDArray[np.float64]) -> NDArray[np.float64]:
        """Joint angles [rad] in LeRobot's units. Shape (..., n) both."""
        return (joints_rad - self._zero_rad) * self._units_per_rad

    def to_rad(self, units: NDArray[np.float64]) -> NDArray[np.float64]:
        """Positions in LeRobot's units as joint angles [rad]. Shape (..., n) both."""
        return units / self._units_per_rad + self._zero_rad

    def read(self, data: mujoco.MjData) -> NDArray[np.float64]:
        """Measured positions in LeRobot's units. Shape (n,)."""
        return self.to_units(data.qpos[self._qpos_indices])

    def read_goals(self, data: mujoco.MjData) -> NDArray[np.float64]:
        """Positions the servos are commanded to, in LeRobot's units. Shape (n,)."""
        return self.to_units(data.ctrl[self._ctrl_indices])


def _check_joints(model: mujoco.MjModel, joints: tuple[str, ...]) -> None:
    present = [model.joint(index).name for index in range(model.njnt)]
    missing = [name for name in joints if name not in present]
    if missing:
        raise SceneError(
            f"The scene {_name_of(model)!r} does not hold this robot.",
            f"It lacks the joints: {', '.join(missing)}. It has: {', '.join(filter(None, present)) or 'none'}.",
            "Load a scene with that arm, or use World alone for other models.",
        )
    driven = {int(joint) for joint in model.actuator_trnid[:, 0]}
    idle = [name for name in joints if int(model.joint(name).id) not in driven]
    if idle:
        raise SceneError(
            f"The scene {_name_of(model)!r} does not hold this robot.",
            f"No actuator drives the joints: {', '.join(idle)}.",
            "Add a position actuator for each of them.",
        )


def _actuator_of(model: mujoco.MjModel, joint_id: int) -> int:
    on_joint = model.actuator_trntype == mujoco.mjtTrn.mjTRN_JOINT
    return int(np.flatnonzero(on_joint & (model.actuator_trnid[:, 0] == joint_id))[0])


def _name_of(model: mujoco.MjModel) -> str:
    # MuJoCo keeps every name in one block that begins with the model's own.
    return bytes(model.names).split(b"\0", 1)[0].decode(errors="replace")
