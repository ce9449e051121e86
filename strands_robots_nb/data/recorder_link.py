"""The kernel's end of the pipe to a recorder process."""

from __future__ import annotations

import logging
import os
import queue
import signal
import socket
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

import numpy as np

from strands_robots_nb.control.frame import Frame
from strands_robots_nb.data.recorder_child import RecorderChild
from strands_robots_nb.data.recorder_messages import Frames, FromRecorder, ToRecorder

logger = logging.getLogger(__name__)

_MAX_BATCH = 512
_GOODBYE_S = 10.0
_LOG_TAIL = 600


class ChildProcess(Protocol):
    """What a link needs of its recorder process."""

    @property
    def pid(self) -> int:
        """Process id."""
        ...

    def wait(self, timeout_s: float) -> int | None:
        """Wait for its end; the exit code, negative for a signal, or None if it still runs."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...


type StartChild = Callable[[socket.socket, int, Path], ChildProcess]
"""Starts the recorder process with its end of the socket pair, the lock to inherit, and the file for its messages."""


class RecorderLink:
    """Starts a recorder process and carries messages both ways, each way on a thread of its own.

    Args:
        lock_fd: The lock of the dataset's folder, which the process inherits.
        log_file: Where the process writes its messages.
        on_message: Called with each message from the process, on the receiving thread.
        on_end: Called once when the process has ended, with how it ended in words, on the receiving thread.
        start_child: Starts the process; for tests.
    """

    def __init__(
        self,
        lock_fd: int,
        log_file: Path,
        on_message: Callable[[FromRecorder], None],
        on_end: Callable[[str], None],
        start_child: StartChild = RecorderChild,
    ) -> None:
        self._log_file = log_file
        self._on_message = on_message
        self._on_end = on_end
        self._outbox: queue.SimpleQueue[_Outgoing] = queue.SimpleQueue()
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._child = start_child(theirs, lock_fd, log_file)
        self._connection = Connection(os.dup(self._socket.fileno()))
        self._receiver = threading.Thread(target=self._receive, name="recording-receive", daemon=True)
        self._sender = threading.Thread(target=self._send, name="recording-send", daemon=True)

    def open(self) -> None:
        """Begin to carry messages."""
        self._receiver.start()
        self._sender.start()

    @property
    def pid(self) -> int:
        """Process id of the recorder process."""
        return self._child.pid

    def post(self, message: ToRecorder) -> None:
        """Send a message, after all that were posted before. Never waits."""
        self._outbox.put(message)

    def post_frame(self, serial: int, frame: Frame) -> None:
        """Send a frame of episode ``serial``, after all that was posted before. Never waits."""
        self._outbox.put((serial, frame))

    def kill(self) -> None:
        """Kill the process, whatever it is doing."""
        self._child.kill()

    def close(self) -> None:
        """Let the process finish what was posted and end; kill it if it does not. Returns when ``on_end`` has."""
        self._outbox.put(None)
        try:
            if self._child.wait(_GOODBYE_S) is None:
                logger.warning("pid=<%d> | the recorder process did not end by itself", self._child.pid)
        finally:
            if self._child.wait(0) is None:
                self._child.kill()
            self._receiver.join()

    def _send(self) -> None:
        following: _Outgoing = None
        has_following = False
        try:
            while True:
                item = following if has_following else self._outbox.get()
                has_following = False
                if item is None:
                    self._socket.shutdown(socket.SHUT_WR)
                    return
                if not isinstance(item, tuple):
                    self._connection.send(item)
                    continue
                serial, first = item
                frames = [first]
                while len(frames) < _MAX_BATCH and not has_following and not self._outbox.empty():
                    following = self._outbox.get()
                    if isinstance(following, tuple) and following[0] == serial:
                        frames.append(following[1])
                    else:
                        has_following = True
                self._connection.send(_pack(serial, frames))
        except OSError:
            logger.debug("pid=<%d> | the recorder process is gone, which the receiving thread tells", self._child.pid)

    def _receive(self) -> None:
        while True:
            try:
                message: FromRecorder = self._connection.recv()
            except (EOFError, OSError):
                break
            self._on_message(message)
        exit_code = self._child.wait(_GOODBYE_S)
        if exit_code is None:
            # It closed the connection and lives: nobody may touch the folder before it is gone.
            self._child.kill()
            exit_code = self._child.wait(_GOODBYE_S)
        self._connection.close()
        self._socket.close()
        self._on_end(_manner(exit_code) + _tail(self._log_file))


type _Outgoing = ToRecorder | tuple[int, Frame] | None


def _pack(serial: int, frames: list[Frame]) -> Frames:
    return Frames(
        serial=serial,
        times_s=np.array([frame.time_s for frame in frames]),
        observations=np.stack([frame.observation for frame in frames]).astype(np.float32, copy=False),
        actions=np.stack([frame.action for frame in frames]).astype(np.float32, copy=False),
        states=tuple(frame.state for frame in frames),
    )


def _manner(exit_code: int | None) -> str:
    if exit_code is None:
        return "it closed its connection"
    if exit_code < 0:
        return f"killed by {signal.Signals(-exit_code).name}"
    return f"exit code {exit_code}"


def _tail(file: Path) -> str:
    if not file.is_file():
        return ""
    text = file.read_text(encoding="utf-8", errors="replace").strip()
    return f"; its last words: {text[-_LOG_TAIL:]}" if text else ""
