"""Pick the cube up and put it on the green mark."""

from __future__ import annotations

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.sim.expert import ExpertPlan
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.tasks.cube import CUBE_HALF_EDGE_M, lay_cube, read_cube
from strands_robots_nb.sim.tasks.grasp_planner import GraspPlanner
from strands_robots_nb.sim.tasks.task import TaskMeasurement
from strands_robots_nb.sim.tasks.tray import random_cube_place

GOAL_XY_M = (0.20, -0.15)
LARGEST_ERROR_M = 0.03
_LARGEST_SPEED_M_S = 0.02


class PickPlace:
    """The red cube lies somewhere in front of the arm and belongs on the green mark at (0.20, -0.15) m."""

    name = "pick_place"
    instruction = "pick up the red cube and put it on the green mark"

    def reset(self, model: mujoco.MjModel, data: mujoco.MjData, rng: np.random.Generator) -> None:
        """Lay the cube at a random place in reach, away from the mark."""
        lay_cube(model, data, *random_cube_place(rng, away_from_m=self._goal_m()[:2]))

    def measure(self, model: mujoco.MjModel, data: mujoco.MjData) -> TaskMeasurement:
        """Success: the cube lies on the mark, within 30 mm of its centre, at rest and let go."""
        cube = read_cube(model, data)
        error = float(np.linalg.norm(cube.position_m[:2] - self._goal_m()[:2]))
        height = float(cube.position_m[2])
        missing: list[str] = []
        if error > LARGEST_ERROR_M:
            missing.append(f"the cube is {error * 1000:.0f} mm from the mark")
        if abs(height - CUBE_HALF_EDGE_M) > 0.005:
            missing.append(f"its centre is at a height of {height * 1000:.0f} mm")
        if cube.is_touched:
            missing.append("the gripper touches it")
        if cube.speed_m_s > _LARGEST_SPEED_M_S:
            missing.append(f"it moves at {cube.speed_m_s:.2f} m/s")
        reason = f"The cube lies on the mark, {error * 1000:.1f} mm from its centre."
        if missing:
            sentence = ", and ".join(missing)
            reason = f"{sentence[0].upper()}{sentence[1:]}."
        return TaskMeasurement(not missing, {"place_error_m": error, "cube_height_m": height}, reason)

    def plan(self, model: mujoco.MjModel, data: mujoco.MjData, joint_map: JointMap) -> ExpertPlan:
        """Pick the cube up by friction and put it on the mark, from the state as it is."""
        planner = GraspPlanner(model, data, joint_map)
        planner.pick()
        planner.place(self._goal_m())
        return planner.plan()

    @staticmethod
    def _goal_m() -> NDArray[np.float64]:
        """Where the cube's centre shall be. Shape (3,)."""
        return np.array([*GOAL_XY_M, CUBE_HALF_EDGE_M])
