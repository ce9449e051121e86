from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strands_robots_nb.contract import messages
from strands_robots_nb.contract.decode import decode, decode_to_kernel
from strands_robots_nb.contract.message import Direction, encode, message_types
from strands_robots_nb.contract.messages import ViewportOverlays, ViewportSetSpeed
from strands_robots_nb.contract.shape import (
    Choice,
    Fixed,
    Mapping,
    Optional,
    Record,
    Scalar,
    Sequence,
    Shape,
    field_shapes,
)
from strands_robots_nb.errors import ContractMismatch


def values_of(shape: Shape) -> st.SearchStrategy[Any]:
    match shape:
        case Scalar(type=kind):
            return {
                bool: st.booleans(),
                int: st.integers(-(2**53), 2**53),
                float: st.floats(allow_nan=False, allow_infinity=False),
                str: st.text(max_size=8),
            }[kind]
        case Choice(values=values):
            return st.sampled_from(values)
        case Optional(shape=inner):
            return st.none() | values_of(inner)
        case Sequence(item=item):
            return st.lists(values_of(item), max_size=2).map(tuple)
        case Fixed(items=items):
            return st.tuples(*map(values_of, items))
        case Mapping(value=value):
            return st.dictionaries(st.text(max_size=4), values_of(value), max_size=2)
        case Record(cls=cls):
            return records_of(cls)


def records_of(cls: type[Any]) -> st.SearchStrategy[Any]:
    return st.builds(cls, **{name: values_of(shape) for name, shape in field_shapes(cls).items()})


@pytest.mark.parametrize("entry", message_types(), ids=lambda entry: entry.kind)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_message_comes_back_from_json_as_it_was(entry: Any, data: st.DataObject) -> None:
    value = data.draw(records_of(entry.cls))
    assert decode(encode(value), entry.direction) == value


def test_the_unions_name_every_message_once() -> None:
    for direction, union in ((Direction.TO_PAGE, messages.ToPage), (Direction.TO_KERNEL, messages.ToKernel)):
        assert list(get_args(union.__value__)) == [e.cls for e in message_types() if e.direction is direction]


def test_a_whole_number_is_taken_for_a_float() -> None:
    assert decode_to_kernel({"kind": "viewport.set_speed", "speed": 2}) == ViewportSetSpeed(speed=2.0)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "without a kind"),
        (["kind"], "without a kind"),
        ({"kind": 3}, "without a kind"),
        ({"kind": "robot.explode"}, "Known: viewport.ready"),
        ({"kind": "viewport.pose"}, "unknown kind 'viewport.pose'"),
        ({"kind": "viewport.set_speed"}, "speed is missing"),
        ({"kind": "robot.stop", "reason": "x"}, "reason is not known"),
        ({"kind": "viewport.set_speed", "speed": "fast"}, "'viewport.set_speed.speed' must be of type float"),
        ({"kind": "viewport.set_speed", "speed": float("nan")}, "a finite number"),
        ({"kind": "viewport.set_speed", "speed": True}, "of type float"),
        ({"kind": "stream.ack", "page_key": "p", "seq": 1.5}, "of type int"),
        ({"kind": "stream.ack", "page_key": "p", "seq": True}, "of type int"),
        ({"kind": "viewport.transport", "action": "jump"}, "one of 'play', 'pause', 'step', 'reset'"),
        ({"kind": "chat.send", "text": None}, "of type str"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(content: object, says: str) -> None:
    with pytest.raises(ContractMismatch) as refused:
        decode_to_kernel(content)
    assert says in str(refused.value)
    assert "Reload the page" in refused.value.do


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_junk_is_refused_and_nothing_else_happens(content: object) -> None:
    value = {"kind": "viewport.overlays", "contacts": content, "joints": False, "picture_camera": ""}
    if isinstance(content, bool):
        assert decode_to_kernel(value) == ViewportOverlays(content, joints=False, picture_camera="")
    else:
        with pytest.raises(ContractMismatch, match=r"viewport\.overlays\.contacts"):
            decode_to_kernel(value)


def test_an_extra_field_of_a_nested_part_is_refused() -> None:
    call = messages.ToolCall("c1", "move", "Move", (), "running", 0.0, "", 0)
    item = messages.ChatItem("i1", "tool", "", call, 1.0)
    content = encode(messages.ChatItemAdded(item))
    content["item"]["call"]["speed"] = 3
    with pytest.raises(ContractMismatch, match=r"'chat.item.item.call'.*speed is not known"):
        decode(content, Direction.TO_PAGE)
    assert replace(item, call=None).call is None
