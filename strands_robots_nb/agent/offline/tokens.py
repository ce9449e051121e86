"""A sentence cut into words, numbers, paths and quotations."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from strands_robots_nb.agent.offline.number_words import is_sign, read_number_words


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    PATH = "path"
    QUOTE = "quote"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the sentence."""

    kind: Kind
    text: str
    """A word in lower case; a path or a quotation as written."""
    value: float = 0.0
    """Of a number."""
    written: str = ""
    """As it stands in the sentence."""


_PATTERN = re.compile(
    r"""
      "(?P<quote>[^"\n]+)" | “(?P<quote2>[^”\n]+)”
    | (?<![\w.])(?P<path>(?:~|\.{1,2})?/[^\s,;"”)]* | [A-Za-z0-9_\-]+(?:/[A-Za-z0-9_.\-]+)+/?)
    | (?P<number>(?<![\w.])[-−+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e-?\d{1,3}(?![\w.]))?)
    | (?P<word>[^\W\d](?:\w|\.(?=[^\W\d]\w))*(?:['’][^\W\d]+)?)
    | (?P<mark>[^\s])
    """,
    re.VERBOSE,
)
_JOINED = re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z])")
_LONGEST_TEXT = 4000


def tokenize(text: str) -> list[Token]:
    """Cut a sentence into tokens; number words become numbers.

    Args:
        text: Any text; what lies beyond 4000 characters is not read.
    """
    text = text[:_LONGEST_TEXT].replace("\n", " ; ")
    text = "".join(part if "/" in part else _JOINED.sub(" ", part) for part in re.split(r"(\s+)", text))
    found: list[Token] = []
    for match in _PATTERN.finditer(text):
        written = match.group(0)
        if quote := match.group("quote") or match.group("quote2"):
            found.append(Token(Kind.QUOTE, quote.strip(), written=written))
        elif path := match.group("path"):
            found.extend(_path(path))
        elif number := match.group("number"):
            value = float(number.replace("−", "-"))
            found.append(Token(Kind.NUMBER if math.isfinite(value) else Kind.WORD, number, value, written))
        elif word := match.group("word"):
            plain = word.lower().replace("’", "'")
            # "where's" and "the camera's" mean no more than "where" and "camera" here.
            found.append(Token(Kind.WORD, plain if plain == "let's" else plain.removesuffix("'s"), written=written))
        else:
            found.append(Token(Kind.MARK, written, written=written))
    return _join_number_words(found)


def _path(written: str) -> list[Token]:
    trimmed = written.rstrip(".,;:!?")
    if not trimmed.strip("/"):
        return [Token(Kind.MARK, written, written=written)]
    marks = [Token(Kind.MARK, mark, written=mark) for mark in written[len(trimmed) :]]
    return [Token(Kind.PATH, trimmed, written=trimmed), *marks]


def _join_number_words(tokens: list[Token]) -> list[Token]:
    joined: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        if token.kind is Kind.WORD and is_sign(token.text) and following and following.kind is Kind.NUMBER:
            joined.append(
                Token(Kind.NUMBER, following.text, -abs(following.value), f"{token.written} {following.text}")
            )
            position += 2
            continue
        run: list[str] = []
        for later in tokens[position : position + 12]:
            if later.kind is not Kind.WORD:
                break
            run.append(later.text)
        number = read_number_words(run)
        if number is None:
            joined.append(token)
            position += 1
            continue
        value, taken = number
        written = " ".join(part.written for part in tokens[position : position + taken])
        joined.append(Token(Kind.NUMBER, written, value, written))
        position += taken
    return joined
