"""What a sentence asks for, as steps that map to tool calls one to one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One tool call to come."""

    verb: str
    """Name of the tool without the robot's."""
    arguments: dict[str, Any] = field(default_factory=dict[str, Any])
    says: str = ""
    """What it does in words that follow "I will"."""
    robot: str = ""
    """Whose tool; empty when the agent has one robot only."""
    seed_offset: int | None = None
    """For a reset whose seed is the number of the next episode plus this."""
    only_if_started: bool = False
    """For the end of a recording: only when this request began it."""
    is_detail: bool = False
    """Part of a larger step that is reported as a whole."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A part of the sentence that was not understood."""

    text: str
    """The part, as written."""
    words: tuple[str, ...] = ()
    """The words in it that do not fit; empty when none of it does."""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Something to say that needs no tool."""

    text: str


type Part = Step | Unclear | Answer


@dataclass(frozen=True, slots=True)
class Request:
    """A whole message."""

    steps: tuple[Step, ...] = ()
    answers: tuple[Answer, ...] = ()
    unclear: tuple[Unclear, ...] = ()
