"""The next thing to do in a conversation: one tool call, or the last words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from strands_robots_nb.agent.offline import wording
from strands_robots_nb.agent.offline.conversation import Conversation
from strands_robots_nb.agent.offline.report import Report
from strands_robots_nb.agent.offline.request import Request, Step
from strands_robots_nb.agent.offline.sentence import understand
from strands_robots_nb.agent.offline.vocabulary import Vocabulary

_AGAIN = re.compile(
    r"\W*(please\W+)?(now\W+)?((do|try)\W+)?((it|that|this|the same)\W+)?"
    r"(again|once more|repeat(\W+(it|that))?)(\W+please)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Move:
    """What the model says, and the tool it calls after that, if any."""

    text: str = ""
    tool: str = ""
    arguments: dict[str, Any] = field(default_factory=dict[str, Any])


def next_move(conversation: Conversation, vocabulary: Vocabulary) -> Move:
    """Decide what comes next.

    The whole plan is made again from the person's sentence each time, and the results that are there already say how
    far it is carried out: the model itself remembers nothing.
    """
    request = understand(_prompt(conversation), vocabulary)
    introduction = wording.introduction(conversation.is_first_turn, request)
    if request.unclear:
        return Move(introduction + wording.not_understood(request))
    missing = _missing_tool(request, vocabulary)
    if missing is not None:
        return Move(introduction + wording.no_tool_for(missing))
    if not request.steps:
        return Move(introduction + wording.answers(request))
    return _carry_on(request, conversation, vocabulary, introduction)


def _prompt(conversation: Conversation) -> str:
    """What was asked, or what was asked before when this is "again"."""
    asked = (conversation.prompt, *conversation.earlier_prompts)
    return next((prompt for prompt in asked if not _AGAIN.fullmatch(prompt)), conversation.prompt)


def _carry_on(request: Request, conversation: Conversation, vocabulary: Vocabulary, introduction: str) -> Move:
    reports: list[Report] = []
    started = False
    first_seed = conversation.last_seed + 1
    remaining = list(conversation.outcomes)
    for position, step in enumerate(request.steps):
        if step.only_if_started and not started:
            continue
        if not remaining:
            opening = "" if reports else introduction + wording.opening(request)
            return Move(opening, _tool(step, vocabulary), _arguments(step, first_seed))
        outcome = remaining.pop(0)
        reports.append(Report(step, outcome))
        rest = [later for later in request.steps[position + 1 :] if not (later.only_if_started and not started)]
        if outcome.is_error:
            return Move(wording.stopped(reports, rest, recording_open=started))
        if rest and any(note.startswith("Note: the mode changed") for note in outcome.notes):
            return Move(wording.mode_changed(reports, rest))
        if step.verb == "record" and step.arguments.get("action") == "start":
            started = outcome.headline.startswith("Started")
            if outcome.next_episode is not None:
                first_seed = outcome.next_episode
        elif step.only_if_started:
            started = False
    return Move(wording.done(reports, request))


def _missing_tool(request: Request, vocabulary: Vocabulary) -> Step | None:
    for step in request.steps:
        robot = vocabulary.robot(step.robot)
        if robot is None or step.verb not in robot.tools:
            return step
    return None


def _tool(step: Step, vocabulary: Vocabulary) -> str:
    robot = vocabulary.robot(step.robot)
    assert robot is not None
    return robot.tools[step.verb]


def _arguments(step: Step, first_seed: int) -> dict[str, Any]:
    if step.seed_offset is None:
        return step.arguments
    return {**step.arguments, "seed": first_seed + step.seed_offset}
