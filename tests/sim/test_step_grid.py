from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from strands_robots_nb.sim.step_grid import StepGrid

PERIODS = st.floats(0.002, 0.2)
TIMESTEPS = st.sampled_from([0.001, 0.002, 0.005])


def marks(grid: StepGrid, n_steps: int) -> list[int]:
    return [step for step in range(1, n_steps + 1) if grid.advance(1)]


def test_thirty_hertz_falls_on_the_nearest_steps_of_two_milliseconds() -> None:
    assert marks(StepGrid(1 / 30, 0.002), 100) == [17, 33, 50, 67, 83, 100]


@given(PERIODS, TIMESTEPS)
def test_no_mark_is_further_than_half_a_step_from_its_time(period_s: float, timestep_s: float) -> None:
    for number, step in enumerate(marks(StepGrid(period_s, timestep_s), 2000), start=1):
        if period_s >= timestep_s:
            assert abs(step * timestep_s - number * period_s) <= timestep_s / 2 + 1e-9


@given(PERIODS, TIMESTEPS)
def test_jumping_from_mark_to_mark_meets_the_same_steps_as_single_steps(period_s: float, timestep_s: float) -> None:
    jumping = StepGrid(period_s, timestep_s)
    met, at = [], 0
    while at < 500:
        steps = jumping.steps_to_next()
        at += steps
        assert jumping.advance(steps)
        met.append(at)
    assert met == marks(StepGrid(period_s, timestep_s), at)


def test_a_period_shorter_than_the_timestep_marks_every_step() -> None:
    assert marks(StepGrid(0.0004, 0.002), 5) == [1, 2, 3, 4, 5]


def test_a_restart_puts_the_first_mark_one_period_ahead() -> None:
    grid = StepGrid(0.02, 0.002)
    grid.advance(7)
    grid.restart()
    assert grid.steps_to_next() == 10
