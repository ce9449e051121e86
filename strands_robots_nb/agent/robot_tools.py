"""The tools an agent gets with a robot: few, small, and the same in simulation and on hardware."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from strands_robots_nb.agent.call_card import CallCard, card_of_robot_tool
from strands_robots_nb.agent.motion_lane import MotionLane
from strands_robots_nb.agent.robot_tool import RobotTool, ToolDefinition
from strands_robots_nb.agent.robot_verbs import RobotVerbs
from strands_robots_nb.sim.tasks.catalog import TASKS

if TYPE_CHECKING:
    from strands_robots_nb.robots.robot import Robot

SCHEMA_BUDGET_BYTES = 4096
"""What all tools of one robot may cost a model to read, as JSON."""

# One thread a robot, shared by all agents that hold it: strands runs several calls of one answer side by side
# unless told otherwise, and two motions at once would take the robot from each other.
_lanes: WeakKeyDictionary[Any, MotionLane] = WeakKeyDictionary()


def robot_tools(robot: Robot, *, prefix: str = "") -> list[RobotTool]:
    """The tools of one robot.

    Args:
        robot: The robot.
        prefix: Put before every tool's name, e.g. ``"left_"``, for an agent that has several robots.

    Returns:
        ``state, look, move, grip, home, perform, record, stop, switch_mode, reset``.
    """
    lane = _lanes.get(robot)
    if lane is None:
        lane = _lanes[robot] = MotionLane(f"strands-robots-nb-{robot.name}")
    verbs = RobotVerbs(robot)
    shown_name = prefix.rstrip("_")

    def card(verb: str, arguments: Mapping[str, Any]) -> CallCard:
        return card_of_robot_tool(verb, arguments, shown_name)

    return [
        RobotTool(definition, prefix=prefix, card=card, lane=lane, footer=verbs.footer)
        for definition in _definitions(robot, verbs)
    ]


def _definitions(robot: Robot, verbs: RobotVerbs) -> list[ToolDefinition]:
    return [
        ToolDefinition("state", "Joints, gripper position and opening, mode, stop, recording.", verbs.state),
        ToolDefinition("look", "A camera's picture.", verbs.look, lambda: {"camera": _one_of(robot.cameras)}),
        ToolDefinition(
            "move",
            "Move the gripper to position_m, or joints to angles. relative: offsets from where it is now.",
            verbs.move,
            lambda: _move_properties(robot),
            moves=True,
        ),
        ToolDefinition(
            "grip",
            "Set the gripper's opening: 0 closed, 100 open.",
            verbs.grip,
            lambda: {"percent": {"type": "number", "minimum": 0, "maximum": 100}},
            ("percent",),
            moves=True,
        ),
        ToolDefinition("home", "Go to the home pose.", verbs.home, moves=True),
        ToolDefinition(
            "perform",
            "Do a whole task by itself and measure whether it succeeded.",
            verbs.perform,
            lambda: {"task": _one_of(_task_names(robot))},
            ("task",),
            moves=True,
        ),
        ToolDefinition(
            "record",
            "Record a LeRobot dataset: start, then for each episode move and save (or discard), then finish. "
            "Without path: ~/datasets/<task>.",
            verbs.record,
            lambda: {
                "action": _one_of(("start", "save", "discard", "finish")),
                "path": {"type": "string"},
                "task": {"type": "string", "description": "What the episodes show, in words"},
                "success": {"type": "boolean", "description": "For save; left out: as measured"},
            },
            ("action",),
            moves=True,
        ),
        ToolDefinition(
            "stop",
            "Software stop, at once. Only a person can reset it.",
            verbs.stop,
            lambda: {"reason": {"type": "string"}},
        ),
        ToolDefinition(
            "switch_mode",
            "Run the same robot in simulation or on hardware. May be refused, with reasons.",
            verbs.switch_mode,
            lambda: {"mode": _one_of(("sim", "real"))},
            ("mode",),
            moves=True,
        ),
        ToolDefinition(
            "reset",
            "Put the scene back to its start; a seed gives one of many reproducible starts.",
            verbs.reset,
            lambda: {"seed": {"type": "integer"}},
            moves=True,
        ),
    ]


def _move_properties(robot: Robot) -> dict[str, Any]:
    joints = {key: {"type": "number"} for key in robot.joint_keys}
    return {
        "position_m": {
            "type": "array",
            "items": {"type": "number"},
            "description": "x forward, y left, z up from the base [m]",
        },
        "joints": {"type": "object", "properties": joints, "description": "Degrees; gripper.pos in %"},
        "relative": {"type": "boolean"},
        "duration_s": {"type": "number"},
    }


def _task_names(robot: Robot) -> tuple[str, ...]:
    own = () if robot.task is None else (robot.task.name,)
    return tuple(dict.fromkeys((*own, *TASKS)))


def _one_of(names: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(names)}
