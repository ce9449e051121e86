"""One agent and its conversation, for a panel that must never wait."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Any

from strands import Agent
from strands.types.exceptions import ConcurrencyException

from strands_robots_nb.agent.offline.rules_motion import asks_to_stop
from strands_robots_nb.agent.offline.rules_talk import prompts
from strands_robots_nb.agent.offline.vocabulary import Vocabulary
from strands_robots_nb.agent.printed_turn import is_shown_elsewhere
from strands_robots_nb.agent.session_events import Outcome, RunningChanged, SessionEvent
from strands_robots_nb.agent.transcript import Transcript
from strands_robots_nb.agent.turn_watch import TurnWatch
from strands_robots_nb.contract.messages import ChatItem
from strands_robots_nb.errors import AgentBusy

logger = logging.getLogger(__name__)

_ATTEMPTS = 40
_ATTEMPT_S = 0.05


class AgentSession:
    """Runs an agent on a thread of its own and keeps the transcript, also of turns that were started from a cell.

    Args:
        agent: Any strands agent, ours or ``Agent(tools=[robot])``.

    Example:
        >>> session = AgentSession(agent)
        >>> session.send("pick up the red cube")   # returns at once
        >>> session.stop()                         # the motion is given up, the robot holds
    """

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._transcript = Transcript()
        # One lock for both, so that lines and running change together.
        self._lock = self._transcript.lock
        self._running = False
        self._in_invocation = False
        self._given_up = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        TurnWatch(agent, self._transcript, began=self._turn_began, ended=self._turn_ended)

    # ------------------------------------------------------------ what it is

    @property
    def agent(self) -> Agent:
        """The agent."""
        return self._agent

    @property
    def running(self) -> bool:
        """Whether a turn is going on, wherever it was started."""
        return self._running

    @property
    def transcript(self) -> tuple[ChatItem, ...]:
        """The last 500 lines, oldest first."""
        return self._transcript.items

    @property
    def model_name(self) -> str:
        """Which model answers."""
        config: Any = self._agent.model.get_config()
        name = config.get("model_id") if isinstance(config, dict) else getattr(config, "model_id", None)
        return str(name) if name else type(self._agent.model).__name__

    @property
    def prompts(self) -> tuple[str, ...]:
        """Things one could ask this agent."""
        robots = Vocabulary.of_tools([{"name": name} for name in self._agent.tool_names]).robots
        if not robots:
            return ()
        whose = f"{robots[0].name} " if robots[0].name else ""
        return tuple(f"{whose}{prompt}" for prompt in prompts(set(robots[0].tools)))

    def pictures(self, item_id: str) -> tuple[bytes, ...]:
        """The pictures of a tool's result, JPEG or PNG; only those of the newest lines are kept."""
        return self._transcript.pictures(item_id)

    def subscribe(self, callback: Callable[[SessionEvent], None]) -> Callable[[], None]:
        """Be told of every change, on the agent's thread; return at once. Returns the way out."""
        return self._transcript.watch(callback)

    def follow(self, callback: Callable[[SessionEvent], None]) -> tuple[tuple[ChatItem, ...], bool, Callable[[], None]]:
        """Subscribe and read at the same moment: what is told afterwards comes on top of what is returned.

        Returns:
            The transcript, whether a turn is going on, and the way out.
        """
        with self._lock:
            return self._transcript.items, self._running, self._transcript.watch(callback)

    # ------------------------------------------------------------ doing

    def send(self, text: str) -> None:
        """Begin a turn; returns at once. A "stop" while a turn is going on ends it.

        Raises:
            AgentBusy: If a turn is going on.
        """
        with self._lock:
            if not self._running:
                self._given_up = threading.Event()
                self._set_running(True)
                asyncio.run_coroutine_threadsafe(self._turn(text, self._given_up), self._own_loop())
            elif asks_to_stop(text):
                self.stop()
            else:
                raise AgentBusy(
                    "The agent is still at work.", do='Wait for the end of its turn, press Stop turn, or say "stop".'
                )
        self._transcript.tell()

    def stop(self) -> None:
        """End the turn: the running motion is given up and the robot holds. Nothing happens when no turn goes on."""
        with self._lock:
            self._given_up.set()
            # strands clears its own signal at the end of a turn; set after that, it would end the next one.
            if self._in_invocation:
                self._agent.cancel()

    async def _turn(self, text: str, given_up: threading.Event) -> None:
        is_shown_elsewhere.set(True)
        try:
            await self._invoke(text, given_up)
        except Exception as error:
            logger.debug("error=<%s> | a turn ended with an error", error, exc_info=True)
            # The hooks have told of what happened within the turn.
            if self._running:
                self._transcript.add_text("error", f"{type(error).__name__}: {error}")
        finally:
            self._turn_ended("error")

    async def _invoke(self, text: str, given_up: threading.Event) -> None:
        for _ in range(_ATTEMPTS):
            try:
                await self._agent.invoke_async(text, cancel_signal=given_up)
                return
            except ConcurrencyException:
                # A turn from a cell has told its end and is about to let the agent go.
                await asyncio.sleep(_ATTEMPT_S)
        raise AgentBusy("The agent is still at work elsewhere.", do="Wait for the end of its turn, then ask again.")

    def _turn_began(self) -> None:
        with self._lock:
            self._in_invocation = True
            self._set_running(True)
        self._transcript.tell()

    def _turn_ended(self, outcome: Outcome) -> None:
        with self._lock:
            self._in_invocation = False
            self._set_running(False, outcome)
        self._transcript.tell()

    def _set_running(self, running: bool, outcome: Outcome = "") -> None:
        if running != self._running:
            self._running = running
            self._transcript.note(RunningChanged(running, outcome))

    def _own_loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                loop = asyncio.new_event_loop()
                threading.Thread(target=loop.run_forever, name="strands-robots-nb-agent", daemon=True).start()
                self._loop = loop
            return self._loop
