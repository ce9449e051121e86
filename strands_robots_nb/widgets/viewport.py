"""The live three-dimensional view of a robot's world."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, assert_never, cast, override

from PIL import Image
from traitlets import Bool, Bunch, Float, Int, List, Unicode, observe, validate

from strands_robots_nb.contract.messages import (
    ChatReady,
    ChatSend,
    ChatStop,
    ModeSet,
    RobotResetStop,
    RobotStop,
    StreamAck,
    ToKernel,
    ViewportOverlays,
    ViewportReady,
    ViewportScene,
    ViewportSetSpeed,
    ViewportTransport,
    ViewportVisibility,
)
from strands_robots_nb.errors import InvalidArgument, NbError, UnknownCamera
from strands_robots_nb.widgets.base import NbWidget
from strands_robots_nb.widgets.contact_watch import ContactWatch
from strands_robots_nb.widgets.outbox import Outbox
from strands_robots_nb.widgets.overlay_feed import OverlayFeed
from strands_robots_nb.widgets.pose_streamer import PoseStreamer

if TYPE_CHECKING:
    from strands_robots_nb.robots.robot import Robot
    from strands_robots_nb.sim.snapshot import Snapshot
    from strands_robots_nb.sim.world import World

logger = logging.getLogger(__name__)

_LOWEST, _HIGHEST = 160, 2000
_STILL_SIZE = (640, 480)


class Viewport(NbWidget):
    """Shows a robot's simulated world, live: turn it, look through its cameras, pause, step, reset, stop.

    The picture is drawn by the browser as MuJoCo's renderer draws it; the kernel only sends where the bodies are.

    Args:
        subject: A ``Robot``, or a bare ``World`` (which has no mode and no stop).
        height: Height of the picture [pixel].
        camera: Camera to look through; empty for the free view.
        shadows: Whether lights cast shadows.

    Raises:
        UnknownCamera: If there is no such camera.
        InvalidArgument: If ``subject`` is neither, or the height is out of range.

    Example:
        >>> viewport = Viewport(robot)
        >>> viewport.camera = "wrist"
    """

    title = Unicode("").tag(sync=True)
    """Name in the upper left corner: the robot's, or the scene's."""

    height = Int(420).tag(sync=True)
    """Height of the picture [pixel], 160 to 2000. Dragging the lower edge sets it."""

    camera = Unicode("").tag(sync=True)
    """The camera the view looks through, one of ``cameras``; empty for the free view, as when turned by hand."""

    shadows = Bool(True).tag(sync=True)
    """Whether lights cast shadows. Without them a computer without graphics card draws twice as fast."""

    show_contacts = Bool(False).tag(sync=True)
    """Whether contact forces are drawn, as arrows at the contact points."""

    show_joints = Bool(False).tag(sync=True)
    """Whether joint axes are drawn and, of a robot, its joint positions listed."""

    picture_camera = Unicode("").tag(sync=True)
    """A camera whose picture, taken by the kernel five times a second, lies in a corner; empty for none."""

    cameras: List[str] = List(Unicode(), read_only=True).tag(sync=True)
    """Names of the scene's cameras; the keys 1 to 9 choose among them."""

    is_paused = Bool(False, read_only=True).tag(sync=True)
    """Whether simulated time stands still, as shown. ``world.pause()`` and ``world.resume()`` change it."""

    speed = Float(1.0, read_only=True).tag(sync=True)
    """Simulated seconds per second as shown; 0 stands for as fast as possible. ``world.speed`` changes it."""

    has_robot = Bool(False, read_only=True).tag(sync=True)
    """Whether mode and stop are shown."""

    mode = Unicode("sim", read_only=True).tag(sync=True)
    """The robot's mode, shown as a badge. ``robot.mode`` changes it."""

    is_stopped = Bool(False, read_only=True).tag(sync=True)
    """Whether the software stop is set. ``robot.stop()`` and ``robot.reset_stop()`` change it."""

    stop_reason = Unicode("", read_only=True).tag(sync=True)
    """Why it is set."""

    def __init__(self, subject: Robot | World, *, height: int = 420, camera: str = "", shadows: bool = True) -> None:
        self.robot, self.world = _robot_and_world(subject)
        self._jobs = Outbox[Callable[[], None]]("viewport", self._run_jobs)
        self._streamer = PoseStreamer(self.world, self.post, self._look)
        read_joints = _joint_reader(self.robot) if self.robot else None
        self._overlays = OverlayFeed(
            self.post, read_joints, self.world.render, lambda: self._streamer.has_viewers, self._overlay_failed
        )
        self._contact_watch = ContactWatch(self.world)
        self._wanted_scene: int | None = None
        title = self.robot.name if self.robot else self.world.name
        super().__init__("viewport", title=title, height=height, camera=camera, shadows=shadows)
        listen = self.robot.subscribe if self.robot else None
        self._unsubscribe = listen(lambda _event: self._jobs.put(self._mirror)) if listen else None
        self._mirror()

    # ------------------------------------------------------------------ what the page asks for

    @override
    def handle(self, message: ToKernel, buffers: Sequence[memoryview]) -> None:
        """Take over what a person does at the page. What may take long goes to the viewport's own thread."""
        match message:
            case RobotStop():
                # At once and without any detour.
                if self.robot:
                    self.robot.stop(reason="the Stop button was pressed")
            case RobotResetStop():
                if self.robot:
                    self._jobs.put(self.robot.reset_stop)
            case StreamAck(page_key=page_key, seq=seq):
                self._streamer.page_drew(page_key, seq)
            case ViewportReady(page_key=page_key):
                self._streamer.page_ready(page_key)
                self._jobs.put(self._send_scene)
            case ViewportVisibility(page_key=page_key, visible=visible):
                self._streamer.page_visible(page_key, visible)
            case ViewportTransport(action=action):
                self._jobs.put(lambda: self._transport(action))
            case ViewportSetSpeed(speed=speed):
                self._jobs.put(lambda: self._set_speed(speed))
            case ViewportOverlays(contacts=contacts, joints=joints, picture_camera=picture_camera):
                with self.hold_sync():
                    self.show_contacts = contacts
                    self.show_joints = joints
                    self.picture_camera = picture_camera
            case ModeSet() | ChatReady() | ChatSend() | ChatStop():
                kind = type(message).__name__
                raise InvalidArgument("The viewport cannot do that.", f"It got {kind}.", "Reload the page (Ctrl+R).")
            case _:
                assert_never(message)

    @override
    def still_png(self) -> bytes | None:
        """What the chosen camera (or the first one) sees now, 640 x 480; None in a scene without cameras."""
        camera = self.camera or next(iter(self.world.cameras), None)
        if camera is None:
            return None
        width, height = _STILL_SIZE
        png = io.BytesIO()
        Image.fromarray(self.world.render(camera, width=width, height=height)).save(png, "PNG")
        return png.getvalue()

    @override
    def close(self) -> None:
        """Take the viewport away; robot and world go on."""
        if hasattr(self, "_contact_watch"):
            self._streamer.close()
            self._overlays.close()
            self._jobs.close()
            self._contact_watch.want(False)
        if unsubscribe := getattr(self, "_unsubscribe", None):
            unsubscribe()
        super().close()

    # ------------------------------------------------------------------ on the viewport's own thread

    def _run_jobs(self, jobs: list[Callable[[], None]]) -> None:
        for job in jobs:
            try:
                job()
            except NbError as error:
                self.notify(error)
            except Exception as error:
                logger.exception("viewport=<%s> | a request of the page failed", self)
                self.notify(error)

    def _send_scene(self) -> None:
        # Imported here: it needs MuJoCo, and `import strands_robots_nb` must not.
        from strands_robots_nb.sim.scene_export import export_scene

        # Parts may be added meanwhile: then the newer version is on its way behind this one.
        with self.world.lock:
            version, model = self.world.scene_version, self.world.model
        self._wanted_scene = version
        header, block = export_scene(model, self.world.name)
        self.post(ViewportScene(version, header), [block])
        self._streamer.scene_sent(version)

    def _transport(self, action: Literal["play", "pause", "step", "reset"]) -> None:
        match action:
            case "play":
                self.world.resume()
            case "pause":
                self.world.pause()
            case "step":
                self.world.step()
            case "reset":
                (self.robot or self.world).reset()
        self._mirror()

    def _set_speed(self, speed: float) -> None:
        self.world.speed = speed or math.inf
        self._mirror()

    def _mirror(self) -> None:
        """Bring what the page shows of world and robot up to date."""
        speed = self.world.speed
        values: dict[str, Any] = {
            "is_paused": self.world.is_paused,
            "speed": 0.0 if math.isinf(speed) else speed,
            "cameras": list(self.world.cameras),
            "has_robot": self.robot is not None,
        }
        if self.robot:
            values.update(mode=self.robot.mode, is_stopped=self.robot.is_stopped, stop_reason=self.robot.stop_reason)
        with self.hold_sync():
            for name, value in values.items():
                self.set_trait(name, value)

    def _apply_overlays(self) -> None:
        self._contact_watch.want(self.show_contacts)
        self._streamer.with_contacts = self.show_contacts
        self._overlays.want(joints=self.show_joints, picture_camera=self.picture_camera)

    # ------------------------------------------------------------------ on other threads

    def _look(self, snapshot: Snapshot) -> None:
        if snapshot.scene_version != self._wanted_scene:
            self._wanted_scene = snapshot.scene_version
            self._jobs.put(self._send_scene)
            self._jobs.put(self._mirror)
        if snapshot.is_paused != self.is_paused or (self.world.speed != (self.speed or math.inf)):
            self._jobs.put(self._mirror)

    def _overlay_failed(self, error: Exception) -> None:
        self.picture_camera = ""
        self.show_joints = False
        self.notify(error)

    # ------------------------------------------------------------------ traits

    @observe("show_contacts", "show_joints", "picture_camera")
    def _overlays_changed(self, _change: object) -> None:
        self._jobs.put(self._apply_overlays)

    @validate("camera", "picture_camera")
    def _valid_camera(self, proposal: Bunch) -> str:
        name = str(proposal["value"])
        if name and name not in self.world.cameras:
            raise UnknownCamera(name, self.world.cameras, 'Use one of those names, or "" for none.')
        return name

    @validate("height")
    def _valid_height(self, proposal: Bunch) -> int:
        height = int(proposal["value"])
        if not _LOWEST <= height <= _HIGHEST:
            raise InvalidArgument(
                "The height was not changed.", f"It is {height} pixels.", f"Give {_LOWEST} to {_HIGHEST}."
            )
        return height

    def __repr__(self) -> str:
        return f"Viewport({self.title})"


def _robot_and_world(subject: object) -> tuple[Robot | None, World]:
    # Told apart by what they have: importing their classes would import MuJoCo.
    if hasattr(subject, "snapshot"):
        return None, cast("World", subject)
    if hasattr(subject, "world"):
        robot = cast("Robot", subject)
        return robot, robot.world
    raise InvalidArgument(
        "No viewport was made.", f"{type(subject).__name__} is not a robot.", "Give a Robot or a World."
    )


def _joint_reader(robot: Robot) -> Callable[[], tuple[dict[str, float], dict[str, float]]]:
    return lambda: (robot.joints(), robot.goals())
