"""From a message to a request: clauses, then the first rule that leaves no word of a clause over."""

from __future__ import annotations

from collections.abc import Callable

from strands_robots_nb.agent.offline import rules_motion as motion
from strands_robots_nb.agent.offline import rules_recording as recording
from strands_robots_nb.agent.offline.clause import Clause, split_clauses
from strands_robots_nb.agent.offline.request import Answer, Part, Request, Step, Unclear
from strands_robots_nb.agent.offline.rules_recording import Episodes, RecordThat, Repeated
from strands_robots_nb.agent.offline.rules_talk import talk_rule
from strands_robots_nb.agent.offline.tokens import Token, tokenize
from strands_robots_nb.agent.offline.vocabulary import RobotVocabulary, Vocabulary

MOST_STEPS = 160
"""strands goes one level deeper with each call of a turn, and Python's stack ends at about twice this many."""

type Found = Part | Episodes | RecordThat | Repeated
type Rule = Callable[[Clause, RobotVocabulary], Found | None]

# The order matters only where two rules could understand all of a clause.
_RULES: tuple[Rule, ...] = (
    motion.stop_rule,
    talk_rule,
    motion.mode_rule,
    recording.record_rule,
    recording.episode_rule,
    motion.reset_rule,
    recording.perform_rule,
    motion.joint_rule,
    motion.grip_rule,
    motion.home_rule,
    motion.direction_rule,
    motion.position_rule,
    motion.look_rule,
    motion.state_rule,
)
# A sentence with one of these means something that no rule knows; half of it must not be carried out.
_BEYOND_US = frozenset(
    "not don't dont doesn't never without avoid unless if until when while before after except instead but or "
    "cannot can't no nothing none neither nor won't isn't shouldn't".split()
)


def understand(text: str, vocabulary: Vocabulary) -> Request:
    """Read a message.

    Args:
        text: What the person wrote.
        vocabulary: What the agent's tools can do.

    Returns:
        The steps in order, what to say, and what was not understood. Nothing here has been carried out.
    """
    tokens = _plain(tokenize(text))
    steps: list[Step] = []
    answers: list[Answer] = []
    unclear: list[Unclear] = []
    addressed: tuple[RobotVocabulary, ...] = vocabulary.robots[:1] if len(vocabulary.robots) == 1 else ()
    for clause in split_clauses(tokens):
        named = _robots_named(clause, vocabulary)
        if named:
            addressed = named
            if clause.is_empty:
                continue
        found = _read(clause, addressed[0] if addressed else _any_robot(vocabulary))
        if isinstance(found, Unclear):
            unclear.append(found)
        elif isinstance(found, Answer):
            answers.append(found)
        elif not vocabulary.robots:
            answers.append(Answer("I have no robot to work with: this agent has none of a robot's tools."))
        elif not addressed:
            unclear.append(Unclear(clause.text, hint=f"Which robot: {', '.join(vocabulary.names)}?"))
        else:
            problem = _add(found, addressed, steps)
            if problem is not None:
                unclear.append(problem)
    if len(steps) > MOST_STEPS:
        unclear.append(Unclear("", hint=f"That makes {len(steps)} steps; I do at most {MOST_STEPS} at a time."))
        steps = []
    return Request(tuple(steps), tuple(dict.fromkeys(answers)), tuple(unclear))


def _read(clause: Clause, robot: RobotVocabulary) -> Found:
    beyond = tuple(word for word in clause.words() if word in _BEYOND_US)
    if beyond:
        return Unclear(clause.text, beyond)
    nearest: Unclear | None = None
    for rule in _RULES:
        attempt = clause.copy()
        found = rule(attempt, robot)
        if found is None:
            continue
        left_over = attempt.left_over()
        if not left_over:
            return found
        # Naming the odd words helps only when the rule understood most of the rest.
        close = 2 * len(left_over) <= len(clause.left_over())
        if close and (nearest is None or len(left_over) < len(nearest.words)):
            nearest = Unclear(clause.text, left_over)
    return nearest or Unclear(clause.text)


def _add(found: Found, addressed: tuple[RobotVocabulary, ...], steps: list[Step]) -> Unclear | None:
    if isinstance(found, RecordThat):
        wrapped = recording.wrap_in_recording(steps, found)
        if isinstance(wrapped, Unclear):
            return wrapped
        steps[:] = wrapped
        return None
    for robot in addressed:
        match found:
            case Episodes():
                steps.extend(recording.episode_steps(found, robot.name))
            case Repeated():
                # "pick up the cube and place it on the mark" is one task said in two clauses.
                last = steps[-1] if steps else None
                said_already = last is not None and last.verb == "perform" and last.robot == robot.name
                if not (said_already and last and last.arguments == {"task": found.task} and found.continues):
                    steps.extend(recording.repeated_steps(found, robot.name))
            case Step():
                last = steps[-1] if steps else None
                if found.verb == "look" and not found.arguments and last and last.verb == "look":
                    # "look through the wrist camera, what do you see?"
                    continue
                steps.append(_for_robot(found, robot.name))
            case _:
                return Unclear("", hint="That cannot be carried out.")
    return None


def _for_robot(step: Step, robot: str) -> Step:
    says = f"{step.says} ({robot})" if robot else step.says
    return Step(step.verb, step.arguments, says, robot, step.seed_offset, step.only_if_started, step.is_detail)


def _plain(tokens: list[Token]) -> list[Token]:
    # "after that" joins steps; "after" alone is a condition, which no rule knows.
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        pair = tuple(token.text for token in tokens[position : position + 2])
        if pair in (("after", "that"), ("after", "this")):
            kept.append(Token(tokens[position].kind, "then", written="then"))
            position += 2
            continue
        if tokens[position].text in ("thanks", "thank"):
            kept.append(Token(tokens[position].kind, "then", written="then"))
        kept.append(tokens[position])
        position += 1
    return kept


def _robots_named(clause: Clause, vocabulary: Vocabulary) -> tuple[RobotVocabulary, ...]:
    if len(vocabulary.robots) < 2:
        return ()
    if clause.take_phrase("both", "arms") or clause.take_phrase("both", "robots") or clause.take("everyone", "both"):
        return vocabulary.robots
    for every in ("all", "every", "each"):
        if any(clause.take_phrase(every, noun) for noun in ("robots", "arms", "robot", "arm")):
            return vocabulary.robots
    return tuple(robot for robot in vocabulary.robots if robot.name and clause.take_name(robot.name.lower()))


def _any_robot(vocabulary: Vocabulary) -> RobotVocabulary:
    return vocabulary.robots[0] if vocabulary.robots else RobotVocabulary("")
