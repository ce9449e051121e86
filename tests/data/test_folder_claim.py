"""One recording at a time on a dataset."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from strands_robots_nb.data.folder_claim import FolderClaim
from strands_robots_nb.errors import RecordingError

HOLD_AND_DIE = """
import os, sys
from pathlib import Path
from strands_robots_nb.data.folder_claim import FolderClaim
FolderClaim(Path(sys.argv[1]))
os.kill(os.getpid(), 9)
"""


def test_a_claim_is_refused_while_another_is_held_and_granted_after(tmp_path: Path) -> None:
    first = FolderClaim(tmp_path / "pick")
    with pytest.raises(RecordingError, match=f"process {os.getpid()}"):
        FolderClaim(tmp_path / "pick")
    first.release()
    FolderClaim(tmp_path / "pick").release()


def test_a_released_claim_leaves_no_folder_that_it_made(tmp_path: Path) -> None:
    FolderClaim(tmp_path / "a" / "b" / "pick").release()
    assert list(tmp_path.iterdir()) == []


def test_a_released_claim_leaves_folders_that_were_there_or_got_content(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    FolderClaim(tmp_path / "mine").release()
    assert list((tmp_path / "mine").iterdir()) == []
    claim = FolderClaim(tmp_path / "a" / "pick")
    (tmp_path / "a/pick/data").mkdir()
    claim.release()
    claim.release()
    assert list((tmp_path / "a/pick").iterdir()) == [tmp_path / "a/pick/data"]


def test_the_claim_of_a_killed_process_is_free(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    killed = subprocess.run([sys.executable, "-c", HOLD_AND_DIE, str(tmp_path / "pick")], env=env, check=False)
    assert killed.returncode == -9
    assert (tmp_path / "pick/.recording").is_dir()
    FolderClaim(tmp_path / "pick").release()
