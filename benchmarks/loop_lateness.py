"""How late the control loop ticks: with the kernel idle, and while a cell spins in Python.

The loop runs on the world's stepping thread and shares the GIL with the cell. A spinning cell gives the GIL up every
5 ms at the earliest (``sys.getswitchinterval``); what the loop needs between two ticks decides how often it has to ask.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

import numpy as np
from budget import Figure, report

from strands_robots_nb import Robot
from strands_robots_nb.errors import MotionCancelled

MEASURED_S = 15.0
IDLE_BUDGET_MS = 5.0
"""Design: the loop is on time at p99 <= 5 ms."""
SPINNING_P50_BUDGET_MS = 1000 / 30
"""One tick."""
SPINNING_P99_BUDGET_MS = 100.0
"""Three ticks: the world catches up from 250 ms behind without dropping anything, so no recorded frame is lost."""


def idle() -> None:
    """What the kernel does while nobody runs a cell."""
    time.sleep(MEASURED_S)


def spin() -> None:
    """A cell that computes in pure Python."""
    deadline_s = time.perf_counter() + MEASURED_S
    total = 0
    while time.perf_counter() < deadline_s:
        total += sum(range(200))


def keep_moving(robot: Robot, is_over: threading.Event) -> None:
    """Give the loop something to do."""
    with contextlib.suppress(MotionCancelled):
        while not is_over.is_set():
            robot.move_to(position_m=(0.22, 0.10, 0.15), cancelled=is_over.is_set)
            robot.move_to(position_m=(0.22, -0.10, 0.15), cancelled=is_over.is_set)


def lateness_ms(robot: Robot, cell: Callable[[], None]) -> tuple[float, float]:
    """Median and 99th percentile of the tick's lateness while ``cell`` runs [ms]."""
    time.sleep(1.0)
    cell()
    newest = list(robot.world.tick_lateness_s)[-int(MEASURED_S * 30 * 0.95) :]
    p50_s, p99_s = np.percentile(newest, [50, 99])
    return float(1000 * p50_s), float(1000 * p99_s)


def main() -> None:
    """Measure both cases with the arm moving."""
    is_over = threading.Event()
    with Robot(seed=1) as robot:
        mover = threading.Thread(target=keep_moving, args=(robot, is_over), daemon=True)
        mover.start()
        idle_p50_ms, idle_p99_ms = lateness_ms(robot, idle)
        spin_p50_ms, spin_p99_ms = lateness_ms(robot, spin)
        is_over.set()
        mover.join(5.0)
    report(
        Figure("loop lateness p50, kernel idle", idle_p50_ms, IDLE_BUDGET_MS, "ms"),
        Figure("loop lateness p99, kernel idle", idle_p99_ms, IDLE_BUDGET_MS, "ms"),
        Figure("loop lateness p50, a cell spins in Python", spin_p50_ms, SPINNING_P50_BUDGET_MS, "ms"),
        Figure("loop lateness p99, a cell spins in Python", spin_p99_ms, SPINNING_P99_BUDGET_MS, "ms"),
    )


if __name__ == "__main__":
    main()
