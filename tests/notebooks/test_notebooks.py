"""Every notebook runs from top to bottom without a browser, in a home folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
LONGEST_CELL = 8


def cells(notebook: Path, kind: str) -> list[str]:
    return [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == kind]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_from_top_to_bottom(notebook: Path, tmp_path: Path) -> None:
    # nbval-lax: committed notebooks hold no outputs to compare with; every cell has to run without an error.
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=120"]
    ran = subprocess.run(
        [*command, "-q", "-p", "no:cacheprovider", str(notebook)],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_cells_are_short(notebook: Path) -> None:
    assert [source for source in cells(notebook, "code") if len(source.splitlines()) > LONGEST_CELL] == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_says_what_will_be_seen_has_an_exercise_and_gives_everything_back(notebook: Path) -> None:
    code = cells(notebook, "code")
    assert any("**see**" in text for text in cells(notebook, "markdown"))
    assert any(source.startswith("# Your turn") for source in code)
    assert ".close()" in code[-1]
