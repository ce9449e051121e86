"""The ledger counts, and says it in words."""

from __future__ import annotations

import threading

from strands_robots_nb.control.ledger import Ledger


def test_an_empty_ledger_says_that_nothing_happened():
    assert str(Ledger()) == "Nothing was clamped, refused or stopped."


def test_occurrences_of_one_kind_at_one_joint_are_one_entry_with_the_latest_words():
    ledger = Ledger()
    ledger.note("speed limit", "a.pos", "asked for 10.0")
    ledger.note("speed limit", "a.pos", "asked for 20.0")
    ledger.note("speed limit", "b.pos", "asked for 5.0")
    counts = {entry.subject: (entry.count, entry.detail) for entry in ledger.entries()}
    assert counts == {"a.pos": (2, "asked for 20.0"), "b.pos": (1, "asked for 5.0")}


def test_the_most_recent_entry_comes_first():
    ledger = Ledger()
    for joint in ("a.pos", "b.pos", "a.pos"):
        ledger.note("position limit", joint, "")
    assert [entry.subject for entry in ledger.entries()] == ["a.pos", "b.pos"]


def test_nothing_is_lost_when_many_threads_note_at_once():
    ledger = Ledger()
    threads = [
        threading.Thread(target=lambda: [ledger.note("refused", "home", "stopped") for _ in range(500)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.count for entry in ledger.entries()] == [2000]


def test_clearing_forgets_entries_and_the_number_of_clamped_ticks():
    ledger = Ledger()
    ledger.note("stop", "robot", "a test")
    ledger.clamp_count = 3
    ledger.clear()
    assert ledger.entries() == ()
    assert ledger.clamp_count == 0
