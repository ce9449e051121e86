"""An agent for one robot or several, with what we recommend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from strands.models import Model
from strands.tools.executors import SequentialToolExecutor

from strands_robots_nb.agent.call_card import CallCard, card_of_any_tool
from strands_robots_nb.agent.default_model import default_model
from strands_robots_nb.agent.notebook_agent import NotebookAgent
from strands_robots_nb.agent.printed_turn import PrintedTurn
from strands_robots_nb.agent.robot_tool import RobotTool
from strands_robots_nb.agent.robot_tools import robot_tools
from strands_robots_nb.errors import InvalidArgument

if TYPE_CHECKING:
    from strands import Agent

    from strands_robots_nb.robots.robot import Robot

_PROMPT = """\
You control {robots} through tools. Do what the person asks, in few steps, and say plainly what was measured.
Positions are metres in the robot's base frame: x forward, y left, z up, origin on the table under its base.
Joints are degrees, the gripper is 0 (closed) to 100 (open). The gripper reaches about 0.15 to 0.38 m from the base.
Prefer perform for whole tasks. To record: record start; then for each episode reset with another seed, perform,
record save; at the end record finish.
When a tool fails, say why, and do not try the same again. A software stop can be reset by a person only.
Results say which mode the robot is in; in mode real it moves real hardware."""


def make_agent(
    *robots: Robot, model: Model | None = None, robot_names: Sequence[str] | None = None, **agent_options: Any
) -> Agent:
    """A strands ``Agent`` that holds the robots.

    Args:
        *robots: One robot, or several. With several, each tool's name begins with its robot's name: ``left_move``.
        model: Any strands model; None for ``default_model()``, which is offline unless configured otherwise.
        robot_names: What the robots are called, in order; needed for two of the same type. None for their own names.
        **agent_options: Passed to ``strands.Agent``. ``tools`` are added to the robots' tools.

    Returns:
        The agent. In a cell, ``agent("pick up the red cube")`` prints its words as they come.

    Raises:
        InvalidArgument: If names are missing, clash or cannot be part of a tool's name.
        ModelNotConfigured: If the environment names a model that cannot be used.

    Example:
        >>> agent = make_agent(robot)
        >>> agent("pick up the red cube")
    """
    names = _checked_names(robots, robot_names)
    prefixes = [""] if len(robots) == 1 and robot_names is None else [f"{name}_" for name in names]
    tools: list[RobotTool] = []
    for robot, prefix in zip(robots, prefixes, strict=True):
        tools.extend(robot_tools(robot, prefix=prefix))
    by_name = {tool.tool_name: tool for tool in tools}

    def card(name: str, arguments: object) -> CallCard:
        tool = by_name.get(name)
        return tool.card(arguments) if tool and isinstance(arguments, dict) else card_of_any_tool(name, arguments)

    listed = " and ".join(
        f"a {robot.name} robot arm" + (f" called {name}" if len(robots) > 1 else "")
        for robot, name in zip(robots, names, strict=True)
    )
    options: dict[str, Any] = {
        "system_prompt": _PROMPT.format(robots=listed),
        "tool_executor": SequentialToolExecutor(),
        "callback_handler": PrintedTurn(card),
        **agent_options,
        "model": default_model() if model is None else model,
        "tools": [*tools, *(agent_options.get("tools") or [])],
    }
    return NotebookAgent(**options)


def _checked_names(robots: Sequence[Robot], robot_names: Sequence[str] | None) -> list[str]:
    if not robots:
        raise InvalidArgument("An agent needs a robot.", do="Write make_agent(robot).")
    names = [robot.name for robot in robots] if robot_names is None else list(robot_names)
    if len(names) != len(robots):
        raise InvalidArgument(f"{len(robots)} robots need {len(robots)} names.", f"Got {names}.")
    clashing = [name for name, count in Counter(names).items() if count > 1]
    if clashing:
        raise InvalidArgument(
            "Each robot of an agent needs its own name.",
            f"The robots are called {', '.join(map(repr, names))}.",
            'Name them: make_agent(a, b, robot_names=("left", "right")).',
        )
    if odd := [name for name in names if not name.isidentifier()]:
        raise InvalidArgument(
            f"{', '.join(map(repr, odd))} cannot be part of a tool's name.", do="Use letters, digits and underscores."
        )
    return names
