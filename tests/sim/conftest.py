from __future__ import annotations

from collections.abc import Iterator

import mujoco
import pytest

from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.scene import Scene
from strands_robots_nb.sim.world import World


@pytest.fixture(scope="session")
def arm_model() -> mujoco.MjModel:
    """The default scene. Shared: nobody writes to it."""
    return Scene().compile()


@pytest.fixture(scope="session")
def joint_map(arm_model: mujoco.MjModel) -> JointMap:
    return JointMap(arm_model)


@pytest.fixture
def world() -> Iterator[World]:
    """The default scene, paused at its home pose."""
    with World(seed=0) as world:
        world.pause()
        world.reset(0)
        yield world
