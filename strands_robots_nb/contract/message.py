"""How a message is declared: a frozen dataclass with a kind, a direction and a registry entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol, cast


class Direction(StrEnum):
    """Who sends the message."""

    TO_PAGE = "to_page"
    TO_KERNEL = "to_kernel"


class Message(Protocol):
    """What every message class has."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class MessageType:
    """One entry of the registry."""

    kind: str
    direction: Direction
    cls: type[Message]
    replaces_older: bool
    """A newer message of this kind makes an unsent older one worthless (a stream of absolute values)."""


_by_kind: dict[str, MessageType] = {}
_by_class: dict[type, MessageType] = {}


def message[T](kind: str, direction: Direction, *, replaces_older: bool = False) -> Callable[[type[T]], type[T]]:
    """Register a frozen dataclass as the message ``kind``.

    Args:
        kind: Unique name, ``"area.what"``.
        direction: Who sends it.
        replaces_older: True for streams in which only the newest message counts.

    Raises:
        TypeError: If the class is not a dataclass or the kind is taken.
    """

    def register(cls: type[T]) -> type[T]:
        if not is_dataclass(cls):
            raise TypeError(f"{cls.__name__} must be a dataclass to be a message")
        if kind in _by_kind:
            raise TypeError(f"message kind {kind!r} is taken by {_by_kind[kind].cls.__name__}")
        entry = MessageType(kind, direction, cast(type[Message], cls), replaces_older)
        _by_kind[kind] = entry
        _by_class[cls] = entry
        return cls

    return register


def message_types() -> tuple[MessageType, ...]:
    """Every registered message type, in order of declaration."""
    return tuple(_by_kind.values())


def kind_of(value: object) -> str:
    """The kind of a message instance."""
    return _by_class[type(value)].kind


def encode(value: Message) -> dict[str, Any]:
    """Turn a message into the JSON object that crosses to the page."""
    return {"kind": kind_of(value), **_plain_fields(value)}


def _plain_fields(value: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain_fields(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in cast(tuple[Any, ...], value)]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in cast(dict[Any, Any], value).items()}
    return value
