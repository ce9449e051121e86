"""What a model passed to a tool, read with checks: a model may write anything."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, cast

from strands_robots_nb.errors import InvalidArgument


class Arguments:
    """Typed access to a tool call's input.

    Args:
        values: The input as the model wrote it.
        known: The parameter names of the tool.

    Raises:
        InvalidArgument: If the input is not an object or names a parameter that does not exist.
    """

    def __init__(self, values: object, known: Iterable[str]) -> None:
        if not isinstance(values, Mapping):
            raise InvalidArgument("The tool's input must be an object.", f"Got {type(values).__name__}.")
        # None is how several models leave a parameter out.
        given = cast(Mapping[str, Any], values)
        self._values: dict[str, Any] = {str(key): value for key, value in given.items() if value is not None}
        known = tuple(known)
        unknown = [key for key in self._values if key not in known]
        if unknown:
            raise InvalidArgument(
                f"No parameter named {', '.join(map(repr, unknown))}.", f"Valid: {', '.join(known) or 'none'}."
            )

    def text(self, name: str) -> str | None:
        """A string, or None when it was left out."""
        value = self._values.get(name)
        if value is None or isinstance(value, str):
            return value
        raise _wrong(name, "text", value)

    def required_text(self, name: str) -> str:
        """A string that must be there."""
        value = self.text(name)
        if not value:
            raise InvalidArgument(f"{name} is missing.")
        return value

    def number(self, name: str) -> float | None:
        """A finite number, or None when it was left out."""
        value = self._values.get(name)
        return None if value is None else _finite(name, value)

    def required_number(self, name: str) -> float:
        """A finite number that must be there."""
        value = self.number(name)
        if value is None:
            raise InvalidArgument(f"{name} is missing.")
        return value

    def integer(self, name: str) -> int | None:
        """A whole number, or None when it was left out."""
        value = self.number(name)
        if value is None:
            return None
        if value != int(value):
            raise _wrong(name, "a whole number", value)
        return int(value)

    def flag(self, name: str) -> bool | None:
        """True or False, or None when it was left out."""
        value = self._values.get(name)
        if value is None or isinstance(value, bool):
            return value
        raise _wrong(name, "true or false", value)

    def vector(self, name: str) -> tuple[float, float, float] | None:
        """Three finite numbers, or None when they were left out."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, (list, tuple)) or len(cast(list[Any], value)) != 3:
            raise _wrong(name, "three numbers", value)
        x, y, z = (_finite(name, item) for item in cast(list[Any], value))
        return x, y, z

    def numbers(self, name: str) -> dict[str, float]:
        """Numbers by key; empty when they were left out."""
        value = self._values.get(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise _wrong(name, "numbers by name", value)
        return {str(key): _finite(f"{name} {key}", item) for key, item in cast(Mapping[str, Any], value).items()}


def _finite(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(name, "a number", value)
    try:
        number = float(value)
    except OverflowError:
        raise _wrong(name, "a finite number", value) from None
    if not math.isfinite(number):
        raise _wrong(name, "a finite number", value)
    return number


def _wrong(name: str, wanted: str, value: object) -> InvalidArgument:
    shown = repr(value)
    return InvalidArgument(f"{name} must be {wanted}.", f"Got {shown if len(shown) <= 80 else shown[:77] + '...'}.")
