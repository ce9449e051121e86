"""The robot's verbs in simulation."""

from __future__ import annotations

import _thread
import gc
import math
import threading
import time
import weakref

import numpy as np
import pytest

from strands_robots_nb import Robot
from strands_robots_nb.errors import (
    InvalidArgument,
    ModeRefused,
    MotionCancelled,
    ResetRefused,
    RobotClosed,
    RobotStopped,
    SceneError,
    UnknownCamera,
    UnknownJoint,
    UnknownMode,
    UnknownRobot,
    UnknownTask,
    UnreachableTarget,
    WorldPaused,
)


def test_keys_and_units_are_those_of_lerobot(robot):
    joints = robot.joints()
    assert tuple(joints) == (
        "shoulder_pan.pos",
        "shoulder_lift.pos",
        "elbow_flex.pos",
        "wrist_flex.pos",
        "wrist_roll.pos",
        "gripper.pos",
    )
    assert 0 <= joints["gripper.pos"] <= 100
    assert max(abs(value) for value in joints.values()) > 20


def test_observing_gives_joints_and_every_cameras_picture(robot):
    observation = robot.observe()
    assert set(observation) == {*robot.joint_keys, *robot.cameras}
    picture = observation["front"]
    assert picture.shape == (480, 640, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 10


def test_moving_joints_arrives_and_leaves_the_others(robot):
    before = robot.joints()
    result = robot.move_to(joints={"shoulder_pan.pos": 30.0})
    assert result.joints["shoulder_pan.pos"] == pytest.approx(30.0, abs=1.0)
    for key in robot.joint_keys[1:]:
        assert result.joints[key] == pytest.approx(before[key], abs=1.0)
    assert not result.clamped
    assert result.duration_s > 0.2


def test_moving_to_a_position_puts_the_gripper_there_along_a_line(robot):
    robot.move_to(position_m=(0.22, 0.0, 0.14))
    frames = []
    robot._loop.attach(frames.append)
    result = robot.move_to(position_m=(0.22, 0.12, 0.14))
    robot._loop.detach(frames.append)
    with robot._kinematics() as kinematics:
        track = [kinematics.pose_world_gripper(frame.action.astype(float))[0] for frame in frames]
    assert result.gripper_position_m == pytest.approx((0.22, 0.12, 0.14), abs=0.004)
    off_line_m = np.abs(np.stack(track) - [0.22, 0.0, 0.14])[:, [0, 2]].max()
    assert off_line_m < 0.006


@pytest.mark.parametrize("percent", [0, 35, 100])
def test_the_gripper_opens_by_percent(robot, percent):
    assert robot.grip(percent).joints["gripper.pos"] == pytest.approx(percent, abs=2)


def test_home_brings_the_arm_back(robot):
    start = robot.joints()
    robot.move_to(joints={"shoulder_pan.pos": -40.0, "elbow_flex.pos": 20.0})
    assert robot.home().joints == pytest.approx(start, abs=1.5)


def test_waiting_passes_the_robots_own_time(robot):
    before_s = robot.world.time_s
    robot.wait(2.0)
    assert robot.world.time_s - before_s >= 2.0


@pytest.mark.parametrize("task", ["pick_place", "lift"])
def test_the_expert_performs_a_task_and_says_what_was_measured(robot, task):
    result = robot.perform(task)
    assert result.success, result.reason
    assert result.measured
    assert result.task == task


def test_performing_again_works_from_where_things_are_now(robot):
    assert robot.perform("pick_place").success
    assert robot.perform("lift").success


def test_the_same_seed_lays_the_same_table_bit_for_bit_and_another_seed_another(robot):
    states = []
    robot.world.pause()
    for seed in (7, 8, 7):
        robot.reset(seed)
        states.append(robot.world.integration_state())
    assert np.array_equal(states[0], states[2])
    assert not np.array_equal(states[0], states[1])


def test_an_unknown_robot_is_refused_with_the_names_there_are():
    with pytest.raises(UnknownRobot, match="'so101'"):
        Robot("so100x")


def test_an_unknown_camera_is_refused_with_the_names_there_are(robot):
    with pytest.raises(UnknownCamera, match=r"'front'.*'wrist'"):
        robot.look("wrsit")


def test_an_unknown_joint_is_refused_with_the_names_there_are(robot):
    with pytest.raises(UnknownJoint, match=r"'shoulder_pan\.pos'"):
        robot.move_to(joints={"shoulder": 10})


def test_an_unknown_task_is_refused_with_the_names_there_are(robot):
    with pytest.raises(UnknownTask, match="'pick_place'"):
        robot.perform("dance")


@pytest.mark.parametrize("value", [math.nan, math.inf, 1e6])
def test_a_joint_goal_that_makes_no_sense_is_refused_before_anything_moves(robot, value):
    before = robot.joints()
    with pytest.raises(InvalidArgument):
        robot.move_to(joints={"elbow_flex.pos": value})
    assert robot.joints() == pytest.approx(before, abs=0.1)


@pytest.mark.parametrize("position", [(0.1, 0.2), (math.nan, 0, 0.1), "abc"])
def test_a_position_that_is_none_is_refused(robot, position):
    with pytest.raises(InvalidArgument):
        robot.move_to(position_m=position)


def test_an_unreachable_position_is_refused_with_a_reason_and_nothing_moves(robot):
    before = robot.joints()
    with pytest.raises(UnreachableTarget) as caught:
        robot.move_to(position_m=(0.8, 0.0, 0.2))
    assert caught.value.why
    assert caught.value.do
    assert robot.joints() == pytest.approx(before, abs=0.1)


def test_one_target_is_needed_and_only_one(robot):
    with pytest.raises(InvalidArgument):
        robot.move_to()
    with pytest.raises(InvalidArgument):
        robot.move_to(position_m=(0.2, 0, 0.1), joints={"gripper.pos": 10})


def test_a_paused_world_refuses_to_move_instead_of_waiting_for_ever(robot):
    robot.world.pause()
    with pytest.raises(WorldPaused):
        robot.home()


def test_stop_frees_whoever_waits_for_a_motion_in_a_paused_world(robot):
    robot.world.speed = 1.0
    try:
        threading.Timer(0.3, lambda: (robot.world.pause(), robot.stop("a test"))).start()
        with pytest.raises(RobotStopped):
            robot.move_to(joints={"shoulder_pan.pos": 100.0}, duration_s=5)
        with pytest.raises(ResetRefused, match="paused"):
            robot.reset_stop()
        robot.world.resume()
        robot.wait_until_still()
        robot.reset_stop()
    finally:
        robot.world.speed = math.inf


def test_a_simulation_that_failed_is_named_with_the_way_back(robot):
    def broken(n_steps, timestep_s):
        raise ValueError("broken controller")

    controller = robot.world._physics.controller
    robot.world.set_controller(broken)
    while robot.world.failure is None:
        time.sleep(0.01)
    with pytest.raises(WorldPaused, match=r"broken controller.*robot\.reset\(\)"):
        robot.home()
    robot.world.set_controller(controller)
    robot.reset()
    robot.world.resume()
    assert robot.grip(40).joints["gripper.pos"] == pytest.approx(40, abs=2)


def test_stop_ends_the_motion_holds_and_refuses_until_it_is_reset(robot):
    robot.world.speed = 1.0
    try:
        threading.Timer(0.4, robot.stop, ["a test"]).start()
        with pytest.raises(RobotStopped, match="a test"):
            robot.move_to(joints={"shoulder_pan.pos": 100.0}, duration_s=5)
        with pytest.raises(RobotStopped):
            robot.home()
        robot.wait_until_still()
        held = robot.joints()
        robot.reset_stop()
        assert robot.joints() == pytest.approx(held, abs=0.5)
        assert held["shoulder_pan.pos"] < 90
    finally:
        robot.world.speed = math.inf
    robot.home()


def test_a_cancelled_motion_leaves_the_robot_holding_and_ready(robot):
    polled = []

    def cancelled():
        polled.append(robot.joints()["shoulder_pan.pos"])
        return len(polled) > 2

    robot.world.speed = 1.0
    try:
        with pytest.raises(MotionCancelled):
            robot.move_to(joints={"shoulder_pan.pos": 100.0}, duration_s=5, cancelled=cancelled)
    finally:
        robot.world.speed = math.inf
    assert robot.joints()["shoulder_pan.pos"] < 60
    robot.home()


def test_an_interrupt_leaves_the_robot_holding_and_ready(robot):
    robot.world.speed = 1.0
    try:
        threading.Timer(0.4, _thread.interrupt_main).start()
        with pytest.raises(KeyboardInterrupt):
            robot.move_to(joints={"shoulder_pan.pos": 100.0}, duration_s=10)
    finally:
        robot.world.speed = math.inf
    robot.wait_until_still()
    held = robot.joints()["shoulder_pan.pos"]
    robot.wait(0.5)
    assert robot.joints()["shoulder_pan.pos"] == pytest.approx(held, abs=0.3)
    assert held < 60


def test_real_mode_is_refused_with_every_failed_check_and_its_remedy(robot):
    with pytest.raises(ModeRefused) as caught:
        robot.mode = "real"
    failed = [check for check in caught.value.checks if not check.ok]
    assert {check.name for check in failed} == {"hardware driver", "serial port", "calibration", "cameras"}
    assert all(check.detail and check.remedy for check in failed)
    assert robot.mode == "sim"
    assert robot.epoch == 0
    assert robot.grip(50).joints["gripper.pos"] == pytest.approx(50, abs=2)


def test_real_mode_in_the_constructor_is_refused_as_well():
    with pytest.raises(ModeRefused, match="serial port"):
        Robot("so101", mode="real", calibration_id="my_arm")


def test_a_mode_that_does_not_exist_is_refused_with_those_that_do(robot):
    with pytest.raises(UnknownMode, match="'sim', 'real'"):
        robot.mode = "dream"


def test_configuration_of_the_real_arm_is_accepted_in_simulation():
    with Robot("so101", port="/dev/ttyACM0", cameras={"front": {}}, calibration_id="my_arm") as robot:
        assert robot.mode == "sim"


def test_subscribers_hear_of_stop_reset_and_nothing_after_they_left(robot):
    heard = []
    leave = robot.subscribe(lambda event: heard.append(event.kind))
    robot.stop("a test")
    robot.wait_until_still()
    robot.reset_stop()
    robot.reset(1)
    leave()
    robot.reset(2)
    assert heard == ["stop", "stop_reset", "reset"]


def test_a_closed_robot_says_so():
    robot = Robot("so101")
    robot.close()
    robot.close()
    with pytest.raises(RobotClosed):
        robot.home()
    with pytest.raises(RobotClosed):
        robot.joints()


def test_a_robot_that_nobody_holds_frees_its_world():
    robot = Robot("so101")
    world = weakref.ref(robot.world)
    del robot
    gc.collect()
    assert world() is None


def test_a_scene_without_the_arm_is_refused_with_the_missing_joints():
    with pytest.raises(SceneError, match="shoulder_pan"):
        Robot("so101", scene="<mujoco><worldbody><geom size='1'/></worldbody></mujoco>")


def test_its_repr_is_stable(robot):
    assert repr(robot) == "Robot('so101', mode='sim', ready)"
