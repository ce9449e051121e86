"""One tool of a robot, as strands calls it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, cast

from strands.types.tools import AgentTool, ToolContext, ToolGenerator, ToolResult, ToolResultContent, ToolSpec, ToolUse

from strands_robots_nb.agent.arguments import Arguments
from strands_robots_nb.agent.call_card import CallCard
from strands_robots_nb.errors import NbError

logger = logging.getLogger(__name__)

type Cancelled = Callable[[], bool]

_ERRORS_KEPT = 256


@dataclass(frozen=True, slots=True)
class ToolReply:
    """What a tool found or did."""

    text: str
    jpeg: bytes | None = None


@dataclass(frozen=True, slots=True)
class ToolDefinition:
    """A tool before it is bound to a robot's name.

    ``properties`` is a function because cameras can be added to a living robot.
    """

    name: str
    description: str
    run: Callable[[Arguments, Cancelled], ToolReply]
    properties: Callable[[], Mapping[str, Any]] = dict
    required: tuple[str, ...] = ()
    moves: bool = False
    """Whether it must wait for the robot's other motions."""


class RobotTool(AgentTool):
    """Runs one verb of a robot on a thread, so that the agent's loop stays alive, and never raises through the agent.

    Args:
        definition: What the tool is and does.
        prefix: Put before its name when an agent has several robots, e.g. ``"left_"``.
        card: How a call is shown to a person.
        lane: Runs the motions of one robot one after the other; the others run on any thread.
        footer: Lines added to every result: the mode, and what changed since the last call.
    """

    def __init__(
        self,
        definition: ToolDefinition,
        *,
        prefix: str,
        card: Callable[[str, Mapping[str, Any]], CallCard],
        lane: Executor,
        footer: Callable[[], str],
    ) -> None:
        super().__init__()
        self._definition = definition
        self._name = prefix + definition.name
        self._card = card
        self._lane = lane
        self._footer = footer
        self._errors: OrderedDict[str, NbError] = OrderedDict()

    @property
    def tool_name(self) -> str:
        """The name the model calls it by."""
        return self._name

    @property
    def tool_type(self) -> str:
        """What kind of tool this is, for displays."""
        return "robot"

    @property
    def tool_spec(self) -> ToolSpec:
        """Name, description and parameters; the same in simulation and on hardware."""
        schema: dict[str, Any] = {"type": "object", "properties": dict(self._definition.properties())}
        if self._definition.required:
            schema["required"] = list(self._definition.required)
        return {"name": self._name, "description": self._definition.description, "inputSchema": {"json": schema}}

    def card(self, arguments: Mapping[str, Any]) -> CallCard:
        """How a call with these arguments is shown to a person."""
        return self._card(self._definition.name, arguments)

    def error_of(self, call_id: str) -> NbError | None:
        """Why the call ended with an error, if it did so on purpose."""
        return self._errors.get(call_id)

    async def stream(self, tool_use: ToolUse, invocation_state: dict[str, Any], **kwargs: Any) -> ToolGenerator:
        """Run the tool; yields its result only."""
        call_id = tool_use["toolUseId"]
        signal = _cancel_signal(invocation_state, kwargs)
        # Set when the coroutine itself is torn down, so that the thread does not go on moving the robot unseen.
        abandoned = threading.Event()

        def cancelled() -> bool:
            return abandoned.is_set() or (signal is not None and signal.is_set())

        def work() -> ToolReply:
            arguments = Arguments(tool_use.get("input") or {}, self._definition.properties())
            return self._definition.run(arguments, cancelled)

        loop = asyncio.get_running_loop()
        try:
            reply = await loop.run_in_executor(self._lane if self._definition.moves else None, work)
        except asyncio.CancelledError:
            abandoned.set()
            raise
        except NbError as error:
            self._remember(call_id, error)
            yield _result(call_id, "error", f"{type(error).__name__}: {error}\n{self._footer()}")
            return
        except Exception as error:
            logger.exception("tool=<%s> | the tool failed in a way nobody planned", self._name)
            yield _result(call_id, "error", f"{type(error).__name__}: {error}\n{self._footer()}")
            return
        yield _result(call_id, "success", f"{reply.text}\n{self._footer()}", reply.jpeg)

    def _remember(self, call_id: str, error: NbError) -> None:
        self._errors[call_id] = error
        while len(self._errors) > _ERRORS_KEPT:
            self._errors.popitem(last=False)


def _cancel_signal(invocation_state: Mapping[str, Any], extras: Mapping[str, Any]) -> threading.Event | None:
    # strands hands a context to background calls and decorated functions only; else the agent itself has the signal.
    context = cast("ToolContext[Any] | None", extras.get("_tool_context"))
    if context is not None:
        return context.cancel_signal
    return getattr(invocation_state.get("agent"), "cancel_signal", None)


def _result(call_id: str, status: str, text: str, jpeg: bytes | None = None) -> ToolResult:
    content: list[ToolResultContent] = [{"text": text.strip()}]
    if jpeg is not None:
        content.append({"image": {"format": "jpeg", "source": {"bytes": jpeg}}})
    return cast(ToolResult, {"toolUseId": call_id, "status": status, "content": content})
