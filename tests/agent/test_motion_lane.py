from __future__ import annotations

import gc
import subprocess
import sys
import threading

import pytest

from strands_robots_nb.agent.motion_lane import MotionLane


def test_calls_run_in_order_and_give_their_results() -> None:
    lane = MotionLane("test")
    order: list[int] = []

    def call(number: int) -> int:
        order.append(number)
        return 10 * number

    futures = [lane.submit(call, number) for number in range(5)]
    assert [future.result(10) for future in futures] == [0, 10, 20, 30, 40]
    assert order == [0, 1, 2, 3, 4]


def test_an_error_belongs_to_its_call_and_the_lane_goes_on() -> None:
    lane = MotionLane("test")
    with pytest.raises(ZeroDivisionError):
        lane.submit(lambda: 1 / 0).result(10)
    assert lane.submit(lambda: "still here").result(10) == "still here"


def test_a_call_that_was_cancelled_in_the_queue_does_not_run() -> None:
    lane = MotionLane("test")
    go_on, ran = threading.Event(), threading.Event()
    first = lane.submit(go_on.wait, 10)
    second = lane.submit(ran.set)
    assert second.cancel()
    go_on.set()
    first.result(10)
    lane.submit(lambda: None).result(10)
    assert not ran.is_set()


def test_its_thread_ends_with_it() -> None:
    lane = MotionLane("a lane that goes")
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "a lane that goes"]
    del lane
    gc.collect()
    thread.join(10)
    assert not thread.is_alive()


def test_a_motion_does_not_keep_the_interpreter_from_closing() -> None:
    program = (
        "import threading\n"
        "from strands_robots_nb.agent.motion_lane import MotionLane\n"
        "MotionLane('test').submit(threading.Event().wait)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=60, check=False).returncode == 0
