"""The safety chain: every action passes it before it reaches a body."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.joint_limits import JointLimits
from strands_robots_nb.control.ledger import EntryKind, Ledger
from strands_robots_nb.control.motion_limiter import MotionLimiter
from strands_robots_nb.errors import NonFiniteAction

_TOLERANCE = 1e-6
# A smooth profile sampled at 30 Hz differs from its own limits by rounding; only more than this is told to a person.
_NOTICEABLE = 0.05


class SafetyChain:
    """Finite, then position limits, velocity, acceleration, relative step; per joint.

    A value that is not finite is refused; everything else is clamped and counted in the ledger.

    Args:
        limits: What each joint may do.
        ledger: Where corrections are counted.
        position: Commanded position to begin with. Shape (n,).
    """

    def __init__(self, limits: JointLimits, ledger: Ledger, position: NDArray[np.float64]) -> None:
        self.limits = limits
        self._ledger = ledger
        self._limiter = MotionLimiter(limits, position)

    @property
    def commanded(self) -> NDArray[np.float64]:
        """The position that was commanded last. Shape (n,)."""
        return self._limiter.position.copy()

    @property
    def is_still(self) -> bool:
        """Whether the commanded position stands still."""
        return self._limiter.is_still

    def rebase(self, position: NDArray[np.float64]) -> None:
        """Begin again at ``position``, at rest, e.g. the measured pose after a reset. Shape (n,)."""
        self._limiter.rebase(position)

    def brake(self, measured: NDArray[np.float64], dt_s: float) -> NDArray[np.float64]:
        """Decelerate to standstill, then stay. Returns the action for this tick, shape (n,)."""
        return self._near_measured(self._limiter.brake(dt_s), measured)

    def apply(self, requested: NDArray[np.float64], measured: NDArray[np.float64], dt_s: float) -> NDArray[np.float64]:
        """Make an action safe.

        Args:
            requested: What the source asks for. Shape (n,).
            measured: Where the joints are. Shape (n,).
            dt_s: Time until the next action [s].

        Returns:
            The action to send. Shape (n,).

        Raises:
            NonFiniteAction: If the request holds NaN or infinity. Nothing is changed then.
        """
        self._check_finite(requested)
        limits = self.limits
        inside = np.clip(requested, limits.lower, limits.upper)
        clamped = self._note("position limit", inside - requested, requested, "asked {:.1f}, allowed {:.1f}", inside)
        limited = self._limiter.step(inside, dt_s)
        lag = inside - limited
        at_full_speed = np.abs(self._limiter.velocity) >= limits.velocity - _TOLERANCE
        clamped |= self._note(
            "speed limit", np.where(at_full_speed, lag, 0.0), inside, "asked for {:.1f}, so far {:.1f}", limited
        )
        clamped |= self._note(
            "acceleration limit", np.where(at_full_speed, 0.0, lag), inside, "asked for {:.1f}, so far {:.1f}", limited
        )
        action = self._near_measured(limited, measured)
        clamped |= bool(np.abs(action - limited).max() > _NOTICEABLE)
        self._ledger.clamp_count += clamped
        return action

    def _check_finite(self, requested: NDArray[np.float64]) -> None:
        finite = np.isfinite(requested)
        if finite.all():
            return
        bad = [key for key, ok in zip(self.limits.keys, finite, strict=True) if not ok]
        for key in bad:
            self._ledger.note("not a number", key, "the goal was not a finite number")
        raise NonFiniteAction(
            f"The goal of {', '.join(bad)} is not a finite number.",
            "Such a goal is never sent, and the software stop was set.",
            "Find where the number comes from, then call robot.reset_stop().",
        )

    def _near_measured(self, position: NDArray[np.float64], measured: NDArray[np.float64]) -> NDArray[np.float64]:
        step = self.limits.relative_step
        near = np.clip(position, measured - step, measured + step)
        self._note("relative step", near - position, position, "asked for {:.1f}, kept near the joint at {:.1f}", near)
        return near

    def _note(
        self,
        kind: EntryKind,
        correction: NDArray[np.float64],
        asked: NDArray[np.float64],
        text: str,
        given: NDArray[np.float64],
    ) -> bool:
        noticeable = np.flatnonzero(np.abs(correction) > _NOTICEABLE)
        for i in noticeable:
            self._ledger.note(kind, self.limits.keys[i], text.format(asked[i], given[i]))
        return noticeable.size > 0
