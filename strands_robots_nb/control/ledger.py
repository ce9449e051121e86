"""The ledger: why the robot did not move exactly as it was told."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Literal

type EntryKind = Literal[
    "position limit", "speed limit", "acceleration limit", "relative step", "not a number", "refused", "stop", "failure"
]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One kind of correction, counted."""

    kind: EntryKind
    subject: str
    """The joint, or the source, that it happened to."""
    detail: str
    """The latest occurrence in plain words."""
    count: int
    first_at_s: float
    """Unix time."""
    last_at_s: float
    """Unix time."""


class Ledger:
    """Counts what was clamped, refused or stopped, per kind and joint. Thread-safe."""

    def __init__(self) -> None:
        self._entries: dict[tuple[EntryKind, str], LedgerEntry] = {}
        self._lock = threading.Lock()
        self.clamp_count = 0
        """Ticks in which at least one joint was clamped."""

    def note(self, kind: EntryKind, subject: str, detail: str) -> None:
        """Count one occurrence."""
        now_s = time.time()
        with self._lock:
            old = self._entries.get((kind, subject))
            self._entries[kind, subject] = LedgerEntry(
                kind, subject, detail, old.count + 1 if old else 1, old.first_at_s if old else now_s, now_s
            )

    def entries(self) -> tuple[LedgerEntry, ...]:
        """Everything that was counted, the most recent first."""
        with self._lock:
            return tuple(sorted(self._entries.values(), key=lambda entry: entry.last_at_s, reverse=True))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self.clamp_count = 0

    def __str__(self) -> str:
        entries = self.entries()
        if not entries:
            return "Nothing was clamped, refused or stopped."
        return "\n".join(f"{entry.count:5d} x {entry.kind}, {entry.subject}: {entry.detail}" for entry in entries)

    __repr__ = __str__
