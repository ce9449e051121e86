"""Starting and ending the recorder process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

_PACKAGE_PARENT = Path(__file__).resolve().parents[2]


class RecorderChild:
    """A fresh interpreter that runs :mod:`strands_robots_nb.data.recorder_process` in its own session.

    It inherits one end of a socket pair (nobody else can connect to it) and the lock of the dataset's folder. An
    interrupt of the notebook does not reach it, and it does not import the caller's ``__main__``, as a process of
    multiprocessing would.
    """

    def __init__(self, sock: socket.socket, lock_fd: int, log_file: Path) -> None:
        with log_file.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "strands_robots_nb.data.recorder_process", str(sock.fileno())],
                pass_fds=(sock.fileno(), lock_fd),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=_environment(),
            )

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def wait(self, timeout_s: float) -> int | None:
        """Wait for its end; returns the exit code (negative: killed by that signal), or None if it still runs."""
        try:
            return self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self._process.send_signal(signal.SIGKILL)


def _environment() -> dict[str, str]:
    env = dict(os.environ)
    if not any(part.endswith("-packages") for part in _PACKAGE_PARENT.parts):
        # Run from a checkout that is not installed: the child would not find the package.
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [env.get("PYTHONPATH", ""), str(_PACKAGE_PARENT)]))
    return env
