"""The live view: what it shows is what MuJoCo draws, and it stays so through everything a page goes through."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.lab_page import LabPage
from tests.browser.viewport_panel import ViewportPanel, mean_difference

SETUP = """
from strands_robots_nb import Robot, Viewport, World, make_agent
robot = Robot(seed=1)
"""
# A picture of the same scene differs by edges and rounding; another pose of the arm differs by more than this.
SAME_PICTURE = 5.0
OTHER_PICTURE = 1.0


@pytest.mark.parametrize("camera", ["front", "top"])
def test_the_picture_is_the_one_that_mujoco_draws(lab: LabPage, camera: str) -> None:
    lab.open_cells(SETUP, f"Viewport(robot, camera={camera!r}, shadows=False)")
    lab.run_all()
    panel = ViewportPanel(lab).wait_until_live()

    for pose in ({"shoulder_pan.pos": 0}, {"shoulder_pan.pos": 40, "gripper.pos": 90}):
        lab.python(f"robot.move_to(joints={pose}); robot.world.pause()")
        lab.page.wait_for_timeout(1000)
        seen = panel.picture()
        drawn = panel.mujoco_picture("robot", camera, size_of=seen)
        assert mean_difference(seen, drawn) < SAME_PICTURE
        lab.python("robot.world.resume()")


def test_the_page_shows_the_arm_while_the_agent_moves_it(lab: LabPage) -> None:
    lab.open_cells(SETUP, "Viewport(robot, camera='front')", "make_agent(robot)('pick up the red cube')")
    lab.run(0)
    lab.run(1)
    panel = ViewportPanel(lab).wait_until_live()
    # Slow motion, so that a slow machine sees it too.
    lab.python("robot.world.speed = 0.25")
    shown = [panel.picture()]

    lab.start(2)
    while len(shown) < 3:
        picture = panel.picture()
        assert lab.is_running(2), f"the page showed {len(shown)} different pictures before the cell ended"
        if mean_difference(picture, shown[-1]) > OTHER_PICTURE:
            shown.append(picture)
    lab.wait_for_cell(2)


def test_reloading_the_page_brings_the_view_back(lab: LabPage) -> None:
    lab.open_cells(SETUP, "Viewport(robot, camera='front', shadows=False)")
    lab.run_all()
    ViewportPanel(lab).wait_until_live()
    lab.python("robot.move_to(joints={'shoulder_pan.pos': 30}); robot.world.pause()")
    lab.save()

    lab.page.reload()
    lab.wait_until_open()

    panel = ViewportPanel(lab).wait_until_live()
    lab.page.wait_for_timeout(1000)
    seen = panel.picture()
    assert mean_difference(seen, panel.mujoco_picture("robot", "front", size_of=seen)) < SAME_PICTURE


def test_two_views_of_one_viewport_and_two_robots_live_on_one_page(lab: LabPage) -> None:
    lab.open_cells(
        SETUP,
        "view = Viewport(robot, camera='front', shadows=False)\nview",
        "view",
        "other = Robot(seed=2)\nViewport(other, camera='front', shadows=False)",
        "robot.move_to(joints={'shoulder_pan.pos': 40})\nother.move_to(joints={'shoulder_pan.pos': -40})\n"
        "robot.world.pause(); other.world.pause()",
    )
    lab.run_all()
    lab.page.wait_for_timeout(1000)

    for number, robot in enumerate(("robot", "robot", "other")):
        panel = ViewportPanel(lab, number).wait_until_live()
        lab.page.wait_for_timeout(1000)
        seen = panel.picture()
        assert mean_difference(seen, panel.mujoco_picture(robot, "front", size_of=seen)) < SAME_PICTURE


def test_a_kernel_that_is_shut_down_leaves_the_last_picture_dimmed_and_dated(lab: LabPage) -> None:
    lab.open_cells(SETUP, "Viewport(robot, camera='front')")
    lab.run_all()
    panel = ViewportPanel(lab).wait_until_live()

    lab.shut_down_kernel()

    expect(panel.element.locator(".srnb-viewport-dimmed")).to_be_visible()
    expect(panel.element.locator(".srnb-caption")).to_contain_text(":")
    expect(panel.element.get_by_role("button", name="Pause")).to_be_disabled()
    assert panel.picture().std() > 5


def test_pause_step_and_reset_in_the_page_act_on_the_world(lab: LabPage) -> None:
    lab.open_cells(SETUP, "Viewport(robot)")
    lab.run_all()
    panel = ViewportPanel(lab).wait_until_live()

    panel.element.get_by_role("button", name="Pause").click()
    expect(panel.element.get_by_role("button", name="Play")).to_be_visible()
    before = lab.python("assert robot.world.is_paused; print(robot.world.time_s)").strip()
    panel.element.get_by_role("button", name="One step").click()
    lab.python(
        f"import time\ndeadline = time.monotonic() + 10\n"
        f"while robot.world.time_s <= {before} and time.monotonic() < deadline: time.sleep(0.05)\n"
        f"assert robot.world.time_s > {before}"
    )
    panel.element.get_by_role("button", name="Play").click()
    expect(panel.element.get_by_role("button", name="Pause")).to_be_visible()
    assert lab.python("print(robot.world.is_paused)") == "False\n"


def test_any_mjcf_is_shown(lab: LabPage) -> None:
    xml = (
        "<mujoco><worldbody><light pos='0 0 3'/><camera name='eye' pos='0 -2 1' xyaxes='1 0 0 0 0.45 0.9'/>"
        "<geom type='plane' size='2 2 0.1' rgba='0.6 0.7 0.6 1'/>"
        "<body pos='0 0 0.5'><freejoint/><geom type='capsule' size='0.1 0.2' rgba='0.2 0.3 0.8 1'/></body>"
        "</worldbody></mujoco>"
    )
    lab.open_cells(SETUP, f"world = World({xml!r})\nworld.pause()\nViewport(world, camera='eye', shadows=False)")
    lab.run_all()
    panel = ViewportPanel(lab).wait_until_live()
    lab.python("class Holder: pass\nholder = Holder(); holder.world = world")
    lab.page.wait_for_timeout(1000)
    seen = panel.picture()
    assert mean_difference(seen, panel.mujoco_picture("holder", "eye", size_of=seen)) < SAME_PICTURE
