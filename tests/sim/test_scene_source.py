from __future__ import annotations

import sys
from pathlib import Path

import mujoco
import pytest

from strands_robots_nb.errors import SceneError
from strands_robots_nb.sim.scene_source import load_spec, package_path
from tests.sim.models import FALLING_BALL

URDF = """
<robot name="pendulum">
  <link name="base"/>
  <link name="bob">
    <inertial><mass value="1"/><inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial>
  </link>
  <joint name="swing" type="revolute">
    <parent link="base"/><child link="bob"/><axis xyz="0 1 0"/><limit lower="-1" upper="1" effort="1" velocity="1"/>
  </joint>
</robot>
"""


def test_xml_text_is_loaded() -> None:
    assert load_spec(FALLING_BALL).modelname == "falling ball"


def test_a_file_is_loaded_from_a_path_or_its_text(tmp_path: Path) -> None:
    path = tmp_path / "ball.xml"
    path.write_text(FALLING_BALL)
    assert load_spec(path).modelname == load_spec(str(path)).modelname == "falling ball"


def test_urdf_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "pendulum.urdf"
    path.write_text(URDF)
    assert load_spec(path).compile().njnt == 1


def test_a_spec_is_copied_so_that_the_users_stays_untouched() -> None:
    mine = mujoco.MjSpec.from_string(FALLING_BALL)
    load_spec(mine).worldbody.add_camera(name="new")
    assert [camera.name for camera in mine.cameras] == ["side"]


def test_a_file_inside_a_package_is_found_without_importing_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = tmp_path / "toy_robots" / "inner" / "assets"
    assets.mkdir(parents=True)
    for folder in (tmp_path / "toy_robots", tmp_path / "toy_robots" / "inner"):
        (folder / "__init__.py").write_text("raise RuntimeError('imported')")
    (assets / "ball.xml").write_text(FALLING_BALL)
    monkeypatch.syspath_prepend(tmp_path)
    assert load_spec("toy_robots:inner/assets/ball.xml").modelname == "falling ball"
    assert load_spec("toy_robots.inner:assets/ball.xml").modelname == "falling ball"
    assert "toy_robots" not in sys.modules


def test_our_own_scene_can_be_named_by_its_package() -> None:
    assert package_path("strands_robots_nb", "sim/assets/so101.xml").is_file()


def test_a_missing_package_is_named() -> None:
    with pytest.raises(SceneError, match="no_such_robots"):
        load_spec("no_such_robots:arm.xml")


def test_a_missing_file_is_named_with_the_closest_one_there_is(tmp_path: Path) -> None:
    (tmp_path / "ball.xml").write_text(FALLING_BALL)
    with pytest.raises(SceneError, match=r"bal\.xml.*'ball\.xml'"):
        load_spec(tmp_path / "bal.xml")


def test_a_missing_file_is_named_with_what_lies_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "ball.xml").write_text(FALLING_BALL)
    with pytest.raises(SceneError, match=r"holds ball\.xml"):
        load_spec(str(tmp_path / "zzzzzzzz"))


@pytest.mark.parametrize("bad", ["<mujoco><nonsense/></mujoco>", "<mujoco"])
def test_xml_that_mujoco_cannot_read_says_why(bad: str) -> None:
    with pytest.raises(SceneError, match="not a model") as refusal:
        load_spec(bad)
    assert refusal.value.why


def test_a_file_that_mujoco_cannot_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<mujoco><nonsense/></mujoco>")
    with pytest.raises(SceneError, match=r"bad\.xml"):
        load_spec(tmp_path / "bad.xml")


def test_something_else_altogether_is_refused_with_what_is_accepted() -> None:
    with pytest.raises(SceneError, match="Give a path to MJCF or URDF"):
        load_spec(42)  # pyright: ignore[reportArgumentType]
