"""A thread that passes on what happened, in order and not too often."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)


class Outbox[T]:
    """Takes items on any thread and hands them over in batches on one thread of its own.

    A comm message costs up to 3 ms when a cell spins in Python, so whoever tells a widget something (a control loop,
    an agent's thread) must not send it. It also keeps the rule that one thread writes a widget's traits.

    Args:
        name: Name of the thread.
        deliver: Called with everything that has come since the last call, oldest first. The first item is handed over
            at once, later ones when ``period_s`` has passed.
        period_s: Shortest time between two batches.
    """

    def __init__(self, name: str, deliver: Callable[[list[T]], None], *, period_s: float = 0.04) -> None:
        self._name = name
        self._deliver = deliver
        self._period_s = period_s
        self._items: list[T] = []
        self._changed = threading.Condition()
        self._is_delivering = False
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def put(self, item: T) -> None:
        """Take an item over; returns at once. After ``close`` it is dropped."""
        with self._changed:
            if self._is_closed:
                return
            self._items.append(item)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def join(self, timeout_s: float = 5.0) -> bool:
        """Wait until everything taken over so far has been delivered; False if that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._items and not self._is_delivering, timeout_s)

    def close(self) -> None:
        """End the thread; what has not been delivered is dropped. Idempotent."""
        with self._changed:
            self._is_closed = True
            self._items.clear()
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._items or self._is_closed)
                if self._is_closed:
                    return
                batch, self._items = self._items, []
                self._is_delivering = True
            try:
                self._deliver(batch)
            except Exception:
                # A page that went away must not end the thread that tells the others.
                logger.exception("thread=<%s>, n_items=<%d> | could not be delivered", self._name, len(batch))
            finally:
                with self._changed:
                    self._is_delivering = False
                    self._changed.notify_all()
            time.sleep(self._period_s)
