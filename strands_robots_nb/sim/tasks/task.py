"""What a task is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import mujoco
import numpy as np

from strands_robots_nb.sim.expert import ExpertPlan
from strands_robots_nb.sim.joint_map import JointMap


@dataclass(frozen=True, slots=True)
class TaskMeasurement:
    """How things stand, read from the simulator state."""

    success: bool
    values: dict[str, float]
    """What was measured; each name carries its unit, as in ``place_error_m``."""
    reason: str
    """One sentence: why it counts as success, or what is missing."""


class Task(Protocol):
    """Something to do in a scene."""

    @property
    def name(self) -> str:
        """Name in the catalogue, as in ``"pick_place"``."""
        ...

    @property
    def instruction(self) -> str:
        """What a person would say, as in ``"pick up the red cube"``."""
        ...

    def reset(self, model: mujoco.MjModel, data: mujoco.MjData, rng: np.random.Generator) -> None:
        """Lay things out; called after the robot was put to its home pose.

        Raises:
            SceneError: If the scene lacks what the task needs.
        """
        ...

    def measure(self, model: mujoco.MjModel, data: mujoco.MjData) -> TaskMeasurement:
        """Judge the state as it is."""
        ...

    def plan(self, model: mujoco.MjModel, data: mujoco.MjData, joint_map: JointMap) -> ExpertPlan:
        """Plan the whole motion from the state as it is.

        Raises:
            UnreachableTarget: If the gripper cannot do it from here; the reason says why.
        """
        ...
