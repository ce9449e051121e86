from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
import weakref

import mujoco
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strands_robots_nb.errors import InvalidArgument, SceneError
from strands_robots_nb.sim.snapshot import moving_bodies
from strands_robots_nb.sim.tasks.pick_place import PickPlace
from strands_robots_nb.sim.world import World
from tests.sim.models import FALLING_BALL, ZOO


def wait_until(is_so: object, timeout_s: float = 20.0) -> None:
    deadline_s = time.monotonic() + timeout_s
    while not is_so():  # pyright: ignore[reportCallIssue]
        assert time.monotonic() < deadline_s, "it did not happen"
        time.sleep(0.002)


# ---------------------------------------------------------------- what it is


def test_a_world_of_any_model_runs_by_itself() -> None:
    with World(FALLING_BALL) as world:
        assert world.name == "falling ball"
        wait_until(lambda: world.time_s > 0.05)
        assert world.data.body("ball").xpos[2] < 1.0


def test_a_scene_that_cannot_be_loaded_is_refused() -> None:
    with pytest.raises(SceneError):
        World("no_such_file.xml")


def test_closing_twice_is_harmless_and_ends_the_thread() -> None:
    world = World(FALLING_BALL)
    world.close()
    world.close()
    assert world.is_closed
    assert "closed" in repr(world)


def test_a_world_that_nobody_holds_ends_its_thread() -> None:
    before = threading.active_count()
    world = World(FALLING_BALL)
    gone = weakref.ref(world)
    del world
    gc.collect()
    assert gone() is None
    wait_until(lambda: threading.active_count() == before)


def test_the_interpreter_ends_quietly_with_a_running_world() -> None:
    program = "from strands_robots_nb.sim.world import World; w = World(); w.render('front', width=32, height=24)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- snapshots


def test_a_snapshot_holds_the_pose_of_every_moving_body() -> None:
    with World(ZOO) as world:
        world.pause()
        world.step(20)
        with world.access() as (model, data):
            moving = moving_bodies(model)
            np.testing.assert_allclose(world.snapshot.poses[:, :3], data.xpos[moving], atol=1e-6)
            np.testing.assert_allclose(world.snapshot.poses[:, 3:], data.xquat[moving], atol=1e-6)
        assert world.snapshot.poses.nbytes == 28 * len(moving)


def test_snapshots_are_read_only_and_numbered(world: World) -> None:
    first = world.snapshot
    world.step()
    assert world.snapshot.seq > first.seq
    with pytest.raises(ValueError, match="read-only"):
        first.poses[0, 0] = 1.0


def test_what_a_user_writes_into_a_paused_world_shows_in_the_next_snapshot(world: World) -> None:
    with world.access() as (_, data):
        data.qpos[6:9] = (0.3, 0.1, 0.2)
    np.testing.assert_allclose(world.snapshot.poses[-1, :3], (0.3, 0.1, 0.2), atol=1e-6)


def test_contacts_come_with_snapshots_only_when_they_are_watched(world: World) -> None:
    world.step(200)
    assert world.snapshot.contacts is None
    world.watch_contacts = True
    world.step(10)
    contacts = world.snapshot.contacts
    assert contacts is not None
    weight = 0.02 * 9.81
    assert contacts[:, 5].sum() == pytest.approx(weight, rel=0.02)
    np.testing.assert_allclose(contacts[:, 2], 0.0, atol=1e-3)


# ---------------------------------------------------------------- state


def test_the_same_seed_gives_the_same_bits_whatever_happened_before(world: World) -> None:
    world.task = PickPlace()
    world.reset(7)
    first = world.integration_state()
    world.step(123)
    world.reset(7)
    np.testing.assert_array_equal(world.integration_state(), first)
    world.reset(8)
    assert (world.integration_state() != first).any()


def test_a_drawn_seed_can_be_used_again(world: World) -> None:
    world.task = PickPlace()
    world.reset()
    first, seed = world.integration_state(), world.seed
    world.reset(seed)
    np.testing.assert_array_equal(world.integration_state(), first)


@given(before=st.integers(0, 60), after=st.integers(1, 60), seed=st.integers(0, 100))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_follows_a_restore_is_bit_exact(world: World, before: int, after: int, seed: int) -> None:
    ctrl = np.random.default_rng(seed).normal(scale=0.3, size=(130, 6))

    def controller(n_steps: int, timestep_s: float) -> np.ndarray:
        step = round(world.time_s / timestep_s)
        return ctrl[step : step + n_steps]

    world.set_controller(controller)
    world.reset(seed)
    if before:
        world.step(before)
    saved = world.save()
    world.step(after)
    expected = world.integration_state()
    world.step(5)
    world.restore(saved)
    world.step(after)
    np.testing.assert_array_equal(world.integration_state(), expected)


def test_a_state_is_not_restored_into_another_scene(world: World) -> None:
    saved = world.save()
    world.add_camera("new", position_m=(1, 0, 1), look_at_m=(0, 0, 0))
    with pytest.raises(SceneError, match=r"version 1.*version 2"):
        world.restore(saved)


def test_resets_are_counted_and_told(world: World) -> None:
    told: list[int] = []
    unsubscribe = world.on_reset(lambda: told.append(world.reset_count))
    count = world.reset_count
    world.reset(1)
    world.restore(world.save())
    unsubscribe()
    unsubscribe()
    world.reset(2)
    assert told == [count + 1, count + 1]
    assert world.reset_count == count + 2


def test_a_negative_seed_is_refused(world: World) -> None:
    with pytest.raises(InvalidArgument, match="seed"):
        world.reset(-1)


def test_measuring_without_a_task_is_refused(world: World) -> None:
    with pytest.raises(InvalidArgument, match="no task"):
        world.measure()
    assert not world.measure(PickPlace()).success


def test_random_commands_never_break_the_simulation(world: World) -> None:
    rng = np.random.default_rng(0)
    low, high = world.model.actuator_ctrlrange.T
    for _ in range(50):
        goal = rng.uniform(low, high)
        world.set_controller(lambda n_steps, _timestep_s, goal=goal: np.tile(goal, (n_steps, 1)))
        world.step(100)
    with world.access() as (_, data):
        assert np.isfinite(data.qpos).all()
        assert all(warning.number == 0 for warning in data.warning)


# ---------------------------------------------------------------- parts


def test_a_part_added_while_running_keeps_everything_else_as_it_is(world: World) -> None:
    world.step(50)
    before, version = world.integration_state(), world.scene_version
    arm_and_cube = world.data.qpos.copy()
    world.add_box("block", size_m=(0.03, 0.03, 0.03), position_m=(0.3, 0.2, 0.1))
    assert world.scene_version == version + 1
    assert world.snapshot.scene_version == version + 1
    np.testing.assert_array_equal(world.data.qpos[:13], arm_and_cube)
    np.testing.assert_allclose(world.data.qpos[13:16], (0.3, 0.2, 0.1))
    world.remove("block")
    np.testing.assert_array_equal(world.integration_state(), before)


def test_a_part_added_to_a_running_world_falls() -> None:
    with World(seed=0) as world:
        world.add_cylinder("can", radius_m=0.02, height_m=0.04, position_m=(0.3, 0.2, 0.2))
        wait_until(lambda: world.snapshot.poses[-1, 2] < 0.15)


def test_after_a_reset_an_added_part_is_back_in_its_place(world: World) -> None:
    world.add_box("block", size_m=(0.03, 0.03, 0.03), position_m=(0.3, 0.2, 0.3))
    world.step(50)
    world.reset(0)
    np.testing.assert_allclose(world.data.qpos[13:16], (0.3, 0.2, 0.3))


def test_an_edit_that_does_not_compile_changes_nothing() -> None:
    xml = FALLING_BALL.replace(
        "</mujoco>", "<equality><connect body1='ball' anchor='0 0 0' active='false'/></equality></mujoco>"
    )
    with World(xml) as world:
        world.pause()
        parts, version = world.parts, world.scene_version
        with pytest.raises(InvalidArgument):
            world.add_box("ball", size_m=(1, 1, 1), position_m=(0, 0, 0))
        assert (world.parts, world.scene_version) == (parts, version)
        world.step()


def test_a_user_may_hold_model_and_data_still(world: World) -> None:
    world.resume()
    with world.access() as (model, data):
        assert isinstance(model, mujoco.MjModel)
        time_s = data.time
        time.sleep(0.05)
        assert data.time == time_s
