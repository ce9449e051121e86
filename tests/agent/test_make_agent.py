from __future__ import annotations

from typing import Any

import pytest
from strands import Agent, tool
from strands.agent import AgentResult
from strands.tools.executors import SequentialToolExecutor

from strands_robots_nb import Robot, make_agent
from strands_robots_nb.agent.default_model import VARIABLE
from strands_robots_nb.agent.offline_model import OfflineModel
from strands_robots_nb.errors import InvalidArgument, ModelNotConfigured


@tool
def weather() -> str:
    """What the weather is like."""
    return "rain"


def test_the_agent_is_a_strands_agent_with_our_defaults(robot: Robot) -> None:
    agent = make_agent(robot)
    assert isinstance(agent, Agent)
    assert isinstance(agent.model, OfflineModel)
    assert isinstance(agent.tool_executor, SequentialToolExecutor)
    assert "move" in agent.tool_names
    assert "so101" in str(agent.system_prompt)


def test_every_default_can_be_replaced(robot: Robot) -> None:
    model = OfflineModel()
    agent = make_agent(
        robot, model=model, tools=[weather], system_prompt="Be brief.", callback_handler=None, name="Ann"
    )
    assert agent.model is model
    assert {"weather", "move"} <= set(agent.tool_names)
    assert agent.system_prompt == "Be brief."
    assert agent.name == "Ann"


def test_a_model_that_is_not_configured_is_not_replaced_by_another(
    robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "parrot:1")
    with pytest.raises(ModelNotConfigured):
        make_agent(robot)


def test_the_tools_of_several_robots_carry_their_names(robot: Robot) -> None:
    agent = make_agent(robot, robot, robot_names=("left", "right"), callback_handler=None)
    assert {"left_move", "right_move"} <= set(agent.tool_names)
    assert "called left" in str(agent.system_prompt)
    assert "right: At home." in str(agent("right: go home"))


@pytest.mark.parametrize(
    ("names", "expected"),
    [(None, "'so101', 'so101'"), (("a", "a"), "'a', 'a'"), (("a",), "2 names"), (("a", "b c"), "b c")],
)
def test_names_that_clash_are_refused_and_listed(robot: Robot, names: Any, expected: str) -> None:
    with pytest.raises(InvalidArgument, match=expected):
        make_agent(robot, robot, robot_names=names)


def test_an_agent_needs_a_robot() -> None:
    with pytest.raises(InvalidArgument):
        make_agent()


def test_a_call_prints_the_words_and_a_line_for_each_tool(robot: Robot, capsys: pytest.CaptureFixture[str]) -> None:
    result = make_agent(robot)("open the gripper, then move to 90 0 10 cm")
    printed = capsys.readouterr().out
    assert "I will open the gripper" in printed
    assert "→ Open or close the gripper (percent 100 %)" in printed
    assert "✗ UnreachableTarget" in printed
    assert isinstance(result, AgentResult)
    assert repr(result) == "TurnResult(end_turn)"
    assert "too far" in str(result)


def test_an_error_of_the_model_reaches_the_caller(robot: Robot) -> None:
    class Broken(OfflineModel):
        async def stream(self, *args: Any, **kwargs: Any) -> Any:
            raise ConnectionError("no answer")
            yield

    with pytest.raises(ConnectionError, match="no answer"):
        make_agent(robot, model=Broken(), callback_handler=None, retry_strategy=None)("go home")
