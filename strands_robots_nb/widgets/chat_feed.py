"""What pages have been told of a conversation, so that a page that opens later is told the same."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from strands_robots_nb.agent.session_events import ItemAdded, RunningChanged, SessionEvent, TextAdded
from strands_robots_nb.contract.messages import ChatItem, ChatItemAdded, ChatRunning, ChatText, ChatTranscript

type ChatNews = ChatItemAdded | ChatText | ChatRunning

MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class Posting:
    """A message for the pages with its buffers."""

    message: ChatNews | ChatTranscript
    buffers: tuple[bytes, ...] = ()


class ChatFeed:
    """Turns what a session tells into messages, and keeps the conversation exactly as it was told.

    The session itself may be some words ahead of the last message; a page that got its conversation from there would
    then get those words twice. All methods are called by one thread.

    Args:
        items: The conversation so far.
        running: Whether a turn is going on.
    """

    def __init__(self, items: Iterable[ChatItem], running: bool) -> None:
        self._items = OrderedDict((item.item_id, item) for item in items)
        self._running = running
        self._running_since_s: dict[str, float] = {}
        for item in self._items.values():
            self._note_start(item)

    def take(self, events: Iterable[SessionEvent]) -> list[Posting]:
        """Take events over and say what the pages must be told; words that follow each other become one message."""
        postings: list[Posting] = []
        for event in events:
            match event:
                case ItemAdded(item=item, pictures=pictures):
                    self._put(item)
                    postings.append(Posting(ChatItemAdded(item), pictures))
                case TextAdded(item_id=item_id, delta=delta):
                    self._append(item_id, delta)
                    last = postings[-1].message if postings else None
                    if isinstance(last, ChatText) and last.item_id == item_id:
                        postings[-1] = Posting(ChatText(item_id, last.delta + delta))
                    else:
                        postings.append(Posting(ChatText(item_id, delta)))
                case RunningChanged(running=running, outcome=outcome):
                    self._running = running
                    postings.append(Posting(ChatRunning(running, outcome)))
        return postings

    def whole(
        self, model_name: str, prompts: tuple[str, ...], pictures_of: Callable[[str], tuple[bytes, ...]]
    ) -> Posting:
        """The whole conversation, for a page that has just opened.

        Args:
            model_name: What the panel says about the model.
            prompts: Things one could ask.
            pictures_of: The pictures of a line; those of old lines may be gone.
        """
        items: list[ChatItem] = []
        buffers: list[bytes] = []
        for item in self._items.values():
            if item.call is None:
                items.append(item)
                continue
            pictures = pictures_of(item.item_id) if item.call.image_count else ()
            buffers.extend(pictures)
            since_s = self._running_since_s.get(item.item_id)
            duration_s = item.call.duration_s if since_s is None else time.monotonic() - since_s
            items.append(replace(item, call=replace(item.call, image_count=len(pictures), duration_s=duration_s)))
        return Posting(ChatTranscript(tuple(items), self._running, model_name, prompts), tuple(buffers))

    def _put(self, item: ChatItem) -> None:
        self._items[item.item_id] = item
        self._note_start(item)
        while len(self._items) > MOST_ITEMS:
            gone, _ = self._items.popitem(last=False)
            self._running_since_s.pop(gone, None)

    def _append(self, item_id: str, delta: str) -> None:
        item = self._items.get(item_id)
        if item is not None:
            self._items[item_id] = replace(item, text=item.text + delta)

    def _note_start(self, item: ChatItem) -> None:
        if item.call is not None and item.call.state == "running":
            self._running_since_s.setdefault(item.item_id, time.monotonic())
        else:
            self._running_since_s.pop(item.item_id, None)
