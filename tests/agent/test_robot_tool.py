from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strands_robots_nb.agent.arguments import Arguments
from strands_robots_nb.agent.call_card import card_of_any_tool, card_of_robot_tool
from strands_robots_nb.agent.robot_tool import Cancelled, RobotTool, ToolDefinition, ToolReply
from strands_robots_nb.errors import InvalidArgument, MotionCancelled, RobotStopped

_LANE = ThreadPoolExecutor(1)


def make_tool(run: Any, *, moves: bool = False) -> RobotTool:
    definition = ToolDefinition("move", "Moves.", run, lambda: {"seconds": {"type": "number"}}, moves=moves)
    return RobotTool(definition, prefix="", card=card_of_robot_tool, lane=_LANE, footer=lambda: "Mode: sim.")


async def call(tool: RobotTool, arguments: object, state: dict[str, Any] | None = None) -> dict[str, Any]:
    use: Any = {"toolUseId": "one", "name": tool.tool_name, "input": arguments}
    (result,) = [event async for event in tool.stream(use, state or {})]
    return result


def test_a_reply_becomes_a_result_with_the_mode() -> None:
    tool = make_tool(lambda arguments, cancelled: ToolReply("Moved.", b"jpeg"))
    result = asyncio.run(call(tool, {"seconds": 1}))
    assert result["status"] == "success"
    assert result["content"][0]["text"] == "Moved.\nMode: sim."
    assert result["content"][1]["image"] == {"format": "jpeg", "source": {"bytes": b"jpeg"}}


@pytest.mark.parametrize("error", [RobotStopped("The robot is stopped."), ValueError("a defect"), MemoryError()])
def test_no_error_of_a_tool_ends_the_agent(error: Exception) -> None:
    def fail(arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        raise error

    result = asyncio.run(call(make_tool(fail), {}))
    assert result["status"] == "error"
    assert type(error).__name__ in result["content"][0]["text"]


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
_KNOWN = ("position_m", "joints", "percent", "seed", "relative", "path")


@given(st.dictionaries(st.sampled_from(_KNOWN) | st.text(max_size=4), _ANYTHING, max_size=5) | _ANYTHING)
def test_whatever_a_model_writes_is_read_or_refused_in_words(written: object) -> None:
    with suppress(InvalidArgument):
        arguments = Arguments(written, _KNOWN)
        assert isinstance(arguments.vector("position_m"), tuple | None)
        assert isinstance(arguments.numbers("joints"), dict)
        assert isinstance(arguments.number("percent"), float | None)
        assert isinstance(arguments.integer("seed"), int | None)
        assert isinstance(arguments.flag("relative"), bool | None)
        assert isinstance(arguments.text("path"), str | None)


@given(_ANYTHING, st.sampled_from(["move", "grip", "record", "weather"]))
def test_any_call_can_be_put_on_a_card(written: object, verb: str) -> None:
    card = card_of_robot_tool(verb, written) if isinstance(written, dict) else card_of_any_tool(verb, written)
    assert card.title
    assert all(parameter.name for parameter in card.parameters if parameter.name)


def test_a_card_shows_parameters_with_their_units() -> None:
    card = card_of_robot_tool("move", {"joints": {"elbow_flex.pos": 20.0, "gripper.pos": 5}, "duration_s": 2}, "left")
    assert card.title == "left: Move the joints"
    assert [(item.name, item.value, item.unit) for item in card.parameters] == [
        ("elbow_flex.pos", "20", "°"),
        ("gripper.pos", "5", "%"),
        ("duration_s", "2", "s"),
    ]


def test_a_tool_that_waits_leaves_the_loop_free_and_sees_the_agents_cancel_signal() -> None:
    began = threading.Event()

    def wait(arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        began.set()
        while not cancelled():
            threading.Event().wait(0.005)
        raise MotionCancelled("The motion was cancelled.")

    class Agent:
        cancel_signal = threading.Event()

    async def scenario() -> dict[str, Any]:
        tool = make_tool(wait, moves=True)
        running = asyncio.create_task(call(tool, {}, {"agent": Agent}))
        await asyncio.to_thread(began.wait)
        Agent.cancel_signal.set()
        result = await running
        assert isinstance(tool.error_of("one"), MotionCancelled)
        return result

    assert asyncio.run(scenario())["status"] == "error"


def test_a_motion_does_not_outlive_a_turn_that_was_torn_down() -> None:
    began, ended = threading.Event(), threading.Event()

    def wait(arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        began.set()
        while not cancelled():
            threading.Event().wait(0.005)
        ended.set()
        return ToolReply("given up")

    async def scenario() -> None:
        running = asyncio.create_task(call(make_tool(wait, moves=True), {}))
        await asyncio.to_thread(began.wait)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(scenario())
    assert ended.wait(10)


def test_motions_asked_for_at_once_run_one_after_the_other_in_their_order() -> None:
    order: list[str] = []

    def slow(arguments: Arguments, cancelled: Cancelled) -> ToolReply:
        seconds = arguments.required_number("seconds")
        order.append(f"begin {seconds:g}")
        threading.Event().wait(0.02)
        order.append(f"end {seconds:g}")
        return ToolReply("done")

    async def scenario() -> None:
        tool = make_tool(slow, moves=True)
        await asyncio.gather(*(call(tool, {"seconds": number}) for number in range(3)))

    asyncio.run(scenario())
    assert order == ["begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2"]
