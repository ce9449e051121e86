"""What happened reaches the page in order, from one thread, and late only when much happens."""

from __future__ import annotations

import threading

import pytest

from strands_robots_nb.widgets.outbox import Outbox


@pytest.fixture
def batches():
    return []


@pytest.fixture
def outbox(batches):
    made = Outbox[int]("test-outbox", batches.append, period_s=0.001)
    yield made
    made.close()


def test_items_of_many_threads_arrive_once_each_and_in_each_threads_order(outbox, batches):
    def put_all(start: int) -> None:
        for number in range(start, start + 200):
            outbox.put(number)

    threads = [threading.Thread(target=put_all, args=(start,)) for start in (0, 1000, 2000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outbox.join()
    arrived = [item for batch in batches for item in batch]
    assert sorted(arrived) == [start + number for start in (0, 1000, 2000) for number in range(200)]
    for start in (0, 1000, 2000):
        mine = [item for item in arrived if start <= item < start + 1000]
        assert mine == sorted(mine)


def test_whatever_comes_while_a_batch_is_delivered_makes_the_next_batch(batches):
    is_delivering, may_go_on = threading.Event(), threading.Event()

    def deliver(batch: list[int]) -> None:
        batches.append(batch)
        is_delivering.set()
        may_go_on.wait(5)

    outbox = Outbox[int]("test-outbox", deliver, period_s=0.001)
    outbox.put(1)
    assert is_delivering.wait(5)
    for number in (2, 3, 4):
        outbox.put(number)
    may_go_on.set()
    assert outbox.join()
    outbox.close()
    assert batches == [[1], [2, 3, 4]]


def test_a_delivery_that_fails_does_not_end_the_outbox(caplog):
    arrived: list[int] = []

    def deliver(batch: list[int]) -> None:
        if 1 in batch:
            raise RuntimeError("the page went away")
        arrived.extend(batch)

    outbox = Outbox[int]("test-outbox", deliver, period_s=0.001)
    outbox.put(1)
    assert outbox.join()
    outbox.put(2)
    assert outbox.join()
    outbox.close()
    assert arrived == [2]
    assert "could not be delivered" in caplog.text


def test_a_closed_outbox_takes_nothing_and_closes_again(outbox, batches):
    outbox.close()
    outbox.close()
    outbox.put(1)
    assert outbox.join()
    assert batches == []
