"""The latch stays set until it is cleared on purpose."""

from __future__ import annotations

from strands_robots_nb.control.latch import Latch


def test_the_first_reason_stays():
    latch = Latch()
    latch.set("a person pressed Stop")
    latch.set("something else")
    assert latch.is_set
    assert latch.reason == "a person pressed Stop"


def test_whoever_listens_is_told_after_it_is_set():
    seen = []
    latch = Latch(on_set=lambda reason: seen.append((latch.is_set, reason)))
    latch.set("a test")
    assert seen == [(True, "a test")]


def test_clearing_forgets_the_reason():
    latch = Latch()
    latch.set("a test")
    latch.clear()
    assert not latch.is_set
    assert latch.reason == ""
