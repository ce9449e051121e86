"""A JupyterLab of our own: its own folders, a free port on 127.0.0.1, nothing of the person's settings."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

START_TIMEOUT_S = 90
STOP_TIMEOUT_S = 10


class JupyterServer:
    """Runs ``jupyter lab`` in ``root`` until closed.

    Args:
        root: Folder that the page sees; notebooks go here.
        home: Empty folder for HOME and every Jupyter setting.
    """

    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self.home = home
        self.url = f"http://127.0.0.1:{_free_port()}"
        self.log_path = home / "server.log"
        _silence_the_news(home / "config")
        with self.log_path.open("w") as log:
            self._process = subprocess.Popen(
                self._command(),
                env=self._environment(),
                cwd=root,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_ready()

    def close(self) -> None:
        """End the server and its kernels."""
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def end_sessions(self) -> None:
        """Shut every kernel down, so that the next test starts with a quiet machine."""
        for session in self._request("GET", "/api/sessions"):
            self._request("DELETE", f"/api/sessions/{session['id']}")

    def _request(self, method: str, path: str) -> Any:
        request = urllib.request.Request(self.url + path, method=method)
        with urllib.request.urlopen(request, timeout=20) as response:
            body = response.read()
        return json.loads(body) if body else None

    def _command(self) -> list[str]:
        port = self.url.rsplit(":", 1)[1]
        return [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
            *(f"--port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={self.root}"),
            # Nobody but this machine reaches the port, and the server lives for one test run.
            *("--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"),
            # window.jupyterapp: the tests run commands instead of clicking through menus.
            "--LabApp.expose_app_in_browser=True",
        ]

    def _environment(self) -> dict[str, str]:
        folders = {
            "HOME": "",
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "IPYTHONDIR": "ipython",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }
        return {**os.environ, **{name: str(self.home / folder) for name, folder in folders.items()}}

    def _wait_until_ready(self) -> None:
        deadline_s = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline_s:
            if self._process.poll() is not None:
                break
            try:
                self._request("GET", "/api")
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"JupyterLab did not start:\n{self.log_path.read_text()[-4000:]}")


def _silence_the_news(config: Path) -> None:
    """The toast that offers news would lie over the page."""
    settings = config / "labconfig" / "page_config.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}')


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
