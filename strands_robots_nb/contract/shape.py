"""The shapes that a field of a message may have, read from its annotation once for decoder and generator."""

from __future__ import annotations

import types
from dataclasses import dataclass, is_dataclass
from typing import Any, Literal, TypeAliasType, Union, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Scalar:
    """A JSON scalar; ``float`` also takes whole numbers."""

    type: type[bool] | type[int] | type[float] | type[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these literal values."""

    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """The shape, or null."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Sequence:
    """Any number of items of one shape."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed number of items, each of its own shape."""

    items: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """String keys to values of one shape."""

    value: Shape


@dataclass(frozen=True, slots=True)
class Record:
    """A dataclass."""

    cls: type[Any]


type Shape = Scalar | Choice | Optional | Sequence | Fixed | Mapping | Record


def field_shapes(cls: type[Any]) -> dict[str, Shape]:
    """The shape of each field of a dataclass, in order of declaration.

    Raises:
        TypeError: If a field has an annotation that cannot cross to the page.
    """
    hints = get_type_hints(cls)
    return {name: shape_of(hints[name], f"{cls.__name__}.{name}") for name in cls.__dataclass_fields__}


def shape_of(annotation: Any, where: str) -> Shape:
    """The shape an annotation stands for; ``where`` names the field in the error.

    Raises:
        TypeError: If the annotation cannot cross to the page.
    """
    if isinstance(annotation, TypeAliasType):
        return shape_of(annotation.__value__, where)
    if annotation in (bool, int, float, str):
        return Scalar(annotation)
    if is_dataclass(annotation) and isinstance(annotation, type):
        return Record(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return Choice(arguments)
    if origin in (Union, types.UnionType):
        return _optional(arguments, where)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return Sequence(shape_of(arguments[0], where))
        return Fixed(tuple(shape_of(argument, where) for argument in arguments))
    if origin is dict and arguments[0] is str:
        return Mapping(shape_of(arguments[1], where))
    raise TypeError(f"{where}: {annotation!r} cannot cross to the page")


def _optional(arguments: tuple[Any, ...], where: str) -> Optional:
    others = [argument for argument in arguments if argument is not type(None)]
    if len(others) != 1 or len(arguments) != 2:
        raise TypeError(f"{where}: of the unions only `X | None` can cross to the page")
    return Optional(shape_of(others[0], where))
