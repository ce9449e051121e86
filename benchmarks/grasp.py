"""How often the scripted expert picks the cube up by friction and puts it on the mark.

Each plan goes the way every motion goes: a goal each 1/30 s on a tick of simulated time, and the servos' commands
ramped straight from goal to goal at physics rate.
"""

from __future__ import annotations

import time

import numpy as np
from budget import Figure, report
from numpy.typing import NDArray

from strands_robots_nb.sim.expert import ExpertPlan
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.tasks.pick_place import PickPlace
from strands_robots_nb.sim.world import World

SEEDS = (0, 1, 2)
EPISODES = 100
TICK_S = 1 / 30
SETTLE_S = 0.3


class PlanPlayer:
    """Drives a paused world through a plan, with neither thread nor control loop."""

    def __init__(self, world: World, joint_map: JointMap) -> None:
        self._world = world
        self._map = joint_map

    def play(self, plan: ExpertPlan) -> None:
        """Run the plan to its end and let things settle."""
        self._plan, self._tick_count, self._ramp_s = plan, 0, 0.0
        self._from = self._to = self._map.to_rad(plan.sample(0.0))
        self._world.set_controller(self._ctrl)
        self._world.set_ticker(TICK_S, self._tick)
        self._world.step(int((plan.duration_s + SETTLE_S) / self._world.timestep_s))

    def _tick(self) -> bool:
        self._tick_count += 1
        self._from, self._to = self._to, self._map.to_rad(self._plan.sample(self._tick_count * TICK_S))
        self._ramp_s = 0.0
        return True

    def _ctrl(self, n_steps: int, timestep_s: float) -> NDArray[np.float64]:
        times_s = self._ramp_s + timestep_s * np.arange(1, n_steps + 1)
        self._ramp_s = float(times_s[-1])
        part = np.minimum(times_s / TICK_S, 1.0)[:, np.newaxis]
        ctrl = np.tile(self._world.data.ctrl, (n_steps, 1))
        ctrl[:, self._map.ctrl_indices] = self._from + part * (self._to - self._from)
        return ctrl


def peaks(plan: ExpertPlan) -> tuple[float, float]:
    """Largest joint speed [deg/s] and acceleration [deg/s²] of the goals."""
    count = int(np.ceil(plan.duration_s / TICK_S)) + 1
    goals = np.array([plan.sample(tick * TICK_S) for tick in range(count)])
    speed = np.diff(goals, axis=0) / TICK_S
    return float(np.abs(speed).max()), float(np.abs(np.diff(speed, axis=0) / TICK_S).max())


def main() -> None:
    """Three seeds, a hundred episodes each."""
    started_s = time.process_time()
    failed, errors_mm, speeds, accelerations = 0, list[float](), list[float](), list[float]()
    task = PickPlace()
    with World(task=task) as world:
        world.pause()
        joint_map = JointMap(world.model)
        player = PlanPlayer(world, joint_map)
        for seed in SEEDS:
            done = 0
            for episode in range(EPISODES):
                world.reset(1000 * seed + episode)
                with world.access() as (model, data):
                    plan = task.plan(model, data, joint_map)
                player.play(plan)
                measured = world.measure()
                done += measured.success
                errors_mm.append(1000 * measured.values["place_error_m"])
                speed, acceleration = peaks(plan)
                speeds.append(speed)
                accelerations.append(acceleration)
            failed += EPISODES - done
            print(f"     seed {seed}: {done} of {EPISODES} cubes on the mark")
    cpu_ms = 1000 * (time.process_time() - started_s) / len(errors_mm)
    print(f"     {cpu_ms:.0f} ms of CPU an episode, planning included")
    report(
        Figure("grasps that failed, of 300", failed, 0, "", peer="strands-robots lifts 0.0 mm without a weld"),
        Figure("median place error", float(np.median(errors_mm)), 3, "mm"),
        Figure("largest place error", max(errors_mm), 30, "mm"),
        Figure("largest joint speed", max(speeds), 120, "deg/s"),
        Figure("largest joint acceleration", max(accelerations), 500, "deg/s²"),
    )


if __name__ == "__main__":
    main()
