"""Sentences about tasks and recordings: pick up the cube, record three episodes of it, save, discard."""

from __future__ import annotations

from dataclasses import dataclass, replace

from strands_robots_nb.agent.offline.clause import Clause
from strands_robots_nb.agent.offline.number_words import number_in_words
from strands_robots_nb.agent.offline.request import Part, Step, Unclear
from strands_robots_nb.agent.offline.vocabulary import RobotVocabulary

MOST_EPISODES = 50

_EPISODES = frozenset(
    "episode episodes demo demos demonstration demonstrations trial trials run runs take takes".split()
)
_TIMES = frozenset("times time x".split())
_PICK = frozenset(
    "pick picking picks grab grabbing grasp grasping take taking fetch fetching get getting collect".split()
)
_PLACE = frozenset("place placing put putting bring bringing carry carrying move moving".split())
_LIFT = frozenset("lift lifting raise raising hoist hoisting".split())
_OBJECTS = frozenset("cube block box brick object".split())
_GOALS = frozenset("mark goal target spot table disc disk circle marker position location place".split())
_PERFORM = frozenset("perform do run execute demonstrate show performing doing running demonstrating carry".split())
_TASK_WORDS = frozenset("task skill job routine out".split())
_DESCRIPTIONS = {"pick_place": "pick up the red cube", "lift": "lift the red cube"}


@dataclass(frozen=True, slots=True)
class Episodes:
    """Record a number of episodes of a task, each from another start."""

    task: str
    count: int
    path: str | None
    description: str | None
    resets: bool


@dataclass(frozen=True, slots=True)
class RecordThat:
    """Record what was asked for just before, or say where the recording of it goes."""

    path: str | None
    description: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """A task several times over, from another start each time."""

    task: str
    count: int
    continues: bool = False
    """Whether it reads as the second half of a task: "... and place it on the mark"."""


def describe(task: str) -> str:
    """A task in words, as a dataset holds it."""
    return _DESCRIPTIONS.get(task, task.replace("_", " "))


def perform_rule(clause: Clause, robot: RobotVocabulary) -> Part | Repeated | None:
    """``pick up the red cube``, ``perform lift``."""
    words = set(clause.words())
    continues = "it" in words and bool(words & _PLACE) and not words & (_PICK | _OBJECTS)
    task = _take_task(clause, robot)
    if task is None and words & {"pick", "grab", "grasp", "fetch", "collect"} and not words & {"gripper", "hand"}:
        text = clause.text
        clause.take_everything()
        return Unclear(text, hint="The red cube is the only thing I can pick up.")
    if task is None or isinstance(task, Unclear):
        return task
    count = _take_times(clause)
    if isinstance(count, Unclear):
        return count
    return Repeated(task, count, continues)


def record_rule(clause: Clause, robot: RobotVocabulary) -> Part | Episodes | RecordThat | None:
    """``record three episodes of picking the red cube to ~/datasets/pick``."""
    collects = clause.has(*_EPISODES) and clause.take("collect", "gather", "create", "generate", "capture", "make")
    if not collects and not clause.has("record", "recording", "records"):
        return None
    if clause.words()[0] in ("are", "is"):
        clause.take("recording")
        return Step("state", {}, "read the state")
    path, quote = clause.take_path(), clause.take_quote()
    if path is None and quote is not None and "/" in quote:
        path, quote = quote, None
    if path is not None:
        clause.take_all(
            frozenset("folder directory dataset called named save saved store stored write written".split())
        )
    if clause.take("stop", "end", "finish", "close", "quit"):
        clause.take_all(frozenset({"recording", "record"}))
        return Step("record", {"action": "finish"}, "finish the recording")
    begins = clause.take("start", "begin", "starting", "open")
    clause.take_all(frozenset("record recording records".split()))
    clause.take_all(frozenset("yourself while how each them dataset new".split()))
    count = clause.take_number_before(_EPISODES)
    plural = clause.take_all(_EPISODES) if count is None else ["episodes"]
    task = _take_task(clause, robot)
    if isinstance(task, Unclear):
        return task
    times = _take_times(clause)
    if isinstance(times, Unclear):
        return times
    if count is not None and not (count == int(count) and 1 <= count <= MOST_EPISODES):
        return Unclear(clause.text, hint=f"I can record 1 to {MOST_EPISODES} episodes at a time.")
    if begins and task is None and not plural:
        arguments = {"action": "start"} | ({"path": path} if path else {}) | ({"task": quote} if quote else {})
        return Step("record", arguments, "start recording")
    if task is None and count is None and (not plural or {"it", "that", "this", "as"} & set(clause.words())):
        return RecordThat(path, quote, clause.text)
    chosen = task or (robot.tasks[0] if robot.tasks else "pick_place")
    wanted = int(count) if count is not None else times
    return Episodes(chosen, wanted, path, quote, resets=bool(plural) or wanted > 1)


def episode_rule(clause: Clause, robot: RobotVocabulary) -> Part | RecordThat | None:
    """``save the episode as a success``, ``discard it``."""
    if clause.take_phrase("throw", "away") or clause.take("discard", "delete", "scrap"):
        if not clause.take_all(_EPISODES | frozenset({"recording"})) and not {"it", "that", "this"} & set(
            clause.words()
        ):
            return None
        return Step("record", {"action": "discard"}, "discard the episode")
    if not clause.take("save", "keep", "store"):
        return None
    path, quote = clause.take_path(), clause.take_quote()
    clause.take_all(_EPISODES | frozenset("them recording dataset folder last current everything all data".split()))
    if path or quote:
        return RecordThat(path or None, None if path else quote, clause.text)
    arguments: dict[str, object] = {"action": "save"}
    if clause.take("success", "successful", "good", "succeeded"):
        arguments["success"] = True
    elif clause.take("failure", "failed", "fail", "bad", "unsuccessful"):
        arguments["success"] = False
    return Step("record", arguments, "save the episode")


def repeated_steps(repeated: Repeated, robot: str) -> list[Step]:
    """The steps of a task that is done several times."""
    steps: list[Step] = []
    for number in range(repeated.count):
        if number:
            steps.append(Step("reset", {}, "reset the scene", robot, is_detail=True))
        steps.append(Step("perform", {"task": repeated.task}, describe(repeated.task), robot))
    return steps


def episode_steps(episodes: Episodes, robot: str) -> list[Step]:
    """The steps of recording episodes: start, and for each a fresh start, the task, a save."""
    description = episodes.description or describe(episodes.task)
    if episodes.count == 1:
        says = f"record an episode: {description}"
    else:
        says = f"record {number_in_words(episodes.count)} episodes: {description}"
    start: dict[str, object] = {"action": "start", "task": description}
    if episodes.path:
        start["path"] = episodes.path
    steps = [Step("record", start, says, robot)]
    for number in range(episodes.count):
        if episodes.resets:
            steps.append(Step("reset", {}, "reset the scene", robot, seed_offset=number, is_detail=True))
        steps.append(Step("perform", {"task": episodes.task}, description, robot, is_detail=True))
        steps.append(Step("record", {"action": "save"}, "", robot))
    steps.append(Step("record", {"action": "finish"}, "", robot, only_if_started=True))
    return steps


def wrap_in_recording(asked: list[Step], that: RecordThat) -> list[Step] | Unclear:
    """Record the motions that were asked for just before."""
    starts = [
        index for index, step in enumerate(asked) if step.verb == "record" and step.arguments.get("action") == "start"
    ]
    if starts and that.path:
        index = starts[-1]
        start = asked[index]
        arguments = {**start.arguments, "path": that.path}
        return [*asked[:index], Step("record", arguments, start.says, start.robot), *asked[index + 1 :]]
    first = len(asked)
    while (first and asked[first - 1].verb in ("move", "grip", "home", "perform")) or _resets_between(asked, first):
        first -= 1
    # "Go home, pick up the cube and record it": it is the cube's picking up.
    first = next((index for index in range(first, len(asked)) if asked[index].verb == "perform"), first)
    motions = asked[first:]
    if not motions:
        return Unclear(that.text, hint='Say what to record, e.g. "record three episodes of picking the red cube".')
    performed = [step for step in motions if step.verb == "perform"]
    description = that.description
    if description is None:
        description = describe(str(performed[-1].arguments["task"])) if performed else motions[0].says
    arguments: dict[str, object] = {"action": "start", "task": description}
    if that.path:
        arguments["path"] = that.path
    robot = motions[0].robot
    save = Step("record", {"action": "save"}, "", robot)
    steps = [*asked[:first], Step("record", arguments, "record an episode", robot)]
    episode = 0
    for step in motions:
        if step.verb == "reset":
            # A scene that jumps belongs between two episodes.
            episode += 1
            fresh = replace(step, seed_offset=episode) if "seed" not in step.arguments else step
            steps.extend((save, fresh))
        else:
            steps.append(step)
    return [*steps, save, Step("record", {"action": "finish"}, "", robot, only_if_started=True)]


def _resets_between(asked: list[Step], end: int) -> bool:
    return end > 1 and asked[end - 1].verb == "reset" and asked[end - 2].verb == "perform"


def _take_task(clause: Clause, robot: RobotVocabulary) -> str | Unclear | None:
    named = next((task for task in robot.tasks if clause.take(task.lower()) or _take_spaced(clause, task)), None)
    if named is not None:
        clause.take_all(_PERFORM | _TASK_WORDS)
        _take_objects(clause)
        return named
    if clause.take_phrase("pick", "and", "place") or clause.take_phrase("picking", "and", "placing"):
        task = "pick_place"
        clause.take_all(_PERFORM | _TASK_WORDS)
    elif not (set(clause.words()) & (_OBJECTS | {"it"})):
        return None
    elif clause.take_all(_LIFT):
        task = "lift"
    elif clause.take_all(_PICK | _PLACE):
        task = "pick_place"
    else:
        return None
    # "it" alone is enough after "pick up", not after "move" or "get".
    clear = {"picking", "pick", "place", "put"} & set(clause.words())
    if not _take_objects(clause) and not clause.take("up") and not clear:
        return None
    clause.take_all(_PICK | _PLACE | _LIFT)
    clause.take("demonstrate", "demonstrating", "show", "perform", "do")
    clause.take("up", "down")
    if clause.take_all(_GOALS | frozenset({"onto"})):
        clause.take("green")
    if robot.tasks and task not in robot.tasks:
        return Unclear(clause.text, hint=f"The tasks are: {', '.join(robot.tasks)}.")
    return task


def _take_spaced(clause: Clause, task: str) -> bool:
    words = task.lower().split("_")
    return len(words) > 1 and clause.take_phrase(*words)


def _take_objects(clause: Clause) -> bool:
    found = clause.take_all(_OBJECTS)
    if found:
        clause.take("red")
    clause.take("up")
    return bool(found)


def _take_times(clause: Clause) -> int | Unclear:
    if clause.take("once"):
        return 1
    if clause.take("twice"):
        return 2
    if clause.take("thrice"):
        return 3
    times = clause.take_number_before(_TIMES)
    if times is None:
        return 1
    if times != int(times) or not 1 <= times <= MOST_EPISODES:
        return Unclear(clause.text, hint=f"I can do it 1 to {MOST_EPISODES} times.")
    return int(times)
