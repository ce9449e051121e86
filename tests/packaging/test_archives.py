"""What is installed from an archive: the whole package, the built front end, and no need of Node."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRONT_END = ("strands_robots_nb/static/widgets.js", "strands_robots_nb/static/widgets.css")


def path_without_node(folder: Path) -> dict[str, str]:
    """An environment in which neither node nor npm is found."""
    folder.mkdir()
    return {**os.environ, "PATH": str(folder)}


def build(source: Path, target: str, into: Path, environment: dict[str, str]) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)],
        cwd=source,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    (archive,) = into.iterdir()
    return archive


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    return build(ROOT, "sdist", folder / "dist", path_without_node(folder / "bin"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the unpacked source archive, with no Node within reach."""
    folder = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (source,) = (path for path in folder.iterdir() if path.is_dir())
    return build(source, "wheel", folder / "dist", path_without_node(folder / "bin"))


def test_the_source_archive_holds_the_built_front_end(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {*FRONT_END, "LICENSE", "README.md", "pyproject.toml"} <= names


def test_the_wheel_holds_the_package_and_the_front_end_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "strands_robots_nb"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {*FRONT_END, *(name for name in tracked if (ROOT / name).is_file())} <= packed
    assert {name.split("/")[0].split("-")[0] for name in packed} == {"strands_robots_nb"}


def test_the_installed_wheel_imports_and_finds_its_front_end(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "from importlib.resources import files; import strands_robots_nb as nb;"
        "print(nb.__file__, len(files(nb).joinpath('static/widgets.js').read_bytes()))"
    )
    # -P and a foreign folder: nothing of the checkout is importable by accident.
    answer = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert Path(answer[0]).is_relative_to(tmp_path)
    assert int(answer[1]) > 10_000


def test_building_without_the_front_end_and_without_node_fails(sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = (path for path in tmp_path.iterdir() if path.is_dir())
    shutil.rmtree(source / "strands_robots_nb" / "static")
    with pytest.raises(subprocess.CalledProcessError):
        build(source, "wheel", tmp_path / "dist", path_without_node(tmp_path / "bin"))
