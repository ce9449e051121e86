from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strands_robots_nb.agent.offline.request import Step
from strands_robots_nb.agent.offline.rules_talk import WHAT_I_AM, abilities, prompts
from strands_robots_nb.agent.offline.sentence import understand
from strands_robots_nb.agent.offline.vocabulary import VERBS, Vocabulary
from tests.agent.words import ONE_ROBOT, TWO_ROBOTS

type Calls = list[tuple[str, dict[str, Any]]]


def calls(text: str, vocabulary: Vocabulary = ONE_ROBOT) -> Calls:
    request = understand(text, vocabulary)
    assert not request.unclear, request.unclear
    return [(step.verb, step.arguments) for step in request.steps]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open the gripper", [("grip", {"percent": 100})]),
        ("Please close your gripper.", [("grip", {"percent": 0})]),
        ("close the gripper halfway", [("grip", {"percent": 50})]),
        ("open the hand to 40 %", [("grip", {"percent": 40})]),
        ("close the gripper by thirty percent", [("grip", {"percent": 70})]),
        ("gripper three quarters open", [("grip", {"percent": 75})]),
        ("gripper 40", [("grip", {"percent": 40})]),
        ("set the gripper to fifty percent", [("grip", {"percent": 50})]),
        ("let go", [("grip", {"percent": 100})]),
        ("drop it", [("grip", {"percent": 100})]),
        ("move to 20 10 15 cm", [("move", {"position_m": [0.2, 0.1, 0.15]})]),
        ("go to (20, -10, 15) cm", [("move", {"position_m": [0.2, -0.1, 0.15]})]),
        ("move to x=0.2, y=0.1 and z=0.15", [("move", {"position_m": [0.2, 0.1, 0.15]})]),
        ("move the gripper to 200 100 150 mm", [("move", {"position_m": [0.2, 0.1, 0.15]})]),
        ("move to 0.2 0 0.15 m", [("move", {"position_m": [0.2, 0, 0.15]})]),
        ("move up 5 cm", [("move", {"position_m": [0, 0, 0.05], "relative": True})]),
        ("lower the gripper by 2 cm", [("move", {"position_m": [0, 0, -0.02], "relative": True})]),
        ("3 cm to the left", [("move", {"position_m": [0, 0.03, 0], "relative": True})]),
        ("move 20 mm backwards", [("move", {"position_m": [-0.02, 0, 0], "relative": True})]),
        ("go 5 cm up 2 cm right", [("move", {"position_m": [0, -0.02, 0.05], "relative": True})]),
        ("turn the shoulder pan to 30 degrees", [("move", {"joints": {"shoulder_pan.pos": 30}})]),
        ("rotate wrist_roll by minus twenty-five°", [("move", {"joints": {"wrist_roll.pos": -25}, "relative": True})]),
        ("set the elbow to -20", [("move", {"joints": {"elbow_flex.pos": -20}})]),
        ("go home", [("home", {})]),
        ("return to your home position", [("home", {})]),
        ("pick up the red cube", [("perform", {"task": "pick_place"})]),
        ("pick and place", [("perform", {"task": "pick_place"})]),
        ("put the red cube on the green mark", [("perform", {"task": "pick_place"})]),
        ("pick up the cube and place it on the mark", [("perform", {"task": "pick_place"})]),
        ("demonstrate lifting the cube", [("perform", {"task": "lift"})]),
        ("go home, thank you", [("home", {})]),
        ("lift the cube", [("perform", {"task": "lift"})]),
        ("perform the lift task", [("perform", {"task": "lift"})]),
        ("look", [("look", {})]),
        ("what do you see?", [("look", {})]),
        ("look through the wrist camera, what do you see?", [("look", {"camera": "wrist"})]),
        ("take a picture with the top camera", [("look", {"camera": "top"})]),
        ("show me what the wrist camera sees", [("look", {"camera": "wrist"})]),
        ("where is the gripper", [("state", {})]),
        ("where's your hand?", [("state", {})]),
        ("what mode are you in?", [("state", {})]),
        ("are you recording?", [("state", {})]),
        ("reset with seed 3", [("reset", {"seed": 3})]),
        ("start over", [("reset", {})]),
        ("switch to the real robot", [("switch_mode", {"mode": "real"})]),
        ("go back to simulation", [("switch_mode", {"mode": "sim"})]),
        ("start recording to ~/datasets/x", [("record", {"action": "start", "path": "~/datasets/x"})]),
        ("stop recording", [("record", {"action": "finish"})]),
        ("save the episode as a failure", [("record", {"action": "save", "success": False})]),
        ("throw away the episode", [("record", {"action": "discard"})]),
    ],
)
def test_a_plain_sentence_becomes_one_call(text: str, expected: Calls) -> None:
    assert calls(text) == expected


def test_several_steps_are_taken_in_order() -> None:
    text = "open the gripper, move to 20 10 15 cm, close it halfway. Look through the wrist camera; what do you see?"
    assert [verb for verb, _ in calls(text)] == ["grip", "move", "grip", "look"]


def test_stop_is_a_call_to_stop() -> None:
    assert [verb for verb, _ in calls("STOP!")] == ["stop"]
    assert [verb for verb, _ in calls("emergency stop")] == ["stop"]


def test_only_a_person_resets_the_stop() -> None:
    request = understand("reset the stop", ONE_ROBOT)
    assert not request.steps
    assert "Only a person" in request.answers[0].text


def test_recording_episodes_resets_performs_and_saves_each() -> None:
    request = understand("record three episodes of picking the red cube to ~/datasets/pick, then go home", ONE_ROBOT)
    done = [(step.verb, step.arguments.get("action"), step.seed_offset) for step in request.steps]
    assert done == [
        ("record", "start", None),
        *[call for n in range(3) for call in (("reset", None, n), ("perform", None, None), ("record", "save", None))],
        ("record", "finish", None),
        ("home", None, None),
    ]
    assert request.steps[0].arguments == {"action": "start", "task": "pick up the red cube", "path": "~/datasets/pick"}
    assert request.steps[-2].only_if_started


def test_recording_what_was_just_asked_for_leaves_the_scene_as_it_is() -> None:
    assert calls("pick up the red cube and record it as an episode") == [
        ("record", {"action": "start", "task": "pick up the red cube"}),
        ("perform", {"task": "pick_place"}),
        ("record", {"action": "save"}),
        ("record", {"action": "finish"}),
    ]


def test_what_came_before_the_task_is_not_part_of_its_recording() -> None:
    assert [verb for verb, _ in calls("go home, pick up the red cube and record it")] == [
        "home",
        "record",
        "perform",
        "record",
        "record",
    ]


def test_recording_what_was_done_several_times_makes_an_episode_of_each() -> None:
    request = understand("pick up the red cube 3 times and record each as an episode", ONE_ROBOT)
    assert [(step.verb, step.arguments.get("action"), step.seed_offset) for step in request.steps] == [
        ("record", "start", None),
        ("perform", None, None),
        ("record", "save", None),
        ("reset", None, 1),
        ("perform", None, None),
        ("record", "save", None),
        ("reset", None, 2),
        ("perform", None, None),
        ("record", "save", None),
        ("record", "finish", None),
    ]


@pytest.mark.parametrize(
    "text", ["collect three episodes of picking the cube", "make a dataset of 3 demos of pick_place"]
)
def test_there_are_several_words_for_recording(text: str) -> None:
    assert calls(text) == calls("record three episodes of picking the red cube")


def test_a_recording_can_be_told_afterwards_where_to_go() -> None:
    request = understand("record two episodes of lifting the cube and save them to /data/lift", ONE_ROBOT)
    assert request.steps[0].arguments == {"action": "start", "task": "lift the red cube", "path": "/data/lift"}


def test_doing_a_task_several_times_resets_the_scene_in_between() -> None:
    assert [verb for verb, _ in calls("pick up the cube twice")] == ["perform", "reset", "perform"]


@pytest.mark.parametrize(
    "text",
    [
        "don't open the gripper",
        "open the gripper unless something is in it",
        "open the gripper slowly",
        "open the gripper a little",
        "pick up the blue ball",
        "make it wave",
        "move to 20 10 cm",
        "move up",
        "turn the shoulder to 30 degrees",
        "open the gripper to 140 percent",
        "open the gripper by 30 degrees",
        "look through the kitchen camera",
        "record 100000 episodes",
        "reset with seed 1.5",
        "record it",
        "record 50 episodes, then record 50 episodes",
    ],
)
def test_what_is_not_understood_as_a_whole_is_not_done(text: str) -> None:
    request = understand(text, ONE_ROBOT)
    assert not request.steps
    assert request.unclear


def test_an_ambiguous_joint_is_asked_back_with_the_choices() -> None:
    hint = understand("turn the shoulder to 30 degrees", ONE_ROBOT).unclear[0].hint
    assert "shoulder pan" in hint
    assert "shoulder lift" in hint


def test_the_words_that_do_not_fit_are_named() -> None:
    assert understand("open the gripper slowly", ONE_ROBOT).unclear[0].words == ("slowly",)


@pytest.mark.parametrize("text", ["are you a language model?", "who are you?", "how do you work?"])
def test_it_says_what_it_is_when_asked(text: str) -> None:
    assert WHAT_I_AM in understand(text, ONE_ROBOT).answers[0].text


@pytest.mark.parametrize("text", ["help", "hello", "what can you do?"])
def test_it_says_what_it_can_do(text: str) -> None:
    assert abilities(ONE_ROBOT.robots[0]) in understand(text, ONE_ROBOT).answers[0].text


@pytest.mark.parametrize("text", prompts(set(VERBS)))
def test_every_example_it_offers_is_understood(text: str) -> None:
    request = understand(text, ONE_ROBOT)
    assert request.steps
    assert not request.unclear


def robots_of(text: str) -> list[tuple[str, str]]:
    request = understand(text, TWO_ROBOTS)
    assert not request.unclear, request.unclear
    return [(step.robot, step.verb) for step in request.steps]


def test_a_robot_is_addressed_by_its_name() -> None:
    assert robots_of("so101_b open your gripper") == [("so101_b", "grip")]
    assert robots_of("left: open your gripper, then go home") == [("left", "grip"), ("left", "home")]
    assert robots_of("go home with the left arm, so101_b move left 3 cm") == [("left", "home"), ("so101_b", "move")]


def test_all_robots_can_be_addressed_at_once() -> None:
    assert robots_of("both arms go home") == [("left", "home"), ("so101_b", "home")]


def test_with_several_robots_it_asks_which_one_is_meant() -> None:
    request = understand("go home", TWO_ROBOTS)
    assert not request.steps
    assert "left, so101_b" in request.unclear[0].hint


def test_a_tool_that_only_ends_like_a_robots_is_not_taken_for_a_robot() -> None:
    specs: list[dict[str, Any]] = [{"name": name} for name in ("home", "grip", "get_state", "weather")]
    assert [robot.name for robot in Vocabulary.of_tools(specs).robots] == [""]


_WORDS = st.sampled_from(
    """open close the gripper move to 20 10 15 cm up left and then record three episodes of picking red cube stop reset
    seed 3 , . look through wrist camera what is where home it save ~/d/x not 5 % degrees shoulder pan by a lift twice
    switch real sim left so101_b both arms""".split()
)


@given(st.one_of(st.text(), st.lists(_WORDS, max_size=25).map(" ".join)))
def test_any_text_gives_steps_with_known_tools_or_says_why_not(text: str) -> None:
    for vocabulary in (ONE_ROBOT, TWO_ROBOTS, Vocabulary(())):
        request = understand(text, vocabulary)
        for step in request.steps:
            assert isinstance(step, Step)
            assert vocabulary.robot(step.robot) is not None
            assert step.verb in VERBS
