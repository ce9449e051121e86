from __future__ import annotations

import copy

import mujoco
import numpy as np
import pytest

from strands_robots_nb.errors import InvalidArgument, SceneError, UnreachableTarget
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.kinematics import POSITION_TOLERANCE_M, Kinematics
from strands_robots_nb.sim.scene import Scene

HOME = np.array([0.0, -51.6, 51.6, 74.5, 0.0, 35.0])


@pytest.fixture(scope="module")
def kinematics(arm_model: mujoco.MjModel, joint_map: JointMap) -> Kinematics:
    return Kinematics(arm_model, joint_map)


def reachable_targets(kinematics: Kinematics, joint_map: JointMap, count: int, seed: int) -> list[np.ndarray]:
    """Where random postures that stay above the table put the gripper."""
    rng = np.random.default_rng(seed)
    targets: list[np.ndarray] = []
    while len(targets) < count:
        posture = rng.uniform(joint_map.limits_lower, joint_map.limits_upper)
        # The wrist's roll is kept by the solver, and near the table it decides whether a finger touches it.
        posture[4] = HOME[4]
        if kinematics.lowest_finger_m(posture) > 0.0:
            targets.append(kinematics.pose_world_gripper(posture)[0])
    return targets


def test_the_pose_is_that_of_mujocos_own_kinematics(
    kinematics: Kinematics, joint_map: JointMap, arm_model: mujoco.MjModel
) -> None:
    data = mujoco.MjData(arm_model)
    rng = np.random.default_rng(0)
    for _ in range(20):
        units = rng.uniform(joint_map.limits_lower, joint_map.limits_upper)
        data.qpos[joint_map.qpos_indices] = joint_map.to_rad(units)
        mujoco.mj_forward(arm_model, data)
        position, quaternion = kinematics.pose_world_gripper(units)
        np.testing.assert_allclose(position, data.site("pinch").xpos, atol=1e-12)
        matrix = np.empty(9)
        mujoco.mju_quat2Mat(matrix, quaternion)
        np.testing.assert_allclose(matrix, data.site("pinch").xmat, atol=1e-9)


def test_every_random_reachable_target_is_found_from_home(kinematics: Kinematics, joint_map: JointMap) -> None:
    for target in reachable_targets(kinematics, joint_map, 300, seed=1):
        solution = kinematics.solve(target, HOME)
        reached, _ = kinematics.pose_world_gripper(solution)
        assert np.linalg.norm(reached - target) < 2 * POSITION_TOLERANCE_M
        assert (solution >= joint_map.limits_lower).all()
        assert (solution <= joint_map.limits_upper).all()
        assert kinematics.lowest_finger_m(solution) >= -1e-9


def test_gripper_and_wrist_roll_stay_as_they_are(kinematics: Kinematics) -> None:
    start = HOME.copy()
    start[4:] = (33.0, 71.0)
    solution = kinematics.solve(np.array([0.25, 0.05, 0.08]), start)
    np.testing.assert_allclose(solution[4:], (33.0, 71.0))


def test_near_the_base_the_fingers_point_straight_down(kinematics: Kinematics) -> None:
    solution = kinematics.solve(np.array([0.22, 0.05, 0.03]), HOME)
    assert kinematics.tilt_rad(solution) == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("tilt_rad", [0.0, 0.3, 0.6])
def test_a_tilt_that_is_asked_for_is_kept(kinematics: Kinematics, tilt_rad: float) -> None:
    solution = kinematics.solve(np.array([0.24, -0.06, 0.05]), HOME, tilt_rad=tilt_rad)
    assert kinematics.tilt_rad(solution) == pytest.approx(tilt_rad, abs=0.02)


def test_a_small_step_of_the_target_is_a_small_step_of_the_joints(kinematics: Kinematics) -> None:
    joints = kinematics.solve(np.array([0.25, 0.0, 0.08]), HOME)
    for angle in np.linspace(0.0, 2 * np.pi, 200):
        target = np.array([0.25, 0.03 * np.sin(angle), 0.08 + 0.03 * (1 - np.cos(angle)) / 2])
        following = kinematics.solve(target, joints)
        assert np.abs(following - joints).max() < 5.0
        joints = following


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ((0.60, 0.0, 0.10), "too far"),
        ((0.0, 0.0, 0.70), "too far"),
        ((0.05, 0.02, 0.12), "too close"),
        ((0.25, 0.0, -0.05), "too low"),
        ((0.25, 0.0, 0.004), "too low"),
    ],
)
def test_an_unreachable_target_is_refused_with_the_reason(
    kinematics: Kinematics, target: tuple[float, float, float], reason: str
) -> None:
    with pytest.raises(UnreachableTarget, match=reason):
        kinematics.solve(np.array(target), HOME)


def test_a_joint_limit_in_the_way_is_named(arm_model: mujoco.MjModel) -> None:
    narrow = copy.copy(arm_model)
    narrow.jnt_range[narrow.joint("shoulder_pan").id] = (-0.1, 0.1)
    joint_map = JointMap(narrow)
    with pytest.raises(UnreachableTarget, match=r"joint limit is in the way: .*shoulder_pan.* mm away"):
        Kinematics(narrow, joint_map).solve(np.array([0.2, 0.18, 0.05]), HOME)


@pytest.mark.parametrize("target", [(np.nan, 0.0, 0.0), (0.2, np.inf, 0.1), (0.2, 0.1)])
def test_a_target_that_is_no_position_is_refused(kinematics: Kinematics, target: tuple[float, ...]) -> None:
    with pytest.raises(InvalidArgument):
        kinematics.solve(np.array(target), HOME)


def test_a_scene_without_the_site_is_refused() -> None:
    scene = Scene()
    scene.spec.delete(scene.spec.site("pinch"))
    model = scene.compile()
    with pytest.raises(SceneError, match="'pinch'"):
        Kinematics(model, JointMap(model))
