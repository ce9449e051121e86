"""Sends the world's newest poses to the pages that watch, at their pace."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.contract.message import Message
from strands_robots_nb.contract.messages import ViewportPose
from strands_robots_nb.widgets.stream_credit import StreamCredit

if TYPE_CHECKING:
    from strands_robots_nb.sim.snapshot import Snapshot

logger = logging.getLogger(__name__)

PERIOD_S = 1 / 60
"""The rate of the page's screen, and of the world's snapshots."""
HEARTBEAT_S = 0.5
"""How often an unchanged picture is sent again, so that the page knows that the kernel lives."""

INVISIBLE = 2e-5
"""Less than this (20 micrometres, a thousandth of a degree) nobody sees; a servo at rest trembles that much."""


class PoseSource(Protocol):
    """What is streamed: a World."""

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot, without waiting for anything."""
        ...


class PoseStreamer:
    """Reads ``source.snapshot`` 60 times a second on a thread of its own, while somebody looks.

    Newest wins: a pose that no page could take is never sent. Poses of a scene that the pages do not have yet are held
    back until ``scene_sent`` says that they do.

    Args:
        source: The world.
        send: Puts a message on its way to every page.
        look: Called with each snapshot that was read, sent or not, on the streamer's thread; it returns at once.
    """

    def __init__(
        self,
        source: PoseSource,
        send: Callable[[Message, Sequence[bytes | memoryview]], None],
        look: Callable[[Snapshot], None],
    ) -> None:
        self._source = source
        self._send = send
        self._look = look
        self._credit = StreamCredit()
        self._changed = threading.Condition()
        self._scene_version: int | None = None
        self._last: Snapshot | None = None
        self._last_s = float("-inf")
        self._is_closed = False
        self._thread: threading.Thread | None = None
        self.with_contacts = False
        """Whether contacts are sent along, when snapshots carry them."""

    @property
    def has_viewers(self) -> bool:
        """Whether anyone looks at the stream."""
        with self._changed:
            return self._credit.has_viewers(time.monotonic())

    def scene_sent(self, scene_version: int) -> None:
        """The pages have been sent this version of the scene; its poses may follow."""
        with self._changed:
            self._scene_version = scene_version
            # A page that has just got the scene wants the poses even if nothing moves.
            self._last = None

    def page_ready(self, page_key: str) -> None:
        """A page wants the stream."""
        with self._changed:
            self._credit.page_ready(page_key)
            self._last = None
            self._start_or_wake()

    def page_visible(self, page_key: str, visible: bool) -> None:
        """A page came into sight or went out of it."""
        with self._changed:
            self._credit.page_visible(page_key, visible)
            self._last = None
            self._start_or_wake()

    def page_drew(self, page_key: str, seq: int) -> None:
        """A page has taken over pose ``seq``."""
        with self._changed:
            self._credit.page_drew(page_key, seq)
            self._start_or_wake()

    def close(self) -> None:
        """End the thread. Idempotent."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _start_or_wake(self) -> None:
        if self._is_closed:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="pose-streamer", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _run(self) -> None:
        due_s = time.monotonic()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or self._credit.has_viewers(time.monotonic()))
                if self._is_closed:
                    return
            try:
                self._beat()
            except Exception:
                # One failed send (a comm that closes just now) must not end the stream of the other pages.
                logger.exception("source=<%s> | a pose could not be sent", self._source)
            now_s = time.monotonic()
            # After a pause, go on from now: old beats are not made up for.
            due_s = max(due_s + PERIOD_S, now_s)
            time.sleep(due_s - now_s)

    def _beat(self) -> None:
        snapshot = self._source.snapshot
        self._look(snapshot)
        now_s = time.monotonic()
        with self._changed:
            is_wanted = snapshot.scene_version == self._scene_version and self._is_due(snapshot, now_s)
            if not is_wanted or not self._credit.may_send(now_s):
                return
            seq = self._credit.sent(now_s)
            self._last = snapshot
            self._last_s = now_s
        message = ViewportPose(
            seq=seq,
            scene_version=snapshot.scene_version,
            sim_time_s=snapshot.time_s,
            # The heartbeat of a world that stands still is as fresh as the moment it is sent.
            wall_time_s=time.time(),
            real_time_factor=snapshot.real_time_factor,
        )
        buffers = [snapshot.poses.tobytes()]
        if self.with_contacts and snapshot.contacts is not None:
            buffers.append(snapshot.contacts.tobytes())
        self._send(message, buffers)

    def _is_due(self, snapshot: Snapshot, now_s: float) -> bool:
        last = self._last
        if last is None or now_s - self._last_s >= HEARTBEAT_S:
            return True
        return snapshot is not last and not self._looks_alike(snapshot, last)

    def _looks_alike(self, one: Snapshot, other: Snapshot) -> bool:
        if not _are_close(one.poses, other.poses):
            return False
        if not self.with_contacts or one.contacts is None or other.contacts is None:
            return not self.with_contacts or one.contacts is other.contacts
        return _are_close(one.contacts, other.contacts)


def _are_close(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    return one.shape == other.shape and (one.size == 0 or float(np.abs(one - other).max()) < INVISIBLE)
