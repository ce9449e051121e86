"""The switch between the simulated and the real robot, with the software stop beside it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, assert_never, override

from traitlets import Bool, Dict, Int, Unicode

from strands_robots_nb.contract.message import encode
from strands_robots_nb.contract.messages import (
    ChatReady,
    ChatSend,
    ChatStop,
    CheckResult,
    ModeChanged,
    ModeChangeRefused,
    ModeSet,
    RobotResetStop,
    RobotStop,
    StreamAck,
    ToKernel,
    ViewportOverlays,
    ViewportReady,
    ViewportSetSpeed,
    ViewportTransport,
    ViewportVisibility,
)
from strands_robots_nb.errors import InvalidArgument, ModeRefused, NbError
from strands_robots_nb.widgets.base import NbWidget
from strands_robots_nb.widgets.outbox import Outbox

if TYPE_CHECKING:
    from strands_robots_nb.robots.events import RobotEvent
    from strands_robots_nb.robots.robot import Robot

logger = logging.getLogger(__name__)


class ModeSwitch(NbWidget):
    """Shows whether the robot is simulated or real, changes it, and stops the robot.

    The switch and ``robot.mode`` are the same thing: a change made in a cell shows here, and a change made here needs
    no cell run again. A refused change leaves the old mode running and lists each failed check with its remedy.

    Args:
        robot: The robot.

    Example:
        >>> ModeSwitch(robot)
    """

    title = Unicode("").tag(sync=True)
    """The robot's name, beside the switch."""

    mode = Unicode("sim", read_only=True).tag(sync=True)
    """The robot's mode, ``"sim"`` or ``"real"``. Set ``robot.mode`` to change it."""

    mode_label = Unicode("").tag(sync=True)
    """Says more about the mode than its name, e.g. ``"Virtual arm"``; empty for the usual words."""

    epoch = Int(0, read_only=True).tag(sync=True)
    """How often the mode has changed; ``robot.epoch``."""

    pending_mode = Unicode("", read_only=True).tag(sync=True)
    """The mode whose checks are running because of a click; empty otherwise. Shown as "checking…"."""

    is_stopped = Bool(False, read_only=True).tag(sync=True)
    """Whether the software stop is set; ``robot.is_stopped``."""

    stop_reason = Unicode("", read_only=True).tag(sync=True)
    """Why it is set; ``robot.stop_reason``."""

    robot_is_closed = Bool(False, read_only=True).tag(sync=True)
    """Whether the robot is closed; the switch is then locked."""

    refusal: Dict[str, Any] = Dict(default_value=None, allow_none=True).tag(sync=True)
    """The last refusal (``ModeChangeRefused``) until a change succeeds or someone dismisses it; None without one."""

    def __init__(self, robot: Robot) -> None:
        self.robot = robot
        self._outbox = Outbox[dict[str, Any]]("mode-switch", self._write_traits)
        self._lock = threading.Lock()
        self._is_changing = False
        super().__init__("mode_switch", title=robot.name)
        self._unsubscribe = robot.subscribe(self._note)
        self._write_traits([])

    @override
    def handle(self, message: ToKernel, buffers: Sequence[memoryview]) -> None:
        """Take over a press on the switch or on one of the stop buttons."""
        match message:
            case RobotStop():
                self.robot.stop(reason="the Stop button was pressed")
            case RobotResetStop():
                self._in_background("reset-stop", self._reset_stop)
            case ModeSet(mode=mode):
                self._begin_change(mode)
            case (
                ViewportReady()
                | StreamAck()
                | ViewportVisibility()
                | ViewportTransport()
                | ViewportSetSpeed()
                | ViewportOverlays()
                | ChatReady()
                | ChatSend()
                | ChatStop()
            ):
                kind = type(message).__name__
                raise InvalidArgument("The mode switch cannot do that.", f"It got {kind}.", "Reload the page (Ctrl+R).")
            case _:
                assert_never(message)

    @override
    def still_png(self) -> bytes | None:
        """None: where no kernel answers there is nothing to switch."""
        return None

    @override
    def close(self) -> None:
        """Take the widget away; the robot goes on."""
        if hasattr(self, "_unsubscribe"):
            self._unsubscribe()
            self._outbox.close()
        super().close()

    def _note(self, event: RobotEvent) -> None:
        # A change of mode by any road makes an old refusal worthless.
        self._outbox.put({"refusal": None} if event.kind == "mode" else {})

    def _begin_change(self, mode: Literal["sim", "real"]) -> None:
        with self._lock:
            if self._is_changing:
                return
            self._is_changing = True
        self._outbox.put({"pending_mode": mode, "refusal": None})
        self._in_background("mode-change", lambda: self._change(mode))

    def _change(self, mode: Literal["sim", "real"]) -> None:
        outcome: dict[str, Any] = {"pending_mode": ""}
        try:
            self.robot.mode = mode
            self.post(ModeChanged(mode, self.robot.epoch))
        except ModeRefused as error:
            refused = _refusal_message(mode, error)
            outcome["refusal"] = encode(refused)
            self.post(refused)
        except NbError as error:
            self.notify(error)
        except Exception as error:
            logger.exception("mode=<%s> | the mode change failed", mode)
            self.notify(error)
        finally:
            with self._lock:
                self._is_changing = False
            self._outbox.put(outcome)

    def _reset_stop(self) -> None:
        try:
            self.robot.reset_stop()
        except NbError as error:
            self.notify(error)

    def _in_background(self, name: str, work: Callable[[], None]) -> None:
        threading.Thread(target=work, name=name, daemon=True).start()

    def _write_traits(self, changes: list[dict[str, Any]]) -> None:
        """Bring the traits up to date; called on the outbox's thread (and once by the constructor)."""
        values: dict[str, Any] = {}
        for change in changes:
            values.update(change)
        values.update(
            mode=self.robot.mode,
            epoch=self.robot.epoch,
            is_stopped=self.robot.is_stopped,
            stop_reason=self.robot.stop_reason,
            robot_is_closed=self.robot.is_closed,
        )
        with self.hold_sync():
            for name, value in values.items():
                self.set_trait(name, value)

    def __repr__(self) -> str:
        return f"ModeSwitch({self.mode})"


def _refusal_message(mode: Literal["sim", "real"], error: ModeRefused) -> ModeChangeRefused:
    checks = tuple(CheckResult(check.name, check.ok, check.detail, check.remedy) for check in error.checks)
    return ModeChangeRefused(mode, checks, at_s=time.time())
