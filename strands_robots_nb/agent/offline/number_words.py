"""Numbers as people write them: 20, -3.5, twenty-five, minus two, zero point three."""

from __future__ import annotations

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * value for value, word in enumerate(_TENS) if value > 1
}
_SIGNS = {"minus": -1.0, "negative": -1.0}


def number_in_words(value: int) -> str:
    """0 to 999 in words, anything else in digits."""
    if not 0 <= value <= 999:
        return str(value)
    if value >= 100:
        rest = value % 100
        return f"{_SMALL[value // 100]} hundred" + (f" {number_in_words(rest)}" if rest else "")
    if value < 20:
        return _SMALL[value]
    return _TENS[value // 10] + (f"-{_SMALL[value % 10]}" if value % 10 else "")


def read_number_words(words: list[str]) -> tuple[float, int] | None:
    """Read a number from the beginning of ``words``.

    Returns:
        The number and how many words it took, or None when there is none.
    """
    sign, start = 1.0, 0
    if words and words[0] in _SIGNS:
        sign, start = -1.0, 1
    whole = _read_whole(words[start:])
    if whole is None:
        # "point five"
        fraction = _read_fraction(words[start:])
        return None if fraction is None else (sign * fraction[0], start + fraction[1])
    value, taken = whole
    fraction = _read_fraction(words[start + taken :])
    if fraction is not None:
        return sign * (value + fraction[0]), start + taken + fraction[1]
    return sign * value, start + taken


def is_sign(word: str) -> bool:
    """Whether the word turns the following number negative."""
    return word in _SIGNS


def _read_whole(words: list[str]) -> tuple[int, int] | None:
    if not words:
        return None
    hundreds, taken = 0, 0
    if len(words) > 1 and words[1] == "hundred" and (words[0] == "a" or 1 <= _VALUES.get(words[0], 0) <= 9):
        hundreds, taken = 100 * (1 if words[0] == "a" else _VALUES[words[0]]), 2
        if len(words) > 3 and words[2] == "and" and words[3] in _VALUES:
            taken = 3
    rest = words[taken:]
    if not rest or rest[0] not in _VALUES:
        return (hundreds, taken) if taken else None
    value = _VALUES[rest[0]]
    taken += 1
    if value >= 20 and len(rest) > 1 and 1 <= _VALUES.get(rest[1], 0) <= 9:
        value += _VALUES[rest[1]]
        taken += 1
    return hundreds + value, taken


def _read_fraction(words: list[str]) -> tuple[float, int] | None:
    if not words or words[0] != "point":
        return None
    digits = ""
    for word in words[1:]:
        if not 0 <= _VALUES.get(word, -1) <= 9:
            break
        digits += str(_VALUES[word])
    return (float(f"0.{digits}"), 1 + len(digits)) if digits else None
