from __future__ import annotations

import mujoco
import numpy as np
import pytest
from numpy.typing import NDArray

from strands_robots_nb.errors import InvalidArgument, SceneError
from strands_robots_nb.sim.physics import Physics
from strands_robots_nb.sim.scene import Scene
from tests.sim.models import FALLING_BALL


def at_home() -> Physics:
    physics = Physics(Scene().compile())
    physics.reset_to_home()
    mujoco.mj_forward(physics.model, physics.data)
    return physics


def wave(model: mujoco.MjModel, n_steps: int) -> NDArray[np.float64]:
    phase = np.linspace(0.0, 6.0, n_steps)[:, np.newaxis]
    return model.key("home").ctrl + 0.3 * np.sin(phase + np.arange(model.nu))


def test_a_controlled_block_is_bit_equal_to_single_steps_of_mujoco() -> None:
    blocks, steps = at_home(), at_home()
    ctrl = wave(blocks.model, 300)
    for physics in (blocks, steps):
        physics.data.xfrc_applied[3, :3] = (0.5, 0.1, -0.2)
    at = 0
    for length in (1, 17, 16, 100, 7, 159):
        rows = ctrl[at : at + length]
        blocks.controller = lambda n_steps, _timestep_s, rows=rows: rows[:n_steps]
        blocks.advance(length)
        at += length
    for row in ctrl:
        steps.data.ctrl[:] = row
        mujoco.mj_step(steps.model, steps.data)
    np.testing.assert_array_equal(blocks.integration_state(), steps.integration_state())


def test_looking_at_the_state_between_blocks_changes_nothing() -> None:
    looked_at, left_alone = at_home(), at_home()
    for physics in (looked_at, left_alone):
        ctrl = wave(physics.model, 10)
        physics.controller = lambda _n, _timestep_s, ctrl=ctrl: ctrl
        for _ in range(20):
            physics.advance(10)
            if physics is looked_at:
                mujoco.mj_kinematics(physics.model, physics.data)
    np.testing.assert_array_equal(looked_at.integration_state(), left_alone.integration_state())


def test_a_controller_that_answers_in_another_shape_is_refused() -> None:
    physics = at_home()
    physics.controller = lambda n_steps, _timestep_s: np.zeros((n_steps, 5))
    with pytest.raises(InvalidArgument, match=r"\(4, 5\).*\(4, 6\)"):
        physics.advance(4)


@pytest.mark.parametrize("is_controlled", [False, True])
def test_a_simulation_that_blows_up_says_so(is_controlled: bool, capfd: pytest.CaptureFixture[str]) -> None:
    physics = at_home()
    if is_controlled:
        physics.controller = lambda n_steps, _timestep_s: np.zeros((n_steps, 6))
    physics.advance(10)
    physics.data.qvel[0] = np.nan
    with pytest.raises(SceneError, match="unstable"):
        physics.advance(10)


def test_a_state_of_another_model_is_refused() -> None:
    ball = Physics(Scene(FALLING_BALL).compile())
    with pytest.raises(SceneError, match="numbers"):
        at_home().set_integration_state(ball.integration_state())


def test_a_model_without_a_home_keyframe_resets_to_its_reference_pose() -> None:
    ball = Physics(Scene(FALLING_BALL).compile())
    ball.advance(50)
    ball.reset_to_home()
    np.testing.assert_array_equal(ball.data.qpos, ball.model.qpos0)
    assert ball.data.time == 0.0
