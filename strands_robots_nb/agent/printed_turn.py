"""Shows a turn in the output of the cell that started it: the words as they come, and a line for each tool call."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any, cast

from strands_robots_nb.agent.call_card import CallCard

is_shown_elsewhere: ContextVar[bool] = ContextVar("strands_robots_nb_is_shown_elsewhere", default=False)
"""Set where a panel shows the turn, so that it is not printed as well."""


class PrintedTurn:
    """A strands callback handler.

    Args:
        card: How a tool call is shown to a person, from the tool's name and its input.
    """

    def __init__(self, card: Callable[[str, object], CallCard]) -> None:
        self._card = card
        self._at_line_start = True

    def __call__(self, **event: Any) -> None:
        """Print what concerns a person."""
        if is_shown_elsewhere.get():
            return
        if data := event.get("data"):
            self._write(str(data))
        message = event.get("message")
        if isinstance(message, Mapping):
            self._message(cast(Mapping[str, Any], message))

    def _message(self, message: Mapping[str, Any]) -> None:
        for block in cast("list[dict[str, Any]]", message.get("content") or []):
            if use := block.get("toolUse"):
                card = self._card(str(use.get("name")), use.get("input"))
                details = ", ".join(
                    f"{item.name} {item.value}{_unit(item.unit)}"
                    for item in card.parameters
                    # The title says these already.
                    if item.name != "action" and item.value not in card.title
                )
                self._write(f"{self._break()}→ {card.title}{f' ({details})' if details else ''}\n")
            elif (result := block.get("toolResult")) and result.get("status") == "error":
                first = next((str(part["text"]) for part in result.get("content") or [] if "text" in part), "error")
                # Enough to see what went wrong; the agent's words say the rest.
                self._write(f"{self._break()}  ✗ {first.splitlines()[0].split('. ')[0].rstrip('.')}.\n")
        if message.get("role") == "assistant":
            self._write(self._break())

    def _break(self) -> str:
        return "" if self._at_line_start else "\n"

    def _write(self, text: str) -> None:
        if text:
            self._at_line_start = text.endswith("\n")
            sys.stdout.write(text)
            sys.stdout.flush()


def _unit(unit: str) -> str:
    return unit if unit in ("", "°") else f" {unit}"
