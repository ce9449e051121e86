from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from strands import Agent

from strands_robots_nb import Robot
from strands_robots_nb.agent.offline_model import OfflineModel
from strands_robots_nb.agent.robot_tool import RobotTool
from strands_robots_nb.agent.robot_tools import SCHEMA_BUDGET_BYTES, robot_tools
from strands_robots_nb.agent.robot_verbs import episodes_on_disk, measurement_text, position_text, slug
from strands_robots_nb.errors import ModeRefused


class Tools:
    """The tools of a robot, called as strands calls them."""

    def __init__(self, robot: Robot) -> None:
        self.by_name: dict[str, RobotTool] = {tool.tool_name: tool for tool in robot_tools(robot)}

    def __call__(self, name: str, **arguments: Any) -> tuple[str, str]:
        result = self.result(name, **arguments)
        return result["status"], result["content"][0]["text"]

    def result(self, name: str, **arguments: Any) -> dict[str, Any]:
        use: Any = {"toolUseId": f"call-{name}", "name": name, "input": arguments}

        async def collect() -> list[Any]:
            return [event async for event in self.by_name[name].stream(use, {})]

        (result,) = asyncio.run(collect())
        return result


@pytest.fixture
def tools(robot: Robot) -> Tools:
    return Tools(robot)


def test_the_schema_of_all_tools_stays_within_its_budget(robot: Robot) -> None:
    specs = [tool.tool_spec for tool in robot_tools(robot)]
    assert len(json.dumps(specs, separators=(",", ":"))) <= SCHEMA_BUDGET_BYTES


def test_strands_accepts_every_specification(robot: Robot) -> None:
    agent = Agent(model=OfflineModel(), tools=[robot], callback_handler=None)
    specs = agent.tool_registry.get_all_tool_specs()
    assert {spec["name"] for spec in specs} == set(Tools(robot).by_name)


def test_state_tells_position_joints_mode_and_recording(tools: Tools) -> None:
    status, text = tools("state")
    assert status == "success"
    assert "The gripper is at x 0." in text
    assert "shoulder_pan" in text
    assert "Not recording." in text
    assert "Mode: sim." in text


def test_look_gives_a_picture(tools: Tools) -> None:
    content = tools.result("look", camera="top")["content"]
    picture = Image.open(io.BytesIO(content[1]["image"]["source"]["bytes"]))
    assert picture.size == (640, 480)


def test_an_unknown_camera_is_answered_with_the_valid_ones(tools: Tools) -> None:
    status, text = tools("look", camera="kitchen")
    assert status == "error"
    assert "'wrist'" in text


def test_move_takes_a_position_and_tells_where_the_gripper_is(tools: Tools, robot: Robot) -> None:
    status, text = tools("move", position_m=[0.25, 0.05, 0.15])
    assert status == "success", text
    assert robot.gripper_position_m() == pytest.approx((0.25, 0.05, 0.15), abs=0.01)
    assert position_text(robot.gripper_position_m())[:5] in text


def test_move_by_an_offset_begins_at_the_measured_position(tools: Tools, robot: Robot) -> None:
    before = robot.gripper_position_m()
    assert tools("move", position_m=[0.03, 0, 0.05], relative=True)[0] == "success"
    after = robot.gripper_position_m()
    assert after == pytest.approx((before[0] + 0.03, before[1], before[2] + 0.05), abs=0.01)


def test_move_takes_joints_with_and_without_pos(tools: Tools, robot: Robot) -> None:
    assert tools("move", joints={"shoulder_pan": 20, "wrist_roll.pos": -10})[0] == "success"
    joints = robot.joints()
    assert joints["shoulder_pan.pos"] == pytest.approx(20, abs=1)
    assert joints["wrist_roll.pos"] == pytest.approx(-10, abs=1)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, "either position_m or joints"),
        ({"position_m": [9, 9, 9]}, "UnreachableTarget"),
        ({"position_m": [0.2, 0.1]}, "three numbers"),
        ({"position_m": [float("nan"), 0, 0.1]}, "finite"),
        ({"joints": {"elbow": 3}}, "elbow_flex.pos"),
        ({"to": [0.2, 0, 0.1]}, "position_m"),
    ],
)
def test_a_target_that_makes_no_sense_is_answered_and_nothing_moves(
    tools: Tools, robot: Robot, arguments: dict[str, Any], expected: str
) -> None:
    before = robot.goals()
    status, text = tools("move", **arguments)
    assert status == "error"
    assert expected in text
    assert robot.goals() == before


def test_grip_and_home_tell_what_was_measured(tools: Tools, robot: Robot) -> None:
    assert "% open" in tools("grip", percent=80)[1]
    assert robot.joints()["gripper.pos"] == pytest.approx(80, abs=3)
    assert "At home." in tools("home")[1]


def test_perform_tells_success_and_measurements(tools: Tools) -> None:
    status, text = tools("perform", task="pick_place")
    assert status == "success"
    assert text.startswith("pick_place: success")


def test_an_unknown_task_is_answered_with_the_valid_ones(tools: Tools) -> None:
    assert "'lift'" in tools("perform", task="juggle")[1]


def test_a_stop_is_told_until_a_person_resets_it(tools: Tools, robot: Robot) -> None:
    assert tools("stop", reason="a cat")[0] == "success"
    assert robot.is_stopped
    status, text = tools("home")
    assert status == "error"
    assert "RobotStopped" in text
    assert "a cat" in text
    robot.wait_until_still()
    robot.reset_stop()
    assert "a person reset the software stop" in tools("state")[1]
    assert "Note" not in tools("state")[1]


def test_a_stop_by_somebody_else_is_told_once_as_news(tools: Tools, robot: Robot) -> None:
    robot.stop("the person pressed Stop")
    assert "since your last call" in tools("state")[1]
    assert "since your last call" not in tools("state")[1]


def test_a_refused_mode_lists_the_checks_and_changes_nothing(tools: Tools, robot: Robot) -> None:
    status, text = tools("switch_mode", mode="real")
    assert status == "error"
    assert "ModeRefused" in text
    assert "checks failed" in text
    assert robot.mode == "sim"
    assert isinstance(tools.by_name["switch_mode"].error_of("call-switch_mode"), ModeRefused)
    assert tools("switch_mode", mode="sim")[0] == "success"


def test_reset_with_the_same_seed_gives_the_same_scene(tools: Tools, robot: Robot) -> None:
    tools("reset", seed=5)
    first = robot.world.snapshot.poses.copy()
    tools("reset", seed=6)
    tools("reset", seed=5)
    assert (robot.world.snapshot.poses == first).all()


def test_a_recording_is_started_by_hand_filled_by_the_agent_and_finished_by_hand(
    tools: Tools, robot: Robot, home_folder: Path
) -> None:
    status, text = tools("record", action="start", task="pick up the red cube")
    assert status == "success", text
    assert "~/datasets/pick_up_the_red_cube" in text
    assert "next is episode 0" in text
    assert "finish it first" in tools("record", action="start", path=str(home_folder / "other"))[1].lower()
    # The agent goes on with the recording that is open, and leaves it open.
    agent = Agent(model=OfflineModel(), tools=[robot], callback_handler=None)
    said = str(agent("record two episodes of picking the red cube, then go home"))
    assert "Saved episode 0" in said
    assert "Saved episode 1" in said
    assert "At home." in said
    assert "2 episodes saved" in tools("state")[1]
    tools("move", joints={"shoulder_pan": 10})
    assert "Discarded" in tools("record", action="discard")[1]
    assert "Finished" in tools("record", action="finish")[1]
    assert robot.recording is None
    assert episodes_on_disk(home_folder / "datasets" / "pick_up_the_red_cube") == 2


def test_saving_without_a_recording_is_answered(tools: Tools) -> None:
    assert tools("record", action="save")[0] == "error"
    assert tools("record", action="finish")[0] == "error"
    assert "'discard'" in tools("record", action="dance")[1]


def test_small_words() -> None:
    assert position_text((-0.0001, 0.2, 0.3)) == "x 0.000, y 0.200, z 0.300 m"
    assert measurement_text("place_error_m", 0.00412) == "place error 0.00412 m"
    assert measurement_text("tilt_deg", 3.0) == "tilt 3°"
    assert slug("Pick up the red cube!") == "pick_up_the_red_cube"
    assert slug("…") == "recording"
