"""Where an episode is built, and how it becomes part of the dataset in one step."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any, cast

FOLDER = ".recording"
_JOURNAL = "publish.json"

_REWRITTEN = ("meta/provenance.jsonl", "meta/tasks.parquet", "meta/stats.json", "meta/info.json")
"""The only files that a save replaces, in the order in which they are replaced. All others are new."""


class StagingArea:
    """``<dataset>/.recording``: LeRobot writes one episode here, next to the dataset and not into it.

    LeRobot's own files are unreadable until the dataset is finalized, and it rewrites the shared ones in place. So each
    episode is recorded into a small working copy that holds the shared files only; when it is finished, its new files
    are moved over. A journal makes the moves one step: it is written when every byte is on disk, and whoever opens the
    dataset next completes the moves that it lists. Before the journal an episode does not exist, after it the episode
    is saved.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / FOLDER
        self.cache = self.folder / "cache"
        """For Arrow copies that LeRobot's reader makes; they would otherwise pile up in the user's cache."""
        self._journal = self.folder / _JOURNAL
        self._count = 0
        self._copied: frozenset[str] = frozenset()

    @property
    def working_copy(self) -> Path:
        """The folder that LeRobot takes for the dataset while it records one episode."""
        return self.folder / f"episode-{self._count}"

    @property
    def is_committed(self) -> bool:
        """Whether a saved episode still waits to be moved into the dataset."""
        return self._journal.is_file()

    def stage(self) -> bool:
        """Set up a new working copy.

        Returns:
            True if the dataset exists: the copy holds its shared files and is resumed. False: LeRobot creates it.
        """
        self.drop()
        # A fresh name each time: what a broken writer flushes when it is collected must not land in the next one.
        self._count += 1
        info = self.root / "meta" / "info.json"
        if not info.is_file():
            self._copied = frozenset()
            return False
        names = [name for name in _REWRITTEN if (self.root / name).is_file()]
        # LeRobot continues from the last described episode and reads no other.
        described = sorted((self.root / "meta" / "episodes").glob("*/*.parquet"))
        last = [described[-1].relative_to(self.root).as_posix()] if described else []
        for name in names + last:
            target = self.working_copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.root / name, target)
        self._copied = frozenset(last)
        return True

    def publish(self) -> None:
        """Make the finished episode part of the dataset. All or nothing, also when the process is killed.

        Raises:
            OSError: If something could not be written; then the dataset is as it was before.
        """
        self.commit()
        self._move()

    def commit(self) -> None:
        """Put every byte on disk and write the journal: from here on the episode counts as saved."""
        moves = self._planned_moves()
        for name in moves:
            target = self.root / name
            if name not in _REWRITTEN and target.exists():
                raise FileExistsError(f"{target} exists already and would be overwritten")
            target.parent.mkdir(parents=True, exist_ok=True)
            _flush(self.working_copy / name)
        draft = self._journal.with_suffix(".draft")
        draft.write_text(json.dumps({"from": self.working_copy.name, "moves": moves}), encoding="utf-8")
        _flush(draft)
        draft.replace(self._journal)
        _flush(self.folder)

    def pending_moves(self) -> list[str]:
        """Moves that a journal lists and that have not been made yet."""
        if not self.is_committed:
            return []
        source, moves = self._read_journal()
        return [name for name in moves if (source / name).exists()]

    def move(self, name: str) -> None:
        """Make one of the pending moves."""
        source, _ = self._read_journal()
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (source / name).replace(target)

    def recover(self) -> bool:
        """Complete what a killed process had committed, and drop what it had not.

        Returns:
            Whether an episode was completed.
        """
        committed = self.is_committed
        if committed:
            self._move()
        self.drop()
        return committed

    def drop(self) -> None:
        """Remove every working copy."""
        for folder in self.folder.glob("episode-*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _move(self) -> None:
        for name in self.pending_moves():
            self.move(name)
        _flush(self.root / "meta")
        self._journal.unlink()
        self.drop()

    def _planned_moves(self) -> list[str]:
        files = [
            path.relative_to(self.working_copy).as_posix() for path in self.working_copy.rglob("*") if path.is_file()
        ]
        return sorted((name for name in files if name not in self._copied), key=_publication_order)

    def _read_journal(self) -> tuple[Path, list[str]]:
        content = cast(dict[str, Any], json.loads(self._journal.read_text(encoding="utf-8")))
        return self.folder / str(content["from"]), [str(name) for name in content["moves"]]


def _publication_order(name: str) -> tuple[int, str]:
    """Bulk first, ``info.json`` last: LeRobot reads the dataset after any number of moves."""
    if name in _REWRITTEN:
        return (10 + _REWRITTEN.index(name), name)
    if name.startswith("meta/"):
        return (2, name)
    return (1 if name.startswith("data/") else 0, name)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
