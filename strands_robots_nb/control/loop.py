"""The one loop: latch, observe, source, safety, act, taps."""

from __future__ import annotations

import logging
import threading

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.body import Body
from strands_robots_nb.control.frame import Frame, Tap
from strands_robots_nb.control.joint_limits import JointLimits
from strands_robots_nb.control.latch import Latch
from strands_robots_nb.control.ledger import Ledger
from strands_robots_nb.control.motion import Motion
from strands_robots_nb.control.safety_chain import SafetyChain
from strands_robots_nb.control.sources.source import Source, Tick
from strands_robots_nb.errors import (
    MotionCancelled,
    MotionError,
    MotionSuperseded,
    NbError,
    NonFiniteAction,
    ResetRefused,
    RobotStopped,
)

logger = logging.getLogger(__name__)


class ControlLoop:
    """Drives a body at a fixed rate. Everything that moves goes through it.

    The body calls ``tick`` at the loop's rate in its own time; all other methods may be called from any thread.

    Args:
        body: What is driven.
        limits: What each joint may do.
        latch: The software stop.
        ledger: Where corrections are counted.
        rate_hz: Ticks per second of the body's time; the rate of recordings.
    """

    def __init__(self, body: Body, limits: JointLimits, latch: Latch, ledger: Ledger, rate_hz: int = 30) -> None:
        self.body = body
        self.limits = limits
        self.latch = latch
        self.ledger = ledger
        self.rate_hz = rate_hz
        self.period_s = 1 / rate_hz
        self._safety = SafetyChain(limits, ledger, body.read_joints())
        self._motion: Motion | None = None
        self._taps: tuple[Tap, ...] = ()
        self._tick_count = 0
        self._time_s = body.time_s
        self._is_still = threading.Event()
        self._is_still.set()
        self._lock = threading.RLock()

    def start(self) -> None:
        """Begin to tick."""
        self.body.start(self.period_s, self.tick)

    # ------------------------------------------------------------------ who holds the robot

    @property
    def motion(self) -> Motion | None:
        """The motion that has the robot now."""
        return self._motion

    @property
    def commanded(self) -> NDArray[np.float64]:
        """The position commanded last, LeRobot's units. Shape (n,)."""
        return self._safety.commanded

    def submit(self, source: Source) -> Motion:
        """Give the robot to ``source`` from the next tick on.

        Raises:
            RobotStopped: If the software stop is set.
            MotionError: If a source with a higher claim has the robot.
        """
        motion = Motion(source)
        with self._lock:
            if self.latch.is_set:
                self.ledger.note("refused", source.name, f"the software stop is set ({self.latch.reason})")
                raise self._stopped()
            holder = self._motion
            if holder is not None and holder.source.claim > source.claim:
                self.ledger.note("refused", source.name, f"{holder.source.name} has the robot")
                raise MotionError(
                    f"The robot is in the hands of {holder.source.name}.",
                    "A person's hands come before a program.",
                    "Try again when they let go.",
                )
            self._end(MotionSuperseded("The motion was taken over.", f"{source.name} has the robot now."))
            self._motion = motion
            self._is_still.clear()
        return motion

    def cancel(self, motion: Motion, error: NbError) -> None:
        """Take the robot away from ``motion``, if it still has it; the robot decelerates and holds."""
        with self._lock:
            if self._motion is motion:
                self._end(error)

    def stop(self, reason: str) -> None:
        """Set the software stop; a motion that is under way ends with ``RobotStopped``."""
        self.latch.set(reason)
        # Everything else comes after the latch. Whoever waits is told now, also when the body's time stands still.
        with self._lock:
            self._end(self._stopped())
        self.ledger.note("stop", "robot", reason)

    def reset_stop(self) -> None:
        """Clear the software stop.

        Raises:
            ResetRefused: If the robot is still decelerating.
        """
        with self._lock:
            if self.latch.is_set and not self._safety.is_still:
                raise ResetRefused(
                    "The software stop stays set.",
                    "The robot is still slowing down.",
                    "Try again in a moment; a paused simulation has to go on for that.",
                )
            self.latch.clear()

    def wait_until_still(self, timeout_s: float) -> None:
        """Block until nothing moves and nobody has the robot.

        Raises:
            MotionError: If that takes longer than ``timeout_s`` of wall time.
        """
        if not self._is_still.wait(timeout_s):
            raise MotionError("The robot still moves.", f"Waited {timeout_s:g} s.", "Call robot.stop() to stop it.")

    def rebase(self, reason: str) -> None:
        """The body was put somewhere else: end the motion, and hold the measured pose."""
        # Read before locking: the body's lock comes before the loop's in every tick.
        measured = self.body.read_joints()
        with self._lock:
            self._end(MotionCancelled("The motion was given up.", reason))
            self._safety.rebase(measured)

    def attach(self, tap: Tap) -> None:
        """Let ``tap`` see every frame from the next tick on."""
        self._taps = (*self._taps, tap)

    def detach(self, tap: Tap) -> None:
        """Stop showing frames to ``tap``."""
        self._taps = tuple(other for other in self._taps if other != tap)

    # ------------------------------------------------------------------ the tick

    def tick(self) -> bool:
        """Do one round; called by the body. Returns whether a motion is going on."""
        with self._lock:
            self._time_s = time_s = self.body.time_s
            measured = self.body.read_joints()
            state = self.body.read_state() if self._taps else None
            action, source_name = self._decide(Tick(measured, self._safety.commanded, time_s, self.period_s))
            sent = self.body.send_action(action)
            self._tick_count += 1
            frame = Frame(
                self._tick_count, time_s, measured.astype(np.float32), sent.astype(np.float32), source_name, state
            )
            is_moving = self._motion is not None or not self._safety.is_still
            if not is_moving:
                self._is_still.set()
        self._show(frame)
        return is_moving

    def _decide(self, tick: Tick) -> tuple[NDArray[np.float64], str]:
        if self.latch.is_set:
            self._end(self._stopped())
            return self._safety.brake(tick.measured, self.period_s), "hold"
        motion = self._motion
        if motion is not None:
            try:
                requested = self._next_action(motion, tick)
                if requested is not None:
                    return self._safety.apply(requested, tick.measured, self.period_s), motion.source.name
                self._end(None)
            except NonFiniteAction as error:
                self.latch.set(f"{motion.source.name} gave a goal that is not a number")
                self._end(error)
            # The source may be anybody's code; whatever it raises belongs to the one who waits for the motion.
            except Exception as error:  # noqa: BLE001
                logger.warning("source=<%s>, error=<%r> | source failed, holding", motion.source.name, error)
                self.ledger.note("failure", motion.source.name, str(error))
                self._end(error)
        return self._safety.brake(tick.measured, self.period_s), "hold"

    def _next_action(self, motion: Motion, tick: Tick) -> NDArray[np.float64] | None:
        if motion.began_s is None:
            motion.began_s = tick.time_s
            motion.source.begin(tick)
        return motion.source.next_action(tick)

    def _end(self, error: BaseException | None) -> None:
        motion, self._motion = self._motion, None
        if motion is not None:
            motion.finish(self._time_s, error)

    def _stopped(self) -> RobotStopped:
        return RobotStopped(
            "The robot does not move: the software stop is set.",
            f"Reason: {self.latch.reason}.",
            "When it is safe, call robot.reset_stop() or press Reset stop.",
        )

    def _show(self, frame: Frame) -> None:
        for tap in self._taps:
            try:
                tap(frame)
            # A watcher that breaks must not take the robot down with it.
            except Exception:
                logger.exception("tap=<%r> | tap failed and was detached", tap)
                self.ledger.note("failure", "recording", "a watcher of the loop failed and was detached")
                self.detach(tap)
