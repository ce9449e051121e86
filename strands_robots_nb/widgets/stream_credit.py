"""Decides when a pose may be sent, so that neither a slow page nor a closed one makes a queue grow."""

from __future__ import annotations

from dataclasses import dataclass

WINDOW = 24
"""How many poses a page may be behind: twice what it acknowledges at once. At 60 Hz this rides out 400 ms."""
TRICKLE_AFTER_S = 0.5
"""A page that has used up its credit for this long gets an occasional pose, to find out whether it lives."""
TRICKLE_PERIOD_S = 0.1
OVERTAKE_AFTER_S = 1.0
"""From then on the others are not held up by it."""
GONE_AFTER_S = 10.0
"""From then on it counts as closed; it asks for the stream again if it was only asleep."""


@dataclass(slots=True)
class _Page:
    acked_seq: int
    is_visible: bool = True
    behind_since_s: float | None = None
    """When the page used up its credit."""


class StreamCredit:
    """The pages that watch one stream, and what each has taken over.

    Not thread-safe. Every call takes the time ``now_s`` [s], from any clock that does not jump.
    """

    def __init__(self) -> None:
        self._pages: dict[str, _Page] = {}
        self._sent_seq = 0
        self._sent_s = float("-inf")

    @property
    def sent_seq(self) -> int:
        """Number of the newest pose sent; the first one is 1."""
        return self._sent_seq

    def page_ready(self, page_key: str) -> None:
        """A page has loaded and wants the stream; it owes nothing yet."""
        self._pages[page_key] = _Page(self._sent_seq)

    def page_visible(self, page_key: str, visible: bool) -> None:
        """A page came into sight or went out of it; while out of sight it draws nothing and owes nothing."""
        self._pages[page_key] = _Page(self._sent_seq, visible)

    def page_drew(self, page_key: str, seq: int) -> None:
        """A page has taken over pose ``seq``."""
        page = self._pages.setdefault(page_key, _Page(self._sent_seq))
        # A number from the future belongs to a stream before this one.
        page.acked_seq = max(page.acked_seq, min(seq, self._sent_seq))
        page.behind_since_s = None

    def has_viewers(self, now_s: float) -> bool:
        """Whether anyone looks at the stream."""
        self._forget_gone(now_s)
        return any(page.is_visible for page in self._pages.values())

    def may_send(self, now_s: float) -> bool:
        """Whether a pose may be sent now."""
        if not self.has_viewers(now_s):
            return False
        viewers = [page for page in self._pages.values() if page.is_visible]
        behind = [page for page in viewers if self._is_behind(page)]
        keeping_up = len(viewers) - len(behind)
        waits_s = [now_s - page.behind_since_s for page in behind if page.behind_since_s is not None]
        if not waits_s:
            return True
        if keeping_up:
            return min(waits_s) >= OVERTAKE_AFTER_S
        return min(waits_s) >= TRICKLE_AFTER_S and now_s - self._sent_s >= TRICKLE_PERIOD_S

    def sent(self, now_s: float) -> int:
        """Count a pose that is about to be sent, and return its number."""
        self._sent_seq += 1
        self._sent_s = now_s
        for page in self._pages.values():
            if page.is_visible and page.behind_since_s is None and self._is_behind(page):
                page.behind_since_s = now_s
        return self._sent_seq

    def _is_behind(self, page: _Page) -> bool:
        return self._sent_seq - page.acked_seq >= WINDOW

    def _forget_gone(self, now_s: float) -> None:
        gone = [
            key
            for key, page in self._pages.items()
            if page.behind_since_s is not None and now_s - page.behind_since_s >= GONE_AFTER_S
        ]
        for key in gone:
            del self._pages[key]
