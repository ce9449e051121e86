"""The chat tells its pages what agent and person do, and never makes either wait."""

from __future__ import annotations

import math
import threading

import pytest
from bench_comm import messages_to_page, send_from_page

from strands_robots_nb import Chat, Robot, make_agent
from strands_robots_nb.agent.session import AgentSession
from strands_robots_nb.agent.session_events import ItemAdded, RunningChanged
from strands_robots_nb.errors import InvalidArgument

WAIT_S = 60


@pytest.fixture(scope="module")
def robot():
    with Robot("so101", seed=0) as made:
        made.world.speed = math.inf
        yield made


@pytest.fixture
def agent(robot):
    robot.reset(0)
    return make_agent(robot)


@pytest.fixture
def chat_with(page_comms):
    made = []

    def make(agent):
        made.append(Chat(agent))
        return made[-1]

    yield make
    for chat in made:
        chat.close()


@pytest.fixture
def chat(agent, chat_with):
    return chat_with(agent)


class Watch:
    """Waits for what a session tells."""

    def __init__(self, session):
        self.turn_over = threading.Event()
        self.tool_runs = threading.Event()
        session.subscribe(self._note)

    def _note(self, event):
        match event:
            case RunningChanged(running=False):
                self.turn_over.set()
            case ItemAdded(item=item) if item.call is not None and item.call.state == "running":
                self.tool_runs.set()
            case _:
                pass


def say(chat, text):
    """The person says something in the page; returns when the agent's turn is over and told."""
    watch = Watch(chat.session)
    send_from_page(chat, {"kind": "chat.send", "text": text})
    assert watch.turn_over.wait(WAIT_S)
    assert chat._outbox.join()


def page_of(chat, start=0):
    """The conversation as a page holds it that heard every message since ``start``."""
    lines, running, outcome = {}, False, ""
    for message in messages_to_page(chat)[start:]:
        match message["kind"]:
            case "chat.transcript":
                lines = {item["item_id"]: dict(item) for item in message["items"]}
                running = message["running"]
            case "chat.item":
                lines[message["item"]["item_id"]] = dict(message["item"])
            case "chat.text":
                lines[message["item_id"]]["text"] += message["delta"]
            case "chat.running":
                running, outcome = message["running"], message["outcome"]
    return list(lines.values()), running, outcome


def ready(chat):
    """A page opens and gets the conversation; returns that message and its buffers."""
    heard = len(chat.comm.sent)
    send_from_page(chat, {"kind": "chat.ready", "contract_version": 1})
    assert chat._outbox.join()
    for data, buffers in zip(chat.comm.sent[heard:], chat.comm.buffers[heard:], strict=False):
        if data.get("method") == "custom" and data["content"]["kind"] == "chat.transcript":
            return data["content"], buffers
    raise AssertionError("no transcript was sent")


def test_what_is_said_in_the_page_is_carried_out_and_told_line_by_line(robot, chat):
    say(chat, "open the gripper")
    lines, running, outcome = page_of(chat)
    assert [line["role"] for line in lines] == ["person", "agent", "tool", "agent"]
    assert lines[0]["text"] == "open the gripper"
    call = lines[2]["call"]
    assert (call["tool"], call["state"]) == ("grip", "done")
    assert {"name": "percent", "value": "100", "unit": "%"} in call["parameters"]
    assert call["duration_s"] > 0
    assert (running, outcome) == (False, "done")
    assert robot.joints()["gripper.pos"] > 80


def test_a_page_that_opens_later_gets_the_same_conversation_with_the_pictures(chat):
    say(chat, "look through the front camera")
    transcript, buffers = ready(chat)
    told, _, _ = page_of(chat)
    heard = [line["text"] for line in page_of(chat, 0)[0]]
    assert [item["text"] for item in transcript["items"]] == heard
    assert [item["item_id"] for item in transcript["items"]] == [line["item_id"] for line in told]
    assert sum(item["call"]["image_count"] for item in transcript["items"] if item["call"]) == len(buffers) == 1
    assert bytes(buffers[0][:2]) in (b"\xff\xd8", b"\x89P")
    assert transcript["model_name"] == "Offline model: understands a small set of sentences, not a language model"
    assert transcript["prompts"]


def test_a_turn_started_from_a_cell_shows_in_the_panel(agent, chat):
    agent("close the gripper")
    assert chat._outbox.join()
    lines, running, outcome = page_of(chat)
    assert lines[0]["text"] == "close the gripper"
    assert [line["call"]["tool"] for line in lines if line["call"]] == ["grip"]
    assert (running, outcome) == (False, "done")


def test_a_panel_made_after_a_turn_shows_it_when_the_agent_had_a_session(agent, chat_with):
    first = chat_with(agent)
    say(first, "close the gripper")
    second = chat_with(agent)
    transcript, _ = ready(second)
    assert transcript["items"][0]["text"] == "close the gripper"


def test_two_panels_of_one_agent_are_one_conversation(agent, chat_with):
    first, second = chat_with(agent), chat_with(agent)
    assert first.session is second.session
    say(first, "go home")
    assert second._outbox.join()
    assert page_of(first) == page_of(second)


def test_stop_ends_the_turn_and_the_robot_holds_without_the_software_stop(robot, chat):
    robot.world.speed = 1.0
    try:
        watch = Watch(chat.session)
        send_from_page(chat, {"kind": "chat.send", "text": "pick up the red cube"})
        assert watch.tool_runs.wait(WAIT_S)
        send_from_page(chat, {"kind": "chat.stop"})
        assert watch.turn_over.wait(WAIT_S)
    finally:
        robot.world.speed = math.inf
    assert chat._outbox.join()
    lines, running, outcome = page_of(chat)
    assert (running, outcome) == (False, "cancelled")
    assert [line["call"]["state"] for line in lines if line["call"]] == ["cancelled"]
    assert not robot.is_stopped
    say(chat, "go home")
    assert page_of(chat)[2] == "done"


def test_a_page_that_opens_in_the_middle_of_a_turn_is_told_that_it_runs_and_for_how_long(robot, chat):
    robot.world.speed = 1.0
    try:
        watch = Watch(chat.session)
        send_from_page(chat, {"kind": "chat.send", "text": "pick up the red cube"})
        assert watch.tool_runs.wait(WAIT_S)
        assert chat._outbox.join()
        transcript, _ = ready(chat)
        send_from_page(chat, {"kind": "chat.stop"})
        assert watch.turn_over.wait(WAIT_S)
    finally:
        robot.world.speed = math.inf
    assert transcript["running"]
    assert [item["call"]["duration_s"] > 0 for item in transcript["items"] if item["call"]] == [True]
    assert chat._outbox.join()
    # Words of older lines may have come before the page got its conversation.
    start = next(i for i, message in enumerate(messages_to_page(chat)) if message is transcript)
    late = [line["text"] for line in page_of(chat, start)[0]]
    assert late == [item.text for item in chat.session.transcript]


def test_a_second_request_while_the_agent_works_is_refused_and_not_lost_silently(robot, chat):
    robot.world.speed = 1.0
    try:
        watch = Watch(chat.session)
        send_from_page(chat, {"kind": "chat.send", "text": "pick up the red cube"})
        send_from_page(chat, {"kind": "chat.send", "text": "go home"})
        notices = [message for message in messages_to_page(chat) if message["kind"] == "notice"]
        send_from_page(chat, {"kind": "chat.stop"})
        assert watch.turn_over.wait(WAIT_S)
    finally:
        robot.world.speed = math.inf
    assert len(notices) == 1
    assert "still at work" in notices[0]["text"]
    assert [item.text for item in chat.session.transcript if item.role == "person"] == ["pick up the red cube"]


def test_blank_text_starts_no_turn(chat):
    send_from_page(chat, {"kind": "chat.send", "text": " \n "})
    assert not chat.session.running
    assert messages_to_page(chat) == []


def test_everything_is_sent_by_one_thread(chat):
    say(chat, "go home")
    ready(chat)
    sent = zip(chat.comm.sent, chat.comm.threads, strict=True)
    assert {thread for data, thread in sent if data["method"] == "custom"} == {"chat"}


def test_a_chat_with_something_that_is_no_agent_says_how_to_make_one(robot, page_comms):
    with pytest.raises(InvalidArgument, match=r"make_agent\(robot\)"):
        Chat(robot)


def test_a_session_can_be_given_instead_of_its_agent(agent, chat_with):
    session = AgentSession(agent)
    assert chat_with(session).session is session


@pytest.mark.parametrize("height", [0, 279, 2001, -1])
def test_a_height_out_of_range_is_refused_with_the_range(agent, page_comms, height):
    with pytest.raises(InvalidArgument, match="280 to 2000"):
        Chat(agent, height=height)


def test_a_closed_chat_leaves_agent_and_conversation(agent, chat):
    chat.close()
    chat.close()
    agent("go home")
    assert chat.session.transcript[0].text == "go home"


def test_a_message_for_another_widget_is_answered_with_a_notice(chat):
    send_from_page(chat, {"kind": "robot.stop"})
    assert messages_to_page(chat)[-1]["kind"] == "notice"


def test_the_repr_is_the_same_in_every_run(chat):
    assert repr(chat) == "Chat()"
