"""How a tool call is put before a person: a title in words, and its parameters with their units."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from strands_robots_nb.contract.messages import Parameter

_LONGEST_VALUE = 200
_UNITS = {"position_m": "m", "duration_s": "s", "percent": "%"}


@dataclass(frozen=True, slots=True)
class CallCard:
    """What the card of one call says."""

    title: str
    parameters: tuple[Parameter, ...]


def card_of_any_tool(name: str, arguments: object) -> CallCard:
    """The card of a tool that is not ours."""
    return CallCard(name.replace("_", " ").strip().capitalize() or "Tool call", _parameters(arguments))


def card_of_robot_tool(verb: str, arguments: Mapping[str, Any], robot: str = "") -> CallCard:
    """The card of a robot's tool.

    Args:
        verb: The tool's name without the robot's.
        arguments: As the model wrote them; they may be wrong.
        robot: The robot's name when the agent has several.
    """
    title = _title(verb, arguments)
    return CallCard(f"{robot}: {title}" if robot else title, _parameters(arguments))


def _title(verb: str, arguments: Mapping[str, Any]) -> str:
    match verb:
        case "state":
            return "Read the state"
        case "look":
            camera = arguments.get("camera")
            return f"Look through the {camera} camera" if camera else "Look through a camera"
        case "move":
            what = "Move the joints" if arguments.get("joints") else "Move the gripper"
            return f"{what} by an offset" if arguments.get("relative") else what
        case "grip":
            return "Open or close the gripper"
        case "home":
            return "Go to the home position"
        case "perform":
            return f"Perform {arguments.get('task', 'a task')}"
        case "record":
            titles = {
                "start": "Start recording",
                "save": "Save the episode",
                "discard": "Discard the episode",
                "finish": "Finish recording",
            }
            return titles.get(str(arguments.get("action")), "Record")
        case "stop":
            return "Set the software stop"
        case "switch_mode":
            return f"Switch to mode {arguments.get('mode', '?')}"
        case "reset":
            return "Reset the scene"
        case _:
            return verb.replace("_", " ").capitalize()


def _parameters(arguments: object) -> tuple[Parameter, ...]:
    if not isinstance(arguments, Mapping):
        return () if arguments in (None, "") else (Parameter("input", _short(arguments), ""),)
    found: list[Parameter] = []
    for key, value in cast(Mapping[str, Any], arguments).items():
        if key == "joints" and isinstance(value, Mapping):
            for joint, target in cast(Mapping[str, Any], value).items():
                found.append(Parameter(str(joint), _short(target), "%" if str(joint).startswith("gripper") else "°"))
        else:
            found.append(Parameter(str(key), _short(value), _UNITS.get(str(key), "")))
    return tuple(found)


def _short(value: object) -> str:
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, float):
        text = f"{value:g}"
    elif isinstance(value, (list, tuple)):
        text = ", ".join(_short(item) for item in cast(list[Any], value))
    else:
        text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
