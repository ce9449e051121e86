"""The viewport as a person at the page meets it: the same picture as MuJoCo's, and every control does what it says."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from strands_robots_nb.contract.message import encode
from strands_robots_nb.contract.messages import ViewportPose, ViewportScene
from strands_robots_nb.sim.scene_export import export_scene
from strands_robots_nb.sim.world import World

# A page that waits for a slow machine is silent meanwhile, and dims its picture.
AS_DRAWN = """
.srnb-hud, .srnb-resize { display: none !important; }
.srnb-viewport-canvas { filter: none !important; transition: none !important; }
"""
TRAITS = {
    "title": "so101",
    "height": 240,
    "camera": "",
    "cameras": ["front", "top", "wrist"],
    "shadows": False,
    "show_contacts": False,
    "show_joints": False,
    "picture_camera": "",
    "is_paused": False,
    "speed": 1,
    "has_robot": True,
    "mode": "sim",
    "is_stopped": False,
    "stop_reason": "",
}
# Every kind of geom, light and texture once.
ZOO = """
<mujoco model="zoo">
  <visual><map znear="0.01" zfar="30"/></visual>
  <statistic extent="1.2" center="0 0 0.1"/>
  <asset>
    <texture name="sky" type="skybox" builtin="gradient" rgb1="0.9 0.9 1" rgb2="0.3 0.4 0.6" width="32" height="192"/>
    <texture name="checker" type="2d" builtin="checker" rgb1="0.9 0.7 0.2" rgb2="0.2 0.3 0.6" width="64" height="64"/>
    <texture name="cube" type="cube" builtin="gradient" rgb1="0.9 0.2 0.2" rgb2="0.2 0.2 0.9" width="32" height="32"/>
    <material name="checker" texture="checker" texrepeat="2 3" specular="0.2"/>
    <material name="uniform" texture="checker" texuniform="true" texrepeat="8 8"/>
    <material name="cube" texture="cube" shininess="0.9" specular="0.8"/>
    <material name="glow" rgba="0.2 0.8 0.4 1" emission="0.4"/>
    <hfield name="hills" nrow="5" ncol="6" size="0.2 0.2 0.12 0.04"
            elevation="0 0 0 0 0 0  0 1 .2 0 .6 0  0 .2 0 0 .3 0  0 .5 0 .9 .1 0  0 0 0 0 0 0"/>
    <mesh name="roof" vertex="0 0 0  .3 0 0  0 .3 0  .3 .3 0  .15 .15 .25"/>
  </asset>
  <worldbody>
    <light name="key" pos="0.5 -1 2" dir="-0.2 0.5 -1" directional="true" diffuse="0.5 0.5 0.5"/>
    <light name="spot" type="spot" pos="-0.4 -0.6 1.5" dir="0.2 0.4 -1" cutoff="50" exponent="3" diffuse="0.4 0.3 0.2"/>
    <geom type="plane" size="1.5 1.5 0.1" material="uniform"/>
    <geom type="box" size="0.12 0.1 0.15" pos="-0.7 0.2 0.15" euler="0 0 30" material="checker"/>
    <geom type="sphere" size="0.14" pos="-0.3 0.2 0.14" material="cube"/>
    <geom type="capsule" size="0.08 0.12" pos="0.05 0.2 0.2" material="checker"/>
    <geom type="cylinder" size="0.1 0.14" pos="0.4 0.2 0.14" material="checker"/>
    <geom type="ellipsoid" size="0.1 0.16 0.12" pos="0.75 0.2 0.12" rgba="0.8 0.3 0.6 0.5"/>
    <geom type="hfield" hfield="hills" pos="-0.5 -0.4 0.05" material="glow"/>
    <geom type="mesh" mesh="roof" pos="0.1 -0.5 0.05" rgba="0.3 0.5 0.8 1"/>
    <geom type="box" size="0.3 0.3 0.3" pos="0 0 3" group="4" rgba="1 0 0 1"/>
    <camera name="eye" pos="0 -1.9 1.2" xyaxes="1 0 0 0 0.5 0.86" fovy="45"/>
    <body name="swing" pos="0.6 -0.4 0.3">
      <joint name="hinge" type="hinge" axis="0 1 0"/>
      <geom type="box" size="0.15 0.03 0.05" mass="0.1"/>
      <camera name="riding" pos="0 -0.5 0.3" xyaxes="1 0 0 0 0.5 0.86"/>
    </body>
  </worldbody>
</mujoco>
"""


@pytest.fixture(scope="module")
def tabletop():
    world = World(seed=0)
    world.pause()
    yield world
    world.close()


@pytest.fixture(scope="module")
def zoo():
    world = World(ZOO)
    world.pause()
    yield world
    world.close()


@pytest.fixture
def viewport(panel):
    """Draws a world in a viewport whose picture is 320 pixels wide, or whose traits are as given."""

    def render(world, **traits):
        widget = panel.render("viewport", **{**TRAITS, "cameras": list(world.cameras), **traits})
        panel.page.evaluate("document.body.style.width = '322px'")
        header, block = export_scene(world.model, "scene")
        panel.message(buffers=[block], **encode(ViewportScene(1, header)))
        expect(widget).to_have_attribute("data-scene", "1")
        send_pose(panel, world, seq=1)
        return widget

    return render


def send_pose(panel, world, *, seq, contacts=None):
    buffers = [world.snapshot.poses.tobytes()] + ([] if contacts is None else [contacts.tobytes()])
    panel.message(buffers=buffers, **encode(ViewportPose(seq, 1, 0.0, time.time(), 1.0)))
    expect(panel.page.locator("canvas").last).to_have_attribute("data-drawn", str(seq), timeout=30_000)


def picture_of(panel, widget):
    """The canvas as it is after the next frame: RGB, uint8 (height, width, 3)."""
    panel.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    png = widget.locator("canvas").screenshot(style=AS_DRAWN)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def difference(panel, widget, world, camera, *, look="clean"):
    ours = picture_of(panel, widget)
    height, width = ours.shape[:2]
    theirs = world.render(camera, width=width, height=height, look=look)
    return np.abs(ours.astype(int) - theirs.astype(int)).mean()


@pytest.mark.parametrize("camera", ["front", "top", "wrist"])
def test_a_named_camera_shows_what_mujoco_renders(panel, viewport, tabletop, camera):
    widget = viewport(tabletop, camera=camera)
    assert difference(panel, widget, tabletop, camera) < 2


def test_with_shadows_the_picture_is_close_to_mujoco_s(panel, viewport, tabletop):
    widget = viewport(tabletop, camera="front", shadows=True)
    assert difference(panel, widget, tabletop, "front", look="nice") < 3


@pytest.mark.parametrize("camera", ["eye", "riding"])
def test_any_geom_light_and_texture_looks_as_in_mujoco(panel, viewport, zoo, camera):
    widget = viewport(zoo, camera=camera)
    assert difference(panel, widget, zoo, camera) < 3


def test_bodies_move_with_the_poses_and_cameras_ride_on_them(panel, viewport, zoo):
    widget = viewport(zoo, camera="riding")
    before = picture_of(panel, widget)
    with zoo.access() as (_, data):
        data.joint("hinge").qpos = 0.7
    zoo.step()
    send_pose(panel, zoo, seq=2)
    assert not np.array_equal(picture_of(panel, widget), before)
    assert difference(panel, widget, zoo, "riding") < 3


def test_many_bodies_drawn_together_look_the_same(panel, viewport):
    boxes = "".join(
        f'<body pos="{0.1 * x - 0.9} {0.1 * y - 0.9} 0.03"><freejoint/><geom type="box" size="0.03 0.02 0.03"/></body>'
        for x in range(18)
        for y in range(18)
    )
    world = World(f"""<mujoco><statistic extent="1.5" center="0 0 0"/><visual><map znear="0.01" zfar="20"/></visual>
        <worldbody><light pos="0 0 3" dir="0.2 0.3 -1" directional="true"/>
        <geom type="plane" size="2 2 0.1" rgba="0.3 0.4 0.5 1"/>{boxes}
        <camera name="eye" pos="0 -2 2" xyaxes="1 0 0 0 0.7 0.7"/></worldbody></mujoco>""")
    try:
        world.pause()
        widget = viewport(world, camera="eye")
        assert difference(panel, widget, world, "eye") < 5
    finally:
        world.close()


def test_the_page_asks_for_the_scene_once_and_acknowledges_what_it_drew(panel, viewport, tabletop):
    widget = viewport(tabletop)
    ready = [message for message in panel.sent if message["kind"] == "viewport.ready"]
    assert len(ready) == 1
    for seq in (2, 11, 12, 13, 25):
        send_pose(panel, tabletop, seq=seq)
        picture_of(panel, widget)
    acks = [message for message in panel.sent if message["kind"] == "stream.ack"]
    assert [ack["seq"] for ack in acks] == [12, 25]
    assert {ack["page_key"] for ack in acks} == {ready[0]["page_key"]}


def test_poses_of_another_scene_are_not_drawn(panel, viewport, tabletop):
    widget = viewport(tabletop)
    before = picture_of(panel, widget)
    poses = np.zeros_like(tabletop.snapshot.poses)
    panel.message(buffers=[poses.tobytes()], **encode(ViewportPose(2, 2, 0.0, time.time(), 1.0)))
    assert np.array_equal(picture_of(panel, widget), before)


@pytest.mark.parametrize(
    ("control", "message"),
    [
        ("Pause", {"kind": "viewport.transport", "action": "pause"}),
        ("Reset the scene", {"kind": "viewport.transport", "action": "reset"}),
        ("Stop", {"kind": "robot.stop"}),
        (
            "Contact forces",
            {"kind": "viewport.overlays", "contacts": True, "joints": False, "picture_camera": ""},
        ),
        ("Joints", {"kind": "viewport.overlays", "contacts": False, "joints": True, "picture_camera": ""}),
    ],
)
def test_each_button_sends_its_message_and_names_its_python(panel, viewport, tabletop, control, message):
    button = viewport(tabletop).get_by_role("button", name=control, exact=True)
    assert "\nPython: " in button.get_attribute("title")
    button.click()
    assert panel.sent[-1] == message


def test_a_paused_world_offers_play_and_one_step(panel, viewport, tabletop):
    widget = viewport(tabletop, is_paused=True)
    for control, action in (("Play", "play"), ("One step", "step")):
        widget.get_by_role("button", name=control, exact=True).click()
        assert panel.sent[-1] == {"kind": "viewport.transport", "action": action}
    panel.set_trait(is_paused=False)
    expect(widget.get_by_role("button", name="One step")).to_be_disabled()


def test_the_menus_choose_speed_camera_and_picture(panel, viewport, tabletop):
    widget = viewport(tabletop)
    widget.get_by_label("Speed of time").select_option("max")
    assert panel.sent[-1] == {"kind": "viewport.set_speed", "speed": 0}
    widget.get_by_label("Camera", exact=True).select_option("wrist")
    assert panel.trait("camera") == "wrist"
    widget.get_by_label("Picture of a robot camera").select_option("top")
    assert panel.sent[-1]["picture_camera"] == "top"


def test_a_stopped_robot_shows_why_and_how_to_go_on(panel, viewport, tabletop):
    widget = viewport(tabletop, is_stopped=True, stop_reason="a person pressed Stop")
    expect(widget.get_by_role("status").first).to_contain_text("a person pressed Stop")
    widget.get_by_role("button", name="Reset stop").click()
    assert panel.sent[-1] == {"kind": "robot.reset_stop"}


def test_a_bare_world_has_neither_mode_nor_stop(viewport, tabletop):
    widget = viewport(tabletop, has_robot=False, title="scene")
    expect(widget.get_by_role("button", name="Stop")).to_have_count(0)
    expect(widget.get_by_text("SIM")).to_have_count(0)
    assert "world.pause()" in widget.get_by_role("button", name="Pause").get_attribute("title")


def test_keys_work_while_the_picture_has_the_focus_and_only_then(panel, viewport, tabletop):
    widget = viewport(tabletop)
    before = picture_of(panel, widget)
    for key in ("ArrowLeft", " ", "2"):
        panel.page.keyboard.press(key)
    assert panel.trait("camera") == ""
    assert not [message for message in panel.sent if message["kind"] == "viewport.transport"]
    stage = widget.get_by_role("application")
    stage.focus()
    panel.page.keyboard.press("ArrowLeft")
    turned = picture_of(panel, widget)
    assert not np.array_equal(turned, before)
    for key in ("Shift+ArrowUp", "+"):
        panel.page.keyboard.press(key)
        assert not np.array_equal(picture_of(panel, widget), turned)
    panel.page.keyboard.press("2")
    assert panel.trait("camera") == "top"
    panel.page.keyboard.press("0")
    assert panel.trait("camera") == ""
    panel.page.keyboard.press(" ")
    assert panel.sent[-1] == {"kind": "viewport.transport", "action": "pause"}
    panel.page.keyboard.press("?")
    expect(widget.locator(".srnb-help")).to_contain_text("turn the view")
    panel.page.keyboard.press("Escape")
    expect(widget.locator(".srnb-help")).to_have_count(0)


def test_jupyterlab_is_told_to_leave_the_keys_to_whatever_has_the_focus(viewport, tabletop):
    widget = viewport(tabletop)
    for part in (widget.get_by_role("application"), widget.get_by_role("button", name="Pause")):
        part.focus()
        expect(part).to_have_attribute("data-lm-suppress-shortcuts", "true")


def test_turning_by_hand_leaves_the_named_camera_where_it_stands(panel, viewport, tabletop):
    widget = viewport(tabletop, camera="front")
    box = widget.locator("canvas").bounding_box()
    panel.page.mouse.move(box["x"] + 100, box["y"] + 100)
    panel.page.mouse.down()
    panel.page.mouse.move(box["x"] + 160, box["y"] + 120, steps=4)
    panel.page.mouse.up()
    assert panel.trait("camera") == ""
    expect(widget).to_have_attribute("data-camera", "")


def test_dragging_the_lower_edge_makes_the_picture_taller(panel, viewport, tabletop):
    widget = viewport(tabletop)
    edge = widget.get_by_role("separator", name="Height of the picture")
    box = edge.bounding_box()
    panel.page.mouse.move(box["x"] + 50, box["y"] + 4)
    panel.page.mouse.down()
    panel.page.mouse.move(box["x"] + 50, box["y"] + 84, steps=4)
    panel.page.mouse.up()
    assert panel.trait("height") == 320
    edge.press("ArrowUp")
    assert panel.trait("height") == 300
    assert widget.locator("canvas").bounding_box()["height"] == 300


def test_a_stopped_kernel_leaves_the_last_picture_dimmed_and_dated(panel, viewport, tabletop):
    widget = viewport(tabletop)
    panel.fire("comm:close")
    expect(widget.get_by_text("kernel stopped")).to_contain_text("Last picture")
    expect(widget).to_have_attribute("data-state", "stopped")
    for button in ("Pause", "Reset the scene", "Stop"):
        expect(widget.get_by_role("button", name=button, exact=True)).to_be_disabled()
    assert widget.locator("canvas").evaluate("canvas => getComputedStyle(canvas).filter") != "none"


def test_silence_is_seen_and_ends_with_the_next_message(panel, viewport, tabletop):
    widget = viewport(tabletop)
    expect(widget).to_have_attribute("data-state", "silent")
    expect(widget.get_by_text("kernel not answering")).to_be_visible()
    send_pose(panel, tabletop, seq=2)
    expect(widget).to_have_attribute("data-state", "live")


def test_out_of_sight_the_stream_rests(panel, viewport, tabletop):
    widget = viewport(tabletop)
    panel.page.evaluate("document.querySelector('.srnb').parentElement.style.marginTop = '5000px'")
    panel.page.wait_for_function("model.sent.some((message) => message.visible === false)")
    panel.page.evaluate("document.querySelector('.srnb').parentElement.style.marginTop = ''")
    panel.page.wait_for_function("model.sent.at(-1).visible === true")
    expect(widget).to_be_visible()


def test_two_views_of_one_viewport_share_its_stream(panel, viewport, tabletop):
    first = viewport(tabletop)
    panel.page.evaluate("views.push(view())")
    second = panel.page.locator(".srnb").nth(1)
    expect(second).to_have_attribute("data-scene", "1")
    send_pose(panel, tabletop, seq=2)
    assert picture_of(panel, second).shape == picture_of(panel, first).shape
    assert np.abs(picture_of(panel, second).astype(int) - picture_of(panel, first)).mean() < 1
    assert len({message["page_key"] for message in panel.sent if "page_key" in message}) == 1


def test_overlays_show_contacts_joint_axes_positions_and_the_robot_s_picture(panel, viewport, tabletop):
    widget = viewport(tabletop)
    plain = picture_of(panel, widget)
    contacts = np.array([[0.2, 0, 0.05, 0, 0, 5]], dtype=np.float32)
    send_pose(panel, tabletop, seq=2, contacts=contacts)
    with_arrow = picture_of(panel, widget)
    assert not np.array_equal(with_arrow, plain)
    panel.set_trait(show_joints=True)
    panel.message("viewport.joints", positions={"shoulder_pan.pos": 12.5}, goals={"shoulder_pan.pos": 20.0})
    expect(widget.get_by_role("row", name="shoulder pan")).to_contain_text("12.5°")
    assert not np.array_equal(picture_of(panel, widget), with_arrow)
    jpeg = io.BytesIO()
    Image.new("RGB", (32, 24), "red").save(jpeg, "JPEG")
    panel.set_trait(picture_camera="wrist")
    panel.message("viewport.picture", [jpeg.getvalue()], camera="wrist", width=32, height=24, wall_time_s=time.time())
    expect(widget.get_by_alt_text("What the camera wrist sees")).to_be_visible()


def test_notices_can_be_read_and_put_away(panel, viewport, tabletop):
    widget = viewport(tabletop)
    panel.message("notice", level="error", text="No step was made.")
    notice = widget.get_by_role("log").get_by_text("No step was made.")
    expect(notice).to_be_visible()
    widget.get_by_role("button", name="Dismiss").click()
    expect(notice).to_have_count(0)


def test_a_page_of_another_version_says_so_and_asks_for_nothing(panel):
    widget = panel.render("viewport", **{**TRAITS, "_contract_version": -1})
    expect(widget.get_by_role("log")).to_contain_text("Reload the page")
    assert not [message for message in panel.sent if message["kind"] == "viewport.ready"]


@pytest.mark.parametrize("width", [320, 360, 1200])
def test_nothing_sticks_out_at_any_width(panel, viewport, tabletop, width):
    widget = viewport(tabletop, show_joints=True)
    panel.page.set_viewport_size({"width": width + 16, "height": 700})
    panel.page.evaluate("width => { document.body.style.width = `${width}px`; }", width)
    overflow = widget.evaluate(
        """(root) => [...root.querySelectorAll("button, select, .srnb-hud")]
          .filter((part) => part.getBoundingClientRect().right > root.getBoundingClientRect().right + 0.5)
          .map((part) => part.className)"""
    )
    assert overflow == []
    assert widget.bounding_box()["height"] > 240
