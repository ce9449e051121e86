"""The red cube as the tasks see it."""

from __future__ import annotations

from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.errors import SceneError

CUBE = "cube"
CUBE_HALF_EDGE_M = 0.015
GRIPPER_BODIES = ("gripper", "jaw")

type FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CubePose:
    """Where the cube is and how it moves."""

    position_m: FloatArray
    """Centre, world frame [m]. Shape (3,)."""
    yaw_rad: float
    """Direction of its faces about the vertical, -45 to 45 degrees [rad]."""
    lean_rad: float
    """Angle between its most upright face and the vertical; 0 when it lies flat [rad]."""
    speed_m_s: float
    """Speed of its centre [m/s]."""
    is_touched: bool
    """Whether the gripper touches it."""


def find_cube(model: mujoco.MjModel) -> int:
    """Id of the cube's body.

    Raises:
        SceneError: If the scene has no movable body of that name.
    """
    body = mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_BODY, CUBE)
    if body < 0 or model.body_dofnum[body] != 6:
        raise SceneError(
            "The task cannot be done in this scene.",
            f"It has no movable body named {CUBE!r}.",
            f"Add one: world.add_box({CUBE!r}, size_m=(0.03, 0.03, 0.03), position_m=(0.25, 0, 0.015)).",
        )
    return body


def read_cube(model: mujoco.MjModel, data: mujoco.MjData) -> CubePose:
    """The cube's pose; needs up-to-date kinematics.

    Raises:
        SceneError: If the scene has no cube.
    """
    body = find_cube(model)
    dof = int(model.body_dofadr[body])
    axes = data.xmat[body].reshape(3, 3)
    upright = int(np.argmax(np.abs(axes[2])))
    flat = axes[:, (upright + 1) % 3]
    quarter = np.pi / 2.0
    yaw = (np.arctan2(flat[1], flat[0]) + quarter / 2.0) % quarter - quarter / 2.0
    return CubePose(
        position_m=data.xpos[body].copy(),
        yaw_rad=float(yaw),
        lean_rad=float(np.arccos(min(1.0, abs(axes[2, upright])))),
        speed_m_s=float(np.linalg.norm(data.qvel[dof : dof + 3])),
        is_touched=_is_touched(model, data, body),
    )


def lay_cube(model: mujoco.MjModel, data: mujoco.MjData, xy_m: FloatArray, yaw_rad: float) -> None:
    """Put the cube on the table, at rest.

    Raises:
        SceneError: If the scene has no cube.
    """
    body = find_cube(model)
    joint = int(model.body_jntadr[body])
    qpos, dof = int(model.jnt_qposadr[joint]), int(model.jnt_dofadr[joint])
    data.qpos[qpos : qpos + 3] = [*xy_m, CUBE_HALF_EDGE_M]
    data.qpos[qpos + 3 : qpos + 7] = [np.cos(yaw_rad / 2.0), 0.0, 0.0, np.sin(yaw_rad / 2.0)]
    data.qvel[dof : dof + 6] = 0.0


def _is_touched(model: mujoco.MjModel, data: mujoco.MjData, cube: int) -> bool:
    gripper = {mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_BODY, name) for name in GRIPPER_BODIES}
    for index in range(data.ncon):
        contact = data.contact[index]
        bodies = {int(model.geom_bodyid[contact.geom1]), int(model.geom_bodyid[contact.geom2])}
        if cube in bodies and bodies & gripper:
            return True
    return False
