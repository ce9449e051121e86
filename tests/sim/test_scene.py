from __future__ import annotations

import math
from typing import Any

import mujoco
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strands_robots_nb.errors import InvalidArgument, UnknownPart
from strands_robots_nb.sim.scene import Scene
from tests.sim.models import FALLING_BALL

LENGTHS = st.floats(0.01, 1.0)
BOX: dict[str, Any] = {"size_m": (0.1, 0.2, 0.3), "position_m": (0.0, 0.0, 1.0)}


@given(size=st.tuples(LENGTHS, LENGTHS, LENGTHS), mass=st.floats(0.001, 10.0))
@settings(max_examples=20)
def test_a_box_has_the_edges_and_the_mass_asked_for(size: tuple[float, float, float], mass: float) -> None:
    scene = Scene(FALLING_BALL)
    scene.add_box("block", size_m=size, position_m=(1, 2, 3), mass_kg=mass)
    model = scene.compile()
    np.testing.assert_allclose(model.geom("block").size * 2.0, size)
    np.testing.assert_allclose(model.body("block").pos, (1, 2, 3))
    assert model.body("block").mass[0] == pytest.approx(mass)


def test_a_cylinder_has_the_radius_and_the_height_asked_for() -> None:
    scene = Scene(FALLING_BALL)
    scene.add_cylinder("can", radius_m=0.03, height_m=0.1, position_m=(0, 0, 1))
    np.testing.assert_allclose(scene.compile().geom("can").size[:2], (0.03, 0.05))


def test_parts_have_the_inertia_mujoco_computes_for_their_shape() -> None:
    scene = Scene(FALLING_BALL)
    scene.add_box("block", size_m=(0.1, 0.2, 0.4), position_m=(0, 0, 1), mass_kg=0.3)
    scene.add_cylinder("can", radius_m=0.05, height_m=0.3, position_m=(1, 0, 1), mass_kg=0.2)
    model = scene.compile()
    reference = mujoco.MjModel.from_xml_string(
        "<mujoco><worldbody><body><freejoint/><geom type='box' size='0.05 0.1 0.2' mass='0.3'/></body>"
        "<body><freejoint/><geom type='cylinder' size='0.05 0.15' mass='0.2'/></body></worldbody></mujoco>"
    )
    for name, body in (("block", 1), ("can", 2)):
        np.testing.assert_allclose(sorted(model.body(name).inertia), sorted(reference.body_inertia[body]), rtol=1e-9)


def test_a_part_can_be_added_to_a_model_that_leaves_its_group_out_of_the_inertia() -> None:
    scene = Scene(
        FALLING_BALL.replace("<worldbody>", '<compiler inertiagrouprange="4 5"/><worldbody>', 1).replace(
            'type="sphere"', 'type="sphere" group="4"'
        )
    )
    scene.add_box("block", **BOX)
    assert scene.compile().body("block").mass[0] > 0.0


def test_a_fixed_part_cannot_move_and_a_free_one_can() -> None:
    scene = Scene(FALLING_BALL)
    scene.add_box("free", **BOX)
    scene.add_box("fixed", **BOX, fixed=True)
    model = scene.compile()
    assert model.body("free").dofnum[0] == 6
    assert model.body("fixed").dofnum[0] == 0


def test_a_part_may_have_any_colour_given_by_three_or_four_numbers() -> None:
    scene = Scene(FALLING_BALL)
    scene.add_box("red", **BOX, rgba=(1, 0, 0))
    np.testing.assert_allclose(scene.compile().geom("red").rgba, (1, 0, 0, 1))


@given(eye=st.tuples(*[st.floats(-2, 2)] * 3), target=st.tuples(*[st.floats(-2, 2)] * 3))
@settings(max_examples=40)
def test_a_camera_looks_at_the_point_with_its_top_up(
    eye: tuple[float, float, float], target: tuple[float, float, float]
) -> None:
    forward = np.subtract(target, eye)
    if np.linalg.norm(forward) < 0.01:
        return
    scene = Scene(FALLING_BALL)
    scene.add_camera("mine", position_m=eye, look_at_m=target, fovy_deg=50)
    model = scene.compile()
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    axes = data.cam("mine").xmat.reshape(3, 3)
    np.testing.assert_allclose(-axes[:, 2], forward / np.linalg.norm(forward), atol=1e-6)
    assert axes[2, 1] >= -1e-6
    assert abs(axes[2, 0]) < 1e-6


@pytest.mark.parametrize("height", [1.0, -1.0])
def test_a_camera_may_look_straight_down_or_up(height: float) -> None:
    scene = Scene(FALLING_BALL)
    scene.add_camera("vertical", position_m=(0, 0, 0), look_at_m=(0, 0, height))
    model = scene.compile()
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    np.testing.assert_allclose(-data.cam("vertical").xmat.reshape(3, 3)[:, 2], (0, 0, height), atol=1e-9)


def test_a_removed_part_is_gone() -> None:
    scene = Scene(FALLING_BALL)
    scene.add_box("block", **BOX)
    scene.remove("block")
    scene.remove("ball")
    scene.remove("side")
    model = scene.compile()
    assert (model.nbody, model.ngeom, model.ncam) == (1, 1, 0)


def test_removing_an_unknown_part_lists_the_parts() -> None:
    with pytest.raises(UnknownPart) as refusal:
        Scene(FALLING_BALL).remove("bal")
    assert set(refusal.value.valid) == {"ball", "ground", "side"}


@pytest.mark.parametrize("name", ["ball", "side", "ground", "", "  "])
def test_a_name_that_is_taken_or_empty_is_refused(name: str) -> None:
    with pytest.raises(InvalidArgument, match="was not added"):
        Scene(FALLING_BALL).add_box(name, **BOX)


@pytest.mark.parametrize(
    "wrong",
    [
        {"size_m": (0.1, 0.0, 0.1)},
        {"size_m": (0.1, -0.1, 0.1)},
        {"size_m": (0.1, 0.1)},
        {"size_m": "large"},
        {"position_m": (0.0, math.nan, 0.0)},
        {"position_m": (0.0, math.inf, 0.0)},
        {"mass_kg": 0.0},
        {"mass_kg": math.nan},
        {"rgba": (1.0, 2.0, 0.0)},
        {"rgba": (1.0,)},
    ],
)
def test_a_number_that_cannot_be_used_is_refused_and_nothing_is_added(wrong: dict[str, Any]) -> None:
    scene = Scene(FALLING_BALL)
    with pytest.raises(InvalidArgument, match="was not accepted"):
        scene.add_box("block", **{**BOX, **wrong})
    assert "block" not in scene.parts


@pytest.mark.parametrize("wrong", [{"radius_m": 0.0}, {"height_m": -1.0}])
def test_a_cylinder_without_volume_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidArgument, match="was not accepted"):
        Scene(FALLING_BALL).add_cylinder("can", **{"radius_m": 0.1, "height_m": 0.1, **wrong}, position_m=(0, 0, 0))


@pytest.mark.parametrize("fovy", [0.0, 180.0, math.nan])
def test_a_camera_with_an_impossible_field_of_view_is_refused(fovy: float) -> None:
    with pytest.raises(InvalidArgument, match="fovy_deg"):
        Scene(FALLING_BALL).add_camera("mine", position_m=(0, 0, 1), look_at_m=(0, 0, 0), fovy_deg=fovy)


def test_a_camera_that_looks_at_itself_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="same point"):
        Scene(FALLING_BALL).add_camera("mine", position_m=(0, 0, 1), look_at_m=(0, 0, 1))


def test_the_default_scene_has_arm_cube_mark_and_three_cameras(arm_model: mujoco.MjModel) -> None:
    assert {arm_model.camera(index).name for index in range(arm_model.ncam)} == {"front", "top", "wrist"}
    assert arm_model.body("cube").dofnum[0] == 6
    mark = arm_model.geom("goal")
    assert mark.contype[0] == mark.conaffinity[0] == 0
    assert arm_model.key("home").id >= 0


def test_the_default_scene_stands_still_at_home(arm_model: mujoco.MjModel) -> None:
    data = mujoco.MjData(arm_model)
    mujoco.mj_resetDataKeyframe(arm_model, data, arm_model.key("home").id)
    mujoco.mj_step(arm_model, data, nstep=1000)
    assert np.abs(data.qvel).max() < 1e-3
    assert np.abs(data.qpos - arm_model.key("home").qpos)[:6].max() < 0.005
