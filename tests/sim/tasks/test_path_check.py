from __future__ import annotations

import numpy as np

from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.tasks.path_check import PathCheck
from strands_robots_nb.sim.world import World

HOME = np.array([0.0, -51.6, 51.6, 74.5, 0.0, 35.0])
STRETCHED = np.array([0.0, 60.0, 20.0, 10.0, 0.0, 35.0])


def test_turning_at_home_touches_nothing(world: World) -> None:
    check = PathCheck(world.model, world.data, JointMap(world.model))
    assert check.touches(HOME, HOME + np.array([80.0, 0, 0, 0, 0, 0])) == 0


def test_stretching_into_the_table_is_noticed(world: World) -> None:
    check = PathCheck(world.model, world.data, JointMap(world.model))
    assert check.touches(HOME, STRETCHED) > 0


def test_a_box_in_the_way_is_noticed_and_the_world_stays_as_it_is(world: World) -> None:
    world.add_box("wall", size_m=(0.02, 0.2, 0.3), position_m=(0.19, 0.0, 0.15), fixed=True)
    before = world.integration_state()
    check = PathCheck(world.model, world.data, JointMap(world.model))
    assert check.touches(HOME, HOME) > 0
    assert check.touches(HOME + np.array([90.0, 0, 0, 0, 0, 0]), HOME + np.array([60.0, 0, 0, 0, 0, 0])) == 0
    np.testing.assert_array_equal(world.integration_state(), before)
