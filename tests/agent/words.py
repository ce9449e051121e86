"""What the agent tests share: the tools of a robot as a model sees them, without a robot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from strands_robots_nb.agent.offline.vocabulary import Vocabulary
from strands_robots_nb.agent.offline_model import OfflineModel

JOINTS = tuple(
    f"{joint}.pos" for joint in ("shoulder_pan", "shoulder_lift", "elbow_flex", "wrist_flex", "wrist_roll", "gripper")
)


def tool_specs(prefix: str = "", without: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The specifications of one robot's tools."""
    properties: dict[str, dict[str, Any]] = {
        "state": {},
        "look": {"camera": {"type": "string", "enum": ["front", "top", "wrist"]}},
        "move": {"joints": {"type": "object", "properties": {joint: {"type": "number"} for joint in JOINTS}}},
        "grip": {"percent": {"type": "number"}},
        "home": {},
        "perform": {"task": {"type": "string", "enum": ["pick_place", "lift"]}},
        "record": {"action": {"type": "string"}},
        "stop": {},
        "switch_mode": {"mode": {"type": "string"}},
        "reset": {"seed": {"type": "integer"}},
    }
    return [
        {
            "name": f"{prefix}{verb}",
            "description": verb,
            "inputSchema": {"json": {"type": "object", "properties": schema}},
        }
        for verb, schema in properties.items()
        if verb not in without
    ]


ONE_ROBOT = Vocabulary.of_tools(tool_specs())
TWO_ROBOTS = Vocabulary.of_tools([*tool_specs("left_"), *tool_specs("so101_b_")])


def stream_of(messages: list[dict[str, Any]], specs: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Everything the offline model streams for these messages."""

    async def collect() -> list[Any]:
        return [chunk async for chunk in OfflineModel().stream(messages, specs)]  # pyright: ignore[reportGeneralTypeIssues, reportArgumentType]

    return asyncio.run(collect())


def text_of(chunks: list[dict[str, Any]]) -> str:
    """The words of a stream."""
    deltas = [chunk["contentBlockDelta"]["delta"] for chunk in chunks if "contentBlockDelta" in chunk]
    return "".join(delta["text"] for delta in deltas if "text" in delta)


def call_of(chunks: list[dict[str, Any]]) -> tuple[str, dict[str, Any]] | None:
    """The tool call of a stream, if there is one."""
    names = [
        chunk["contentBlockStart"]["start"]["toolUse"]["name"]
        for chunk in chunks
        if "toolUse" in chunk.get("contentBlockStart", {}).get("start", {})
    ]
    inputs = [
        delta["toolUse"]["input"]
        for chunk in chunks
        if "toolUse" in (delta := chunk.get("contentBlockDelta", {}).get("delta", {}))
    ]
    return (names[0], json.loads("".join(inputs))) if names else None


def said(text: str) -> list[dict[str, Any]]:
    """A conversation that has just begun."""
    return [{"role": "user", "content": [{"text": text}]}]


def with_result(
    messages: list[dict[str, Any]], call: tuple[str, dict[str, Any]], text: str, status: str = "success"
) -> list[dict[str, Any]]:
    """The conversation after a tool call and its result."""
    call_id = f"call-{len(messages)}"
    use = {"toolUseId": call_id, "name": call[0], "input": call[1]}
    result = {"toolUseId": call_id, "status": status, "content": [{"text": text}]}
    return [
        *messages,
        {"role": "assistant", "content": [{"toolUse": use}]},
        {"role": "user", "content": [{"toolResult": result}]},
    ]
