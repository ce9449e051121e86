"""The limiter, at any rate and with any goal."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from strands_robots_nb.control.joint_limits import JointLimits
from strands_robots_nb.control.motion_limiter import MotionLimiter
from strands_robots_nb.control.sources.min_jerk import min_jerk, shortest_duration_s

LIMITS = JointLimits(
    keys=("a.pos", "b.pos"),
    lower=np.array([-90.0, 0.0]),
    upper=np.array([90.0, 100.0]),
    velocity=np.array([120.0, 250.0]),
    acceleration=np.array([500.0, 2000.0]),
    relative_step=np.array([30.0, 100.0]),
)
inside = st.tuples(st.floats(-90, 90), st.floats(0, 100)).map(np.array)
periods = st.sampled_from([1 / 30, 1 / 200])
calm = settings(max_examples=60, deadline=None)


def run(limiter: MotionLimiter, goals: list[np.ndarray], dt_s: float) -> np.ndarray:
    return np.stack([limiter.step(goal, dt_s) for goal in goals])


@calm
@given(start=inside, goals=st.lists(inside, min_size=2, max_size=60), dt_s=periods)
def test_no_step_leaves_position_velocity_or_acceleration_limits(start, goals, dt_s):
    limiter = MotionLimiter(LIMITS, start)
    positions = np.vstack([start, start, run(limiter, goals, dt_s)])
    velocity = np.diff(positions, axis=0) / dt_s
    acceleration = np.diff(velocity, axis=0) / dt_s
    assert (positions >= LIMITS.lower - 1e-9).all()
    assert (positions <= LIMITS.upper + 1e-9).all()
    assert (np.abs(velocity) <= LIMITS.velocity + 1e-6).all()
    assert (np.abs(acceleration) <= LIMITS.acceleration + 1e-3).all()


@calm
@given(start=inside, goal=inside, dt_s=periods)
def test_a_goal_that_stands_still_is_reached_without_overshoot(start, goal, dt_s):
    limiter = MotionLimiter(LIMITS, start)
    positions = run(limiter, [goal] * int(3.0 / dt_s), dt_s)
    way = np.sign(goal - start)
    assert np.abs(positions[-1] - goal).max() < 1e-3
    assert (way * (positions - goal) <= 1e-6).all()


@calm
@given(start=inside, goal=inside)
def test_a_smooth_goal_inside_the_limits_is_followed_without_lag(start, goal):
    dt_s = 1 / 30
    total_s = shortest_duration_s(goal - start, LIMITS.velocity, LIMITS.acceleration) / 0.8 + dt_s
    goals = [start + (goal - start) * min_jerk(k * dt_s / total_s) for k in range(1, int(total_s / dt_s) + 3)]
    positions = run(MotionLimiter(LIMITS, start), goals, dt_s)
    assert np.abs(positions - np.stack(goals)).max() < 0.02


@calm
@given(start=inside, goal=inside, steps=st.integers(1, 20))
def test_braking_comes_to_rest_inside_the_stopping_distance(start, goal, steps):
    dt_s = 1 / 30
    limiter = MotionLimiter(LIMITS, start)
    run(limiter, [goal] * steps, dt_s)
    before, velocity = limiter.position, limiter.velocity
    for _ in range(40):
        limiter.brake(dt_s)
    stopping = velocity**2 / (2 * LIMITS.acceleration) + np.abs(velocity) * dt_s
    assert limiter.is_still
    assert (np.abs(limiter.position - before) <= stopping + 1e-6).all()
