from __future__ import annotations

import numpy as np
import pytest

from strands_robots_nb.sim.tasks.cube import lay_cube
from strands_robots_nb.sim.tasks.lift import Lift
from strands_robots_nb.sim.world import World
from tests.sim.tasks.player import perform

TASK = Lift()


@pytest.mark.parametrize("seed", range(4))
def test_the_expert_lifts_the_cube(world: World, seed: int) -> None:
    world.task = TASK
    world.reset(seed)
    assert not world.measure().success
    measured = perform(world, TASK)
    assert measured.success, measured.reason
    assert measured.values["lift_m"] > 0.05


def test_the_cube_does_not_slip_while_it_is_held(world: World) -> None:
    before = perform(world, TASK).values["lift_m"]
    world.step(5000)
    assert abs(world.measure(TASK).values["lift_m"] - before) < 0.001


def test_lifting_again_holds_on(world: World) -> None:
    assert perform(world, TASK).success
    assert perform(world, TASK).success


def test_a_cube_that_flies_by_itself_is_not_lifted(world: World) -> None:
    with world.access() as (model, data):
        lay_cube(model, data, np.array([0.3, 0.2]), 0.0)
        data.qpos[8] = 0.2
    measured = world.measure(TASK)
    assert not measured.success
    assert "does not hold it" in measured.reason
