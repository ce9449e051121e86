"""Sentences that want words back, not motion."""

from __future__ import annotations

from strands_robots_nb.agent.offline.clause import Clause
from strands_robots_nb.agent.offline.request import Answer
from strands_robots_nb.agent.offline.vocabulary import RobotVocabulary

WHAT_I_AM = "I am the offline model: I follow plain sentences about this robot. I am not a language model."

_EXAMPLES = {
    "perform": "pick up the red cube",
    "record": "record three episodes of picking the red cube to ~/datasets/pick, then go home",
    "grip": "open the gripper halfway",
    "move": "move to 20 10 15 cm",
    "look": "look through the wrist camera",
    "state": "where is the gripper?",
    "reset": "reset with seed 3",
    "switch_mode": "switch to the real robot",
    "stop": "stop",
}
_GREETINGS = frozenset("hello hi hey greetings hallo moin morning afternoon evening good day".split())
_THANKS = frozenset(
    "thanks thank cheers great nice super cool perfect wonderful excellent bravo much very well done".split()
)
_SELF = frozenset("model ai llm chatgpt gpt claude human intelligent chatbot bot assistant offline".split())


def talk_rule(clause: Clause, robot: RobotVocabulary) -> Answer | None:
    """``hello``, ``what can you do``, ``are you a language model``."""
    if clause.take("help", "commands", "examples", "instructions"):
        clause.take_all(frozenset("what some give show".split()))
        return Answer(abilities(robot))
    words = clause.words()
    if "what" in words and {"can", "could"} & set(words) and clause.take("do", "say", "understand", "ask"):
        clause.take_all(frozenset("what else things".split()))
        return Answer(abilities(robot))
    if clause.take("who") or ("what" in words and (words[-1:] == ["you"] or clause.take("name"))):
        clause.take_all(frozenset("what who made built wrote".split()) | _SELF)
        return Answer(f"{WHAT_I_AM}\n\n{abilities(robot)}")
    if "you" in words and clause.take_all(_SELF):
        clause.take_all(frozenset("a language large real which what kind sort".split()) | _SELF)
        return Answer(f"No language model is at work here. {WHAT_I_AM}\n\n{abilities(robot)}")
    if "how" in words and "work" in words:
        clause.take_all(frozenset("how does work".split()))
        return Answer(f"{WHAT_I_AM}\n\n{abilities(robot)}")
    if clause.take_all(_GREETINGS):
        clause.take_all(frozenset("everyone world".split()))
        return Answer(f"Hello. {abilities(robot)}")
    if {"thanks", "thank"} & set(words) or (words and set(words) <= _THANKS):
        clause.take_all(_THANKS | frozenset("much lot".split()))
        return Answer("You are welcome.")
    return None


def abilities(robot: RobotVocabulary) -> str:
    """What one can say, with an example for each tool that is there."""
    examples = [f'- "{text}"' for verb, text in _EXAMPLES.items() if verb in robot.tools]
    if not examples:
        return "I have no robot to work with: this agent has none of a robot's tools."
    return (
        "You can say, for instance:\n"
        + "\n".join(examples)
        + '\nSeveral steps in a row work too: join them with "then".'
    )


def prompts(verbs: set[str]) -> tuple[str, ...]:
    """Things one could ask a robot that has these verbs; stopping has a button of its own."""
    return tuple(text for verb, text in _EXAMPLES.items() if verb in verbs and verb != "stop")
