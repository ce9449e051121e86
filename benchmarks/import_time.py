"""How long a newcomer waits for the import, in fresh processes."""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median

from budget import Figure, report

ROUNDS = 7
TIMED = "import time; start = time.perf_counter(); {code}; print(time.perf_counter() - start)"
LIGHT = "import strands_robots_nb"
ROBOT = "from strands_robots_nb import Robot; robot = Robot(); robot.joints()"


def seconds(code: str) -> float:
    """Median wall time of ``code`` in a new interpreter [s]; the first round, which compiles, does not count."""
    command = [sys.executable, "-c", TIMED.format(code=code)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    runs = [
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        for _ in range(ROUNDS + 1)
    ]
    return median(float(run.split()[-1]) for run in runs[1:])


report(
    Figure("import strands_robots_nb", seconds(LIGHT), 0.3, "s", peer="strands-robots 4.0 to 4.5 s"),
    Figure("import and a Robot standing", seconds(ROBOT), 1.5, "s"),
)
