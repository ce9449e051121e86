from __future__ import annotations

import mujoco
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strands_robots_nb.sim.scene import Scene
from strands_robots_nb.sim.tasks.cube import lay_cube, read_cube

MODEL = Scene().compile()


@given(x=st.floats(0.1, 0.3), y=st.floats(-0.2, 0.2), yaw=st.floats(-0.78, 0.78), quarter_turns=st.integers(0, 3))
def test_a_cube_is_read_where_it_was_laid_whichever_face_looks_ahead(
    x: float, y: float, yaw: float, quarter_turns: int
) -> None:
    data = mujoco.MjData(MODEL)
    lay_cube(MODEL, data, np.array([x, y]), yaw + quarter_turns * np.pi / 2)
    mujoco.mj_forward(MODEL, data)
    cube = read_cube(MODEL, data)
    np.testing.assert_allclose(cube.position_m, (x, y, 0.015), atol=1e-9)
    assert cube.yaw_rad == pytest.approx(yaw, abs=1e-6)
    assert cube.lean_rad == pytest.approx(0.0, abs=1e-6)
    assert cube.speed_m_s == 0.0
    assert not cube.is_touched


@given(lean=st.floats(0.01, 0.6))
def test_a_leaning_cube_is_noticed(lean: float) -> None:
    data = mujoco.MjData(MODEL)
    lay_cube(MODEL, data, np.array([0.25, 0.0]), 0.0)
    data.body("cube").xpos[:] = 0.0
    data.joint("cube").qpos[3:] = (np.cos(lean / 2), np.sin(lean / 2), 0.0, 0.0)
    mujoco.mj_forward(MODEL, data)
    assert read_cube(MODEL, data).lean_rad == pytest.approx(lean, abs=1e-6)
