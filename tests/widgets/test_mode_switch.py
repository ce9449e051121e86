"""The switch and the robot's mode are one thing, and a refusal says why."""

from __future__ import annotations

import threading

import pytest
from bench_comm import messages_to_page, send_from_page, set_trait_from_page
from traitlets import TraitError

from strands_robots_nb import ModeSwitch, Robot
from strands_robots_nb.errors import ModeRefused


class TwoModeRobot(Robot):
    """A robot whose real mode is possible, when the test lets it."""

    may_change: threading.Event

    @property
    def mode(self):
        return self._mode

    @mode.setter
    def mode(self, mode):
        self.may_change.wait(5)
        self._mode = mode
        self._epoch += 1
        self._tell("mode")


@pytest.fixture(scope="module")
def shared_robot():
    with TwoModeRobot("so101", seed=0) as robot:
        yield robot


@pytest.fixture
def two_mode_robot(shared_robot):
    shared_robot.may_change = threading.Event()
    shared_robot.may_change.set()
    shared_robot.mode = "sim"
    if shared_robot.is_stopped:
        shared_robot.wait_until_still()
        shared_robot.reset_stop()
    return shared_robot


@pytest.fixture
def robot(two_mode_robot, monkeypatch):
    """The robot as it is in this version: real mode is refused."""
    monkeypatch.setattr(TwoModeRobot, "mode", Robot.mode)
    return two_mode_robot


@pytest.fixture
def switch_for(page_comms):
    made = []

    def make(robot):
        made.append(ModeSwitch(robot))
        return made[-1]

    yield make
    for switch in made:
        switch.close()


def settle(switch):
    """Wait for what runs in the background on behalf of the widget."""
    for thread in threading.enumerate():
        if thread.name in ("mode-change", "reset-stop"):
            thread.join(5)
    assert switch._outbox.join()


def press(switch, mode):
    send_from_page(switch, {"kind": "mode.set", "mode": mode})


def test_a_new_switch_shows_the_robot_as_it_is(two_mode_robot, switch_for):
    two_mode_robot.mode = "real"
    switch = switch_for(two_mode_robot)
    assert (switch.mode, switch.epoch) == ("real", two_mode_robot.epoch)
    assert repr(switch) == "ModeSwitch(real)"


def test_a_press_changes_the_mode_without_any_cell(two_mode_robot, switch_for):
    switch = switch_for(two_mode_robot)
    press(switch, "real")
    settle(switch)
    assert two_mode_robot.mode == "real"
    assert (switch.mode, switch.pending_mode) == ("real", "")
    assert messages_to_page(switch)[-1] == {"kind": "mode.changed", "mode": "real", "epoch": two_mode_robot.epoch}


def test_a_change_made_in_a_cell_shows_in_the_switch(two_mode_robot, switch_for):
    switch = switch_for(two_mode_robot)
    two_mode_robot.mode = "real"
    settle(switch)
    assert switch.mode == "real"


def test_the_handler_returns_while_the_checks_run_and_a_second_press_is_ignored(two_mode_robot, switch_for):
    switch = switch_for(two_mode_robot)
    epoch = two_mode_robot.epoch
    two_mode_robot.may_change.clear()
    press(switch, "real")
    assert switch._outbox.join()
    assert (switch.mode, switch.pending_mode) == ("sim", "real")
    press(switch, "real")
    two_mode_robot.may_change.set()
    settle(switch)
    assert (switch.mode, switch.pending_mode) == ("real", "")
    assert two_mode_robot.epoch == epoch + 1


def test_a_refused_change_shows_each_check_and_keeps_the_old_mode(robot, switch_for):
    switch = switch_for(robot)
    press(switch, "real")
    settle(switch)
    with pytest.raises(ModeRefused) as refused:
        robot.mode = "real"
    assert (robot.mode, switch.mode, switch.pending_mode) == ("sim", "sim", "")
    expected = [(check.name, check.ok, check.remedy) for check in refused.value.checks]
    shown = [(check["name"], check["ok"], check["remedy"]) for check in switch.refusal["checks"]]
    assert shown == expected
    assert not all(ok for _, ok, _ in shown)
    assert messages_to_page(switch)[-1] == switch.refusal


def test_a_refusal_goes_when_a_person_dismisses_it(robot, switch_for):
    switch = switch_for(robot)
    press(switch, "real")
    settle(switch)
    set_trait_from_page(switch, refusal=None)
    assert switch.refusal is None


def test_a_refusal_goes_when_the_mode_changes_by_another_road(two_mode_robot, switch_for, monkeypatch):
    switch = switch_for(two_mode_robot)
    with monkeypatch.context() as refusing:
        refusing.setattr(TwoModeRobot, "mode", Robot.mode)
        press(switch, "real")
        settle(switch)
    assert switch.refusal is not None
    two_mode_robot.mode = "real"
    settle(switch)
    assert switch.refusal is None


def test_stop_acts_in_the_handler_itself_even_while_a_change_is_under_way(two_mode_robot, switch_for):
    switch = switch_for(two_mode_robot)
    two_mode_robot.may_change.clear()
    press(switch, "real")
    send_from_page(switch, {"kind": "robot.stop"})
    assert two_mode_robot.is_stopped
    two_mode_robot.may_change.set()
    settle(switch)
    assert switch.is_stopped
    assert "Stop button" in switch.stop_reason


def test_a_stop_by_any_road_shows_and_can_be_reset_from_the_page(robot, switch_for):
    switch = switch_for(robot)
    robot.stop("a test wanted it")
    settle(switch)
    assert (switch.is_stopped, switch.stop_reason) == (True, "a test wanted it")
    robot.wait_until_still()
    send_from_page(switch, {"kind": "robot.reset_stop"})
    settle(switch)
    assert not robot.is_stopped
    assert (switch.is_stopped, switch.stop_reason) == (False, "")


def test_traits_are_written_by_one_thread_only(two_mode_robot, switch_for):
    switch = switch_for(two_mode_robot)
    n_before = len(switch.comm.sent)
    press(switch, "real")
    settle(switch)
    two_mode_robot.mode = "sim"
    settle(switch)
    comm = switch.comm
    updates = [
        thread
        for data, thread in zip(comm.sent[n_before:], comm.threads[n_before:], strict=True)
        if data["method"] == "update"
    ]
    assert set(updates) == {"mode-switch"}


def test_the_mode_cannot_be_set_on_the_widget_past_the_robot(robot, switch_for):
    switch = switch_for(robot)
    with pytest.raises(TraitError):
        switch.mode = "real"
    assert robot.mode == "sim"


def test_a_message_for_another_widget_is_answered_with_a_notice(robot, switch_for):
    switch = switch_for(robot)
    send_from_page(switch, {"kind": "chat.stop"})
    assert messages_to_page(switch)[-1]["kind"] == "notice"


def test_two_switches_of_one_robot_show_the_same(two_mode_robot, switch_for):
    first, second = switch_for(two_mode_robot), switch_for(two_mode_robot)
    press(first, "real")
    settle(first)
    settle(second)
    assert (first.mode, second.mode) == ("real", "real")


def test_a_closed_switch_leaves_the_robot_alone(two_mode_robot, switch_for):
    switch = switch_for(two_mode_robot)
    switch.close()
    switch.close()
    two_mode_robot.mode = "real"
    assert switch.mode == "sim"


def test_a_closed_robot_locks_the_switch(page_comms):
    with Robot("so101") as robot:
        switch = ModeSwitch(robot)
    settle(switch)
    assert switch.robot_is_closed
    press(switch, "real")
    settle(switch)
    assert messages_to_page(switch)[-1]["kind"] == "notice"
    switch.close()
