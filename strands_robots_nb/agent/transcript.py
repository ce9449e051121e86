"""The conversation as a person sees it: bounded, and told to whoever watches."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from strands_robots_nb.agent.session_events import ItemAdded, SessionEvent, TextAdded
from strands_robots_nb.contract.messages import ChatItem, ToolCall

logger = logging.getLogger(__name__)

type Watcher = Callable[[SessionEvent], None]

MOST_ITEMS = 500
MOST_PICTURES = 60


class Transcript:
    """Lines with their pictures; the oldest lines, and before them the oldest pictures, are let go.

    Any thread may write. Watchers are called in order, on a thread that writes, and must return at once. No lock is
    held while they run, so that they may take locks of their own and read the transcript.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._items: OrderedDict[str, ChatItem] = OrderedDict()
        self._pictures: OrderedDict[str, tuple[bytes, ...]] = OrderedDict()
        self._watchers: list[Watcher] = []
        self._untold: deque[tuple[SessionEvent, tuple[Watcher, ...]]] = deque()
        self._telling = False
        self._count = 0

    @property
    def lock(self) -> threading.RLock:
        """Held while the lines change."""
        return self._lock

    @property
    def items(self) -> tuple[ChatItem, ...]:
        """All lines, oldest first."""
        with self._lock:
            return tuple(self._items.values())

    def pictures(self, item_id: str) -> tuple[bytes, ...]:
        """The pictures of a line; empty when there are none, or none any more."""
        with self._lock:
            return self._pictures.get(item_id, ())

    def watch(self, callback: Watcher) -> Callable[[], None]:
        """Be told of every change from now on. Returns the way out."""
        with self._lock:
            self._watchers.append(callback)

        def unsubscribe() -> None:
            with self._lock:
                if callback in self._watchers:
                    self._watchers.remove(callback)

        return unsubscribe

    def note(self, event: SessionEvent) -> None:
        """Keep an event for those who watch now; ``tell`` passes it on."""
        with self._lock:
            # Who subscribes later has read the lines with this change in them.
            self._untold.append((event, tuple(self._watchers)))

    def tell(self) -> None:
        """Tell the watchers what they have not been told. Not to be called with the lock held."""
        while True:
            with self._lock:
                # Another thread that is telling takes ours along, in order.
                if self._telling or not self._untold:
                    return
                event, watchers = self._untold.popleft()
                self._telling = True
            try:
                for watcher in watchers:
                    try:
                        watcher(event)
                    except Exception:
                        # A panel that broke must not end the turn of a robot.
                        logger.exception("event=<%s> | a watcher of the conversation failed", type(event).__name__)
            finally:
                with self._lock:
                    self._telling = False

    def add_text(self, role: Literal["person", "agent", "error"], text: str) -> str:
        """Add a line of words; returns its id."""
        return self._add(role, text, None)

    def append_text(self, item_id: str, delta: str) -> None:
        """Add words to a line."""
        with self._lock:
            item = self._items.get(item_id)
            if item is None or not delta:
                return
            self._items[item_id] = replace(item, text=item.text + delta)
            self.note(TextAdded(item_id, delta))
        self.tell()

    def set_text(self, item_id: str, text: str) -> None:
        """Replace the words of a line."""
        with self._lock:
            item = self._items.get(item_id)
            if item is None or item.text == text:
                return
            self._items[item_id] = replace(item, text=text)
            self.note(ItemAdded(self._items[item_id]))
        self.tell()

    def add_call(self, call: ToolCall) -> str:
        """Add the card of a tool call; returns its id."""
        return self._add("tool", "", call)

    def set_call(self, item_id: str, call: ToolCall, pictures: tuple[bytes, ...] = ()) -> None:
        """Give the card a new state."""
        with self._lock:
            item = self._items.get(item_id)
            if item is None:
                return
            changed = replace(item, call=call)
            self._items[item_id] = changed
            if pictures:
                self._pictures[item_id] = pictures
            self.note(ItemAdded(changed, pictures))
            self._let_pictures_go()
        self.tell()

    def call(self, item_id: str) -> ToolCall | None:
        """The tool call of a line."""
        with self._lock:
            item = self._items.get(item_id)
            return item.call if item else None

    def _add(self, role: Literal["person", "agent", "tool", "error"], text: str, call: ToolCall | None) -> str:
        with self._lock:
            self._count += 1
            item = ChatItem(f"item-{self._count}", role, text, call, time.time())
            self._items[item.item_id] = item
            while len(self._items) > MOST_ITEMS:
                gone, _ = self._items.popitem(last=False)
                self._pictures.pop(gone, None)
            self.note(ItemAdded(item))
        self.tell()
        return item.item_id

    def _let_pictures_go(self) -> None:
        while len(self._pictures) > MOST_PICTURES:
            item_id, _ = self._pictures.popitem(last=False)
            item = self._items.get(item_id)
            if item is not None and item.call is not None:
                # Whoever opens a page now gets as many pictures as the lines announce.
                self._items[item_id] = replace(item, call=replace(item.call, image_count=0))
