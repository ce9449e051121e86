"""One clause of a sentence, from which rules take the words they know until nothing is left over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from strands_robots_nb.agent.offline.tokens import Kind, Token

# Words that change nothing about what is asked for.
_FILLERS = frozenset(
    """a an the please kindly could can would you your my its it to at of with for in on into by from now just robot arm
    i want like need let let's us me we be do is are so will shall may and ok okay hey well try that this there too also
    alright i'd i'll you're as using use via make both
    """.split()
)
_SEPARATING_WORDS = frozenset({"then", "afterwards", "afterward", "finally", "next", "lastly", "subsequently"})
_SEPARATING_MARKS = frozenset(",;.!?:\n")
_IGNORED_MARKS = frozenset("()[]{}=*`'‘’“”\"_<>|…–—-")
_LENGTHS_M = {
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), 1.0),
    **dict.fromkeys(("cm", "centimetre", "centimetres", "centimeter", "centimeters", "cms"), 0.01),
    **dict.fromkeys(("mm", "millimetre", "millimetres", "millimeter", "millimeters"), 0.001),
    **dict.fromkeys(("inch", "inches"), 0.0254),
}
_ANGLES_DEG = {
    **dict.fromkeys(("°", "deg", "degs", "degree", "degrees"), 1.0),
    **dict.fromkeys(("rad", "rads", "radian", "radians"), 57.29577951308232),
}
_PERCENT = frozenset({"%", "percent", "per"})
_AXES = frozenset("xyz")
_DIRECTION_WORDS = frozenset({"left", "right", "up", "down", "forward", "back", "front", "top"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: ``length`` [m], ``angle`` [deg], ``percent`` or ``plain``.

    ``factor`` is what the written number was multiplied by; ``axis`` the letter before it, if any.
    """

    value: float
    kind: str
    factor: float = 1.0
    axis: str = ""


class Clause:
    """Tokens of one clause, and which of them have been understood."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = [token for token in tokens if token.kind is not Kind.MARK or token.text in ("%", "°")]
        self._used: set[int] = set()

    def copy(self) -> Clause:
        """The same clause, to try a rule on."""
        other = Clause(self._tokens)
        other._used = set(self._used)
        return other

    @property
    def text(self) -> str:
        """The clause as it was written."""
        return " ".join(token.written or token.text for token in self._tokens)

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not self.left_over()

    def words(self) -> list[str]:
        """Its words in lower case."""
        return [token.text for token in self._tokens if token.kind is Kind.WORD]

    def has(self, *words: str) -> bool:
        """Whether one of the words is in it and not taken yet."""
        return any(token.text in words for _, token in self._free(Kind.WORD))

    def take(self, *words: str) -> str | None:
        """Take the first of these words; returns it."""
        for index, token in self._free(Kind.WORD):
            if token.text in words:
                self._used.add(index)
                return token.text
        return None

    def take_all(self, words: frozenset[str]) -> list[str]:
        """Take every one of these words; returns them in order."""
        taken: list[str] = []
        while (word := self.take(*words)) is not None:
            taken.append(word)
        return taken

    def take_phrase(self, *phrase: str) -> bool:
        """Take words that stand next to one another."""
        size = len(phrase)
        for start in range(len(self._tokens) - size + 1):
            span = range(start, start + size)
            if all(
                index not in self._used and self._tokens[index].kind is Kind.WORD and self._tokens[index].text == word
                for index, word in zip(span, phrase, strict=True)
            ):
                self._used.update(span)
                return True
        return False

    def take_name(self, name: str) -> bool:
        """Take a robot's name: the first word, or one next to "arm" or "robot", or one that means nothing else."""
        for index, token in self._free(Kind.WORD):
            if token.text != name:
                continue
            neighbours = {self._tokens[i].text for i in (index - 1, index + 1) if 0 <= i < len(self._tokens)}
            if index == 0 or name not in _DIRECTION_WORDS or neighbours & {"arm", "robot", "arms"}:
                self._used.add(index)
                return True
        return False

    def take_number(self) -> float | None:
        """Take the next number that has no unit."""
        for index, token in self._free(Kind.NUMBER):
            self._used.add(index)
            return token.value
        return None

    def take_number_before(self, words: frozenset[str]) -> float | None:
        """Take "three episodes": a number and the word after it."""
        for index, token in self._free(Kind.NUMBER):
            for ahead in range(index + 1, min(index + 4, len(self._tokens))):
                following = self._tokens[ahead]
                if following.kind is Kind.WORD and following.text in words:
                    self._used.update({index, ahead})
                    return token.value
        return None

    def take_quantities(self) -> list[Quantity]:
        """Take all numbers with their units and, where written, their axes."""
        found: list[Quantity] = []
        for index, token in list(self._free(Kind.NUMBER)):
            self._used.add(index)
            kind, factor = "plain", 1.0
            following = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
            if following is not None and index + 1 not in self._used:
                if following.text in _LENGTHS_M:
                    kind, factor = "length", _LENGTHS_M[following.text]
                elif following.text in _ANGLES_DEG:
                    kind, factor = "angle", _ANGLES_DEG[following.text]
                elif following.text in _PERCENT:
                    kind = "percent"
                if kind != "plain":
                    self._used.add(index + 1)
            found.append(Quantity(token.value * factor, kind, factor, self._axis_before(index)))
        return found

    def take_everything(self) -> None:
        """Take all that is left: the rule has something to say about the clause as a whole."""
        self._used.update(range(len(self._tokens)))

    def take_path(self) -> str | None:
        """Take a folder."""
        for index, token in self._free(Kind.PATH):
            self._used.add(index)
            return token.text
        return None

    def take_quote(self) -> str | None:
        """Take what stands in quotation marks."""
        for index, token in self._free(Kind.QUOTE):
            self._used.add(index)
            return token.text
        return None

    def left_over(self) -> tuple[str, ...]:
        """What nobody has understood, without the words that change nothing."""
        return tuple(
            token.written or token.text
            for index, token in enumerate(self._tokens)
            if index not in self._used and not (token.kind is Kind.WORD and token.text in _FILLERS)
        )

    def _axis_before(self, index: int) -> str:
        before = self._tokens[index - 1] if index else None
        if before is not None and before.kind is Kind.WORD and before.text in _AXES and index - 1 not in self._used:
            self._used.add(index - 1)
            return before.text
        return ""

    def _free(self, kind: Kind) -> Iterator[tuple[int, Token]]:
        for index, token in enumerate(self._tokens):
            if token.kind is kind and index not in self._used:
                yield index, token


def split_clauses(tokens: list[Token]) -> list[Clause]:
    """Cut a message into clauses at commas, "and" and "then", but not inside a list of numbers."""
    clauses: list[Clause] = []
    current: list[Token] = []
    for index, token in enumerate(tokens):
        if _separates(tokens, index):
            clauses.append(Clause(current))
            current = []
        elif not (token.kind is Kind.MARK and token.text in _IGNORED_MARKS):
            current.append(token)
    clauses.append(Clause(current))
    return [clause for clause in clauses if not clause.is_empty]


def _separates(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.kind is Kind.MARK:
        return token.text in _SEPARATING_MARKS and not _within_numbers(before, after)
    if token.kind is not Kind.WORD:
        return False
    if token.text == "and":
        picks_and_places = before is not None and before.text in ("pick", "picking") and after is not None
        if picks_and_places and after is not None and after.text in ("place", "placing"):
            return False
        return not _within_numbers(before, after)
    return token.text in _SEPARATING_WORDS


def _within_numbers(before: Token | None, after: Token | None) -> bool:
    if before is None or after is None:
        return False
    ends = before.kind is Kind.NUMBER or before.text in _LENGTHS_M
    begins = after.kind is Kind.NUMBER or after.text in _AXES
    return ends and begins
