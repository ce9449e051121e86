"""What an agent session tells those who watch it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from strands_robots_nb.contract.messages import ChatItem

type Outcome = Literal["", "done", "cancelled", "error"]


@dataclass(frozen=True, slots=True)
class ItemAdded:
    """A new line of the transcript, or a new state of the line with this ``item_id``."""

    item: ChatItem
    pictures: tuple[bytes, ...] = ()
    """JPEG or PNG."""


@dataclass(frozen=True, slots=True)
class TextAdded:
    """More text of the agent's line ``item_id``."""

    item_id: str
    delta: str


@dataclass(frozen=True, slots=True)
class RunningChanged:
    """Whether the agent is at work, and how the last turn ended."""

    running: bool
    outcome: Outcome = ""


type SessionEvent = ItemAdded | TextAdded | RunningChanged
