"""The latch of the software stop."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Latch:
    """Set by anyone at any time, cleared only on purpose. Reading it takes no lock.

    The software stop is a category 2 stop (IEC 60204-1): the arm decelerates and holds, torque stays on. It is no
    emergency stop: keep the power switch of a real arm in reach.

    Args:
        on_set: Told the reason after the latch was set; it must return at once.
    """

    def __init__(self, on_set: Callable[[str], None] | None = None) -> None:
        self._event = threading.Event()
        self._reason = ""
        self._on_set = on_set

    @property
    def is_set(self) -> bool:
        """Whether the stop is set."""
        return self._event.is_set()

    @property
    def reason(self) -> str:
        """Why it was set; empty while it is not."""
        return self._reason if self._event.is_set() else ""

    def set(self, reason: str) -> None:
        """Set the stop. The first reason stays until the latch is cleared."""
        if not self._event.is_set():
            self._reason = reason
        self._event.set()
        if self._on_set is not None:
            self._on_set(reason)

    def clear(self) -> None:
        """Clear the stop. Nothing moves by itself afterwards."""
        self._event.clear()
        self._reason = ""
