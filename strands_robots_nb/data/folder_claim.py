"""The right to write a dataset: one recording at a time."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import shutil
import time
from pathlib import Path

from strands_robots_nb.data.staging_area import FOLDER
from strands_robots_nb.errors import DatasetNotWritable, RecordingError

logger = logging.getLogger(__name__)

_PATIENCE_S = 15.0
"""How long the recorder of a killed kernel may take to notice and end."""
_POLL_S = 0.05


class FolderClaim:
    """A lock on the dataset's folder, held by this process and the recorder process that inherits it.

    The operating system drops it when the last of them ends, however it ends.

    Raises:
        DatasetNotWritable: If the folder cannot be made or written.
        RecordingError: If another recording is writing there.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / FOLDER
        self._created: list[Path] = []
        try:
            self._make_folders()
            self.fd = self._lock()
        except OSError as error:
            self._remove_folders()
            raise DatasetNotWritable(
                f"The dataset cannot be written to {root}.",
                f"{error.strerror or error}: {error.filename}.",
                "Name a folder that you may write to.",
            ) from error

    def release(self) -> None:
        """Remove the folder ``.recording``, and the folders that were made in vain; then drop the lock."""
        if self.fd < 0:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self._remove_folders()
        self.abandon()

    def abandon(self) -> None:
        """Drop the lock and leave everything else as it is."""
        if self.fd >= 0:
            os.close(self.fd)
        self.fd = -1

    def _make_folders(self) -> None:
        missing: list[Path] = []
        folder = self.root
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for folder in reversed(missing):
            folder.mkdir()
            self._created.append(folder)
        self.folder.mkdir(exist_ok=True)

    def _remove_folders(self) -> None:
        for folder in reversed(self._created):
            try:
                folder.rmdir()
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
                    logger.warning("folder=<%s> error=<%s> | an empty folder stays", folder, error)
                break

    def _lock(self) -> int:
        file = self.folder / "lock"
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            self.folder.mkdir(exist_ok=True)
            fd = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                owner = os.read(fd, 32).decode() or "unknown"
                os.close(fd)
                if _is_alive(owner) or time.monotonic() > deadline:
                    raise RecordingError(
                        f"Another recording is writing to {self.root}.",
                        f"It belongs to process {owner}.",
                        "Stop that recording first, or record into another folder.",
                    ) from None
                time.sleep(_POLL_S)
                continue
            if _is_same_file(fd, file):
                os.truncate(fd, 0)
                os.write(fd, str(os.getpid()).encode())
                return fd
            os.close(fd)  # the previous owner removed the file between our open and our lock


def _is_same_file(fd: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), file.stat())
    except FileNotFoundError:
        return False


def _is_alive(pid: str) -> bool:
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
