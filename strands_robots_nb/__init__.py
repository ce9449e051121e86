"""A robot in a notebook: simulated or real by one keyword, with an agent, a viewport and a recorder.

Everything is imported when it is first used, so that ``import strands_robots_nb`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0.dev0"

if TYPE_CHECKING:
    from strands_robots_nb.agent.default_model import default_model
    from strands_robots_nb.agent.make_agent import make_agent
    from strands_robots_nb.agent.offline_model import OfflineModel
    from strands_robots_nb.errors import ModeRefused, NbError, RobotStopped, UnreachableTarget
    from strands_robots_nb.robots.catalog import robot_names
    from strands_robots_nb.robots.robot import Robot
    from strands_robots_nb.sim.scene import Scene
    from strands_robots_nb.sim.tasks.lift import Lift
    from strands_robots_nb.sim.tasks.pick_place import PickPlace
    from strands_robots_nb.sim.world import World
    from strands_robots_nb.widgets.chat import Chat
    from strands_robots_nb.widgets.mode_switch import ModeSwitch
    from strands_robots_nb.widgets.viewport import Viewport
    from strands_robots_nb.widgets.workbench import Workbench

_HOMES = {
    "Chat": "widgets.chat",
    "Lift": "sim.tasks.lift",
    "ModeRefused": "errors",
    "ModeSwitch": "widgets.mode_switch",
    "NbError": "errors",
    "OfflineModel": "agent.offline_model",
    "PickPlace": "sim.tasks.pick_place",
    "Robot": "robots.robot",
    "RobotStopped": "errors",
    "Scene": "sim.scene",
    "UnreachableTarget": "errors",
    "Viewport": "widgets.viewport",
    "Workbench": "widgets.workbench",
    "World": "sim.world",
    "default_model": "agent.default_model",
    "make_agent": "agent.make_agent",
    "robot_names": "robots.catalog",
}

__all__ = [
    "Chat",
    "Lift",
    "ModeRefused",
    "ModeSwitch",
    "NbError",
    "OfflineModel",
    "PickPlace",
    "Robot",
    "RobotStopped",
    "Scene",
    "UnreachableTarget",
    "Viewport",
    "Workbench",
    "World",
    "default_model",
    "make_agent",
    "robot_names",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has: {', '.join(__all__)}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    if name == "Robot":
        _give_robots_to_agents(value)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _give_robots_to_agents(robot_class: Any) -> None:
    """Make robots strands ToolProviders without importing strands, which nobody may need."""
    provider = import_module(f"{__name__}.agent.tool_provider")
    robot_class.seat_tool_factory(provider.load_tools_for)
    provider.register_with_strands(robot_class)
