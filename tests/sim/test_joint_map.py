from __future__ import annotations

from functools import cache

import mujoco
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from strands_robots_nb.errors import SceneError
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.scene import Scene
from tests.sim.models import FALLING_BALL

KEYS = ("shoulder_pan", "shoulder_lift", "elbow_flex", "wrist_flex", "wrist_roll", "gripper")


def test_the_keys_are_lerobots(joint_map: JointMap) -> None:
    assert joint_map.keys == tuple(f"{name}.pos" for name in KEYS)


def test_an_angle_in_degrees_is_the_models_angle_in_radians(joint_map: JointMap) -> None:
    rad = joint_map.to_rad(np.array([90.0, -45.0, 30.0, 0.0, 180.0, 0.0]))
    np.testing.assert_allclose(rad[:5], [np.pi / 2, -np.pi / 4, np.pi / 6, 0.0, np.pi])


def test_the_gripper_is_0_closed_to_100_open(joint_map: JointMap, arm_model: mujoco.MjModel) -> None:
    closed, opened = arm_model.joint("gripper").range
    units = np.zeros(6)
    assert joint_map.to_rad(units)[5] == pytest.approx(closed)
    units[5] = 100.0
    assert joint_map.to_rad(units)[5] == pytest.approx(opened)
    assert (joint_map.limits_lower[5], joint_map.limits_upper[5]) == pytest.approx((0.0, 100.0))


@given(arrays(np.float64, 6, elements=st.floats(-200.0, 200.0)))
def test_units_and_radians_are_inverse_to_each_other(units: np.ndarray) -> None:
    joint_map = _default_joint_map()
    np.testing.assert_allclose(joint_map.to_units(joint_map.to_rad(units)), units, atol=1e-9)


@cache
def _default_joint_map() -> JointMap:
    return JointMap(Scene().compile())


def test_joints_are_read_in_the_order_of_the_keys_among_other_bodies() -> None:
    scene = Scene()
    scene.add_box("block", size_m=(0.1, 0.1, 0.1), position_m=(1, 0, 1))
    model = scene.compile()
    joint_map = JointMap(model)
    data = mujoco.MjData(model)
    for index, name in enumerate(KEYS):
        data.joint(name).qpos[0] = 0.1 * index
        data.actuator(name).ctrl[0] = 0.2 * index
    np.testing.assert_allclose(joint_map.to_rad(joint_map.read(data)), 0.1 * np.arange(6), atol=1e-12)
    np.testing.assert_allclose(joint_map.to_rad(joint_map.read_goals(data)), 0.2 * np.arange(6), atol=1e-12)


def test_the_limits_cannot_be_written(joint_map: JointMap) -> None:
    with pytest.raises(ValueError, match="read-only"):
        joint_map.limits_lower[0] = 0.0


def test_a_model_without_the_joints_is_refused_with_those_that_are_missing() -> None:
    with pytest.raises(SceneError, match=r"'falling ball'.*shoulder_pan, .*gripper.*It has: ball"):
        JointMap(Scene(FALLING_BALL).compile())


def test_a_joint_without_an_actuator_is_refused() -> None:
    scene = Scene()
    scene.spec.delete(scene.spec.actuator("elbow_flex"))
    for key in list(scene.spec.keys):
        scene.spec.delete(key)
    with pytest.raises(SceneError, match="No actuator drives the joints: elbow_flex"):
        JointMap(scene.compile())
