"""Writes what an agent does into a transcript, whoever started the turn: a panel or a cell."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, cast

from strands import Agent
from strands.hooks import (
    AfterInvocationEvent,
    AfterModelCallEvent,
    AfterToolCallEvent,
    BeforeInvocationEvent,
    BeforeToolCallEvent,
    HookRegistry,
    MessageAddedEvent,
)

from strands_robots_nb.agent.call_card import CallCard, card_of_any_tool
from strands_robots_nb.agent.robot_tool import RobotTool
from strands_robots_nb.agent.session_events import Outcome
from strands_robots_nb.agent.transcript import Transcript
from strands_robots_nb.contract.messages import ToolCall
from strands_robots_nb.errors import (
    ModeRefused,
    MotionCancelled,
    NbError,
    ResetRefused,
    RobotStopped,
    UnreachableTarget,
)

logger = logging.getLogger(__name__)

type CallState = Literal["queued", "running", "done", "refused", "error", "cancelled"]

_REFUSALS = (ModeRefused, RobotStopped, ResetRefused, UnreachableTarget)
_LONGEST_RESULT = 4000


class TurnWatch:
    """Hooks and callback handler of one agent.

    Args:
        agent: Any strands agent.
        transcript: Where its doings are written.
        began: Called when a turn begins, before anything of it is written.
        ended: Called when it is over, with how it ended.
    """

    def __init__(
        self,
        agent: Agent,
        transcript: Transcript,
        *,
        began: Callable[[], None],
        ended: Callable[[Outcome], None],
    ) -> None:
        self._agent = agent
        self._transcript = transcript
        self._began = began
        self._ended = ended
        self._lock = threading.Lock()
        self._in_turn = False
        self._text_id: str | None = None
        self._cards: dict[str, str] = {}
        self._started_s: dict[str, float] = {}
        self._model_error: Exception | None = None
        self._before = agent.callback_handler
        agent.callback_handler = self._on_callback
        self.register_hooks(agent.hooks)

    def register_hooks(self, registry: HookRegistry, **kwargs: Any) -> None:
        """Strands' way of registering what is called when."""
        registry.add_callback(BeforeInvocationEvent, self._on_begin)
        registry.add_callback(MessageAddedEvent, self._on_message)
        registry.add_callback(BeforeToolCallEvent, self._on_tool_begin)
        registry.add_callback(AfterToolCallEvent, self._on_tool_end)
        registry.add_callback(AfterModelCallEvent, self._on_model_end)
        registry.add_callback(AfterInvocationEvent, self._on_end)

    # ------------------------------------------------------------ the turn

    def _on_begin(self, event: BeforeInvocationEvent) -> None:
        self._in_turn = True
        self._text_id = None
        self._model_error = None
        self._began()

    def _on_end(self, event: AfterInvocationEvent) -> None:
        self._close_cards()
        self._in_turn = False
        self._text_id = None
        result = event.result
        if result is None:
            self._transcript.add_text("error", _error_text(self._model_error))
            self._ended("error")
        elif result.stop_reason == "cancelled":
            self._ended("cancelled")
        else:
            self._ended("done")

    def _on_model_end(self, event: AfterModelCallEvent) -> None:
        self._model_error = event.exception
        if event.exception is not None:
            # Another attempt begins its words anew.
            self._text_id = None

    # ------------------------------------------------------------ words

    def _on_callback(self, **event: Any) -> None:
        self._before(**event)
        data = event.get("data")
        if isinstance(data, str) and data:
            if self._text_id is None:
                self._text_id = self._transcript.add_text("agent", data)
            else:
                self._transcript.append_text(self._text_id, data)

    def _on_message(self, event: MessageAddedEvent) -> None:
        if not self._in_turn:
            # strands notes a direct call, agent.tool.move(...), as an invented exchange; its card says all.
            return
        message = cast(Mapping[str, Any], event.message)
        blocks = cast(list[Mapping[str, Any]], message.get("content") or [])
        text = "".join(str(block["text"]) for block in blocks if block.get("text"))
        if message.get("role") == "assistant":
            self._finish_text(text)
            for block in blocks:
                if use := block.get("toolUse"):
                    self._card_for(use, "queued")
            return
        for block in blocks:
            if result := block.get("toolResult"):
                self._settle(str(result.get("toolUseId")), result)
        if text and not any("toolResult" in block for block in blocks):
            self._transcript.add_text("person", text)

    def _finish_text(self, text: str) -> None:
        # A model that does not stream, or whose words were replaced when the turn was cancelled.
        if self._text_id is None:
            if text:
                self._transcript.add_text("agent", text)
        elif text:
            self._transcript.set_text(self._text_id, text)
        self._text_id = None

    # ------------------------------------------------------------ tools

    def _on_tool_begin(self, event: BeforeToolCallEvent) -> None:
        use = cast(Mapping[str, Any], event.tool_use)
        item_id = self._card_for(use, "running")
        call = self._transcript.call(item_id)
        self._started_s[str(use.get("toolUseId"))] = time.monotonic()
        if call is not None and call.state != "running":
            self._transcript.set_call(item_id, replace(call, state="running"))

    def _on_tool_end(self, event: AfterToolCallEvent) -> None:
        call_id = str(event.tool_use.get("toolUseId"))
        if event.cancel_message is not None:
            self._settle(call_id, event.result, "refused")
            return
        tool = event.selected_tool
        error = tool.error_of(call_id) if isinstance(tool, RobotTool) else event.exception
        self._settle(call_id, event.result, self._state_of(event.result, error))

    def _state_of(self, result: Mapping[str, Any], error: NbError | Exception | None) -> CallState:
        if result.get("status") != "error":
            return "done"
        if isinstance(error, MotionCancelled) or (error is None and self._agent.cancel_signal.is_set()):
            return "cancelled"
        return "refused" if isinstance(error, _REFUSALS) else "error"

    def _card_for(self, use: Mapping[str, Any], state: CallState) -> str:
        call_id = str(use.get("toolUseId"))
        if call_id in self._cards:
            return self._cards[call_id]
        name = str(use.get("name"))
        card = self._describe(name, use.get("input"))
        call = ToolCall(call_id, name, card.title, card.parameters, state, 0.0, "", 0)
        self._cards[call_id] = self._transcript.add_call(call)
        return self._cards[call_id]

    def _settle(self, call_id: str, result: Mapping[str, Any], state: CallState | None = None) -> None:
        item_id = self._cards.get(call_id)
        call = self._transcript.call(item_id) if item_id else None
        if item_id is None or call is None or call.state not in ("queued", "running"):
            return
        if state is None:
            # The turn was ended before the call's turn came, so no hook has told of it.
            state = "cancelled" if result.get("status") == "error" else "done"
        text, pictures = _result_parts(result)
        started_s = self._started_s.pop(call_id, None)
        duration_s = 0.0 if started_s is None else time.monotonic() - started_s
        done = replace(call, state=state, duration_s=duration_s, result=text, image_count=len(pictures))
        self._transcript.set_call(item_id, done, pictures)
        if not self._in_turn:
            self._cards.pop(call_id, None)

    def _close_cards(self) -> None:
        for call_id in tuple(self._cards):
            self._settle(call_id, {"status": "error", "content": [{"text": "The turn ended before its result."}]})
        self._cards.clear()
        self._started_s.clear()

    def _describe(self, name: str, arguments: object) -> CallCard:
        tool = self._agent.tool_registry.registry.get(name)
        if isinstance(tool, RobotTool) and isinstance(arguments, Mapping):
            return tool.card(cast(Mapping[str, Any], arguments))
        return card_of_any_tool(name, arguments)


def _result_parts(result: Mapping[str, Any]) -> tuple[str, tuple[bytes, ...]]:
    texts: list[str] = []
    pictures: list[bytes] = []
    for block in cast(list[Mapping[str, Any]], result.get("content") or []):
        if "text" in block:
            texts.append(str(block["text"]))
        elif "json" in block:
            texts.append(str(block["json"]))
        elif "image" in block:
            source = cast(Mapping[str, Any], block["image"].get("source") or {})
            if isinstance(source.get("bytes"), bytes):
                pictures.append(source["bytes"])
    text = "\n".join(texts)
    return (text if len(text) <= _LONGEST_RESULT else text[: _LONGEST_RESULT - 1] + "…"), tuple(pictures)


def _error_text(error: Exception | None) -> str:
    return f"{type(error).__name__}: {error}" if error is not None else "The turn ended with an error."
