from __future__ import annotations

import numpy as np
import pytest

from strands_robots_nb.sim.expert import ExpertPlan, Waypoint

PLAN = ExpertPlan(
    np.array([0.0, 10.0]),
    (Waypoint(np.array([1.0, 10.0]), 0.5, "reach"), Waypoint(np.array([1.0, 30.0]), 1.0, "grasp")),
)


@pytest.mark.parametrize(
    ("time_s", "joints"),
    [
        (-1.0, (0, 10)),
        (0.0, (0, 10)),
        (0.25, (0.5, 10)),
        (0.5, (1, 10)),
        (1.0, (1, 20)),
        (1.5, (1, 30)),
        (9.0, (1, 30)),
    ],
)
def test_a_plan_is_read_at_any_time(time_s: float, joints: tuple[float, float]) -> None:
    np.testing.assert_allclose(PLAN.sample(time_s), joints)


def test_a_plan_knows_its_length_and_what_happens_when() -> None:
    assert PLAN.duration_s == 1.5
    assert [PLAN.phase(time_s) for time_s in (0.0, 0.4, 0.6, 5.0)] == ["reach", "reach", "grasp", "grasp"]


def test_an_empty_plan_stays_where_it_is() -> None:
    plan = ExpertPlan(np.array([3.0]), ())
    assert plan.duration_s == 0.0
    assert plan.phase(1.0) == ""
    np.testing.assert_allclose(plan.sample(1.0), [3.0])
