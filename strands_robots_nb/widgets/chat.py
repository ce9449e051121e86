"""The panel in which a person and an agent talk, and in which each of the agent's steps can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, assert_never, cast, override
from weakref import WeakValueDictionary

from traitlets import Bunch, Int, validate

from strands_robots_nb.agent.session_events import SessionEvent
from strands_robots_nb.contract.messages import (
    ChatReady,
    ChatSend,
    ChatStop,
    ModeSet,
    RobotResetStop,
    RobotStop,
    StreamAck,
    ToKernel,
    ViewportOverlays,
    ViewportReady,
    ViewportSetSpeed,
    ViewportTransport,
    ViewportVisibility,
)
from strands_robots_nb.errors import InvalidArgument
from strands_robots_nb.widgets.base import NbWidget
from strands_robots_nb.widgets.chat_feed import ChatFeed, Posting
from strands_robots_nb.widgets.outbox import Outbox

if TYPE_CHECKING:
    from strands import Agent

    from strands_robots_nb.agent.session import AgentSession

OFFLINE_LINE = "Offline model: understands a small set of sentences, not a language model"
_LOWEST, _HIGHEST = 280, 2000


class Chat(NbWidget):
    """A chat with an agent: its words as they come, and one card for each tool call.

    Turns that were started from a cell, ``agent("go home")``, show here as well. Stop turn ends the turn: the running
    motion is given up and the robot holds.

    Args:
        agent: A strands ``Agent``, or the ``AgentSession`` of one.
        height: Height of the panel [pixel].

    Raises:
        InvalidArgument: If it is something else, e.g. a robot, or the height is out of range.

    Example:
        >>> agent = make_agent(robot)
        >>> Chat(agent)
    """

    height = Int(480).tag(sync=True)
    """Height of the panel [pixel], 280 to 2000. Beside a viewport in a ``Workbench`` it has the viewport's."""

    def __init__(self, agent: Agent | AgentSession, *, height: int = 480) -> None:
        self.session = session_of(agent)
        self._outbox = Outbox[SessionEvent | ChatReady]("chat", self._deliver)
        self._feed = ChatFeed((), running=False)
        super().__init__("chat", height=height)
        # A word that comes between these two lines shows twice, until its sentence ends and is told as a whole.
        self._unsubscribe = self.session.subscribe(self._outbox.put)
        self._feed = ChatFeed(self.session.transcript, self.session.running)

    @override
    def handle(self, message: ToKernel, buffers: Sequence[memoryview]) -> None:
        """Take over what a person said, or a press on Stop turn."""
        match message:
            case ChatStop():
                self.session.stop()
            case ChatSend(text=text):
                if text.strip():
                    self.session.send(text)
            case ChatReady():
                self._outbox.put(message)
            case (
                ViewportReady()
                | StreamAck()
                | ViewportVisibility()
                | ViewportTransport()
                | ViewportSetSpeed()
                | ViewportOverlays()
                | RobotStop()
                | RobotResetStop()
                | ModeSet()
            ):
                kind = type(message).__name__
                raise InvalidArgument("The chat cannot do that.", f"It got {kind}.", "Reload the page (Ctrl+R).")
            case _:
                assert_never(message)

    @override
    def still_png(self) -> bytes | None:
        """None: a conversation is words."""
        return None

    @override
    def close(self) -> None:
        """Take the panel away; the agent and its conversation stay."""
        if hasattr(self, "_unsubscribe"):
            self._unsubscribe()
            self._outbox.close()
        super().close()

    @property
    def model_line(self) -> str:
        """What the panel says about the model that answers."""
        name = self.session.model_name
        return OFFLINE_LINE if name == "offline" else name

    @validate("height")
    def _valid_height(self, proposal: Bunch) -> int:
        height = int(proposal["value"])
        if not _LOWEST <= height <= _HIGHEST:
            raise InvalidArgument(
                "The height was not changed.", f"It is {height} pixels.", f"Give {_LOWEST} to {_HIGHEST}."
            )
        return height

    def _deliver(self, batch: list[SessionEvent | ChatReady]) -> None:
        for posting in self._postings(batch):
            self.post(posting.message, posting.buffers)

    def _postings(self, batch: list[SessionEvent | ChatReady]) -> Iterator[Posting]:
        for is_request, entries in groupby(batch, lambda entry: isinstance(entry, ChatReady)):
            if is_request:
                yield self._feed.whole(self.model_line, self.session.prompts, self.session.pictures)
            else:
                yield from self._feed.take(cast(Iterator[SessionEvent], entries))


_sessions: WeakValueDictionary[int, AgentSession] = WeakValueDictionary()


def session_of(agent: Agent | AgentSession) -> AgentSession:
    """The one session of an agent: two panels of one agent show the same conversation.

    Raises:
        InvalidArgument: If it is not an agent.
    """
    # The agent's framework takes seconds to load; whoever has an agent has paid for that already.
    from strands_robots_nb.agent.session import AgentSession

    if isinstance(agent, AgentSession):
        return agent
    if not hasattr(agent, "callback_handler") or not hasattr(agent, "hooks"):
        raise InvalidArgument(
            "A chat needs an agent.", f"It got a {type(agent).__name__}.", "Write Chat(make_agent(robot))."
        )
    # An agent keeps its session alive through its hooks, so the entry lives exactly as long as the agent.
    session = _sessions.get(id(agent))
    if session is None or session.agent is not agent:
        session = _sessions[id(agent)] = AgentSession(agent)
    return session
