from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strands import Agent, tool

from strands_robots_nb.agent.offline.rules_talk import WHAT_I_AM
from strands_robots_nb.agent.offline_model import OfflineModel
from strands_robots_nb.errors import ModelNotConfigured
from tests.agent.words import call_of, said, stream_of, text_of, tool_specs, with_result

SPECS = tool_specs()


def carry_out(text: str, results: dict[str, str], *, failing: str = "") -> tuple[list[Any], str]:
    """Play a whole turn: each call gets the result of its tool; returns the calls and the last words."""
    messages, calls = said(text), []
    for _ in range(100):
        chunks = stream_of(messages, SPECS)
        call = call_of(chunks)
        if call is None:
            return calls, text_of(chunks)
        calls.append(call)
        status = "error" if call[0] == failing else "success"
        messages = with_result(messages, call, results.get(call[0], "Done."), status)
    raise AssertionError("the turn does not end")


def check_stream(chunks: list[dict[str, Any]], tools: set[str]) -> None:
    kinds = [next(iter(chunk)) for chunk in chunks]
    assert kinds[0] == "messageStart"
    assert kinds[-2:] == ["messageStop", "metadata"]
    depth = 0
    for kind in kinds[1:-2]:
        depth += {"contentBlockStart": 1, "contentBlockStop": -1}.get(kind, 0)
        assert depth == (0 if kind == "contentBlockStop" else 1)
    call = call_of(chunks)
    assert chunks[-2]["messageStop"]["stopReason"] == ("tool_use" if call else "end_turn")
    assert call is None or call[0] in tools
    assert call is not None or text_of(chunks).strip()


@given(st.text())
def test_any_text_gives_a_valid_stream(text: str) -> None:
    check_stream(stream_of(said(text), SPECS), {spec["name"] for spec in SPECS})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(["record two episodes of picking the cube", "go home then look", "where are you"]),
    st.lists(st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": _JSON}), max_size=4),
    st.lists(
        st.fixed_dictionaries({"name": st.sampled_from(["look", "home", "x_reset", "state"]), "inputSchema": _JSON})
    ),
)
def test_no_history_and_no_tools_can_make_it_fail(text: str, history: list[Any], specs: list[Any]) -> None:
    check_stream(stream_of([*history, *said(text)], specs), {spec["name"] for spec in specs})


def test_the_same_conversation_gives_the_same_answer() -> None:
    first, second = (stream_of(said("move up 5 cm, then go home"), SPECS) for _ in range(2))
    assert text_of(first) == text_of(second)
    assert call_of(first) == call_of(second)


def test_words_come_in_small_pieces() -> None:
    chunks = stream_of(said("what can you do?"), SPECS)
    assert sum("contentBlockDelta" in chunk for chunk in chunks) > 10


def test_it_says_once_that_it_is_not_a_language_model() -> None:
    first = stream_of(said("go home"), SPECS)
    assert WHAT_I_AM in text_of(first)
    later = with_result(said("go home"), ("home", {}), "At home.")
    later += [{"role": "assistant", "content": [{"text": "At home."}]}, *said("go home")]
    assert WHAT_I_AM not in text_of(stream_of(later, SPECS))


@pytest.mark.parametrize("again", ["again", "Do it again, please", "once more!"])
def test_again_means_what_was_asked_before(again: str) -> None:
    before = [*said("move up 5 cm"), {"role": "assistant", "content": [{"text": "Moved."}]}]
    once = [*before, *said("again"), {"role": "assistant", "content": [{"text": "Moved."}]}]
    for history in (before, once):
        assert call_of(stream_of([*history, *said(again)], SPECS)) == call_of(stream_of(said("move up 5 cm"), SPECS))
    assert call_of(stream_of(said(again), SPECS)) is None


def test_steps_follow_one_another_and_the_results_are_reported() -> None:
    calls, words = carry_out(
        "open the gripper, then move up 5 cm", {"grip": "It is 97 % open.", "move": "Moved in 1.2 s."}
    )
    assert [name for name, _ in calls] == ["grip", "move"]
    assert "97 % open" in words
    assert "1.2 s" in words


def test_after_an_error_the_rest_is_left_and_the_reason_is_given() -> None:
    calls, words = carry_out(
        "open the gripper, move to 90 0 10 cm, then go home",
        {"grip": "It is 97 % open.", "move": "UnreachableTarget: too far."},
        failing="move",
    )
    assert [name for name, _ in calls] == ["grip", "move"]
    assert "too far" in words
    assert "97 % open" in words
    assert "Not done: go home" in words
    assert "UnreachableTarget" not in words


def test_episodes_are_numbered_on_from_those_in_the_dataset() -> None:
    calls, _ = carry_out(
        "record two episodes of picking the red cube", {"record": "Started recording to ~/d; next is episode 7."}
    )
    assert [arguments["seed"] for name, arguments in calls if name == "reset"] == [7, 8]


def test_a_recording_that_was_open_before_is_left_open() -> None:
    calls, _ = carry_out(
        "record an episode of picking the red cube", {"record": "The recording to ~/d goes on; next is episode 2."}
    )
    assert [arguments.get("action") for name, arguments in calls if name == "record"] == ["start", "save"]


def test_an_error_within_a_recording_says_that_it_is_still_open() -> None:
    _, words = carry_out(
        "record an episode of picking the red cube",
        {
            "record": "Started recording to ~/d; next is episode 0.",
            "perform": "UnreachableTarget: the cube is too far.",
        },
        failing="perform",
    )
    assert "still open" in words


def test_a_task_that_did_not_succeed_is_reported_as_such() -> None:
    _, words = carry_out("pick up the red cube", {"perform": "pick_place: no success: the cube fell. It took 8.0 s."})
    assert "no success: the cube fell" in words


def test_a_mode_that_changed_under_way_ends_the_request() -> None:
    calls, words = carry_out(
        "open the gripper, then go home", {"grip": "Sent.\nMode: real.\nNote: the mode changed from sim to real."}
    )
    assert [name for name, _ in calls] == ["grip"]
    assert "the mode changed" in words
    assert "Not done: go home" in words


def test_it_does_not_pretend_to_see() -> None:
    _, words = carry_out("what do you see?", {"look": "Picture of the front camera."})
    assert "cannot tell what is in the picture" in words


def test_a_tool_that_is_missing_is_named_and_nothing_is_done() -> None:
    chunks = stream_of(said("open the gripper, then go home"), tool_specs(without=("home",)))
    assert call_of(chunks) is None
    assert "no tool" in text_of(chunks)


def test_without_a_robot_it_says_so() -> None:
    assert "no robot" in text_of(stream_of(said("go home"), None))


def test_the_tools_of_the_robot_that_is_named_are_called() -> None:
    specs = [*tool_specs("left_"), *tool_specs("right_"), {"name": "weather", "inputSchema": {}}]
    assert call_of(stream_of(said("right open your gripper"), specs)) == ("right_grip", {"percent": 100})


def test_it_runs_inside_a_plain_strands_agent_with_other_tools() -> None:
    went: list[str] = []

    @tool
    def home() -> str:
        """Go home."""
        went.append("home")
        return "At home, as far as I know."

    @tool
    def weather() -> str:
        """Not for robots."""
        return "rain"

    agent = Agent(model=OfflineModel(), tools=[home, weather], callback_handler=None)
    assert "At home, as far as I know." in str(agent("go home please"))
    assert went == ["home"]


def test_structured_output_is_refused_with_a_way_out() -> None:
    async def ask() -> list[Any]:
        return [event async for event in OfflineModel().structured_output(dict, [])]

    with pytest.raises(ModelNotConfigured, match="STRANDS_ROBOTS_NB_MODEL"):
        asyncio.run(ask())
