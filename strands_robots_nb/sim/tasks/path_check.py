"""Whether the arm would touch anything on its way from one posture to another."""

from __future__ import annotations

import copy

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.sim.joint_map import JointMap

type FloatArray = NDArray[np.float64]

_SAMPLES = 16
# Nearer than this counts as touching.
_MARGIN_M = 0.004


class PathCheck:
    """Tries postures out on a copy of the world, with everything else standing still.

    Args:
        model: The compiled scene; copied.
        data: Its state; copied.
        joint_map: The arm's joints.
    """

    def __init__(self, model: mujoco.MjModel, data: mujoco.MjData, joint_map: JointMap) -> None:
        self._model = copy.copy(model)
        self._model.geom_margin[:] = _MARGIN_M
        self._data = mujoco.MjData(self._model)
        self._data.qpos[:] = data.qpos
        self._data.mocap_pos[:] = data.mocap_pos
        self._data.mocap_quat[:] = data.mocap_quat
        self._map = joint_map
        root = int(model.body_rootid[model.jnt_bodyid[model.joint(joint_map.joints[0]).id]])
        self._is_robot = model.body_rootid[model.geom_bodyid] == root

    def touches(self, start: FloatArray, end: FloatArray) -> int:
        """In how many of the postures on the way the robot touches something.

        Args:
            start: Joint positions, LeRobot's units. Shape (n,).
            end: Joint positions, LeRobot's units. Shape (n,).
        """
        parts = np.linspace(0.0, 1.0, _SAMPLES)[:, np.newaxis]
        return sum(self._is_touching(joints) for joints in start + parts * (end - start))

    def _is_touching(self, joints: FloatArray) -> bool:
        self._data.qpos[self._map.qpos_indices] = self._map.to_rad(joints)
        mujoco.mj_kinematics(self._model, self._data)
        mujoco.mj_collision(self._model, self._data)
        pairs = self._data.contact.geom
        return bool((self._is_robot[pairs[:, 0]] != self._is_robot[pairs[:, 1]]).any())
