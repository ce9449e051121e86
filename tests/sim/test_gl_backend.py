from __future__ import annotations

import os
import subprocess
import sys

import pytest

from strands_robots_nb.errors import RenderingUnavailable
from strands_robots_nb.sim.gl_backend import choose_backend


@pytest.fixture(autouse=True)
def no_choice_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUJOCO_GL", raising=False)


def test_egl_comes_first() -> None:
    assert choose_backend(lambda _name: True) == "egl"


def test_osmesa_is_taken_where_egl_is_not_whole() -> None:
    present = {"libEGL.so.1", "libOSMesa.so.8"}
    assert choose_backend(lambda name: name in present) == "osmesa"


def test_without_opengl_the_two_packages_are_named() -> None:
    with pytest.raises(RenderingUnavailable, match="apt-get install -y libegl1 libgl1"):
        choose_backend(lambda _name: False)


@pytest.mark.parametrize("backend", ["egl", "osmesa", "glfw"])
def test_what_the_user_chose_is_kept(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUJOCO_GL", backend.upper())
    assert choose_backend(lambda _name: False) == backend


def test_drawing_that_was_turned_off_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUJOCO_GL", "off")
    with pytest.raises(RenderingUnavailable, match="MUJOCO_GL"):
        choose_backend(lambda _name: True)


PROGRAM = """
import mujoco
model = mujoco.MjModel.from_xml_string('<mujoco><worldbody><camera name="c" pos="0 0 1"/></worldbody></mujoco>')
from strands_robots_nb.sim.world import World
with World() as world:
    assert world.render("top", width=64, height=48).std() > 5.0
"""


def test_it_works_when_mujoco_was_imported_long_before_and_leaves_no_noise() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("MUJOCO_GL", "DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=False, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")
