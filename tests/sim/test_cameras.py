from __future__ import annotations

import threading
from collections.abc import Iterator

import mujoco
import numpy as np
import pytest

from strands_robots_nb.errors import InvalidArgument, SceneError, UnknownCamera
from strands_robots_nb.sim.cameras import CameraRig
from strands_robots_nb.sim.world import World

SMALL = {"width": 64, "height": 48}


@pytest.fixture(scope="module")
def rig(arm_model: mujoco.MjModel) -> Iterator[CameraRig]:
    rig = CameraRig(arm_model)
    yield rig
    rig.close()


@pytest.fixture(scope="module")
def state(arm_model: mujoco.MjModel) -> np.ndarray:
    data = mujoco.MjData(arm_model)
    mujoco.mj_resetDataKeyframe(arm_model, data, 0)
    state = np.empty(mujoco.mj_stateSize(arm_model, mujoco.mjtState.mjSTATE_INTEGRATION))
    mujoco.mj_getState(arm_model, data, state, mujoco.mjtState.mjSTATE_INTEGRATION)
    return state


def test_a_picture_has_the_size_asked_for_and_shows_something(rig: CameraRig, state: np.ndarray) -> None:
    for camera in rig.cameras:
        picture = rig.render(state, camera, width=80, height=60)
        assert (picture.shape, picture.dtype) == ((60, 80, 3), np.uint8)
        assert picture.std() > 5.0


def test_the_same_state_gives_the_same_picture(rig: CameraRig, state: np.ndarray) -> None:
    first = rig.render(state, "front", **SMALL)
    rig.render(state, "top", **SMALL)
    np.testing.assert_array_equal(rig.render(state, "front", **SMALL), first)


def test_the_nice_look_has_shadows(rig: CameraRig, state: np.ndarray) -> None:
    clean = rig.render(state, "top", **SMALL, look="clean").astype(float)
    nice = rig.render(state, "top", **SMALL, look="nice").astype(float)
    assert (clean - nice).max() > 30.0


def test_the_red_cube_is_red_in_the_picture_from_above(rig: CameraRig, state: np.ndarray) -> None:
    red, green, blue = np.moveaxis(rig.render(state, "top", width=320, height=240).astype(int), -1, 0)
    assert ((red > green + 80) & (red > blue + 80) & (abs(green - blue) < 40)).any()


def test_more_sizes_than_are_kept_are_drawn(rig: CameraRig, state: np.ndarray) -> None:
    for width in range(16, 16 * 8, 16):
        assert rig.render(state, "front", width=width, height=16).shape == (16, width, 3)


def test_any_thread_may_ask(rig: CameraRig, state: np.ndarray) -> None:
    expected = rig.render(state, "front", **SMALL)
    pictures: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: pictures.append(rig.render(state, "front", **SMALL))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pictures) == 4
    for picture in pictures:
        np.testing.assert_array_equal(picture, expected)


def test_an_unknown_camera_is_refused_with_those_there_are(rig: CameraRig, state: np.ndarray) -> None:
    with pytest.raises(UnknownCamera) as refusal:
        rig.render(state, "side")
    assert set(refusal.value.valid) == {"front", "top", "wrist"}


def test_an_unknown_look_is_refused_with_those_there_are(rig: CameraRig, state: np.ndarray) -> None:
    with pytest.raises(InvalidArgument, match="'clean', 'nice'"):
        rig.render(state, "front", look="fancy")


@pytest.mark.parametrize("size", [{"width": 0}, {"height": -1}, {"width": 100_000}])
def test_an_impossible_size_is_refused(rig: CameraRig, state: np.ndarray, size: dict[str, int]) -> None:
    with pytest.raises(InvalidArgument, match="was not accepted"):
        rig.render(state, "front", **size)


def test_a_closed_rig_draws_nothing(arm_model: mujoco.MjModel, state: np.ndarray) -> None:
    rig = CameraRig(arm_model)
    rig.render(state, "front", **SMALL)
    rig.close()
    rig.close()
    with pytest.raises(SceneError, match="closed"):
        rig.render(state, "front", **SMALL)


def test_the_users_model_is_left_as_it_is(arm_model: mujoco.MjModel, rig: CameraRig, state: np.ndarray) -> None:
    before = (arm_model.vis.global_.offwidth, arm_model.vis.quality.offsamples)
    rig.render(state, "front", width=200, height=20)
    assert (arm_model.vis.global_.offwidth, arm_model.vis.quality.offsamples) == before


def test_a_world_is_drawn_as_it_is_now_and_with_the_parts_it_has_now(world: World) -> None:
    before = world.render("front", **SMALL)
    world.add_box("wall", size_m=(0.1, 0.3, 0.3), position_m=(0.4, 0.0, 0.15), rgba=(0, 0, 1), fixed=True)
    assert (world.render("front", **SMALL) != before).any()
    world.add_camera("mine", position_m=(0.5, 0.5, 0.5), look_at_m=(0.2, 0, 0))
    assert "mine" in world.cameras
    assert world.render("mine", **SMALL).std() > 5.0
    with pytest.raises(UnknownCamera):
        world.render("yours")
    world.close()
    with pytest.raises(SceneError, match="closed"):
        world.render("front")


def test_drawing_does_not_hold_the_world(world: World) -> None:
    world.render("front", **SMALL)
    with world.lock:
        state = world.integration_state()
        done = threading.Event()
        rig = CameraRig(world.model)
        threading.Thread(target=lambda: (rig.render(state, "front", **SMALL), done.set())).start()
        assert done.wait(30.0)
    rig.close()
