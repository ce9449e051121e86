from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from strands_robots_nb.errors import InvalidArgument, SceneError
from strands_robots_nb.sim.world import World


def wait_until(is_so: Callable[[], bool], timeout_s: float = 20.0) -> None:
    deadline_s = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline_s, "it did not happen"
        time.sleep(0.002)


def test_time_stands_still_while_paused_and_goes_on_after(world: World) -> None:
    time_s = world.time_s
    time.sleep(0.05)
    assert world.time_s == time_s
    assert world.snapshot.is_paused
    world.resume()
    wait_until(lambda: world.time_s > time_s)
    wait_until(lambda: not world.snapshot.is_paused)


def test_a_step_moves_time_by_exactly_that_many_timesteps(world: World) -> None:
    world.step(7)
    assert world.time_s == pytest.approx(7 * world.timestep_s)
    assert world.snapshot.time_s == world.time_s


def test_stepping_a_running_world_is_refused() -> None:
    with World(seed=0) as world, pytest.raises(InvalidArgument, match="pause"):
        world.step()


def test_fewer_than_one_step_is_refused(world: World) -> None:
    with pytest.raises(InvalidArgument):
        world.step(0)


def test_ticks_fall_on_the_nearest_steps_and_never_drift(world: World) -> None:
    ticks: list[float] = []
    world.set_ticker(1 / 30, lambda: bool(ticks.append(world.time_s)))
    world.step(1500)
    assert len(ticks) == 90
    expected = [round(number / 30 / 0.002) * 0.002 for number in range(1, 91)]
    np.testing.assert_allclose(ticks, expected, atol=1e-9)


def test_ticks_do_not_depend_on_how_time_is_cut_into_steps(world: World) -> None:
    ticks: list[float] = []
    world.set_ticker(1 / 30, lambda: bool(ticks.append(world.time_s)))
    world.step(200)
    in_one = list(ticks)
    world.reset(0)
    ticks.clear()
    for _ in range(200):
        world.step()
    np.testing.assert_allclose(ticks, in_one, atol=1e-12)


def test_a_reset_starts_the_count_of_ticks_anew(world: World) -> None:
    ticks: list[float] = []
    world.set_ticker(0.02, lambda: bool(ticks.append(world.time_s)))
    world.step(7)
    world.reset(0)
    world.step(10)
    assert ticks == pytest.approx([0.02])


def test_the_controller_sees_every_block_and_its_ctrl_is_used_step_by_step(world: World) -> None:
    home = world.data.ctrl.copy()
    asked: list[int] = []

    def controller(n_steps: int, timestep_s: float) -> np.ndarray:
        assert timestep_s == world.timestep_s
        asked.append(n_steps)
        return np.tile(home, (n_steps, 1)) + np.linspace(0.0, 0.1, n_steps)[:, np.newaxis]

    world.set_controller(controller)
    world.step(40)
    assert sum(asked) == 40
    np.testing.assert_allclose(world.data.ctrl, home + 0.1)
    world.set_controller(None)
    world.step(10)
    assert sum(asked) == 40


def test_a_ticker_runs_in_real_time_too_and_its_lateness_is_kept() -> None:
    with World(seed=0) as world:
        ticks: list[float] = []
        world.set_ticker(1 / 30, lambda: bool(ticks.append(world.time_s)))
        wait_until(lambda: len(ticks) >= 5)
        world.set_ticker(1 / 30, None)
        seen = len(ticks)
        time.sleep(0.1)
        assert len(ticks) == seen
        assert len(world.tick_lateness_s) == seen


@pytest.mark.parametrize("period_s", [0.0, -1.0, math.nan, math.inf])
def test_a_ticker_without_a_period_is_refused(world: World, period_s: float) -> None:
    with pytest.raises(InvalidArgument):
        world.set_ticker(period_s, lambda: False)


def test_an_exception_in_a_tick_pauses_the_world_and_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    with World(seed=0) as world, caplog.at_level(logging.ERROR):

        def fail() -> bool:
            raise KeyError("broken")

        world.set_ticker(0.02, fail)
        wait_until(lambda: world.is_paused)
        assert isinstance(world.failure, KeyError)
        assert "world paused" in caplog.text
        world.set_ticker(0.02, None)
        time_s = world.time_s
        world.resume()
        assert world.failure is None
        wait_until(lambda: world.time_s > time_s)


def test_a_simulation_that_blows_up_pauses_and_can_be_reset(caplog: pytest.LogCaptureFixture) -> None:
    with World(seed=0) as world:
        with world.access() as (_, data):
            data.qvel[0] = np.nan
        wait_until(lambda: world.is_paused)
        assert isinstance(world.failure, SceneError)
        world.reset(0)
        assert world.failure is None
        world.resume()
        wait_until(lambda: world.time_s > 0.02)


def test_a_tick_may_pause_and_reset_the_world() -> None:
    with World(seed=0) as world:

        def tick() -> bool:
            world.pause()
            world.reset(3)
            return False

        world.set_ticker(0.02, tick)
        wait_until(lambda: world.is_paused)
        assert world.failure is None
        wait_until(lambda: world.time_s == 0.0)


@pytest.mark.parametrize("speed", [0.0, 0.09, 100.1, -1.0, math.nan, -math.inf])
def test_a_speed_out_of_range_is_refused(world: World, speed: float) -> None:
    with pytest.raises(InvalidArgument, match="speed"):
        world.speed = speed
    assert world.speed == 1.0


def test_at_ten_times_the_speed_more_simulated_than_wall_time_passes() -> None:
    with World(seed=0) as world:
        world.speed = 10.0
        started_s = time.perf_counter()
        wait_until(lambda: world.time_s > 1.0)
        assert world.time_s > time.perf_counter() - started_s


def test_at_infinite_speed_a_motion_runs_ahead_and_an_idle_world_does_not() -> None:
    with World(seed=0) as world:
        ends_at_s = 20.0
        idle_since: list[float] = []

        def tick() -> bool:
            if world.time_s >= ends_at_s and not idle_since:
                idle_since.append(time.perf_counter())
            return world.time_s < ends_at_s

        world.set_ticker(1 / 30, tick)
        started_s = time.perf_counter()
        world.speed = math.inf
        wait_until(lambda: bool(idle_since), timeout_s=60.0)
        assert idle_since[0] - started_s < ends_at_s
        time.sleep(0.2)
        assert world.time_s - ends_at_s <= time.perf_counter() - idle_since[0] + 0.1


def test_readers_get_in_while_the_world_runs_as_fast_as_it_can() -> None:
    with World(seed=0) as world:
        world.set_ticker(1 / 30, lambda: True)
        world.speed = math.inf
        done = threading.Event()

        def read() -> None:
            for _ in range(50):
                with world.access():
                    pass
            done.set()

        threading.Thread(target=read, daemon=True).start()
        assert done.wait(20.0)


def test_a_paused_world_does_no_work() -> None:
    with World(seed=0) as world:
        world.pause()
        seq = world.snapshot.seq
        time.sleep(0.1)
        assert world.snapshot.seq == seq
