"""The viewport mirrors the world, carries out what a person presses, and never lets the kernel wait."""

from __future__ import annotations

import math
import threading
import time

import numpy as np
import pytest
from bench_comm import messages_to_page, send_from_page, set_trait_from_page

from strands_robots_nb import Robot, Viewport
from strands_robots_nb.contract.version import CONTRACT_VERSION
from strands_robots_nb.errors import InvalidArgument, UnknownCamera
from strands_robots_nb.sim.world import World

PAGE = "page-1"


def wait_until(condition):
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError(f"still not so: {condition}")


@pytest.fixture(scope="module")
def robot():
    with Robot("so101", seed=0) as made:
        yield made


@pytest.fixture
def world(robot):
    yield robot.world
    robot.world.speed = 1.0
    robot.world.resume()


@pytest.fixture
def viewport_of(page_comms):
    made = []

    def make(subject, **options):
        made.append(Viewport(subject, **options))
        return made[-1]

    yield make
    for viewport in made:
        viewport.close()


@pytest.fixture
def viewport(viewport_of, robot, world):
    return viewport_of(robot)


def load_page(viewport, page_key=PAGE):
    send_from_page(viewport, {"kind": "viewport.ready", "contract_version": CONTRACT_VERSION, "page_key": page_key})


def sent(viewport, kind):
    return [message for message in messages_to_page(viewport) if message["kind"] == kind]


def press(viewport, action):
    send_from_page(viewport, {"kind": "viewport.transport", "action": action})


def test_a_page_that_loads_gets_the_scene_then_its_poses(viewport, world):
    load_page(viewport)
    wait_until(lambda: sent(viewport, "viewport.pose"))
    kinds = [message["kind"] for message in messages_to_page(viewport)]
    assert kinds.index("viewport.scene") < kinds.index("viewport.pose")
    scene = sent(viewport, "viewport.scene")[0]
    pose = sent(viewport, "viewport.pose")[0]
    assert pose["scene_version"] == scene["scene_version"] == world.scene_version
    buffers = {
        data["content"]["kind"]: buffers
        for data, buffers in zip(viewport.comm.sent, viewport.comm.buffers, strict=True)
        if data.get("method") == "custom"
    }
    assert len(buffers["viewport.scene"][0]) == scene["header"]["block_bytes"]
    assert len(buffers["viewport.pose"][0]) == 28 * len(scene["header"]["moving"])


def test_a_reloaded_page_and_a_second_page_get_the_scene_again(viewport):
    for number, key in enumerate(("first", "second"), start=1):
        load_page(viewport, key)
        wait_until(lambda number=number: len(sent(viewport, "viewport.scene")) == number)


def test_a_scene_that_changes_is_sent_again_with_its_own_poses(viewport, world):
    load_page(viewport)
    wait_until(lambda: sent(viewport, "viewport.pose"))
    world.add_box("block", size_m=(0.03, 0.03, 0.03), position_m=(0.2, 0.2, 0.015))
    try:
        wait_until(lambda: sent(viewport, "viewport.pose")[-1]["scene_version"] == world.scene_version)
        newest = sent(viewport, "viewport.scene")[-1]
        assert newest["scene_version"] == world.scene_version
        assert "block" in [body["name"] for body in newest["header"]["bodies"]]
    finally:
        world.remove("block")


def test_no_pose_is_sent_before_a_page_asks(viewport):
    assert messages_to_page(viewport) == []
    assert viewport._streamer._thread is None


def test_presses_on_play_pause_and_step_reach_the_world_and_come_back_as_traits(viewport, world):
    press(viewport, "pause")
    wait_until(lambda: viewport.is_paused)
    assert world.is_paused
    before = world.time_s
    press(viewport, "step")
    wait_until(lambda: world.time_s > before)
    assert world.time_s == pytest.approx(before + world.timestep_s)
    press(viewport, "play")
    wait_until(lambda: not viewport.is_paused)
    assert not world.is_paused


def test_a_step_while_time_passes_is_refused_in_words(viewport):
    press(viewport, "step")
    wait_until(lambda: sent(viewport, "notice"))
    assert "world.pause()" in sent(viewport, "notice")[0]["text"]


def test_reset_puts_the_scene_back_through_the_robot(viewport, world):
    count = world.reset_count
    press(viewport, "reset")
    wait_until(lambda: world.reset_count == count + 1)


@pytest.mark.parametrize(("on_the_wire", "in_python"), [(2.0, 2.0), (0.1, 0.1), (0, math.inf)])
def test_the_speed_menu_sets_the_world_s_speed(viewport, world, on_the_wire, in_python):
    send_from_page(viewport, {"kind": "viewport.set_speed", "speed": on_the_wire})
    wait_until(lambda: viewport.speed == on_the_wire and world.speed == in_python)


def test_a_speed_out_of_range_is_refused_in_words(viewport, world):
    send_from_page(viewport, {"kind": "viewport.set_speed", "speed": 1000})
    wait_until(lambda: sent(viewport, "notice"))
    assert world.speed == 1.0


def test_what_python_does_to_the_world_shows_at_the_page(viewport, world):
    load_page(viewport)
    world.speed = math.inf
    world.pause()
    wait_until(lambda: viewport.is_paused and viewport.speed == 0.0)


def test_stop_acts_before_the_handler_returns_even_while_a_long_job_runs(viewport, robot):
    release = threading.Event()
    viewport._jobs.put(lambda: release.wait(10))
    try:
        send_from_page(viewport, {"kind": "robot.stop"})
        assert robot.is_stopped
    finally:
        release.set()
    wait_until(lambda: viewport.is_stopped)
    assert viewport.stop_reason == "the Stop button was pressed"
    robot.wait_until_still()
    send_from_page(viewport, {"kind": "robot.reset_stop"})
    wait_until(lambda: not viewport.is_stopped)
    assert not robot.is_stopped


def test_handlers_return_at_once_while_the_viewport_is_busy(viewport):
    release = threading.Event()
    viewport._jobs.put(lambda: release.wait(10))
    try:
        # All of these would hang here if a handler waited for the job.
        load_page(viewport)
        for action in ("pause", "step", "reset", "play"):
            press(viewport, action)
        send_from_page(viewport, {"kind": "viewport.set_speed", "speed": 1.0})
        send_from_page(
            viewport, {"kind": "viewport.overlays", "contacts": True, "joints": True, "picture_camera": "front"}
        )
        assert messages_to_page(viewport) == []
    finally:
        release.set()


def test_overlays_are_fed_while_they_are_shown(viewport, world, robot):
    load_page(viewport)
    send_from_page(viewport, {"kind": "viewport.overlays", "contacts": True, "joints": True, "picture_camera": "wrist"})
    assert (viewport.show_contacts, viewport.show_joints, viewport.picture_camera) == (True, True, "wrist")
    wait_until(lambda: sent(viewport, "viewport.joints") and sent(viewport, "viewport.picture"))
    assert set(sent(viewport, "viewport.joints")[0]["positions"]) == set(robot.joint_keys)
    assert world.watch_contacts
    viewport.show_contacts = False
    wait_until(lambda: not world.watch_contacts)


def test_contacts_are_watched_until_the_last_viewport_that_draws_them_goes(viewport_of, robot, world):
    one, other = viewport_of(robot), viewport_of(robot)
    one.show_contacts = other.show_contacts = True
    for viewport in (one, other):
        assert viewport._jobs.join()
    assert world.watch_contacts
    one.close()
    assert world.watch_contacts
    other.close()
    assert not world.watch_contacts


def test_the_page_writes_camera_shadows_and_height(viewport):
    set_trait_from_page(viewport, camera="wrist", shadows=False, height=300)
    assert (viewport.camera, viewport.shadows, viewport.height) == ("wrist", False, 300)


def test_an_unknown_camera_is_refused_with_those_there_are(viewport, viewport_of, robot):
    for set_camera in (
        lambda: setattr(viewport, "camera", "frnt"),
        lambda: setattr(viewport, "picture_camera", "frnt"),
        lambda: viewport_of(robot, camera="frnt"),
    ):
        with pytest.raises(UnknownCamera, match="'front'"):
            set_camera()


@pytest.mark.parametrize("height", [0, 159, 2001])
def test_a_height_nobody_can_use_is_refused(viewport, height):
    with pytest.raises(InvalidArgument, match="160 to 2000"):
        viewport.height = height


def test_a_bare_world_has_neither_mode_nor_stop(viewport_of):
    world = World()
    try:
        viewport = viewport_of(world)
        assert not viewport.has_robot
        assert viewport.cameras == list(world.cameras)
        for kind in ("robot.stop", "robot.reset_stop"):
            send_from_page(viewport, {"kind": kind})
        press(viewport, "pause")
        wait_until(lambda: viewport.is_paused)
        assert sent(viewport, "notice") == []
    finally:
        world.close()


def test_what_is_neither_robot_nor_world_is_refused(viewport_of):
    with pytest.raises(InvalidArgument, match="str is not a robot"):
        viewport_of("so101")


def test_the_still_picture_is_what_the_chosen_camera_sees(viewport, world):
    png = viewport.still_png()
    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert len(png) < 60_000


def test_messages_of_other_widgets_are_answered_by_a_notice(viewport):
    send_from_page(viewport, {"kind": "chat.stop"})
    assert "ChatStop" in sent(viewport, "notice")[0]["text"]


def test_closing_ends_every_thread_and_leaves_the_robot_running(viewport, robot, world):
    load_page(viewport)
    wait_until(lambda: sent(viewport, "viewport.pose"))
    thread = viewport._streamer._thread
    viewport.close()
    thread.join(10)
    assert not thread.is_alive()
    assert not robot.is_closed
    before = world.time_s
    wait_until(lambda: world.time_s > before)
    assert np.isfinite(world.time_s)
