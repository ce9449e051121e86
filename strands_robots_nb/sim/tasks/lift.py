"""Lift the cube."""

from __future__ import annotations

import mujoco
import numpy as np

from strands_robots_nb.sim.expert import ExpertPlan
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.tasks.cube import CUBE_HALF_EDGE_M, lay_cube, read_cube
from strands_robots_nb.sim.tasks.grasp_planner import GraspPlanner
from strands_robots_nb.sim.tasks.task import TaskMeasurement
from strands_robots_nb.sim.tasks.tray import random_cube_place

SMALLEST_LIFT_M = 0.05


class Lift:
    """The red cube lies somewhere in front of the arm and shall be held in the air."""

    name = "lift"
    instruction = "lift the red cube"

    def reset(self, model: mujoco.MjModel, data: mujoco.MjData, rng: np.random.Generator) -> None:
        """Lay the cube at a random place in reach."""
        lay_cube(model, data, *random_cube_place(rng))

    def measure(self, model: mujoco.MjModel, data: mujoco.MjData) -> TaskMeasurement:
        """Success: the gripper holds the cube at least 50 mm above the table."""
        cube = read_cube(model, data)
        lift = float(cube.position_m[2]) - CUBE_HALF_EDGE_M
        values = {"lift_m": lift}
        if lift < SMALLEST_LIFT_M:
            return TaskMeasurement(False, values, f"The cube is {max(lift, 0.0) * 1000:.0f} mm above the table.")
        if not cube.is_touched:
            return TaskMeasurement(False, values, "The cube is in the air, but the gripper does not hold it.")
        return TaskMeasurement(True, values, f"The gripper holds the cube {lift * 1000:.0f} mm above the table.")

    def plan(self, model: mujoco.MjModel, data: mujoco.MjData, joint_map: JointMap) -> ExpertPlan:
        """Pick the cube up by friction, from the state as it is."""
        planner = GraspPlanner(model, data, joint_map)
        planner.pick()
        return planner.plan()
