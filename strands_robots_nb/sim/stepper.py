"""The thread that lets simulated time pass."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable

from strands_robots_nb.sim.pacer import Pacer
from strands_robots_nb.sim.physics import Physics
from strands_robots_nb.sim.step_grid import StepGrid

logger = logging.getLogger(__name__)

type Tick = Callable[[], bool]
"""Called on the stepping thread with the lock held; returns whether a motion is going on."""

SNAPSHOT_HZ = 60.0
# Longest block: the lock is held for about 2 ms with the default scene.
_MAX_BLOCK_STEPS = 100
# Sleeping for less than this costs more than it keeps time.
_SHORTEST_SLEEP_S = 0.0005
_KEPT_LATENESSES = 1000


class Stepper:
    """Steps a ``Physics`` in real time on its own thread, block by block.

    A block ends where a snapshot or a tick is due. The thread sleeps until that moment has come on the wall clock,
    takes the lock, makes all steps of the block in one C call, then ticks and publishes.

    Args:
        physics: What is stepped. Its lock is held for one block only.
        publish: Makes a snapshot; called with the lock held.
    """

    def __init__(self, physics: Physics, publish: Callable[[], None]) -> None:
        self._physics = physics
        self._publish = publish
        self._changed = threading.Condition()
        self._pacer = Pacer(physics.timestep_s)
        self._snapshots = StepGrid(1.0 / SNAPSHOT_HZ, physics.timestep_s)
        self._ticks: StepGrid | None = None
        self._tick: Tick | None = None
        self._period_s = 0.0
        self._speed = 1.0
        self._is_paused = False
        self._is_closed = False
        self._is_in_motion = False
        self._published_at_s = 0.0
        self._backlog_was_logged = False
        self._lateness_s: deque[float] = deque(maxlen=_KEPT_LATENESSES)
        self.failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="world-stepper", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self) -> None:
        """End the thread and wait for it. Idempotent; safe to call from the thread itself."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    @property
    def is_closed(self) -> bool:
        """Whether the thread was told to end."""
        return self._is_closed

    @property
    def is_paused(self) -> bool:
        """Whether time stands still."""
        return self._is_paused

    @property
    def speed(self) -> float:
        """Simulated seconds per wall second."""
        return self._speed

    @property
    def tick_lateness_s(self) -> tuple[float, ...]:
        """How late each of the last ticks was on the wall clock [s]."""
        return tuple(self._lateness_s)

    def pause(self) -> None:
        """Stop the passing of time; returns when no block is running any more."""
        with self._physics.lock:
            self._is_paused = True
            self._publish()

    def resume(self) -> None:
        """Let time pass again."""
        with self._physics.lock:
            self._is_paused = False
            self.restart_pace()

    def set_speed(self, speed: float) -> None:
        """Simulated seconds per wall second; infinity is as fast as possible while a motion goes on."""
        with self._physics.lock:
            self._speed = speed
            self._backlog_was_logged = False
            self.restart_pace()

    def set_ticker(self, period_s: float, tick: Tick | None) -> None:
        """Call ``tick`` whenever simulated time has gone on by ``period_s``."""
        with self._physics.lock:
            self._period_s = period_s
            self._tick = tick
            self.restart()

    def restart(self) -> None:
        """Start every grid anew: the state has jumped, or the model is another one. Hold the lock."""
        self._is_in_motion = False
        self._ticks = None if self._tick is None else StepGrid(self._period_s, self._physics.timestep_s)
        self.restart_pace()

    def step(self, n_steps: int) -> None:
        """Make steps at once on the calling thread, with their ticks. Hold the lock, and be paused."""
        left = n_steps
        while left > 0:
            block = min(left, self._steps_to_stop())
            self._block(block)
            left -= block

    def restart_pace(self) -> None:
        """Go on from now without catching up on what was lost. Hold the lock."""
        timestep_s = self._physics.timestep_s
        shown_speed = 1.0 if math.isinf(self._speed) else self._speed
        self._snapshots = StepGrid(shown_speed / SNAPSHOT_HZ, timestep_s)
        self._pacer.restart(self._pace(), timestep_s)
        with self._changed:
            self._changed.notify_all()

    def _pace(self) -> float:
        # At infinite speed an idle world still runs in real time: it would burn a core for nothing otherwise.
        if math.isinf(self._speed) and not self._is_in_motion:
            return 1.0
        return self._speed

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._is_paused and not self._is_closed:
                    self._changed.wait()
                if self._is_closed:
                    return
                due_in_s = self._pacer.due_in_s(self._steps_to_stop())
                if due_in_s > _SHORTEST_SLEEP_S:
                    # Speed, pause or ticker may change meanwhile: look again after waking.
                    self._changed.wait(due_in_s)
                    continue
            self._physics.lock.let_waiting_in()
            with self._physics.lock:
                if not (self._is_paused or self._is_closed):
                    self._run_block()

    def _run_block(self) -> None:
        dropped_s = self._pacer.drop_backlog()
        if dropped_s > 0.0 and not self._backlog_was_logged:
            self._backlog_was_logged = True
            logger.info("lost_s=<%.2f> speed=<%g> | simulation fell behind real time", dropped_s, self._speed)
        try:
            self._block(self._steps_to_stop())
        except Exception as error:
            # What a tick or a controller raises must not end the thread unseen: the world pauses and keeps the reason.
            logger.exception("error=<%s> | world paused", type(error).__name__)
            self.failure = error
            self._is_paused = True
            self._publish()

    def _steps_to_stop(self) -> int:
        steps = min(self._snapshots.steps_to_next(), _MAX_BLOCK_STEPS)
        ticks = self._ticks
        return steps if ticks is None else min(steps, ticks.steps_to_next())

    def _block(self, n_steps: int) -> None:
        self._physics.advance(n_steps)
        self._pacer.advance(n_steps)
        is_snapshot_due = self._snapshots.advance(n_steps)
        if self._ticks is not None and self._ticks.advance(n_steps):
            self._make_tick()
            # Snapshots fall on ticks where they can, so that there are not two blocks a few steps apart.
            if self._snapshots.steps_to_next() <= 2:
                is_snapshot_due = True
            if is_snapshot_due:
                self._snapshots.restart()
        if is_snapshot_due and self._is_publishing_due():
            self._published_at_s = time.perf_counter()
            self._publish()

    def _is_publishing_due(self) -> bool:
        if self._is_paused or not math.isinf(self._pace()):
            return True
        return time.perf_counter() - self._published_at_s >= 1.0 / SNAPSHOT_HZ

    def _make_tick(self) -> None:
        assert self._tick is not None
        if not self._is_paused and not math.isinf(self._pace()):
            self._lateness_s.append(-self._pacer.due_in_s(0))
        was_in_motion = self._is_in_motion
        tick = self._tick
        is_in_motion = bool(tick())
        if self._tick is not tick:
            return
        self._is_in_motion = is_in_motion
        if math.isinf(self._speed) and was_in_motion != is_in_motion:
            self._pacer.restart(self._pace())
