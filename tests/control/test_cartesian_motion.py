"""Straight lines of the real arm's model, planned before anything moves."""

from __future__ import annotations

import numpy as np
import pytest

from strands_robots_nb import World
from strands_robots_nb.control.joint_limits import JointLimits
from strands_robots_nb.control.sources.cartesian_motion import CartesianMotion
from strands_robots_nb.control.sources.source import Tick
from strands_robots_nb.errors import UnreachableTarget
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.kinematics import Kinematics


@pytest.fixture(scope="module")
def arm():
    with World() as world:
        joint_map = JointMap(world.model)
        n = len(joint_map.keys)
        limits = JointLimits(
            joint_map.keys,
            joint_map.limits_lower,
            joint_map.limits_upper,
            np.full(n, 150.0),
            np.full(n, 700.0),
            np.full(n, 100.0),
        )
        yield Kinematics(world.model, joint_map), limits


def play(motion, start):
    """Every goal of a motion, at 30 Hz, for an arm that follows at once."""
    goals = [start]
    tick = Tick(start, start, 0.0, 1 / 30)
    motion.begin(tick)
    while (goal := motion.next_action(tick)) is not None:
        goals.append(goal)
        tick = Tick(goal, goal, tick.time_s + 1 / 30, 1 / 30)
    return np.stack(goals)


def test_the_gripper_stays_on_the_line_and_every_joint_inside_its_limits(arm):
    kinematics, limits = arm
    start = kinematics.solve(np.array([0.2, -0.08, 0.12]), np.zeros(6))
    target = np.array([0.28, 0.1, 0.06])
    motion = CartesianMotion(kinematics, start, target, limits)
    goals = play(motion, start)
    points = np.stack([kinematics.pose_world_gripper(goal)[0] for goal in goals])
    line = target - points[0]
    line /= np.linalg.norm(line)
    off_line_m = np.linalg.norm((points - points[0]) - np.outer((points - points[0]) @ line, line), axis=1)
    assert motion.is_straight
    assert off_line_m.max() < 0.004
    assert np.linalg.norm(points[-1] - target) < 0.001
    speed = np.abs(np.diff(goals, axis=0)) * 30
    assert (speed <= limits.velocity).all()
    assert (np.abs(np.diff(goals, n=2, axis=0)) * 900 <= limits.acceleration).all()


def test_a_slower_motion_takes_the_time_that_was_asked_for(arm):
    kinematics, limits = arm
    start = kinematics.solve(np.array([0.2, 0.0, 0.12]), np.zeros(6))
    motion = CartesianMotion(kinematics, start, np.array([0.22, 0.0, 0.12]), limits, duration_s=3.0)
    assert motion.duration_s == pytest.approx(3.0)


def test_staying_where_it_is_is_a_motion_too(arm):
    kinematics, limits = arm
    start = kinematics.solve(np.array([0.2, 0.0, 0.12]), np.zeros(6))
    here = kinematics.pose_world_gripper(start)[0]
    goals = play(CartesianMotion(kinematics, start, here, limits), start)
    assert np.abs(goals - start).max() < 1.0


def test_an_unreachable_target_is_refused_while_planning(arm):
    kinematics, limits = arm
    start = kinematics.solve(np.array([0.2, 0.0, 0.12]), np.zeros(6))
    with pytest.raises(UnreachableTarget):
        CartesianMotion(kinematics, start, np.array([0.9, 0.0, 0.1]), limits)
