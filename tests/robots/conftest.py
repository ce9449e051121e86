"""Robots that run as fast as the machine can."""

from __future__ import annotations

import math

import pytest

from strands_robots_nb import Robot


@pytest.fixture(scope="module")
def shared_robot():
    with Robot("so101", seed=0) as robot:
        robot.world.speed = math.inf
        yield robot


@pytest.fixture
def robot(shared_robot):
    """A robot at home on a freshly laid table, ready to move."""
    shared_robot.world.resume()
    shared_robot.stop_recording()
    if shared_robot.is_stopped:
        shared_robot.wait_until_still()
        shared_robot.reset_stop()
    shared_robot.ledger.clear()
    shared_robot.reset(0)
    return shared_robot
