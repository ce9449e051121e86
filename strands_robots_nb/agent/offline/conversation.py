"""Where a conversation stands: what was asked last, and which of the steps have been carried out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

_NEXT_EPISODE = re.compile(r"next is episode (\d{1,9})")


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """What one tool call gave."""

    is_error: bool
    text: str

    @property
    def headline(self) -> str:
        """Its first line."""
        return self.text.split("\n", 1)[0].strip()

    @property
    def notes(self) -> tuple[str, ...]:
        """What somebody else changed in the meantime."""
        return tuple(line.strip() for line in self.text.splitlines() if line.startswith("Note:"))

    @property
    def next_episode(self) -> int | None:
        """The number of the episode to come, if the text names it."""
        match = _NEXT_EPISODE.search(self.text)
        return int(match.group(1)) if match else None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state of a conversation, read from its messages alone, so that nothing can get out of step."""

    prompt: str
    """What the person asked last; empty when there is no text."""
    earlier_prompts: tuple[str, ...]
    """What the person asked before that, newest first."""
    outcomes: tuple[ToolOutcome, ...]
    """What the tool calls since then gave, in order."""
    is_first_turn: bool
    """Whether nobody has answered before."""
    last_seed: int
    """The largest seed that any reset used; -1 for none."""

    @classmethod
    def of_messages(cls, messages: Sequence[Mapping[str, Any]]) -> Conversation:
        """Read it from strands messages."""
        prompts = [index for index, message in enumerate(messages) if _is_prompt(message)]
        asked = prompts[-1] if prompts else -1
        prompt = _text(messages[asked]) if asked >= 0 else ""
        results = {
            str(result.get("toolUseId")): _outcome(result)
            for message in messages[asked + 1 :]
            for result in _blocks(message, "toolResult")
        }
        calls = [call for message in messages[asked + 1 :] for call in _blocks(message, "toolUse")]
        missing = ToolOutcome(is_error=True, text="The call gave no result.")
        seeds = [
            seed
            for message in messages
            for call in _blocks(message, "toolUse")
            if str(call.get("name", "")).endswith("reset")
            and isinstance(seed := _object(call.get("input")).get("seed"), int)
        ]
        return cls(
            prompt=prompt,
            earlier_prompts=tuple(_text(messages[index]) for index in reversed(prompts[:-1])),
            outcomes=tuple(results.get(str(call.get("toolUseId")), missing) for call in calls),
            is_first_turn=not any(message.get("role") == "assistant" for message in messages),
            last_seed=max(seeds, default=-1),
        )


def _is_prompt(message: Mapping[str, Any]) -> bool:
    if message.get("role") != "user":
        return False
    return not any(True for _ in _blocks(message, "toolResult"))


def _text(message: Mapping[str, Any]) -> str:
    return "\n".join(_texts(message.get("content")))


def _outcome(result: Mapping[str, Any]) -> ToolOutcome:
    lines = list(_texts(result.get("content")))
    return ToolOutcome(result.get("status") == "error", "\n".join(lines).strip() or "no words came back")


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, (list, tuple)):
        for block in cast(Sequence[Any], content):
            text = _object(block).get("text")
            if isinstance(text, str):
                yield text


def _blocks(message: Mapping[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    content = message.get("content")
    if isinstance(content, (list, tuple)):
        for block in cast(Sequence[Any], content):
            found = _object(block).get(kind)
            if isinstance(found, dict):
                yield cast(dict[str, Any], found)


def _object(value: object) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}
