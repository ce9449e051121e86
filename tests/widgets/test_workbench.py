"""One cell with everything about a robot."""

from __future__ import annotations

import base64
import io
import subprocess
import sys

import pytest
from PIL import Image

from strands_robots_nb import Robot, Workbench, make_agent
from strands_robots_nb.errors import InvalidArgument

GRID = """([width, hasChat]) => {
  const panels = hasChat ? ["switch", "view", "chat"] : ["switch", "view"];
  document.body.innerHTML = `<div style="width: ${width}px"><div class="srnb-workbench">
    <div class="srnb-workbench-grid" style="display: grid">
      ${panels.map((name) => `<div class="srnb-workbench-${name}" style="height: 50px"></div>`).join("")}
    </div></div></div>`;
  return panels.map((name) => {
    const box = document.querySelector(`.srnb-workbench-${name}`).getBoundingClientRect();
    return [Math.round(box.left), Math.round(box.width)];
  });
}"""


@pytest.fixture(scope="module")
def robot():
    with Robot("so101", seed=0) as made:
        yield made


@pytest.fixture
def bench_for(page_comms):
    made = []

    def make(*things, **options):
        made.append(Workbench(*things, **options))
        return made[-1]

    yield make
    for bench in made:
        bench.close()


def test_a_bench_with_an_agent_holds_switch_viewport_and_chat_of_the_same_robot(robot, bench_for):
    agent = make_agent(robot)
    bench = bench_for(robot, agent, height=300)
    assert bench.mode_switch.robot is bench.viewport.robot is robot
    assert bench.chat.session.agent is agent
    assert bench.viewport.height == 300
    (grid,) = bench.children
    assert grid.children == (bench.mode_switch, bench.viewport, bench.chat)


def test_a_bench_without_an_agent_has_no_chat(robot, bench_for):
    bench = bench_for(robot)
    assert bench.chat is None
    assert bench.children[0].children == (bench.mode_switch, bench.viewport)


def test_a_bench_without_an_agent_does_not_load_the_agents_framework():
    code = (
        "import sys\n"
        "from strands_robots_nb import Robot, Workbench\n"
        "with Robot() as robot:\n"
        "    Workbench(robot).close()\n"
        "assert 'strands' not in sys.modules, 'strands was imported'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_something_that_is_no_agent_is_refused_before_any_panel_is_made(robot, bench_for):
    with pytest.raises(InvalidArgument, match="needs an agent"):
        bench_for(robot, "an agent")


def test_where_no_kernel_answers_the_viewports_picture_stands_for_the_bench(robot, bench_for):
    data = bench_for(robot)._repr_mimebundle_()
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert (picture.format, picture.size) == ("PNG", (640, 480))
    assert data["text/plain"] == "Workbench(so101)"
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_closed_bench_takes_its_panels_along_and_leaves_the_robot(robot, bench_for):
    bench = bench_for(robot, make_agent(robot))
    panels = (bench.mode_switch, bench.viewport, bench.chat)
    bench.close()
    bench.close()
    assert all(panel.is_closed for panel in panels)
    assert not robot.is_closed
    robot.home()


def test_two_benches_of_one_robot_live_side_by_side(robot, bench_for):
    first, second = bench_for(robot), bench_for(robot)
    first.close()
    robot.stop("a test wanted it")
    robot.wait_until_still()
    assert second.mode_switch._outbox.join()
    assert second.mode_switch.is_stopped
    robot.reset_stop()


@pytest.mark.parametrize("width", [320, 899])
def test_on_a_narrow_page_the_panels_stand_below_each_other(panel, width):
    assert panel.page.evaluate(GRID, [width, True]) == [[8, width]] * 3


@pytest.mark.parametrize("width", [900, 1600])
def test_on_a_wide_page_the_chat_stands_beside_the_viewport(panel, width):
    switch, view, chat = panel.page.evaluate(GRID, [width, True])
    assert switch == view
    assert chat[0] > view[0] + view[1]
    assert chat[0] + chat[1] == 8 + width
    assert 340 <= chat[1] < view[1]


def test_without_a_chat_the_viewport_has_the_whole_width(panel):
    assert panel.page.evaluate(GRID, [1200, False]) == [[8, 1200]] * 2


def test_the_mark_of_a_lost_kernel_takes_no_place_among_the_panels(panel):
    whole = panel.page.evaluate(GRID, [1200, True])
    panel.page.add_style_tag(content=".jupyter-widgets-disconnected::before { content: 'broken'; }")
    places = panel.page.evaluate(
        """() => {
          for (const box of document.querySelectorAll(".srnb-workbench, .srnb-workbench *")) {
            box.classList.add("jupyter-widgets-disconnected");
          }
          return ["switch", "view", "chat"].map((name) => {
            const box = document.querySelector(`.srnb-workbench-${name}`).getBoundingClientRect();
            return [Math.round(box.left), Math.round(box.width)];
          });
        }"""
    )
    assert places == whole
