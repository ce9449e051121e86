"""A model that needs no account and no network: plain sentences in, tool calls out."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import uuid
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Any, cast

from strands.models import Model
from strands.types.content import Messages
from strands.types.streaming import StreamEvent
from strands.types.tools import ToolSpec

from strands_robots_nb.agent.offline.conversation import Conversation
from strands_robots_nb.agent.offline.planner import next_move
from strands_robots_nb.agent.offline.vocabulary import Vocabulary
from strands_robots_nb.errors import ModelNotConfigured

_CHUNK = re.compile(r"(?:\s*\S+){1,3}\s*", re.DOTALL)


class OfflineModel(Model):
    """Understands a small set of sentences about a robot, carries them out step by step, and reports what happened.

    It is a grammar, not a language model, and says so. The same conversation always gives the same answer. A sentence
    that it does not understand as a whole is not carried out in part.

    Args:
        chunk_delay_s: Pause between the pieces of streamed text [s].

    Example:
        >>> agent = Agent(model=OfflineModel(), tools=[robot])
        >>> agent("record three episodes of picking the red cube to ~/datasets/pick, then go home")
    """

    def __init__(self, *, chunk_delay_s: float = 0.0) -> None:
        self._config: dict[str, Any] = {"model_id": "offline", "context_window_limit": 1_000_000}
        self._chunk_delay_s = chunk_delay_s

    def update_config(self, **model_config: Any) -> None:
        """Change the configuration that ``get_config`` shows."""
        self._config.update(model_config)

    def get_config(self) -> dict[str, Any]:
        """``model_id`` and ``context_window_limit``."""
        return dict(self._config)

    async def structured_output(
        self, output_model: type[Any], prompt: Messages, system_prompt: str | None = None, **kwargs: Any
    ) -> AsyncGenerator[dict[str, Any], None]:
        """Not possible without a language model.

        Raises:
            ModelNotConfigured: Always.
        """
        raise ModelNotConfigured(
            "The offline model cannot fill in structured output.",
            "It is a grammar, not a language model.",
            "Set STRANDS_ROBOTS_NB_MODEL to a language model, e.g. ollama:llama3.1.",
        )
        yield {}

    async def stream(
        self,
        messages: Messages,
        tool_specs: list[ToolSpec] | None = None,
        system_prompt: str | None = None,
        *,
        cancel_signal: threading.Event | None = None,
        **kwargs: Any,
    ) -> AsyncIterable[StreamEvent]:
        """Answer the conversation with text, a tool call, or both."""
        move = next_move(Conversation.of_messages(cast(Any, messages)), Vocabulary.of_tools(cast(Any, tool_specs)))
        yield {"messageStart": {"role": "assistant"}}
        if move.text:
            yield {"contentBlockStart": {"start": {}}}
            for piece in _CHUNK.findall(move.text):
                if cancel_signal is not None and cancel_signal.is_set():
                    return
                yield {"contentBlockDelta": {"delta": {"text": piece}}}
                await asyncio.sleep(self._chunk_delay_s)
            yield {"contentBlockStop": {}}
        if move.tool:
            call_id = f"offline_{uuid.uuid4().hex[:16]}"
            yield {"contentBlockStart": {"start": {"toolUse": {"toolUseId": call_id, "name": move.tool}}}}
            yield {"contentBlockDelta": {"delta": {"toolUse": {"input": json.dumps(move.arguments)}}}}
            yield {"contentBlockStop": {}}
        yield {"messageStop": {"stopReason": "tool_use" if move.tool else "end_turn"}}
        yield {
            "metadata": {
                "usage": {"inputTokens": 0, "outputTokens": 0, "totalTokens": 0},
                "metrics": {"latencyMs": 0},
            }
        }
