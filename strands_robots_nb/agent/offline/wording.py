"""How the offline model says things: what it will do, what really happened, what it did not understand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from strands_robots_nb.agent.offline.report import Report
from strands_robots_nb.agent.offline.request import Request, Step
from strands_robots_nb.agent.offline.rules_talk import WHAT_I_AM

_CLASS_NAME = re.compile(r"^[A-Z]\w+: ")
_MOST_STEPS_NAMED = 8
_LONGEST_HEADLINE = 400
_CANNOT_SEE = "I cannot tell what is in the picture: I am not a language model."
_HOW_TO_ASK = 'Say "help" for examples of what I understand.'


def introduction(is_first_turn: bool, request: Request) -> str:
    """What the model is, once a conversation."""
    says_it_anyway = any(WHAT_I_AM in answer.text for answer in request.answers)
    return f"{WHAT_I_AM}\n\n" if is_first_turn and not says_it_anyway else ""


def opening(request: Request) -> str:
    """What is going to be done."""
    said = [answer.text for answer in request.answers if answer.text == "You are welcome."]
    named = _named(request.steps)
    sentence = f"I will {', then '.join(named)}." if named else ""
    return "\n\n".join([*said, sentence]).strip()


def answers(request: Request) -> str:
    """Words for a message that asks for no motion."""
    return "\n\n".join(answer.text for answer in request.answers) or f"I am listening. {_HOW_TO_ASK}"


def not_understood(request: Request) -> str:
    """Which part was not understood; nothing has been done then."""
    lines: list[str] = []
    for part in request.unclear:
        if part.hint:
            lines.append(f"“{part.text}”: {part.hint}" if part.text else part.hint)
        elif part.words and " ".join(part.words) != part.text:
            words = ", ".join(f"“{word}”" for word in part.words)
            lines.append(f"In “{part.text}” I do not understand {words}.")
        else:
            lines.append(f"I do not understand “{part.text}”.")
    if request.steps:
        lines.append(f"I have done nothing yet; I would have understood: {', then '.join(_named(request.steps))}.")
    else:
        lines.append("I have done nothing.")
    return "\n".join([*lines, _HOW_TO_ASK])


def no_tool_for(step: Step) -> str:
    """A tool that this agent lacks."""
    asked = step.says or step.verb
    return f"I understand “{asked}”, but this agent has no tool for it ({step.verb}). I have done nothing."


def done(reports: Sequence[Report], request: Request) -> str:
    """What came of a request that was carried out to its end."""
    lines = _happened(reports)
    if any(report.step.verb == "look" for report in reports):
        lines.append(_CANNOT_SEE)
    spoken = "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else "".join(lines) or "Done."
    return "\n".join([spoken, *_notes(reports)])


def stopped(reports: Sequence[Report], rest: Sequence[Step], *, recording_open: bool) -> str:
    """Why a request was not carried out to its end."""
    *before, last = reports
    parts = [f"I could not {last.step.says or _plain_name(last.step)}: {_shorten(_reason(last.outcome.text))}"]
    happened = _happened(before)
    if happened:
        parts.append("Done before that:\n" + "\n".join(f"- {line}" for line in happened))
    not_done = _named(rest)
    if not_done:
        parts.append(f"Not done: {', then '.join(not_done)}.")
    if recording_open:
        parts.append(
            'The recording is still open: say "discard the episode" or "save the episode", then "finish the recording".'
        )
    return "\n\n".join(parts)


def mode_changed(reports: Sequence[Report], rest: Sequence[Step]) -> str:
    """Somebody switched the mode while steps were left."""
    happened = "\n".join(f"- {line}" for line in _happened(reports))
    notes = "\n".join(_notes(reports))
    left = ", then ".join(_named(rest)) or "the rest"
    why = "I stopped here, because the robot is not the one you were talking about."
    return f"{happened}\n{notes}\n{why} Not done: {left}."


def _happened(reports: Sequence[Report]) -> list[str]:
    lines: list[str] = []
    for report in reports:
        failed = report.step.verb == "perform" and "no success" in report.outcome.headline
        if report.step.is_detail and not failed:
            continue
        text = report.outcome.headline
        if report.step.verb == "state":
            text = " ".join(line for line in report.outcome.text.splitlines() if not line.startswith("Note:"))
        whose = f"{report.step.robot}: " if report.step.robot else ""
        lines.append(_shorten(f"{whose}{text}"))
    return lines


def _reason(text: str) -> str:
    first, *others = text.splitlines()
    # "RobotStopped: The robot ..." names the class for those who write programs.
    first = _CLASS_NAME.sub("", first)
    # That a stop is set need not be said twice.
    told = ("Mode:", "Note: the software stop") if "software stop" in first else ("Mode:",)
    return "\n".join([first, *(line for line in others if not line.startswith(told))])


def _plain_name(step: Step) -> str:
    if step.verb == "record":
        return {"save": "save the episode", "finish": "finish the recording"}.get(str(step.arguments.get("action")), "")
    return step.verb.replace("_", " ")


def _notes(reports: Sequence[Report]) -> list[str]:
    return list(dict.fromkeys(note for report in reports for note in report.outcome.notes))


def _named(steps: Sequence[Step]) -> list[str]:
    named = [step.says for step in steps if step.says and not step.is_detail]
    if len(named) > _MOST_STEPS_NAMED:
        left = len(named) - _MOST_STEPS_NAMED
        named = [*named[:_MOST_STEPS_NAMED], f"do {left} more steps"]
    return named


def _shorten(text: str) -> str:
    text = " ".join(text.split()) if "\n  - " not in text else text.strip()
    return text if len(text) <= 3 * _LONGEST_HEADLINE else text[: 3 * _LONGEST_HEADLINE - 1] + "…"
