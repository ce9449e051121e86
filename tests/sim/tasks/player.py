"""Plays an expert's plan in a paused world as the control loop would: 30 goals a second, ramps between them."""

from __future__ import annotations

import numpy as np

from strands_robots_nb.sim.expert import ExpertPlan
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.tasks.task import Task, TaskMeasurement
from strands_robots_nb.sim.world import World

TICK_S = 1 / 30


def perform(world: World, task: Task) -> TaskMeasurement:
    """Plan from the state as it is, play the plan, measure."""
    joint_map = JointMap(world.model)
    with world.access() as (model, data):
        plan = task.plan(model, data, joint_map)
    play(world, joint_map, plan)
    return world.measure(task)


def play(world: World, joint_map: JointMap, plan: ExpertPlan) -> None:
    """Play a plan to its end, and let things settle."""
    goals = [joint_map.to_rad(plan.start)]
    ramp_s = [0.0]

    def tick() -> bool:
        goals.append(joint_map.to_rad(plan.sample(len(goals) * TICK_S)))
        ramp_s[0] = 0.0
        return True

    def controller(n_steps: int, timestep_s: float) -> np.ndarray:
        times_s = ramp_s[0] + timestep_s * np.arange(1, n_steps + 1)
        ramp_s[0] = times_s[-1]
        part = np.minimum(times_s / TICK_S, 1.0)[:, np.newaxis]
        ctrl = np.tile(world.data.ctrl, (n_steps, 1))
        before = goals[max(len(goals) - 2, 0)]
        ctrl[:, joint_map.ctrl_indices] = before + part * (goals[-1] - before)
        return ctrl

    world.set_controller(controller)
    world.set_ticker(TICK_S, tick)
    world.step(int((plan.duration_s + 0.3) / world.timestep_s))
    world.set_ticker(TICK_S, None)
    world.set_controller(None)
