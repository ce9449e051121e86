"""One thread on which a robot's motions run, one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import Any

type _Job = tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class MotionLane(Executor):
    """Runs what it is given in order, on a daemon thread.

    A ``ThreadPoolExecutor`` of one thread would do the same, but Python waits for its thread at exit: closing a
    notebook in the middle of a motion would hang until the motion is done.

    Args:
        name: Of the thread.
    """

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        # The thread holds the queue and not the lane, so that a lane that nobody has any more can go.
        threading.Thread(target=_run, args=(self._jobs,), name=name, daemon=True).start()

    def submit[T](self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Queue a call."""
        future: Future[T] = Future()
        self._jobs.put((future, fn, args, kwargs))
        return future

    def __del__(self) -> None:
        self._jobs.put(None)


def _run(jobs: SimpleQueue[_Job | None]) -> None:
    while (job := jobs.get()) is not None:
        future, call, args, kwargs = job
        if not future.set_running_or_notify_cancel():
            continue
        try:
            future.set_result(call(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - it is raised again where the result is awaited
            future.set_exception(error)
        # Not kept alive while waiting for the next.
        del job, future, call, args, kwargs
