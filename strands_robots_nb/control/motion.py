"""The handle of one motion."""

from __future__ import annotations

import threading
from collections.abc import Callable

from strands_robots_nb.control.sources.source import Source
from strands_robots_nb.errors import MotionCancelled, NbError

# Long enough to cost nothing, short enough that a person feels no wait; the body's tick is 33 ms.
_POLL_S = 0.02


class Motion:
    """A source that was given to the loop, until it is done, cancelled, superseded, stopped or failed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.began_s: float | None = None
        """Body time at which it took the robot over."""
        self.ended_s: float | None = None
        self.error: BaseException | None = None
        """Why it ended early; None when it reached its end."""
        self._done = threading.Event()

    @property
    def is_done(self) -> bool:
        """Whether it ended, in whatever way."""
        return self._done.is_set()

    @property
    def duration_s(self) -> float:
        """How long it held the robot, in body time."""
        if self.began_s is None or self.ended_s is None:
            return 0.0
        return self.ended_s - self.began_s

    def finish(self, time_s: float, error: BaseException | None = None) -> None:
        """Called by the loop, once."""
        self.ended_s = time_s
        self.error = error
        self._done.set()

    def wait(self, cancelled: Callable[[], bool] | None, cancel: Callable[[Motion, NbError], None]) -> None:
        """Block until it is over.

        Args:
            cancelled: Polled while waiting; when it returns True the motion is given up.
            cancel: Takes the robot away from this motion.

        Raises:
            MotionCancelled: If ``cancelled`` returned True.
            MotionError: Whatever else ended the motion early.
            KeyboardInterrupt: Passed on; the robot holds then.
        """
        try:
            while not self._done.wait(_POLL_S):
                if cancelled is not None and cancelled():
                    cancel(self, MotionCancelled("The motion was cancelled.", "The robot holds where it is."))
        except BaseException:
            cancel(self, MotionCancelled("The motion was interrupted.", "The robot holds where it is."))
            raise
        if self.error is not None:
            raise self.error
