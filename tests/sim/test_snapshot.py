from __future__ import annotations

import mujoco
import numpy as np
import pytest

from strands_robots_nb.sim.scene import Scene
from strands_robots_nb.sim.snapshot import contact_frame, moving_bodies, pose_frame
from tests.sim.models import ZOO


@pytest.fixture(scope="module")
def zoo() -> mujoco.MjModel:
    return Scene(ZOO).compile()


def test_bodies_that_can_move_are_listed_and_no_others(zoo: mujoco.MjModel) -> None:
    names = [zoo.body(int(index)).name for index in moving_bodies(zoo)]
    assert names == ["trunk", "branch", "twig", "slider", "hand"]


def test_a_pose_frame_is_28_bytes_a_moving_body(zoo: mujoco.MjModel) -> None:
    data = mujoco.MjData(zoo)
    mujoco.mj_kinematics(zoo, data)
    moving = moving_bodies(zoo)
    frame = pose_frame(data, moving)
    assert frame.nbytes == 28 * len(moving)
    np.testing.assert_allclose(frame[:, :3], data.xpos[moving], atol=1e-6)
    np.testing.assert_allclose(frame[:, 3:], data.xquat[moving], atol=1e-6)


def test_without_a_contact_the_frame_is_empty(zoo: mujoco.MjModel) -> None:
    data = mujoco.MjData(zoo)
    assert contact_frame(zoo, data).shape == (0, 6)


def test_the_forces_on_a_box_at_rest_carry_its_weight() -> None:
    model = mujoco.MjModel.from_xml_string(
        '<mujoco><worldbody><geom type="plane" size="1 1 1"/>'
        '<body pos="0 0 .1"><freejoint/><geom type="box" size=".1 .1 .1" mass="3"/></body></worldbody></mujoco>'
    )
    data = mujoco.MjData(model)
    mujoco.mj_step(model, data, nstep=2000)
    frame = contact_frame(model, data)
    assert len(frame) == 4
    np.testing.assert_allclose(frame[:, 3:].sum(axis=0), (0, 0, 3 * 9.81), atol=0.05)
    np.testing.assert_allclose(np.abs(frame[:, :2]), 0.1, atol=1e-3)
