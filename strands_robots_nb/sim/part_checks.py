"""Checks of what a user gives when adding a part to a scene."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.errors import InvalidArgument

type Vector3 = Sequence[float] | NDArray[np.float64]


def finite_vector(name: str, value: Vector3, length: int = 3) -> NDArray[np.float64]:
    """``value`` as an array of ``length`` finite numbers.

    Raises:
        InvalidArgument: If it has another length or holds NaN or infinity.
    """
    try:
        vector = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        vector = np.empty(0)
    if vector.shape != (length,):
        raise InvalidArgument(f"{name} was not accepted.", f"It is {value!r}.", f"Give {length} numbers.")
    if not np.isfinite(vector).all():
        raise InvalidArgument(f"{name} was not accepted.", f"It is {vector.tolist()}.", "Give finite numbers.")
    return vector


def positive(name: str, value: float) -> float:
    """``value`` as a finite number above zero.

    Raises:
        InvalidArgument: If it is not one.
    """
    number = finite(name, value)
    if number <= 0.0:
        raise InvalidArgument(f"{name} was not accepted.", f"It is {number:g}.", "Give a number above 0.")
    return number


def finite(name: str, value: float) -> float:
    """``value`` as a finite number.

    Raises:
        InvalidArgument: If it is not one.
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not np.isfinite(number):
        raise InvalidArgument(f"{name} was not accepted.", f"It is {value!r}.", "Give a finite number.")
    return number


def colour(rgba: Sequence[float]) -> NDArray[np.float64]:
    """Three or four numbers from 0 to 1 as rgba.

    Raises:
        InvalidArgument: If they are not.
    """
    values = finite_vector("rgba", (*rgba, 1.0) if len(rgba) == 3 else rgba, 4)
    if (values < 0.0).any() or (values > 1.0).any():
        raise InvalidArgument("rgba was not accepted.", f"It is {values.tolist()}.", "Give numbers from 0 to 1.")
    return values
