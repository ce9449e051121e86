"""A process that has imported LeRobot once (13 s of processor time) and forks: recorders and fresh readers for tests.

The forks run the same code as ``python -m strands_robots_nb.data.recorder_process`` and ``dataset_summary``.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_MAX_MESSAGE = 1 << 20
_ROOT = Path(__file__).resolve().parents[2]


class Forge:
    """The side of the tests."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._lock = threading.Lock()

    @classmethod
    def start(cls) -> Forge:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve()), str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            start_new_session=True,
        )
        theirs.close()
        return cls(ours)

    def close(self) -> None:
        self.sock.close()

    def start_recorder(self, sock: socket.socket, lock_fd: int, log_file: Path) -> ForgedChild:
        """Stands in for ``RecorderChild``."""
        return ForgedChild(self, self._ask(["recorder", str(log_file)], (sock.fileno(), lock_fd)))

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run a function of a module of this folder in a fresh fork; give back its result, or raise its exception."""
        reader, writer = os.pipe()
        pid = self._ask(
            ["call", pickle.dumps((function.__module__.rpartition(".")[2], function.__qualname__, arguments))],
            (writer,),
        )
        os.close(writer)
        with os.fdopen(reader, "rb") as stream:
            is_result, value = pickle.loads(stream.read())
        ForgedChild(self, pid).wait(10.0)
        if not is_result:
            raise value
        return value

    def reap(self, pid: int) -> int | None:
        """The exit code of a fork, or None while it runs."""
        return self._ask(["reap", pid], ())

    def _ask(self, request: list[Any], fds: tuple[int, ...]) -> Any:
        with self._lock:
            socket.send_fds(self.sock, [pickle.dumps(request)], fds)
            return pickle.loads(self.sock.recv(_MAX_MESSAGE))


class ForgedChild:
    """A forked recorder process."""

    def __init__(self, forge: Forge, pid: int) -> None:
        self.forge = forge
        self.pid = pid
        self._exit_code: int | None = None

    def wait(self, timeout_s: float) -> int | None:
        deadline = time.monotonic() + timeout_s
        while self._exit_code is None and time.monotonic() < deadline:
            self._exit_code = self.forge.reap(self.pid)
            if self._exit_code is None:
                time.sleep(0.02)
        return self._exit_code

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def _serve(sock: socket.socket) -> None:
    ended: dict[int, int] = {}
    while True:
        message, fds, _, _ = socket.recv_fds(sock, _MAX_MESSAGE, 4)
        if not message:
            return
        match pickle.loads(message):
            case ["recorder", log_file]:
                pid = _fork(sock, lambda fd=fds[0], log=log_file: _record(fd, log))
            case ["call", request]:
                pid = _fork(sock, lambda fd=fds[0], request=request: _call(fd, request))
            case ["reap", pid]:
                if pid not in ended:
                    is_over, status = os.waitpid(pid, os.WNOHANG)
                    if is_over:
                        ended[pid] = os.waitstatus_to_exitcode(status)
                pid = ended.get(pid)
        for fd in fds:
            os.close(fd)
        sock.send(pickle.dumps(pid))


def _fork(sock: socket.socket, work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid:
        return pid
    sock.close()
    try:
        work()
    except BaseException:  # noqa: BLE001 (nothing may return into the copy of the forge's loop)
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _record(fd: int, log_file: str) -> None:
    from strands_robots_nb.data.recorder_process import RecorderProcess

    os.setsid()
    log = os.open(log_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    RecorderProcess(Connection(fd)).run()


def _call(fd: int, request: bytes) -> None:
    import importlib

    module, name, arguments = pickle.loads(request)
    answer: tuple[bool, Any]
    try:
        answer = (True, getattr(importlib.import_module(module), name)(*arguments))
    except Exception as error:  # noqa: BLE001 (it is raised again by the test)
        answer = (False, error)
    with os.fdopen(fd, "wb") as stream:
        stream.write(pickle.dumps(answer))


def main() -> None:
    from strands_robots_nb.data.recorder_process import QUIET_ENVIRONMENT

    os.environ.update(QUIET_ENVIRONMENT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # here and not in the fork, so that there is no moment without it
    # The other threads are pools of numeric libraries, which look after themselves in a fork.
    warnings.filterwarnings("ignore", message=".*multi-threaded, use of fork", category=DeprecationWarning)
    import strands_robots_nb.data.episode_recorder  # noqa: F401 (the import is what this process is for)

    _serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
