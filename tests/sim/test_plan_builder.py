from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from strands_robots_nb.sim.expert import ExpertPlan
from strands_robots_nb.sim.plan_builder import WAYPOINT_PERIOD_S, PlanBuilder

POSTURES = arrays(np.float64, 3, elements=st.floats(-90.0, 90.0))
START = np.zeros(3)


def track_of(plan: ExpertPlan) -> np.ndarray:
    return np.array([plan.start, *(waypoint.joints for waypoint in plan.waypoints)])


@given(POSTURES)
def test_a_move_ends_at_its_posture_and_keeps_speed_and_acceleration_in_bounds(posture: np.ndarray) -> None:
    builder = PlanBuilder(START, speed=100.0, acceleration=350.0)
    builder.move(posture, "reach")
    track = track_of(builder.build())
    np.testing.assert_allclose(track[-1], posture, atol=1e-9)
    speed = np.diff(track, axis=0) / WAYPOINT_PERIOD_S
    acceleration = np.diff(speed, axis=0) / WAYPOINT_PERIOD_S
    assert np.abs(speed).max(initial=0.0) <= 101.0
    assert np.abs(acceleration).max(initial=0.0) <= 355.0


def test_a_move_begins_and_ends_at_rest() -> None:
    builder = PlanBuilder(START)
    builder.move(np.array([60.0, 0.0, 0.0]), "reach")
    speed = np.abs(np.diff(track_of(builder.build())[:, 0]))
    assert speed[0] < 0.05 * speed.max()
    assert speed[-1] < 0.05 * speed.max()


def test_a_path_is_followed_without_stopping_on_the_way() -> None:
    builder = PlanBuilder(START)
    builder.follow([np.array([6.0 * k, -3.0 * k, 0.0]) for k in range(1, 11)], "line")
    track = track_of(builder.build())
    speed = np.diff(track[:, 0])
    assert (speed > 0.0).all()
    np.testing.assert_allclose(track[-1], (60.0, -30.0, 0.0), atol=1e-9)
    np.testing.assert_allclose(track[:, 0], -2.0 * track[:, 1], atol=1e-6)


def test_small_errors_of_the_path_are_ironed_out() -> None:
    rng = np.random.default_rng(0)
    clean = np.linspace(0.0, 40.0, 13)[1:]
    builder = PlanBuilder(np.zeros(1))
    builder.follow([np.array([angle + rng.uniform(-0.05, 0.05)]) for angle in clean], "line")
    acceleration = np.diff(track_of(builder.build())[:, 0], n=2) / WAYPOINT_PERIOD_S**2
    assert np.abs(acceleration).max() < 400.0


def test_a_move_to_where_it_is_adds_nothing_unless_it_shall_take_time() -> None:
    builder = PlanBuilder(START)
    builder.move(START, "reach")
    assert builder.build().duration_s == 0.0
    builder.move(START, "reach", at_least_s=0.5)
    assert builder.build().duration_s == pytest.approx(0.5)


def test_waiting_keeps_the_posture() -> None:
    builder = PlanBuilder(START)
    builder.wait(0.2, "grasp")
    plan = builder.build()
    assert plan.duration_s == pytest.approx(0.2)
    assert not track_of(plan).any()
