"""The stop button reaches the robot whatever the kernel is doing.

This also guards the base class's remedy for ipykernel 7.4, which sends a page's messages to the busy main shell once a
running cell has written to the widget.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.lab_page import LabPage

SETUP = """
import threading, time
from strands_robots_nb import ModeRefused, ModeSwitch, Robot, Viewport
robot = Robot(seed=1)
stopped = threading.Event()
unsubscribe = robot.subscribe(lambda event: robot.is_stopped and stopped.set())
GIVE_UP_S = 40
"""
ASLEEP = "print(stopped.wait(GIVE_UP_S))"
COMPUTING = """
deadline_s = time.monotonic() + GIVE_UP_S
while not stopped.is_set() and time.monotonic() < deadline_s:
    sum(range(1000))
print(stopped.is_set())
"""
WRITING_TO_THE_WIDGET_BEFORE = """
try:
    robot.mode = "real"
except ModeRefused:
    pass
robot.stop(); robot.wait_until_still(); robot.reset_stop(); stopped.clear()
"""
MOVING = """
from strands_robots_nb import RobotStopped
try:
    while True:
        robot.move_to(joints={"shoulder_pan.pos": 20})
        robot.move_to(joints={"shoulder_pan.pos": -20})
except RobotStopped:
    print(robot.is_stopped)
"""

WIDGETS = {
    "mode switch": ("ModeSwitch(robot)", "section[aria-label='Robot mode']"),
    "viewport": ("Viewport(robot)", ".srnb-viewport"),
}


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(ASLEEP, id="asleep"),
        pytest.param(COMPUTING, id="computing"),
        pytest.param(WRITING_TO_THE_WIDGET_BEFORE + ASLEEP, id="asleep-after-writing-to-the-widget"),
        pytest.param(MOVING, id="moving"),
    ],
)
@pytest.mark.parametrize("widget", WIDGETS)
def test_the_stop_button_stops_the_robot_while_a_cell_is(lab: LabPage, widget: str, cell: str) -> None:
    source, selector = WIDGETS[widget]
    lab.open_cells(SETUP, source, cell)
    lab.run(0)
    lab.run(1)
    panel = lab.find(selector)
    stop = panel.get_by_role("button", name="Stop", exact=False).first
    expect(stop).to_be_enabled()
    lab.start(2)
    # The cell has to be running, and its own writes done, before the press counts.
    lab.page.wait_for_timeout(1500)

    stop.click()

    assert lab.wait_for_cell(2) == "True\n"
    expect(panel.get_by_role("button", name="Reset stop")).to_be_visible()
