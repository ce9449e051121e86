"""A person flips the mode in the page, and nothing has to be run again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.lab_page import LabPage

SETUP = """
from strands_robots_nb import ModeSwitch, Robot, make_agent
robot = Robot(seed=1)
agent = make_agent(robot)
"""
SWITCH = "section[aria-label='Robot mode']"


def test_a_refused_switch_lists_each_failed_check_with_its_remedy(lab: LabPage) -> None:
    lab.open_cells(SETUP, "ModeSwitch(robot)", "print(robot.mode, robot.epoch)")
    lab.run(0)
    lab.run(1)
    switch = lab.find(SWITCH)

    switch.get_by_role("radio", name="REAL").click()

    refusal = switch.get_by_role("alert")
    expect(refusal).to_be_visible()
    expect(refusal).to_contain_text(re.compile("port", re.IGNORECASE))
    expect(switch.get_by_role("radio", name="SIM")).to_have_attribute("aria-checked", "true")
    assert lab.run(2) == "sim 0\n"


def test_an_agent_made_before_the_switch_goes_on_working_after_it(lab: LabPage) -> None:
    lab.open_cells(
        SETUP,
        "ModeSwitch(robot)",
        "before_m = robot.gripper_position_m()\nanswer = agent('move 5 cm up')",
        "print(round(float(robot.gripper_position_m()[2] - before_m[2]), 2))",
    )
    lab.run(0)
    lab.run(1)
    switch = lab.find(SWITCH)
    switch.get_by_role("radio", name="REAL").click()
    expect(switch.get_by_role("alert")).to_be_visible()

    lab.run(2)

    assert lab.run(3) == "0.05\n"


def test_a_refusal_can_be_read_by_keyboard_and_dismissed(lab: LabPage) -> None:
    lab.open_cells(SETUP, "ModeSwitch(robot)")
    lab.run(0)
    lab.run(1)
    switch = lab.find(SWITCH)

    switch.get_by_role("radio", name="SIM").focus()
    lab.page.keyboard.press("ArrowRight")
    lab.page.keyboard.press("Enter")
    expect(switch.get_by_role("alert")).to_be_visible()

    switch.get_by_role("button", name="Dismiss").click()
    expect(switch.get_by_role("alert")).to_have_count(0)
