"""Every message between kernel and page. TypeScript is generated from this file.

Times are in seconds; ``sent_at_s`` and ``wall_time_s`` are Unix times of the sender's clock.
Binary parts travel as comm buffers next to the JSON; each docstring says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from strands_robots_nb.contract.message import Direction, message
from strands_robots_nb.contract.scene import SceneHeader

TO_PAGE = Direction.TO_PAGE
TO_KERNEL = Direction.TO_KERNEL

# ---------------------------------------------------------------- viewport, kernel -> page


@message("viewport.scene", TO_PAGE)
@dataclass(frozen=True, slots=True)
class ViewportScene:
    """The whole scene. Buffer 0: the binary block that the header's ranges point into."""

    scene_version: int
    header: SceneHeader


@message("viewport.pose", TO_PAGE, replaces_older=True)
@dataclass(frozen=True, slots=True)
class ViewportPose:
    """Where every moving body is. Buffer 0: float32 (n, 7), position [m] and quaternion wxyz, world frame.

    Buffer 1, with the contact overlay on: float32 (k, 6), contact position [m] and contact force [N], world frame.
    """

    seq: int
    scene_version: int
    sim_time_s: float
    wall_time_s: float
    real_time_factor: float
    """Simulated seconds per wall second, measured over the last second."""


@message("viewport.picture", TO_PAGE, replaces_older=True)
@dataclass(frozen=True, slots=True)
class ViewportPicture:
    """A robot camera's picture. Buffer 0: JPEG bytes."""

    camera: str
    width: int
    height: int
    wall_time_s: float


@message("viewport.joints", TO_PAGE, replaces_older=True)
@dataclass(frozen=True, slots=True)
class ViewportJoints:
    """Measured joint positions, sent at 5 Hz when asked for; degrees, the gripper 0 (closed) to 100 (open)."""

    positions: dict[str, float]
    goals: dict[str, float]


@message("notice", TO_PAGE)
@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person at the page should know, in what / why / do form."""

    level: Literal["info", "warning", "error"]
    text: str


# ---------------------------------------------------------------- viewport, page -> kernel


@message("viewport.ready", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class ViewportReady:
    """A page has loaded the widget and wants the scene and the stream."""

    contract_version: int
    page_key: str
    """Tells the pages that show the same widget apart; made up by the page when it loads."""


@message("stream.ack", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class StreamAck:
    """The newest pose that the page has taken over."""

    page_key: str
    seq: int


@message("viewport.visibility", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class ViewportVisibility:
    """Whether anyone can see the widget on this page; the stream pauses while nobody can on any."""

    page_key: str
    visible: bool


@message("viewport.transport", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class ViewportTransport:
    """A press on play, pause, step or reset."""

    action: Literal["play", "pause", "step", "reset"]


@message("viewport.set_speed", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class ViewportSetSpeed:
    """Simulated seconds per wall second, 0.1 to 100; 0 means as fast as possible."""

    speed: float


@message("viewport.overlays", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class ViewportOverlays:
    """Which extra streams the page draws."""

    contacts: bool
    joints: bool
    picture_camera: str
    """Camera shown picture-in-picture; empty for none."""


@message("robot.stop", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class RobotStop:
    """The software stop. Never queued behind anything."""


@message("robot.reset_stop", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class RobotResetStop:
    """A person clears the software stop."""


# ---------------------------------------------------------------- mode switch


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One preflight check as the page shows it."""

    name: str
    ok: bool
    detail: str
    remedy: str


@message("mode.refused", TO_PAGE)
@dataclass(frozen=True, slots=True)
class ModeChangeRefused:
    """The switch did not happen; the old mode goes on."""

    mode: Literal["sim", "real"]
    checks: tuple[CheckResult, ...]
    at_s: float


@message("mode.changed", TO_PAGE)
@dataclass(frozen=True, slots=True)
class ModeChanged:
    """The robot runs in this mode now."""

    mode: Literal["sim", "real"]
    epoch: int


@message("mode.set", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class ModeSet:
    """A person flips the switch."""

    mode: Literal["sim", "real"]


# ---------------------------------------------------------------- chat, kernel -> page


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a tool call as the card shows it."""

    name: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One tool call, from its start to its result."""

    call_id: str
    tool: str
    title: str
    """What it does, in a few words."""
    parameters: tuple[Parameter, ...]
    state: Literal["queued", "running", "done", "refused", "error", "cancelled"]
    duration_s: float
    """From start to end; while the call runs, the time it has taken so far."""
    result: str
    image_count: int
    """Pictures of the result, sent once with its ``chat.item``."""


@dataclass(frozen=True, slots=True)
class ChatItem:
    """One line of the transcript. Exactly one of ``text`` and ``call`` is filled."""

    item_id: str
    role: Literal["person", "agent", "tool", "error"]
    text: str
    call: ToolCall | None
    at_s: float


@message("chat.transcript", TO_PAGE)
@dataclass(frozen=True, slots=True)
class ChatTranscript:
    """The whole conversation so far, for a page that has just opened.

    Buffers: the result pictures of all tool items in order, ``image_count`` for each, PNG or JPEG.
    """

    items: tuple[ChatItem, ...]
    running: bool
    model_name: str
    prompts: tuple[str, ...]
    """Things one could ask this robot now."""


@message("chat.item", TO_PAGE)
@dataclass(frozen=True, slots=True)
class ChatItemAdded:
    """A new line, or a new state of the line with this ``item_id``. Buffers: its pictures, if any."""

    item: ChatItem


@message("chat.text", TO_PAGE)
@dataclass(frozen=True, slots=True)
class ChatText:
    """More text for the agent's line ``item_id``."""

    item_id: str
    delta: str


@message("chat.running", TO_PAGE)
@dataclass(frozen=True, slots=True)
class ChatRunning:
    """Whether the agent is working, and how the last turn ended."""

    running: bool
    outcome: Literal["", "done", "cancelled", "error"]


# ---------------------------------------------------------------- chat, page -> kernel


@message("chat.ready", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class ChatReady:
    """A page has loaded the panel and wants the transcript."""

    contract_version: int


@message("chat.send", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class ChatSend:
    """The person asks for something."""

    text: str


@message("chat.stop", TO_KERNEL)
@dataclass(frozen=True, slots=True)
class ChatStop:
    """End the turn: the running motion is given up and the robot holds."""


type ToPage = (
    ViewportScene
    | ViewportPose
    | ViewportPicture
    | ViewportJoints
    | Notice
    | ModeChangeRefused
    | ModeChanged
    | ChatTranscript
    | ChatItemAdded
    | ChatText
    | ChatRunning
)
type ToKernel = (
    ViewportReady
    | StreamAck
    | ViewportVisibility
    | ViewportTransport
    | ViewportSetSpeed
    | ViewportOverlays
    | RobotStop
    | RobotResetStop
    | ModeSet
    | ChatReady
    | ChatSend
    | ChatStop
)
