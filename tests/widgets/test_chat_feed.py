"""A page that opens later is told the very conversation that the other pages were told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from strands_robots_nb.agent.session_events import ItemAdded, RunningChanged, TextAdded
from strands_robots_nb.contract.messages import (
    ChatItem,
    ChatItemAdded,
    ChatRunning,
    ChatText,
    ChatTranscript,
    ToolCall,
)
from strands_robots_nb.widgets.chat_feed import MOST_ITEMS, ChatFeed


def line(item_id, text="", role="agent"):
    return ChatItem(item_id, role, text, None, 0.0)


def card(item_id, state="running", images=0):
    return ChatItem(item_id, "tool", "", ToolCall(item_id, "look", "Look", (), state, 0.0, "", images), 0.0)


def no_pictures(item_id):
    return ()


def page_after(postings):
    """What a page that heard all of it holds: text by item id."""
    texts = {}
    for posting in postings:
        match posting.message:
            case ChatTranscript(items=items):
                texts = {item.item_id: item.text for item in items}
            case ChatItemAdded(item=item):
                texts[item.item_id] = item.text
            case ChatText(item_id=item_id, delta=delta):
                texts[item_id] += delta
            case ChatRunning():
                pass
    return texts


events = st.lists(
    st.one_of(
        st.builds(lambda n, text: ItemAdded(line(f"i{n}", text)), st.integers(0, 4), st.text(max_size=5)),
        st.builds(lambda n, text: TextAdded(f"i{n}", text), st.integers(0, 4), st.text(max_size=5)),
        st.builds(RunningChanged, st.booleans()),
    ),
    max_size=30,
).map(lambda listed: [ItemAdded(line(f"i{n}")) for n in range(5)] + listed)


@given(events, st.integers(0, 35))
def test_a_page_that_joins_at_any_time_ends_with_the_same_words_as_one_that_was_there(listed, joins_after):
    feed = ChatFeed((), running=False)
    early = feed.take(listed[:joins_after])
    joining = feed.whole("m", (), no_pictures)
    late = feed.take(listed[joins_after:])
    assert page_after([*early, *late]) == page_after([joining, *late])


@given(events)
def test_words_that_follow_each_other_become_one_message_and_none_is_lost(listed):
    together = ChatFeed((), running=False).take(listed)
    feed = ChatFeed((), running=False)
    one_by_one = [posting for event in listed for posting in feed.take([event])]
    assert page_after(together) == page_after(one_by_one)
    kinds = [(type(p.message), getattr(p.message, "item_id", None)) for p in together]
    assert not any(a == b and a[0] is ChatText for a, b in pairwise(kinds))


def test_the_whole_conversation_brings_the_pictures_that_are_left_and_counts_them():
    feed = ChatFeed([card("a", "done", 2), line("b", "x"), card("c", "done", 1)], running=True)
    kept = {"a": (b"1", b"2"), "c": ()}
    posting = feed.whole("m", ("go home",), kept.__getitem__)
    assert posting.buffers == (b"1", b"2")
    assert [item.call.image_count for item in posting.message.items if item.call] == [2, 0]
    assert posting.message.running
    assert posting.message.prompts == ("go home",)


def test_a_running_call_says_how_long_it_has_run_and_a_finished_one_what_it_took():
    feed = ChatFeed((), running=True)
    feed.take([ItemAdded(card("a", "queued"))])
    assert feed.whole("", (), no_pictures).message.items[0].call.duration_s == 0.0
    feed.take([ItemAdded(card("a", "running"))])
    assert feed.whole("", (), no_pictures).message.items[0].call.duration_s > 0.0
    finished = card("a", "done")
    feed.take([ItemAdded(replace(finished, call=replace(finished.call, duration_s=7.5)))])
    assert feed.whole("", (), no_pictures).message.items[0].call.duration_s == 7.5


def test_pictures_travel_once_with_the_line_they_belong_to():
    feed = ChatFeed((), running=True)
    (posting,) = feed.take([ItemAdded(card("a", "done", 1), (b"jpeg",))])
    assert posting.buffers == (b"jpeg",)


def test_the_oldest_lines_of_a_long_conversation_are_let_go():
    feed = ChatFeed((), running=False)
    feed.take([ItemAdded(line(f"i{n}")) for n in range(MOST_ITEMS + 20)])
    items = feed.whole("", (), no_pictures).message.items
    assert len(items) == MOST_ITEMS
    assert items[0].item_id == "i20"
