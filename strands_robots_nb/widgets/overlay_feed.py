"""Feeds the viewport's overlays that are not worth 60 Hz: joint positions and a robot camera's picture."""

from __future__ import annotations

import io
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PIL import Image

from strands_robots_nb.contract.message import Message
from strands_robots_nb.contract.messages import ViewportJoints, ViewportPicture
from strands_robots_nb.errors import NbError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

PERIOD_S = 0.2
PICTURE_SIZE = (320, 240)
_JPEG_QUALITY = 80


class OverlayFeed:
    """Sends at 5 Hz what is wanted, on a thread of its own, and sleeps while nothing is.

    Args:
        send: Puts a message on its way to every page.
        read_joints: Measured and goal positions by key, or None where there is no robot.
        take_picture: Renders a camera: ``take_picture(camera, width=…, height=…)`` -> uint8 (height, width, 3) RGB.
        is_watched: Whether anyone sees the viewport.
        fail: Told why an overlay could not be fed; nothing is wanted any more then.
    """

    def __init__(
        self,
        send: Callable[[Message, Sequence[bytes | memoryview]], None],
        read_joints: Callable[[], tuple[dict[str, float], dict[str, float]]] | None,
        take_picture: Callable[..., NDArray[np.uint8]],
        is_watched: Callable[[], bool],
        fail: Callable[[Exception], None],
    ) -> None:
        self._send = send
        self._read_joints = read_joints
        self._take_picture = take_picture
        self._is_watched = is_watched
        self._fail = fail
        self._changed = threading.Condition()
        self._wants_joints = False
        self._camera = ""
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def want(self, *, joints: bool, picture_camera: str) -> None:
        """Say what is shown; an empty camera means no picture."""
        with self._changed:
            self._wants_joints = joints and self._read_joints is not None
            self._camera = picture_camera
            if self._is_closed or not self._is_wanted():
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="overlay-feed", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """End the thread. Idempotent."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _is_wanted(self) -> bool:
        return self._wants_joints or bool(self._camera)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closed or self._is_wanted())
                if self._is_closed:
                    return
                wants_joints, camera = self._wants_joints, self._camera
            if self._is_watched():
                self._feed(wants_joints, camera)
            time.sleep(PERIOD_S)

    def _feed(self, wants_joints: bool, camera: str) -> None:
        try:
            if wants_joints and self._read_joints is not None:
                positions, goals = self._read_joints()
                self._send(ViewportJoints(positions, goals), ())
            if camera:
                self._send_picture(camera)
        except NbError as error:
            self._give_up(error)
        except Exception as error:
            logger.exception("camera=<%s> | an overlay failed", camera)
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self.want(joints=False, picture_camera="")
        self._fail(error)

    def _send_picture(self, camera: str) -> None:
        width, height = PICTURE_SIZE
        picture = self._take_picture(camera, width=width, height=height)
        jpeg = io.BytesIO()
        Image.fromarray(picture).save(jpeg, "JPEG", quality=_JPEG_QUALITY)
        self._send(ViewportPicture(camera, width, height, time.time()), [jpeg.getvalue()])
