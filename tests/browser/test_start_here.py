"""A newcomer opens the first notebook and runs it from top to bottom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.lab_page import LabPage
from tests.browser.viewport_panel import ViewportPanel

NOTEBOOK = "notebooks/00_start_here.ipynb"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 480, "height": 900}


@pytest.mark.timeout(600)
def test_every_cell_runs_and_every_widget_shows(lab: LabPage, screenshots: Path) -> None:
    lab.open(NOTEBOOK)
    lab.show_only_the_notebook()

    cells = lab.code_cells()
    for index in cells[:-1]:
        lab.run(index)

    ViewportPanel(lab, 0).wait_until_live()
    ViewportPanel(lab, 1).wait_until_live()
    for section in ("Robot mode", "Agent chat"):
        expect(lab.find(f"section[aria-label='{section}']")).to_be_visible()
    lab.page.screenshot(path=screenshots / "start-here-light.png")

    recorded = lab.server.home / "datasets" / "pick_up_the_red_cube"
    assert json.loads((recorded / "meta" / "info.json").read_text())["total_episodes"] == 3
    lab.run(cells[-1])


def test_screenshots_of_the_workbench(lab: LabPage, screenshots: Path, docs_folder: Path | None) -> None:
    lab.open_cells(
        "from strands_robots_nb import Robot, Workbench, make_agent\n"
        "robot = Robot(seed=7)\n"
        "agent = make_agent(robot)\n"
        "Workbench(robot, agent)",
        'agent("open the gripper, then pick up the red cube");',
        name="robot",
    )
    lab.show_only_the_notebook()
    lab.run_all()
    panel = ViewportPanel(lab).wait_until_live()

    for name, theme, size in (("light", "light", WIDE), ("dark", "dark", WIDE), ("narrow", "light", NARROW)):
        lab.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        lab.use_theme(theme)
        panel.wait_until_live()
        lab.page.wait_for_timeout(1500)
        picture = screenshots / f"workbench-{name}.png"
        lab.page.screenshot(path=picture)
        if docs_folder is not None:
            docs_folder.mkdir(exist_ok=True)
            (docs_folder / f"screenshot-{picture.name}").write_bytes(picture.read_bytes())
        # Nothing may be wider than what can be seen.
        width = lab.page.evaluate("() => document.querySelector('.srnb-viewport').getBoundingClientRect().right")
        assert width <= size["width"]
