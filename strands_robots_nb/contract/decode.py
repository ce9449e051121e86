"""Turns the JSON that arrives from a page into message dataclasses, strictly."""

from __future__ import annotations

import math
from functools import cache
from typing import Any, cast

from strands_robots_nb.contract import messages
from strands_robots_nb.contract.message import Direction, MessageType, message_types
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

_RELOAD = "Reload the page (Ctrl+R)."


def decode_to_kernel(value: object) -> messages.ToKernel:
    """Decode a message from a page.

    Args:
        value: The JSON object as the comm delivered it.

    Raises:
        ContractMismatch: If the kind is unknown or not for the kernel, or a field is missing, extra or of another type.
    """
    return cast(messages.ToKernel, decode(value, Direction.TO_KERNEL))


def decode(value: object, direction: Direction) -> object:
    """Decode a message that travels in ``direction``.

    Raises:
        ContractMismatch: As for ``decode_to_kernel``.
    """
    kind = cast(dict[str, object], value).get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str):
        raise ContractMismatch("A message without a kind arrived.", f"It was {_short(value)}.", _RELOAD)
    entry = _types(direction).get(kind)
    if entry is None:
        known = ", ".join(_types(direction))
        raise ContractMismatch(f"A message of unknown kind {kind!r} arrived.", f"Known: {known}.", _RELOAD)
    fields = {key: item for key, item in cast(dict[str, object], value).items() if key != "kind"}
    return _record(entry.cls, fields, kind)


@cache
def _types(direction: Direction) -> dict[str, MessageType]:
    return {entry.kind: entry for entry in message_types() if entry.direction is direction}


@cache
def _shapes(cls: type[Any]) -> dict[str, Shape]:
    return field_shapes(cls)


def _record(cls: type[Any], value: object, where: str) -> Any:
    if not isinstance(value, dict):
        raise _wrong(where, "an object", value)
    given = cast(dict[str, object], value)
    shapes = _shapes(cls)
    missing = [name for name in shapes if name not in given]
    extra = [name for name in given if name not in shapes]
    if missing or extra:
        faults = [f"{name} is missing" for name in missing] + [f"{name} is not known" for name in extra]
        raise ContractMismatch(
            f"The message part {where!r} does not fit.", f"Of its fields, {'; '.join(faults)}.", _RELOAD
        )
    return cls(**{name: _value(shape, given[name], f"{where}.{name}") for name, shape in shapes.items()})


def _value(shape: Shape, value: object, where: str) -> Any:
    match shape:
        case Scalar(type=expected):
            return _scalar(expected, value, where)
        case Choice(values=values):
            # True == 1 in Python, but not in JSON.
            if isinstance(value, bool) or value not in values:
                raise _wrong(where, f"one of {', '.join(map(repr, values))}", value)
            return value
        case Optional(shape=inner):
            return None if value is None else _value(inner, value, where)
        case Sequence(item=item):
            return tuple(_value(item, part, f"{where}[{i}]") for i, part in enumerate(_list(value, where)))
        case Fixed(items=items):
            parts = _list(value, where)
            if len(parts) != len(items):
                raise _wrong(where, f"{len(items)} items", value)
            pairs = zip(items, parts, strict=True)
            return tuple(_value(item, part, f"{where}[{i}]") for i, (item, part) in enumerate(pairs))
        case Mapping(value=item):
            if not isinstance(value, dict):
                raise _wrong(where, "an object", value)
            entries = cast(dict[str, object], value).items()
            return {key: _value(item, part, f"{where}[{key!r}]") for key, part in entries}
        case Record(cls=cls):
            return _record(cls, value, where)


def _scalar(expected: type, value: object, where: str) -> object:
    if expected is float and isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise _wrong(where, "a finite number", value)
        return float(value)
    if type(value) is not expected:
        raise _wrong(where, f"of type {expected.__name__}", value)
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list | tuple):
        raise _wrong(where, "a list", value)
    return list(cast(list[object], value))


def _wrong(where: str, expected: str, value: object) -> ContractMismatch:
    return ContractMismatch(f"The message part {where!r} must be {expected}.", f"It was {_short(value)}.", _RELOAD)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
