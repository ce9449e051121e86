from __future__ import annotations

import numpy as np
import pytest

from strands_robots_nb.errors import SceneError, UnreachableTarget
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.tasks.cube import lay_cube
from strands_robots_nb.sim.tasks.lift import Lift
from strands_robots_nb.sim.tasks.path_check import PathCheck
from strands_robots_nb.sim.tasks.pick_place import GOAL_XY_M, PickPlace
from strands_robots_nb.sim.world import World
from tests.sim.models import FALLING_BALL
from tests.sim.tasks.player import perform

TASK = PickPlace()
LARGEST_SPEED = 120.0
LARGEST_ACCELERATION = 500.0


def put_cube(world: World, xy_m: tuple[float, float], yaw_rad: float = 0.0, height_m: float | None = None) -> None:
    with world.access() as (model, data):
        lay_cube(model, data, np.array(xy_m), yaw_rad)
        if height_m is not None:
            data.qpos[8] = height_m


@pytest.mark.parametrize("seed", range(8))
def test_the_expert_puts_the_cube_on_the_mark_by_friction_alone(world: World, seed: int) -> None:
    world.task = TASK
    world.reset(seed)
    assert world.model.neq == 0
    measured = perform(world, TASK)
    assert measured.success, measured.reason


def test_the_experts_goals_stay_inside_what_the_arm_may_do(world: World) -> None:
    world.task = TASK
    joint_map = JointMap(world.model)
    for seed in range(20):
        world.reset(seed)
        with world.access() as (model, data):
            plan = TASK.plan(model, data, joint_map)
        goals = np.array([plan.start, *(waypoint.joints for waypoint in plan.waypoints)])
        assert (goals >= joint_map.limits_lower - 1e-6).all()
        assert (goals <= joint_map.limits_upper + 1e-6).all()
        speed = np.diff(goals, axis=0) * 30
        assert np.abs(speed).max() < LARGEST_SPEED
        assert np.abs(np.diff(speed, axis=0) * 30).max() < LARGEST_ACCELERATION


def test_it_can_be_done_again_and_again_without_a_reset(world: World) -> None:
    for _ in range(3):
        measured = perform(world, TASK)
        assert measured.success, measured.reason


@pytest.mark.parametrize("yaw_rad", [-0.7, 0.0, 0.5, 2.0])
def test_a_cube_that_lies_on_the_mark_already_is_picked_up_and_put_back(world: World, yaw_rad: float) -> None:
    put_cube(world, GOAL_XY_M, yaw_rad)
    assert TASK.measure(world.model, world.data).success
    assert perform(world, TASK).success


def test_a_cube_lying_on_another_face_is_picked_up_too(world: World) -> None:
    put_cube(world, (0.24, 0.05))
    with world.access() as (_, data):
        data.qpos[9:13] = np.array([np.cos(0.3), 0.0, 0.0, np.sin(0.3)])
        data.qpos[9:13] = (np.sqrt(0.5), np.sqrt(0.5), 0.0, 0.0)
    world.step(100)
    assert perform(world, TASK).success


def test_what_the_hand_holds_already_is_put_down_at_the_mark(world: World) -> None:
    assert perform(world, Lift()).success
    measured = perform(world, TASK)
    assert measured.success, measured.reason


def test_it_begins_from_any_pose_that_touches_nothing(world: World) -> None:
    rng = np.random.default_rng(5)
    joint_map = JointMap(world.model)
    near_home = np.array([80.0, 40.0, 40.0, 40.0, 60.0, 30.0])
    for trial in range(10):
        world.reset(0)
        put_cube(world, (0.22, 0.08))
        home = joint_map.read(world.data)
        while True:
            pose = np.clip(home + rng.uniform(-near_home, near_home), joint_map.limits_lower, joint_map.limits_upper)
            if PathCheck(world.model, world.data, joint_map).touches(pose, pose) == 0:
                break
        with world.access() as (_, data):
            data.qpos[joint_map.qpos_indices] = joint_map.to_rad(pose)
            data.ctrl[joint_map.ctrl_indices] = joint_map.to_rad(pose)
        world.step(100)
        measured = perform(world, TASK)
        assert measured.success, (trial, pose, measured.reason)


@pytest.mark.parametrize(
    ("xy_m", "height_m", "reason"),
    [
        ((0.45, 0.0), None, "too low that far out"),
        ((0.8, 0.0), None, "too far"),
        ((0.07, 0.03), None, "too close|joint limit|press into the table"),
        ((0.2, 0.2), -0.045, "fallen off"),
    ],
)
def test_a_cube_that_cannot_be_grasped_is_refused_with_the_reason(
    world: World, xy_m: tuple[float, float], height_m: float | None, reason: str
) -> None:
    put_cube(world, xy_m, height_m=height_m)
    with pytest.raises(UnreachableTarget, match=reason):
        perform(world, TASK)


def test_a_cube_that_moves_or_leans_is_not_grasped(world: World) -> None:
    put_cube(world, (0.25, 0.0), height_m=0.1)
    world.step(50)
    with pytest.raises(UnreachableTarget, match="moving"):
        perform(world, TASK)
    put_cube(world, (0.25, 0.0), height_m=0.03)
    with world.access() as (_, data):
        data.qpos[9:13] = (np.cos(0.2), np.sin(0.2), 0.0, 0.0)
    with pytest.raises(UnreachableTarget, match="leans by 23"):
        perform(world, TASK)


def test_after_a_reset_the_task_is_not_done_and_the_cube_lies_still(world: World) -> None:
    world.task = TASK
    for seed in range(50):
        world.reset(seed)
        measured = world.measure()
        assert not measured.success
        assert measured.values["place_error_m"] > 0.06
        assert "mm from the mark" in measured.reason


def test_success_needs_the_cube_at_rest_on_the_mark_and_let_go(world: World) -> None:
    put_cube(world, GOAL_XY_M)
    assert world.measure(TASK).success
    put_cube(world, (GOAL_XY_M[0] + 0.04, GOAL_XY_M[1]))
    assert "40 mm from the mark" in world.measure(TASK).reason
    put_cube(world, GOAL_XY_M, height_m=0.08)
    assert "height of 80 mm" in world.measure(TASK).reason
    put_cube(world, GOAL_XY_M)
    with world.access() as (_, data):
        data.qvel[6] = 0.3
    assert "moves at 0.30 m/s" in world.measure(TASK).reason


def test_a_scene_without_the_cube_is_refused() -> None:
    with pytest.raises(SceneError, match="'cube'"):
        World(FALLING_BALL, task=TASK)
