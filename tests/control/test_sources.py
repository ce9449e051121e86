"""The sources on the bench: profiles, durations, arrival."""

from __future__ import annotations

import numpy as np
import pytest
from bench_body import LIMITS
from hypothesis import given, settings
from hypothesis import strategies as st

from strands_robots_nb.control.sources.joint_motion import JointMotion
from strands_robots_nb.control.sources.min_jerk import min_jerk, shortest_duration_s
from strands_robots_nb.control.sources.path_motion import PathMotion


@given(u=st.floats(-1, 2))
def test_min_jerk_runs_from_rest_to_rest_without_turning_back(u):
    assert 0 <= min_jerk(u) <= 1
    assert min_jerk(u + 1e-3) >= min_jerk(u)
    assert min_jerk(1e-4) == pytest.approx(0, abs=1e-10)


@settings(max_examples=80)
@given(distance=st.floats(0.01, 180), velocity=st.floats(10, 300), acceleration=st.floats(50, 3000))
def test_the_shortest_duration_meets_exactly_one_of_the_limits(distance, velocity, acceleration):
    total_s = shortest_duration_s(np.array([distance]), np.array([velocity]), np.array([acceleration]))
    way = distance * np.array([min_jerk(u) for u in np.linspace(0, 1, 2001)])
    speed = np.gradient(way, total_s / 2000)
    peak_speed, peak_acceleration = np.abs(speed).max(), np.abs(np.gradient(speed, total_s / 2000)).max()
    assert peak_speed <= velocity * 1.001
    assert peak_acceleration <= acceleration * 1.01
    assert peak_speed >= velocity * 0.999 or peak_acceleration >= acceleration * 0.98


def test_no_way_to_go_takes_no_time():
    assert shortest_duration_s(np.zeros(2), LIMITS.velocity, LIMITS.acceleration) == 0


def test_joints_that_move_together_arrive_together(loop, body):
    loop.submit(JointMotion(np.array([60.0, 30.0]), LIMITS))
    body.run(120)
    share = np.stack(body.sent) / [60.0, 30.0]
    assert share[:, 0] == pytest.approx(share[:, 1], abs=0.01)


def test_a_wished_duration_is_kept(loop, body):
    motion = loop.submit(JointMotion(np.array([10.0, np.nan]), LIMITS, duration_s=2.0))
    body.run(90)
    assert motion.duration_s == pytest.approx(2.0, abs=0.2)


def test_a_duration_too_short_for_the_limits_is_lengthened_and_nothing_is_clamped(loop, body):
    motion = loop.submit(JointMotion(np.array([80.0, np.nan]), LIMITS, duration_s=0.01))
    body.run(120)
    assert motion.is_done
    assert motion.duration_s > 0.6
    assert loop.ledger.entries() == ()


def test_a_joint_that_cannot_arrive_ends_the_wait_all_the_same(loop, body):
    body.is_stuck = True
    motion = loop.submit(JointMotion(np.array([10.0, np.nan]), LIMITS))
    body.run(90)
    assert motion.is_done
    assert motion.error is None


def test_a_path_is_followed_at_its_times(loop, body):
    times_s, rows = np.array([0.0, 1.0, 2.0]), np.array([[0.0, 0.0], [20.0, 0.0], [20.0, 40.0]])
    motion = loop.submit(PathMotion("a path", times_s, rows))
    body.run(30)
    # A corner in the path costs the limiter a few ticks.
    assert body.position[0] == pytest.approx(20.0, abs=3.0)
    body.run(60)
    assert motion.is_done
    assert body.position == pytest.approx([20.0, 40.0], abs=1e-6)
