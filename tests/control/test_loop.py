"""The loop: who holds the robot, what stops it, what its watchers see."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from bench_body import LIMITS

from strands_robots_nb.control.sources.hold import HoldMotion
from strands_robots_nb.control.sources.joint_motion import JointMotion
from strands_robots_nb.control.sources.source import Claim
from strands_robots_nb.errors import (
    MotionCancelled,
    MotionError,
    MotionSuperseded,
    NonFiniteAction,
    ResetRefused,
    RobotStopped,
)


def to(a: float, gripper: float = np.nan) -> JointMotion:
    return JointMotion(np.array([a, gripper]), LIMITS)


class Scripted:
    """A source made of a list of goals; an exception in the list is raised."""

    def __init__(self, goals, claim=Claim.PROGRAM, name="scripted"):
        self.name, self.claim, self._goals = name, claim, iter(goals)

    def begin(self, tick):
        pass

    def next_action(self, tick):
        goal = next(self._goals, None)
        if isinstance(goal, Exception):
            raise goal
        return None if goal is None else np.array(goal, dtype=np.float64)


def test_a_joint_motion_arrives_and_leaves_the_other_joint_alone(loop, body):
    motion = loop.submit(to(40.0))
    busy = body.run(90)
    assert motion.is_done
    assert motion.error is None
    assert not busy
    assert body.position == pytest.approx([40.0, 0.0], abs=1e-6)
    assert motion.duration_s > 0


def test_without_a_source_the_loop_holds_and_says_that_nothing_goes_on(loop, body):
    assert body.run(5) is False
    assert np.ptp(np.stack(body.sent), axis=0) == pytest.approx([0, 0])


def test_stop_ends_the_motion_slows_down_inside_the_limits_and_refuses_the_next(loop, body):
    motion = loop.submit(to(80.0))
    body.run(15)
    loop.stop("a test")
    body.run(40)
    assert isinstance(motion.error, RobotStopped)
    positions = np.stack(body.sent)[:, 0]
    speed = np.diff(positions) * 30
    assert abs(speed[-1]) == 0
    assert positions[-1] < 80
    assert np.abs(np.diff(speed)).max() * 30 <= LIMITS.acceleration[0] + 1e-6
    with pytest.raises(RobotStopped, match="a test"):
        loop.submit(to(0.0))


def test_the_stop_is_not_reset_while_the_robot_slows_down(loop, body):
    loop.submit(to(80.0))
    body.run(15)
    loop.stop("a test")
    body.run(1)
    with pytest.raises(ResetRefused):
        loop.reset_stop()
    body.run(40)
    loop.reset_stop()
    assert loop.submit(to(0.0)) is not None


def test_nothing_moves_by_itself_after_the_stop_was_reset(loop, body):
    loop.submit(to(80.0))
    body.run(15)
    loop.stop("a test")
    body.run(40)
    loop.reset_stop()
    held = body.position.copy()
    body.run(30)
    assert body.position == pytest.approx(held)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_goal_that_is_not_finite_is_never_sent_and_latches(loop, body, bad):
    motion = loop.submit(Scripted([[1.0, 0.0], [bad, 0.0]]))
    body.run(10)
    assert isinstance(motion.error, NonFiniteAction)
    assert loop.latch.is_set
    assert np.isfinite(np.stack(body.sent)).all()


def test_a_source_that_fails_leaves_the_robot_holding_and_its_caller_informed(loop, body):
    motion = loop.submit(Scripted([[1.0, 0.0], ValueError("broken policy")]))
    body.run(30)
    assert isinstance(motion.error, ValueError)
    assert not loop.latch.is_set
    assert loop.submit(to(5.0)) is not None


def test_the_newer_of_two_programs_has_the_robot(loop, body):
    first = loop.submit(to(80.0))
    body.run(10)
    second = loop.submit(to(-20.0))
    body.run(120)
    assert isinstance(first.error, MotionSuperseded)
    assert second.error is None
    assert body.position[0] == pytest.approx(-20.0)


def test_hands_take_over_from_a_program_and_a_program_not_from_hands(loop, body):
    program = loop.submit(to(80.0))
    body.run(3)
    loop.submit(Scripted([[0.0, 0.0]] * 100, claim=Claim.HANDS, name="gamepad"))
    assert isinstance(program.error, MotionSuperseded)
    with pytest.raises(MotionError, match="gamepad"):
        loop.submit(to(10.0))


def test_taking_over_changes_speed_inside_the_acceleration_limit(loop, body):
    loop.submit(to(80.0))
    body.run(12)
    loop.submit(to(-80.0))
    body.run(60)
    speed = np.diff(np.stack(body.sent)[:, 0]) * 30
    assert np.abs(np.diff(speed)).max() * 30 <= LIMITS.acceleration[0] + 1e-6


def test_taps_see_the_observation_before_the_action_that_was_sent(loop, body):
    frames = []
    loop.attach(frames.append)
    loop.submit(to(40.0))
    body.run(20)
    loop.detach(frames.append)
    assert [frame.tick for frame in frames] == list(range(1, 21))
    assert np.stack([frame.action for frame in frames]) == pytest.approx(np.stack(body.sent), abs=1e-4)
    assert frames[1].observation == pytest.approx(frames[0].action)
    assert frames[0].is_commanded
    assert frames[0].source == "joint_motion"
    assert frames[3].state == pytest.approx([3 / 30])


def test_a_tap_that_fails_is_detached_and_the_robot_moves_on(loop, body):
    def broken(frame):
        raise RuntimeError("no disk")

    loop.attach(broken)
    motion = loop.submit(to(40.0))
    body.run(90)
    assert motion.is_done
    assert motion.error is None
    assert any(entry.kind == "failure" for entry in loop.ledger.entries())


def test_what_is_clamped_is_counted_in_the_ledger_by_joint(loop, body):
    loop.submit(Scripted([[500.0, 0.0]] * 3))
    body.run(3)
    kinds = {(entry.kind, entry.subject) for entry in loop.ledger.entries()}
    assert ("position limit", "a.pos") in kinds
    assert "a.pos" in str(loop.ledger)
    assert max(sent[0] for sent in body.sent) <= 90


def test_a_joint_that_is_stuck_is_not_pulled_at_from_afar(loop, body):
    body.is_stuck = True
    loop.submit(to(90.0))
    body.run(90)
    assert max(sent[0] for sent in body.sent) <= LIMITS.relative_step[0] + 1e-6
    assert any(entry.kind == "relative step" for entry in loop.ledger.entries())


def test_a_motion_waits_and_gives_up_when_its_caller_cancels(loop, body):
    motion = loop.submit(to(80.0))
    wanted = threading.Event()
    outcome: list[BaseException] = []

    def wait():
        try:
            motion.wait(wanted.is_set, loop.cancel)
        except MotionCancelled as error:
            outcome.append(error)

    waiter = threading.Thread(target=wait)
    waiter.start()
    body.run(10)
    wanted.set()
    waiter.join(5)
    body.run(40)
    assert len(outcome) == 1
    assert body.position[0] < 80
    assert loop.motion is None


def test_rebase_ends_the_motion_and_holds_the_measured_pose(loop, body):
    motion = loop.submit(to(80.0))
    body.run(10)
    body.position = np.array([-50.0, 30.0])
    loop.rebase("The scene was reset.")
    body.run(5)
    assert isinstance(motion.error, MotionCancelled)
    assert body.sent[-1] == pytest.approx([-50.0, 30.0])


def test_waiting_on_purpose_lasts_as_long_as_asked_in_body_time(loop, body):
    motion = loop.submit(HoldMotion(0.5))
    body.run(30)
    assert motion.duration_s == pytest.approx(0.5, abs=1 / 30)
