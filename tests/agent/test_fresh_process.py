"""What can only be seen in a process of its own: what is imported when, and an interrupt. One process, for strands
takes seconds to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROGRAM = """
import os, signal, sys, threading
from strands_robots_nb import Robot
robot = Robot("so101")
print("IMPORTED BY ROBOT", "strands" in sys.modules)

from strands import Agent
from strands_robots_nb import OfflineModel, make_agent
plain = Agent(model=OfflineModel(), tools=[robot], callback_handler=None)
print("PLAIN", sorted(plain.tool_names), plain.tool.state()["status"])

agent = make_agent(robot)
at_first = robot.goals()
def interrupt_when_it_moves():
    while all(abs(robot.goals()[key] - value) < 2 for key, value in at_first.items()):
        threading.Event().wait(0.01)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt_when_it_moves, daemon=True).start()
try:
    agent("pick up the red cube")
except KeyboardInterrupt:
    print("INTERRUPTED", agent.messages[-1]["content"][0]["toolResult"]["content"][0]["text"])
goals = robot.goals()
robot.wait(0.3)
print("HOLDS", all(abs(robot.goals()[key] - value) < 3 for key, value in goals.items()))
print("AFTERWARDS", agent("where is the gripper?").stop_reason)
robot.close()
"""


@pytest.fixture(scope="module")
def printed() -> str:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=170, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_robot_does_not_import_strands(printed: str) -> None:
    assert "IMPORTED BY ROBOT False" in printed


def test_a_plain_agent_takes_a_robot_that_was_made_before_strands_was_imported(printed: str) -> None:
    names = ["grip", "home", "look", "move", "perform", "record", "reset", "state", "stop", "switch_mode"]
    assert f"PLAIN {names} success" in printed


def test_interrupting_a_cell_ends_the_motion_and_the_agent_can_go_on(printed: str) -> None:
    assert "INTERRUPTED MotionCancelled" in printed
    assert "HOLDS True" in printed
    assert "AFTERWARDS end_turn" in printed
