"""Neither a slow page nor a closed one makes a queue grow, and neither stops the others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from strands_robots_nb.widgets.stream_credit import (
    GONE_AFTER_S,
    OVERTAKE_AFTER_S,
    TRICKLE_AFTER_S,
    TRICKLE_PERIOD_S,
    WINDOW,
    StreamCredit,
)

FRAME_S = 1 / 60


def stream(credit: StreamCredit, seconds: float, *, start_s: float = 0.0, acks=lambda seq: ()) -> list[int]:
    """Send whatever is allowed at 60 Hz; ``acks(seq)`` names the pages that take the pose over at once."""
    sent = []
    for frame in range(round(seconds / FRAME_S)):
        now_s = start_s + frame * FRAME_S
        if credit.may_send(now_s):
            seq = credit.sent(now_s)
            sent.append(seq)
            for page in acks(seq):
                credit.page_drew(page, seq)
    return sent


def test_nothing_is_sent_while_nobody_looks():
    credit = StreamCredit()
    assert stream(credit, 1.0) == []
    credit.page_ready("a")
    credit.page_visible("a", visible=False)
    assert stream(credit, 1.0) == []
    assert not credit.has_viewers(1.0)


def test_a_page_that_keeps_up_gets_every_pose_in_order():
    credit = StreamCredit()
    credit.page_ready("a")
    sent = stream(credit, 2.0, acks=lambda seq: ["a"] if seq % 4 == 0 else [])
    assert sent == list(range(1, 121))


def test_a_silent_page_gets_its_window_then_a_trickle_then_nothing():
    credit = StreamCredit()
    credit.page_ready("a")
    assert len(stream(credit, TRICKLE_AFTER_S)) == WINDOW
    used_up_s = (WINDOW - 1) * FRAME_S
    trickle = stream(credit, 5.0, start_s=used_up_s + TRICKLE_AFTER_S)
    assert 0.8 * 5.0 / TRICKLE_PERIOD_S <= len(trickle) <= 5.0 / TRICKLE_PERIOD_S + 1
    assert stream(credit, 5.0, start_s=used_up_s + GONE_AFTER_S) == []


def test_a_page_that_wakes_up_gets_the_stream_back_at_once():
    credit = StreamCredit()
    credit.page_ready("a")
    stream(credit, 2.0)
    credit.page_drew("a", credit.sent_seq)
    assert len(stream(credit, 0.1, start_s=2.0)) == 6


def test_a_page_taken_for_closed_that_draws_again_is_a_viewer_again():
    credit = StreamCredit()
    credit.page_ready("a")
    stream(credit, GONE_AFTER_S + 1)
    assert not credit.has_viewers(GONE_AFTER_S + 1)
    credit.page_drew("a", credit.sent_seq)
    assert credit.may_send(GONE_AFTER_S + 1)


def test_a_closed_page_holds_the_others_up_for_a_second_at_most():
    credit = StreamCredit()
    credit.page_ready("closed")
    credit.page_ready("open")
    only_open = lambda seq: ["open"]  # noqa: E731
    assert len(stream(credit, OVERTAKE_AFTER_S, acks=only_open)) == WINDOW
    later = stream(credit, 2.0, start_s=OVERTAKE_AFTER_S + WINDOW * FRAME_S, acks=only_open)
    assert len(later) == 120


def test_two_pages_go_at_the_pace_of_the_slower_one():
    credit = StreamCredit()
    credit.page_ready("fast")
    credit.page_ready("slow")
    delivered = 0
    for frame in range(600):
        now_s = frame * FRAME_S
        if credit.may_send(now_s):
            credit.page_drew("fast", credit.sent(now_s))
        if frame % 3 == 0:  # The slow one draws 20 poses a second.
            delivered = min(delivered + 1, credit.sent_seq)
            credit.page_drew("slow", delivered)
        assert credit.sent_seq - delivered <= WINDOW


def test_a_reloaded_page_owes_nothing_of_its_life_before():
    credit = StreamCredit()
    credit.page_ready("a")
    stream(credit, 0.3)
    credit.page_ready("reloaded")
    credit.page_visible("a", visible=False)
    assert credit.may_send(0.3)


def test_acks_of_poses_never_sent_earn_nothing():
    credit = StreamCredit()
    credit.page_ready("a")
    credit.page_drew("a", 10**9)
    assert len(stream(credit, TRICKLE_AFTER_S)) == WINDOW


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ready", "hide", "show", "ack", "send"]),
            st.sampled_from("ab"),
            st.integers(0, 40),
            st.floats(0, 0.3),
        ),
        max_size=60,
    )
)
def test_whatever_pages_do_numbers_rise_and_unanswered_poses_stay_few(steps):
    credit = StreamCredit()
    now_s, unanswered, last = 0.0, 0, 0
    for action, page, number, pause_s in steps:
        now_s += pause_s
        if action == "send":
            if credit.may_send(now_s):
                seq = credit.sent(now_s)
                assert seq == last + 1
                last = seq
                unanswered += 1
        else:
            unanswered = 0
            if action == "ready":
                credit.page_ready(page)
            elif action == "ack":
                credit.page_drew(page, number)
            else:
                credit.page_visible(page, visible=action == "show")
        # Beyond the window only the trickle goes on, at 10 Hz.
        assert unanswered <= WINDOW + now_s / TRICKLE_PERIOD_S + 1
