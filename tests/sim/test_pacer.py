from __future__ import annotations

import math

import pytest

from strands_robots_nb.sim.pacer import LARGEST_BACKLOG_S, Pacer


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_step_is_due_when_its_simulated_time_has_passed(clock: Clock) -> None:
    pacer = Pacer(0.002, clock)
    assert pacer.due_in_s(10) == pytest.approx(0.02)
    clock.now_s += 0.03
    assert pacer.due_in_s(10) == pytest.approx(-0.01)


def test_at_double_speed_steps_are_due_twice_as_often(clock: Clock) -> None:
    pacer = Pacer(0.002, clock)
    pacer.restart(2.0)
    assert pacer.due_in_s(10) == pytest.approx(0.01)


def test_at_infinite_speed_every_step_is_due_at_once(clock: Clock) -> None:
    pacer = Pacer(0.002, clock)
    pacer.restart(math.inf)
    pacer.advance(1000)
    assert pacer.due_in_s(1000) == 0.0


def test_being_a_little_late_is_caught_up(clock: Clock) -> None:
    pacer = Pacer(0.002, clock)
    clock.now_s += LARGEST_BACKLOG_S / 2
    assert pacer.drop_backlog() == 0.0
    assert pacer.due_in_s(0) == pytest.approx(-LARGEST_BACKLOG_S / 2)


def test_a_large_backlog_is_dropped(clock: Clock) -> None:
    pacer = Pacer(0.002, clock)
    clock.now_s += LARGEST_BACKLOG_S * 4
    assert pacer.drop_backlog() == pytest.approx(LARGEST_BACKLOG_S * 4)
    assert pacer.due_in_s(0) == pytest.approx(0.0)


def test_no_time_is_lost_over_many_blocks(clock: Clock) -> None:
    pacer = Pacer(0.002, clock)
    for _ in range(1000):
        pacer.advance(7)
        clock.now_s += pacer.due_in_s(0)
    assert clock.now_s == pytest.approx(100.0 + 1000 * 7 * 0.002)
