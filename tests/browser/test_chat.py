"""A person talks to the agent in the page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.lab_page import LabPage

SETUP = """
from strands_robots_nb import Chat, Robot, make_agent
robot = Robot(seed=1)
agent = make_agent(robot)
"""
CHAT = "section[aria-label='Agent chat']"


def test_what_is_typed_moves_the_robot_and_leaves_a_card(lab: LabPage) -> None:
    lab.open_cells(
        SETUP,
        "Chat(agent)",
        "before_m = robot.gripper_position_m()",
        "print(robot.gripper_position_m()[2] > before_m[2])",
    )
    for index in range(3):
        lab.run(index)
    chat = lab.find(CHAT)

    box = chat.get_by_role("textbox", name="Message to the agent")
    box.fill("move 5 cm up")
    box.press("Enter")

    expect(chat.locator(".srnb-entry-person")).to_have_text("You: move 5 cm up")
    expect(chat.locator(".srnb-entry-tool")).to_contain_text("move")
    expect(chat.locator(".srnb-entry-agent").last).not_to_be_empty()
    expect(chat.get_by_role("button", name="Send")).to_be_visible()
    assert lab.run(3) == "True\n"


def test_what_is_asked_in_a_cell_shows_in_the_panel_too(lab: LabPage) -> None:
    lab.open_cells(SETUP, "Chat(agent)", "answer = agent('close the gripper')")
    for index in range(3):
        lab.run(index)
    chat = lab.find(CHAT)
    expect(chat.locator(".srnb-entry-tool")).to_contain_text("grip")


def test_stopping_a_turn_leaves_the_robot_holding_and_the_agent_ready(lab: LabPage) -> None:
    lab.open_cells(SETUP, "Chat(agent)", "print(robot.is_stopped, len(robot.joints()))")
    lab.run(0)
    lab.run(1)
    chat = lab.find(CHAT)
    box = chat.get_by_role("textbox", name="Message to the agent")
    box.fill("pick up the red cube")
    box.press("Enter")
    expect(chat.locator(".srnb-entry-tool").last).to_contain_text("perform")

    chat.get_by_role("button", name="Stop turn").click()

    expect(chat.get_by_role("button", name="Send")).to_be_visible()
    expect(chat).to_contain_text("holds")
    assert lab.run(2) == "False 6\n"
    box.fill("go home")
    box.press("Enter")
    expect(chat.locator(".srnb-entry-tool").last).to_contain_text("home")


def test_keys_typed_into_the_box_do_not_reach_the_notebook(lab: LabPage) -> None:
    lab.open_cells(SETUP, "Chat(agent)")
    lab.run(0)
    lab.run(1)
    cells_before = lab.code_cells()
    box = lab.find(CHAT).get_by_role("textbox", name="Message to the agent")
    box.click()
    lab.page.keyboard.type("a b dd x")
    expect(box).to_have_value("a b dd x")
    assert lab.code_cells() == cells_before
