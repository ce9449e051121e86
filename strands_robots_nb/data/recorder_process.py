"""The recorder process: takes frames from the kernel through a pipe and writes them with LeRobot.

Run as ``python -m strands_robots_nb.data.recorder_process FD`` with one end of a socket pair as file descriptor FD.
"""

from __future__ import annotations

import errno
import logging
import os
import queue
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from strands_robots_nb.data.recorder_messages import (
    BeginEpisode,
    Close,
    DiscardEpisode,
    EpisodeDiscarded,
    EpisodeFailed,
    Frames,
    FromRecorder,
    Open,
    Ready,
    SaveEpisode,
    ToRecorder,
)
from strands_robots_nb.data.staging_area import StagingArea
from strands_robots_nb.errors import DiskFull, NbError, RecorderFailed

if TYPE_CHECKING:
    from strands_robots_nb.data.episode_recorder import EpisodeRecorder

logger = logging.getLogger(__name__)

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_AS_GOOD_AS_FULL_BYTES = 2**20
_NICENESS = 3
"""The control loop of the kernel comes first on a machine with few cores."""

QUIET_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "SVT_LOG": "1",
    "LP_NUM_THREADS": "0",
}
"""No network, no chatter, and software rendering on the thread that asks for it."""


class RecorderProcess:
    """The loop of the recorder process: messages first, then one frame at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._inbox: queue.SimpleQueue[ToRecorder] = queue.SimpleQueue()
        self._is_importing = True
        self._root = Path()
        self._serial = -1
        self._failed_serial: int | None = None

    def run(self) -> None:
        """Serve until the kernel closes the connection or ends, however it ends."""
        opening: ToRecorder = self._connection.recv()
        assert isinstance(opening, Open)
        self._root = opening.spec.path
        staging = StagingArea(self._root)
        threading.Thread(target=self._receive, name="recorder-receive", daemon=True).start()
        # Imports take seconds; frames queue in the meantime.
        from strands_robots_nb.data.episode_recorder import EpisodeRecorder

        self._is_importing = False
        recorder = EpisodeRecorder(opening.spec, staging)
        self._reply(Ready(os.getpid()))
        try:
            for message in self._messages(recorder):
                if isinstance(message, Close):
                    break
                self._handle(recorder, message)
        finally:
            recorder.close()
            if not staging.is_committed:
                shutil.rmtree(staging.folder, ignore_errors=True)

    def _messages(self, recorder: EpisodeRecorder) -> Iterator[ToRecorder]:
        """Every message as it comes; between them, frames are drawn and encoded."""
        while True:
            try:
                yield self._inbox.get(block=not recorder.has_work)
            except queue.Empty:
                self._attempt(recorder, recorder.work)

    def _handle(self, recorder: EpisodeRecorder, message: ToRecorder) -> None:
        match message:
            case BeginEpisode():
                self._failed_serial = None
                self._serial = message.serial
                recorder.begin(message)
            case Frames():
                if message.serial == recorder.serial:
                    self._attempt(recorder, lambda: recorder.add(message))
            case SaveEpisode():
                if message.serial != self._failed_serial:
                    self._attempt(recorder, lambda: self._reply(recorder.save(message)))
            case DiscardEpisode():
                recorder.drop()
                if message.serial != self._failed_serial:
                    self._reply(EpisodeDiscarded(message.serial))
            case Open() | Close():
                pass

    def _attempt(self, recorder: EpisodeRecorder, action: Callable[[], None]) -> None:
        """Do it; if it fails, drop the episode, say why, and go on with the next."""
        serial = self._serial
        try:
            action()
        except Exception as error:
            logger.exception("episode=<%s> | dropped", serial)
            worded = as_recording_error(error, self._root)
            recorder.drop()
            self._failed_serial = serial
            self._reply(EpisodeFailed(serial, worded))

    def _reply(self, message: FromRecorder) -> None:
        try:
            self._connection.send(message)
        except OSError:
            logger.warning("message=<%s> | the kernel is gone", type(message).__name__)

    def _receive(self) -> None:
        while True:
            try:
                message: ToRecorder = self._connection.recv()
            except (EOFError, OSError):
                if self._is_importing:
                    # Nothing is written yet, and the main thread is busy for seconds.
                    shutil.rmtree(StagingArea(self._root).folder, ignore_errors=True)
                    os._exit(0)
                message = Close()
            self._inbox.put(message)
            if isinstance(message, Close):
                return


def as_recording_error(error: Exception, root: Path) -> NbError:
    """Word any failure for the person who records."""
    if isinstance(error, NbError):
        return error
    safe = f"Episodes saved before are safe in {root}."
    if _is_for_lack_of_space(error, root):
        return DiskFull(
            f"The disk of {root} is full: this episode was dropped.", safe, "Free some space and record it again."
        )
    return RecorderFailed("The episode was dropped.", f"{type(error).__name__}: {error}.", safe)


def _is_for_lack_of_space(error: BaseException | None, root: Path) -> bool:
    while error is not None:
        # LeRobot's encoder threads pass on the text of an error only.
        if getattr(error, "errno", None) in _NO_SPACE or any(os.strerror(code) in str(error) for code in _NO_SPACE):
            return True
        error = error.__cause__ or error.__context__
    return shutil.disk_usage(root).free < _AS_GOOD_AS_FULL_BYTES


def main() -> None:
    """Entry point."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    os.environ.update(QUIET_ENVIRONMENT)
    RecorderProcess(Connection(int(sys.argv[1]))).run()
    # Everything is on disk. Taking LeRobot and torch apart again would keep the caller's close() waiting for seconds.
    os._exit(0)


if __name__ == "__main__":
    main()
