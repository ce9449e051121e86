"""Sentences that move the robot, look, or ask where it is."""

from __future__ import annotations

import re

from strands_robots_nb.agent.offline.clause import Clause, Quantity
from strands_robots_nb.agent.offline.request import Answer, Part, Step, Unclear
from strands_robots_nb.agent.offline.vocabulary import RobotVocabulary

_GO = frozenset(
    "move go drive bring reach position get put travel come return set turn rotate bend swing twist tilt raise lower "
    "lift push shift change adjust point straighten".split()
)
_HAND = frozenset("gripper hand tip pinch tool end effector arm robot fingertips fingers claw".split())
_JAW = frozenset("gripper hand jaw jaws claw claws fingers finger grip pincers".split())
_DIRECTIONS: dict[str, tuple[int, float]] = {
    **dict.fromkeys(("up", "upwards", "upward", "higher", "raise", "lift"), (2, 1.0)),
    **dict.fromkeys(("down", "downwards", "downward", "lower"), (2, -1.0)),
    **dict.fromkeys(("left", "leftwards", "leftward"), (1, 1.0)),
    **dict.fromkeys(("right", "rightwards", "rightward"), (1, -1.0)),
    **dict.fromkeys(("forward", "forwards", "ahead", "outwards", "outward"), (0, 1.0)),
    **dict.fromkeys(("back", "backward", "backwards", "inwards", "inward"), (0, -1.0)),
}
_STOP = frozenset("stop halt freeze abort cancel".split())
_STOP_DETAIL = frozenset(
    "moving motion everything all immediately emergency stopping motions movement software".split()
)
_LOOK = frozenset(
    "look looks see sees show describe picture photo image snapshot view camera photograph watch cameras".split()
)
_LOOK_DETAIL = frozenset(
    "what take through shows camera's image picture photo camera view snapshot tell at scene table happening around "
    "out get give capture shot frame current".split()
)
_RESET = frozenset("reset restart shuffle randomise randomize reshuffle".split())
_RESET_DETAIL = frozenset(
    "scene world simulation simulator everything environment cube table start over seed new".split()
)
_FULLY = frozenset("fully completely entirely wide totally".split())
_PLACES = frozenset("position pose place point location".split())


def stop_rule(clause: Clause, robot: RobotVocabulary) -> Part | None:
    """``stop``."""
    if clause.has("reset", "clear", "release", "undo") and clause.take("stop"):
        clause.take_all(frozenset("reset clear release undo software".split()))
        return Answer(
            "Only a person resets the software stop: press the button in the viewport, or call robot.reset_stop()."
        )
    if clause.has("recording", "record", "episode") or not clause.take_all(_STOP):
        return None
    clause.take_all(_STOP_DETAIL)
    return Step("stop", {"reason": "asked for in the chat"}, "set the software stop")


def asks_to_stop(text: str) -> bool:
    """Whether a message says stop and nothing else."""
    words = set(re.findall(r"\w+", text.lower()))
    return bool(words & _STOP) and words <= _STOP | _STOP_DETAIL | {"please", "now", "the", "robot", "arm", "it"}


def mode_rule(clause: Clause, robot: RobotVocabulary) -> Part | None:
    """``switch to the real robot``."""
    real = clause.take("real", "hardware", "physical")
    simulated = clause.take("sim", "simulation", "simulated", "simulator", "virtual")
    if bool(real) == bool(simulated):
        return None
    if not clause.take_all(frozenset("switch change use go set turn flip mode work continue move back be".split())):
        return None
    clause.take_all(frozenset("mode hardware robot arm one world real physical robot's version".split()))
    mode = "real" if real else "sim"
    return Step("switch_mode", {"mode": mode}, f"switch to mode {mode}")


def reset_rule(clause: Clause, robot: RobotVocabulary) -> Part | None:
    """``reset with seed 3``."""
    phrases = (("start", "over"), ("new", "scene"), ("begin", "again"))
    asked = any(clause.take_phrase(*phrase) for phrase in phrases) or clause.take_all(_RESET)
    if not asked and not clause.has("seed"):
        return None
    clause.take_all(_RESET_DETAIL)
    seed = clause.take_number()
    if seed is None:
        return Step("reset", {}, "reset the scene")
    if seed != int(seed):
        return Unclear(clause.text, hint="A seed is a whole number.")
    return Step("reset", {"seed": int(seed)}, f"reset the scene with seed {int(seed)}")


def look_rule(clause: Clause, robot: RobotVocabulary) -> Part | None:
    """``look through the wrist camera``, ``what do you see?``."""
    camera = next((name for name in robot.cameras if _take_name(clause, name)), None)
    if not clause.take_all(_LOOK) and not (camera and clause.has("what", "take")):
        return None
    clause.take_all(_LOOK_DETAIL)
    clause.take_all(_LOOK)
    if camera is None and len(clause.left_over()) == 1:
        return Unclear(clause.text, clause.left_over(), f"The cameras are: {', '.join(robot.cameras) or 'none'}.")
    if camera is None:
        return Step("look", {}, "look through a camera")
    return Step("look", {"camera": camera}, f"look through the {camera} camera")


def state_rule(clause: Clause, robot: RobotVocabulary) -> Part | None:
    """``where is the gripper``, ``what mode are you in``."""
    asked = clause.take_all(frozenset("where what which how tell report state status say give check read is".split()))
    about = clause.take_all(
        frozenset(
            "where state status position pose joints joint angles angle mode gripper hand recording stopped opening "
            "coordinates tip robot simulated simulation real sim values current wide far open opened located "
            "fingertips arm standing stand high reading moving doing busy".split()
        )
    )
    if not asked and not (set(about) & {"state", "status"}):
        return None
    if not about and "where" not in asked and not set(asked) & {"report", "state", "status"}:
        return None
    return Step("state", {}, "read the state")


def grip_rule(clause: Clause, robot: RobotVocabulary) -> Part | None:
    """``open the gripper``, ``close it halfway``, ``gripper to 40 %``."""
    if clause.take_phrase("let", "go"):
        return Step("grip", {"percent": 100}, "open the gripper")
    if clause.take("drop") and (clause.take("cube", "block", "box") or "it" in clause.words()):
        clause.take("red")
        return Step("grip", {"percent": 100}, "open the gripper")
    opens = clause.take("open", "opening", "release", "unclench")
    closes = clause.take("close", "closing", "shut", "squeeze", "clench")
    jaw = clause.take_all(_JAW)
    if not jaw and not opens and not closes:
        return None
    absolute = clause.has("to", "at")
    quantities = clause.take_quantities()
    fully = clause.take_all(_FULLY) or clause.take_phrase("all", "the", "way")
    half = clause.take("half", "halfway", "midway") or (clause.take_phrase("half", "way"))
    quarter = clause.take("quarter", "quarters")
    if clause.take("bit", "little", "slightly", "more", "further"):
        return Unclear(clause.text, hint='Say how far, e.g. "open the gripper to 40 percent".')
    if half or quarter:
        clause.take_all(frozenset({"way", "open", "closed"}))
    clause.take_all(frozenset({"up", "move", "set", "put"}))
    if len(quantities) > 1 or (quantities and (half or fully)):
        return None
    if quantities:
        quantity = quantities[0]
        if quarter:
            percent = quantity.value * 25
        elif quantity.kind in ("percent", "plain"):
            percent = quantity.value
        else:
            return Unclear(clause.text, hint="The gripper takes percent: 0 is closed, 100 is open.")
        if closes and not absolute:
            percent = 100 - percent
    elif quarter:
        percent = 75 if closes else 25
    elif half:
        percent = 50
    elif opens or closes:
        percent = 0 if closes else 100
    else:
        return None
    if (opens and closes) or not 0 <= percent <= 100:
        return Unclear(clause.text, hint="The gripper opens from 0 (closed) to 100 percent (open).")
    says = {0: "close the gripper", 100: "open the gripper"}.get(int(percent) if percent == int(percent) else -1)
    return Step("grip", {"percent": percent}, says or f"set the gripper to {percent:g} % open")


def home_rule(clause: Clause, robot: RobotVocabulary) -> Part | None:
    """``go home``."""
    if not clause.take("home", "rest", "park"):
        return None
    clause.take_all(_GO)
    clause.take_all(frozenset("back home rest all way drive".split()) | _PLACES | _HAND)
    return Step("home", {}, "go home")


def joint_rule(clause: Clause, robot: RobotVocabulary) -> Part | None:
    """``turn the shoulder pan to 30 degrees``."""
    relative = clause.has("by", "further", "more")
    joint = _take_joint(clause, robot.joints)
    if joint is None:
        return None
    clause.take_all(_GO | frozenset("joint motor servo position angle axis more further".split()))
    quantities = clause.take_quantities()
    if isinstance(joint, Unclear):
        return joint
    if len(quantities) != 1:
        return None
    quantity = quantities[0]
    name = joint.removesuffix(".pos").replace("_", " ")
    if quantity.kind not in ("angle", "plain"):
        return Unclear(clause.text, hint=f"The {name} takes degrees.")
    arguments = {"joints": {joint: quantity.value}}
    if relative:
        return Step("move", {**arguments, "relative": True}, f"turn the {name} by {quantity.value:g}°")
    return Step("move", arguments, f"turn the {name} to {quantity.value:g}°")


def direction_rule(clause: Clause, robot: RobotVocabulary) -> Part | None:
    """``move up 5 cm``, ``3 cm to the left``."""
    directions = [_DIRECTIONS[word] for word in clause.take_all(frozenset(_DIRECTIONS))]
    if not directions:
        return None
    # "lift it up" says the same thing twice.
    directions = list(dict.fromkeys(directions))
    clause.take_all(_GO | _HAND)
    quantities = clause.take_quantities()
    if not quantities:
        return Unclear(clause.text, hint='Say how far, e.g. "move up 5 cm".')
    if len(quantities) != len(directions) or any(quantity.kind not in ("length", "plain") for quantity in quantities):
        return None
    offset = [0.0, 0.0, 0.0]
    for (axis, sign), quantity in zip(directions, quantities, strict=True):
        offset[axis] += sign * _metres(quantity, quantities)
    offset = [round(value, 6) + 0.0 for value in offset]
    return Step("move", {"position_m": offset, "relative": True}, f"move the gripper {_way(offset)}")


def position_rule(clause: Clause, robot: RobotVocabulary) -> Part | None:
    """``move to 20 10 15 cm``, ``go to x 0.2 y 0.1 z 0.15 m``."""
    quantities = clause.take_quantities()
    if not quantities:
        return None
    moved = clause.take_all(_GO)
    clause.take_all(_HAND | _PLACES | frozenset({"coordinates", "target"}))
    if any(quantity.kind not in ("length", "plain") for quantity in quantities):
        return None
    axes = "".join(quantity.axis for quantity in quantities)
    if not moved and len(quantities) != 3:
        return None
    if len(quantities) != 3 or sorted(axes) not in ([], ["x", "y", "z"]):
        return Unclear(
            clause.text, hint='A position has three numbers, forward, left and up, e.g. "move to 20 10 15 cm".'
        )
    # "20, 10, 15 cm": the unit at the end is meant for all three.
    last = quantities[-1]
    shared = last.kind == "length" and all(quantity.kind == "plain" for quantity in quantities[:-1])
    metres = [
        quantity.value * last.factor if shared and quantity is not last else _metres(quantity, quantities)
        for quantity in quantities
    ]
    if axes:
        metres = [value for _, value in sorted(zip(axes, metres, strict=True))]
    metres = [round(value, 6) + 0.0 for value in metres]
    return Step("move", {"position_m": metres}, f"move the gripper to {_xyz(metres)}")


def _metres(quantity: Quantity, among: list[Quantity]) -> float:
    if quantity.kind == "length":
        return quantity.value
    # Without a unit: nobody sends this arm 2 m away, or asks for tenths of a millimetre.
    return quantity.value * (0.01 if any(abs(other.value) > 1 for other in among if other.kind == "plain") else 1.0)


def _way(offset_m: list[float]) -> str:
    words = (("forward", "back"), ("to the left", "to the right"), ("up", "down"))
    parts = [f"{abs(100 * value):g} cm {ways[value < 0]}" for value, ways in zip(offset_m, words, strict=True) if value]
    return " and ".join(parts) or "nowhere"


def _xyz(metres: list[float]) -> str:
    x, y, z = (100 * value for value in metres)
    return f"x {x:g}, y {y:g}, z {z:g} cm"


def _take_name(clause: Clause, name: str) -> bool:
    return clause.take(name.lower()) is not None or clause.take_phrase(*name.lower().replace("_", " ").split())


def _take_joint(clause: Clause, joints: tuple[str, ...]) -> str | Unclear | None:
    # The gripper has a rule of its own, for it takes percent.
    names = {joint: tuple(joint.removesuffix(".pos").split("_")) for joint in joints if joint != "gripper.pos"}
    for joint, words in names.items():
        if clause.take(joint, "_".join(words)) or (len(words) > 1 and clause.take_phrase(*words)):
            return joint
    if "shoulder_pan.pos" in names and clause.take("base", "waist"):
        return "shoulder_pan.pos"
    spoken = [word for word in clause.words() if word != "lift"]
    for word in spoken:
        matching = [joint for joint, words in names.items() if word in words]
        if len(matching) == 1:
            clause.take(word)
            return matching[0]
        if matching:
            clause.take(word)
            choices = ", ".join(joint.removesuffix(".pos").replace("_", " ") for joint in matching)
            return Unclear(clause.text, hint=f"Which {word} joint: {choices}?")
    return None
