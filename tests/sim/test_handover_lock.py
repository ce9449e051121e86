from __future__ import annotations

import threading

from strands_robots_nb.sim.handover_lock import HandoverLock


def test_the_same_thread_may_take_it_twice() -> None:
    lock = HandoverLock()
    with lock, lock:
        pass


def test_another_thread_waits_until_it_is_free() -> None:
    lock = HandoverLock()
    order: list[str] = []

    def other() -> None:
        with lock:
            order.append("other")

    with lock:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.05)
        order.append("first")
    thread.join()
    assert order == ["first", "other"]


def test_someone_who_waits_gets_in_between_two_blocks_of_a_busy_thread() -> None:
    lock = HandoverLock()
    done = threading.Event()
    is_in = threading.Event()

    def busy() -> None:
        while not done.is_set():
            lock.let_waiting_in()
            with lock:
                is_in.set()
                sum(range(2000))

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        is_in.wait()
        for _ in range(20):
            with lock:
                pass
    finally:
        done.set()
        thread.join()


def test_without_anybody_waiting_nothing_is_waited_for() -> None:
    lock = HandoverLock()
    lock.let_waiting_in()
    with lock:
        pass
