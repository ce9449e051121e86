"""Everything about one robot in one cell: mode switch, viewport and, with an agent, the chat."""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING, Any

from ipywidgets import GridBox, Layout, VBox

from strands_robots_nb.errors import NbError
from strands_robots_nb.widgets.base import NbWidget
from strands_robots_nb.widgets.mode_switch import ModeSwitch
from strands_robots_nb.widgets.viewport import Viewport

if TYPE_CHECKING:
    from strands import Agent

    from strands_robots_nb.agent.session import AgentSession
    from strands_robots_nb.robots.robot import Robot
    from strands_robots_nb.widgets.chat import Chat

logger = logging.getLogger(__name__)


class Workbench(VBox):
    """Mode switch, viewport and chat in one layout: side by side from 900 pixels of width on, else one below the other.

    Args:
        robot: The robot.
        agent: An agent that holds it, or the agent's session; None for no chat.
        height: Height of the viewport's picture [pixel].

    Raises:
        InvalidArgument: If ``agent`` is not an agent.

    Example:
        >>> Workbench(robot, make_agent(robot))
    """

    mode_switch: ModeSwitch
    viewport: Viewport
    chat: Chat | None
    """None without an agent."""

    _panels: tuple[NbWidget, ...] = ()

    def __init__(self, robot: Robot, agent: Agent | AgentSession | None = None, *, height: int = 420) -> None:
        self.robot = robot
        self.chat = None if agent is None else _chat_with(agent)
        self.mode_switch = ModeSwitch(robot)
        self.viewport = Viewport(robot, height=height)
        self.mode_switch.add_class("srnb-workbench-switch")
        self.viewport.add_class("srnb-workbench-view")
        self._panels = (self.mode_switch, self.viewport)
        if self.chat is not None:
            self.chat.add_class("srnb-workbench-chat")
            self._panels = (*self._panels, self.chat)
        grid = GridBox(self._panels, layout=Layout(width="100%"))
        grid.add_class("srnb-workbench-grid")
        super().__init__([grid], layout=Layout(width="100%"))
        self.add_class("srnb-workbench")

    def close(self) -> None:
        """Take the panels away; the robot and the agent go on."""
        for part in (*self._panels, *self.children):
            part.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any] | None:
        data: dict[str, Any] | None = super()._repr_mimebundle_(**kwargs)
        if data is None:
            return None
        try:
            png = self.viewport.still_png()
        except NbError as error:
            logger.info("robot=<%s>, reason=<%s> | no still picture", self.robot.name, error)
            return data
        # Where no kernel answers, the viewport's picture stands for the whole.
        if png is not None:
            data["image/png"] = base64.b64encode(png).decode("ascii")
        return data

    def __repr__(self) -> str:
        return f"Workbench({self.robot.name})"


def _chat_with(agent: Agent | AgentSession) -> Chat:
    # Imported here, because a chat needs the agent's framework and a robot alone does not.
    from strands_robots_nb.widgets.chat import Chat

    return Chat(agent)
