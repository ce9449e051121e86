"""Run the first notebook without a browser, then let LeRobot read what it recorded in a process of its own.

Exit code 0 when the agent recorded three successful episodes, 1 otherwise.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
HOME = HERE.parent / "build" / "demo"
"""Stands in for the home folder, so that nobody's datasets are touched. Made anew by each run, and kept for a look."""
EPISODES_ASKED_FOR = 3


def run_notebook(path: Path) -> None:
    """Run every cell; raises CellExecutionError with the cell and its traceback when one fails."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(HERE)}})
    # ERROR: the kernel would warn that it talks to us over a local socket.
    client.extra_arguments = ["--IPKernelApp.log_level=40"]
    client.execute()


def summary_of(dataset: Path) -> dict[str, Any]:
    """What LeRobot finds in a dataset, read in a fresh process."""
    command = [sys.executable, "-m", "strands_robots_nb.data.dataset_summary", "--json", str(dataset)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    """Returns the exit code."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    os.environ["HOME"] = str(HOME)

    print("running notebooks/00_start_here.ipynb", flush=True)
    started_s = time.monotonic()
    run_notebook(HERE / "00_start_here.ipynb")
    print(f"ran in {time.monotonic() - started_s:.0f} s", flush=True)

    successes = 0
    for info in sorted(HOME.glob("datasets/*/meta/info.json")):
        summary = summary_of(info.parents[1])
        shown = Path(summary["path"]).relative_to(HOME.parents[1])
        print(f"\n{shown}: {summary['n_frames']} frames at {summary['fps']}/s, robot type {summary['robot_type']}")
        for episode in summary["episodes"]:
            verdict = "success" if episode["success"] else "no success"
            print(f"  episode {episode['index']}: {episode['length']} frames, {verdict}, task {episode['tasks'][0]!r}")
            successes += bool(episode["success"])
    print(f"\n{successes} of {EPISODES_ASKED_FOR} episodes recorded by the agent are successful")
    return 0 if successes == EPISODES_ASKED_FOR else 1


if __name__ == "__main__":
    sys.exit(main())
