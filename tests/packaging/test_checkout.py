"""What is in git belongs to the project, not to the machine it was written on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOME_OR_ADDRESS = re.compile(r"/(?:home|root|Users)/\w+/|https?://(?:registry|pypi|files\.pythonhosted)\.")
# Where a person may write such a path on purpose, as an example.
EXEMPT = {"tests/packaging/test_checkout.py"}


def tracked_files() -> list[str]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(name for name in listing.split("\0") if name)


def test_no_file_names_a_home_folder_or_a_registry() -> None:
    found = [
        f"{name}: {match.group()}"
        for name in tracked_files()
        if name not in EXEMPT and (ROOT / name).is_file()
        for match in HOME_OR_ADDRESS.finditer((ROOT / name).read_bytes().decode(errors="ignore"))
    ]
    assert found == []


def test_built_and_downloaded_things_are_not_tracked() -> None:
    outside = re.compile(r"(^|/)(node_modules|static|\.venv|dist|build|__pycache__)/")
    assert [name for name in tracked_files() if outside.search(name)] == []


@pytest.mark.parametrize("name", [name for name in tracked_files() if name.endswith(".ipynb")])
def test_notebooks_are_committed_without_outputs(name: str) -> None:
    text = (ROOT / name).read_text()
    assert '"outputs": []' in text
    assert '"output_type"' not in text
    assert re.search(r'"execution_count": \d', text) is None


def test_python_files_stay_readable_in_one_sitting() -> None:
    too_long = {
        name: lines
        for name in tracked_files()
        if name.endswith(".py") and (ROOT / name).is_file()
        if (lines := len((ROOT / name).read_text().splitlines())) > 450
    }
    assert too_long == {}
