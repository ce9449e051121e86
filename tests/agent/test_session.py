from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from strands import Agent, tool

from strands_robots_nb import Robot, make_agent
from strands_robots_nb.agent.offline_model import OfflineModel
from strands_robots_nb.agent.session import AgentSession
from strands_robots_nb.agent.session_events import ItemAdded, RunningChanged, SessionEvent, TextAdded
from strands_robots_nb.agent.transcript import MOST_ITEMS, MOST_PICTURES, Transcript
from strands_robots_nb.contract.messages import ChatItem, ToolCall
from strands_robots_nb.errors import AgentBusy

_PATIENCE_S = 60


class Watched:
    """A session with all that it tells."""

    def __init__(self, agent: Agent) -> None:
        self.session = AgentSession(agent)
        self.events: list[SessionEvent] = []
        self._changed = threading.Condition()
        self.session.subscribe(self._on_event)

    def _on_event(self, event: SessionEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, _PATIENCE_S), self.events

    def turn(self, text: str) -> str:
        """Ask, wait for the end; returns how it ended."""
        before = len(self.events)
        self.session.send(text)
        ends: list[RunningChanged] = []

        def ended() -> bool:
            ends[:] = [
                event for event in self.events[before:] if isinstance(event, RunningChanged) and not event.running
            ]
            return bool(ends)

        self.wait_for(ended)
        return ends[0].outcome

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [(item.role, item.call.state if item.call else item.text) for item in self.session.transcript]

    @property
    def calls(self) -> list[ToolCall]:
        return [item.call for item in self.session.transcript if item.call]


@pytest.fixture
def watched(robot: Robot) -> Watched:
    return Watched(make_agent(robot))


def test_a_turn_is_told_as_it_happens(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    assert watched.turn("open the gripper, then look through the top camera") == "done"
    assert [role for role, _ in watched.lines] == ["person", "agent", "tool", "tool", "agent"]
    grip, look = watched.calls
    assert (grip.state, look.state) == ("done", "done")
    assert grip.title == "Open or close the gripper"
    assert [(item.name, item.value, item.unit) for item in grip.parameters] == [("percent", "100", "%")]
    assert grip.duration_s > 0
    assert "% open" in grip.result
    kinds = [type(event) for event in watched.events]
    assert kinds[0] is RunningChanged
    assert kinds[-1] is RunningChanged
    assert kinds.count(TextAdded) > 3
    # What a panel shows needs no second showing.
    assert capsys.readouterr().out == ""


def test_what_was_told_piece_by_piece_is_the_transcript(watched: Watched) -> None:
    watched.turn("go home and tell me where you are")
    told: dict[str, ChatItem] = {}
    words: dict[str, str] = {}
    for event in watched.events:
        if isinstance(event, ItemAdded):
            told[event.item.item_id] = event.item
            words[event.item.item_id] = event.item.text
        elif isinstance(event, TextAdded):
            words[event.item_id] += event.delta
    assert list(told) == [item.item_id for item in watched.session.transcript]
    assert [words[item.item_id] for item in watched.session.transcript] == [
        item.text for item in watched.session.transcript
    ]
    assert [told[item.item_id].call for item in watched.session.transcript] == [
        item.call for item in watched.session.transcript
    ]


def test_a_call_goes_from_queued_to_running_to_done(watched: Watched) -> None:
    watched.turn("go home")
    states = [event.item.call.state for event in watched.events if isinstance(event, ItemAdded) and event.item.call]
    assert states == ["queued", "running", "done"]


def test_pictures_come_with_their_card(watched: Watched) -> None:
    watched.turn("look")
    (item,) = [item for item in watched.session.transcript if item.call]
    assert item.call
    assert item.call.image_count == 1
    assert watched.session.pictures(item.item_id)[0].startswith(b"\xff\xd8")
    assert [event.pictures for event in watched.events if isinstance(event, ItemAdded) and event.pictures] == [
        watched.session.pictures(item.item_id)
    ]


def test_turns_from_a_cell_are_shown_like_those_from_the_panel(watched: Watched) -> None:
    watched.session.agent("go home")
    from_cell = [role for role, _ in watched.lines]
    watched.turn("go home")
    assert from_cell == ["person", "agent", "tool", "agent"]
    assert [role for role, _ in watched.lines[4:]] == from_cell


def test_a_direct_call_is_shown_as_its_card_alone(watched: Watched) -> None:
    watched.session.agent.tool.grip(percent=50)
    assert watched.lines == [("tool", "done")]
    assert not watched.session.running


def test_an_agent_made_by_anybody_is_shown(robot: Robot) -> None:
    watched = Watched(Agent(model=OfflineModel(), tools=[robot], callback_handler=None))
    assert watched.turn("open the gripper") == "done"
    assert watched.calls[0].title == "Open or close the gripper"


def test_tools_that_are_not_ours_get_a_card_too() -> None:
    @tool
    def home(speed_percent: int = 3) -> str:
        """Go home."""
        return "ok"

    watched = Watched(Agent(model=OfflineModel(), tools=[home], callback_handler=None))
    watched.turn("go home")
    assert (watched.calls[0].title, watched.calls[0].result) == ("Home", "ok")


def test_stop_gives_the_motion_up_and_the_next_turn_works(watched: Watched, robot: Robot) -> None:
    robot.world.speed = 1.0
    watched.session.send("pick up the red cube, then go home")
    watched.wait_for(lambda: any(call.state == "running" for call in watched.calls))
    watched.session.stop()
    watched.wait_for(lambda: any(isinstance(event, RunningChanged) and not event.running for event in watched.events))
    assert [event.outcome for event in watched.events if isinstance(event, RunningChanged)][-1] == "cancelled"
    assert [call.state for call in watched.calls] == ["cancelled"]
    assert not robot.is_stopped
    robot.world.speed = float("inf")
    assert watched.turn("go home") == "done"


def test_stop_without_a_turn_does_not_end_the_next_one(watched: Watched) -> None:
    watched.session.stop()
    assert watched.turn("go home") == "done"
    watched.session.stop()
    assert watched.turn("go home") == "done"


def test_a_second_message_while_at_work_is_refused(watched: Watched, robot: Robot) -> None:
    robot.world.speed = 1.0
    watched.session.send("go home, then open the gripper")
    with pytest.raises(AgentBusy):
        watched.session.send("go home")
    watched.session.stop()
    watched.wait_for(lambda: not watched.session.running)


def test_saying_stop_while_at_work_ends_the_turn(watched: Watched, robot: Robot) -> None:
    robot.world.speed = 1.0
    watched.session.send("pick up the red cube")
    watched.wait_for(lambda: any(call.state == "running" for call in watched.calls))
    watched.session.send("Stop!")
    watched.wait_for(lambda: not watched.session.running)
    assert [call.state for call in watched.calls] == ["cancelled"]


def test_following_gives_what_was_said_and_then_only_what_is_new(watched: Watched) -> None:
    watched.turn("go home")
    told: list[SessionEvent] = []
    lines, running, unsubscribe = watched.session.follow(told.append)
    assert lines == watched.session.transcript
    assert not running
    watched.turn("open the gripper")
    unsubscribe()
    count = len(told)
    watched.turn("go home")
    assert len(told) == count
    added = {event.item.item_id for event in told if isinstance(event, ItemAdded)}
    assert added.isdisjoint(item.item_id for item in lines)


def test_a_refused_mode_is_a_refused_card(watched: Watched) -> None:
    assert watched.turn("switch to the real robot") == "done"
    assert watched.calls[0].state == "refused"


class Broken(OfflineModel):
    async def stream(self, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionError("the provider does not answer")
        yield


def test_a_model_that_fails_leaves_an_error_and_a_session_that_works(robot: Robot) -> None:
    watched = Watched(make_agent(robot, model=Broken(), retry_strategy=None))
    assert watched.turn("go home") == "error"
    assert watched.lines[-1] == ("error", "ConnectionError: the provider does not answer")
    watched.session.agent.model = OfflineModel()
    assert watched.turn("go home") == "done"


def test_a_watcher_that_fails_does_not_end_the_turn(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    def fail(event: SessionEvent) -> None:
        raise RuntimeError("a broken panel")

    unsubscribe = watched.session.subscribe(fail)
    assert watched.turn("go home") == "done"
    assert "a broken panel" in caplog.text
    unsubscribe()


def test_two_sessions_of_one_agent_show_the_same(robot: Robot) -> None:
    agent = make_agent(robot)
    first, second = Watched(agent), Watched(agent)
    first.turn("go home")
    second.wait_for(lambda: not second.session.running)
    assert second.lines == first.lines


def test_it_names_the_model_and_offers_what_the_agent_can_do(watched: Watched) -> None:
    assert watched.session.model_name == "offline"
    assert "pick up the red cube" in watched.session.prompts
    assert AgentSession(Agent(model=OfflineModel(), callback_handler=None)).prompts == ()


def test_the_transcript_is_bounded_and_announces_only_pictures_it_has() -> None:
    transcript = Transcript()
    call = ToolCall("c", "look", "Look", (), "running", 0.0, "", 0)
    for number in range(MOST_ITEMS + 20):
        item_id = transcript.add_call(call)
        transcript.set_call(item_id, ToolCall(str(number), "look", "Look", (), "done", 0.0, "", 1), (b"jpeg",))
    items = transcript.items
    assert len(items) == MOST_ITEMS
    assert [item.call.image_count for item in items if item.call] == [
        len(transcript.pictures(item.item_id)) for item in items
    ]
    assert sum(len(transcript.pictures(item.item_id)) for item in items) == MOST_PICTURES
