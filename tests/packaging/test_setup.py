"""What `make setup` says when something is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import system_packages
from find_chromium import find_chromium

SETUP = Path(__file__).parents[2] / "setup"


def folder_with(folder: Path, **programs: str) -> Path:
    """A folder of shell scripts to put on PATH."""
    folder.mkdir()
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return folder


def run_with_node(path: Path, project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    (project / "setup").mkdir(parents=True)
    shutil.copy(SETUP / "with_node.sh", project / "setup")
    return subprocess.run(
        ["/bin/bash", str(project / "setup" / "with_node.sh"), *command],
        env={**os.environ, "PATH": f"{path}:/bin:{_folder_of('dirname')}"},
        capture_output=True,
        text=True,
    )


def _folder_of(program: str) -> Path:
    return Path(shutil.which(program) or "/bin").parent


def test_a_new_node_of_the_system_is_used(tmp_path: Path) -> None:
    system = folder_with(tmp_path / "bin", node="exit 0", npm="exit 0", which_one="echo system")
    assert run_with_node(system, tmp_path / "project", "which_one").stdout == "system\n"


def test_an_old_node_gives_way_to_the_one_in_the_virtual_environment(tmp_path: Path) -> None:
    system = folder_with(tmp_path / "bin", node="exit 1", npm="exit 0", which_one="echo system")
    (tmp_path / "project" / ".venv").mkdir(parents=True)
    folder_with(tmp_path / "project" / ".venv" / "bin", node="exit 0", npm="exit 0", which_one="echo ours")
    assert run_with_node(system, tmp_path / "project", "which_one").stdout == "ours\n"


def test_without_any_node_the_message_says_what_to_run(tmp_path: Path) -> None:
    system = folder_with(tmp_path / "bin", node="exit 1")
    ran = run_with_node(system, tmp_path / "project", "true")
    assert ran.returncode == 1
    assert "make setup" in ran.stderr


@pytest.mark.parametrize("need", [system_packages.GL, system_packages.CHROMIUM], ids=lambda need: need.name)
def test_what_is_missing_on_debian_is_named_with_one_line_to_run(
    need: system_packages.Need, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(folder_with(tmp_path / "bin", **{"apt-get": "exit 0"})))
    assert system_packages.remedy(need) == f"sudo apt-get install -y {' '.join(need.debian_packages)}"


def test_on_other_systems_chromium_comes_from_playwright(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_packages.remedy(system_packages.CHROMIUM).endswith("playwright install chromium")


def test_a_named_chromium_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/opt/browser")
    assert find_chromium() == Path("/opt/browser")


def test_this_machine_has_what_the_tests_need() -> None:
    assert [need.name for need in system_packages.missing()] == []
