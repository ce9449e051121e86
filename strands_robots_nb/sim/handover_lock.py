"""A re-entrant lock whose busiest holder lets others in."""

from __future__ import annotations

import threading
import time
from collections import deque
from types import TracebackType

_LONGEST_WAIT_S = 0.005


class HandoverLock:
    """An RLock that knows whether someone waits for it.

    A thread that takes an ordinary lock again right after releasing it can keep everybody else out for seconds. The
    stepping thread therefore calls ``let_waiting_in`` between two blocks.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._waiting: deque[None] = deque()

    def acquire(self) -> None:
        """Take the lock; a thread that holds it may take it again."""
        if self._lock.acquire(blocking=False):
            return
        # Appending to and popping from a deque are atomic, so counting needs no second lock.
        self._waiting.append(None)
        try:
            self._lock.acquire()
        finally:
            self._waiting.pop()

    def release(self) -> None:
        """Give the lock back."""
        self._lock.release()

    def let_waiting_in(self) -> None:
        """Give those who wait up to 5 ms to take the lock. Call it without holding the lock."""
        give_up_s = time.perf_counter() + _LONGEST_WAIT_S
        while self._waiting and time.perf_counter() < give_up_s:
            time.sleep(0.0001)

    def __enter__(self) -> HandoverLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.release()
