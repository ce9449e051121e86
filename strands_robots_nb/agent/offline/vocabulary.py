"""What the agent can do right now, read from its tools: robots, verbs, cameras, tasks, joints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

VERBS = ("state", "look", "move", "grip", "home", "perform", "record", "stop", "switch_mode", "reset")


@dataclass(frozen=True, slots=True)
class RobotVocabulary:
    """One robot as its tools describe it."""

    name: str
    """The prefix of its tools; empty when the agent has one robot only."""
    tools: dict[str, str] = field(default_factory=dict[str, str])
    """Verb -> name of the tool."""
    cameras: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All robots of the agent."""

    robots: tuple[RobotVocabulary, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The robots' names, when there are several."""
        return tuple(robot.name for robot in self.robots if robot.name)

    def robot(self, name: str) -> RobotVocabulary | None:
        """The robot of that name."""
        return next((robot for robot in self.robots if robot.name == name), None)

    @classmethod
    def of_tools(cls, tool_specs: Iterable[Mapping[str, Any]] | None) -> Vocabulary:
        """Read the vocabulary from tool specifications; tools that are not a robot's are left alone."""
        found: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {}
        for spec in tool_specs or ():
            tool = str(spec.get("name", ""))
            verb = next((verb for verb in VERBS if tool == verb or tool.endswith(f"_{verb}")), None)
            if verb is None:
                continue
            found.setdefault(tool[: len(tool) - len(verb)].rstrip("_"), {})[verb] = (tool, _properties(spec))
        robots: list[RobotVocabulary] = []
        for name, verbs in found.items():
            if name and len(verbs) < 2 and len(found) > 1:
                # Somebody else's tool whose name happens to end like one of ours, e.g. "get_state".
                continue

            def properties(verb: str, verbs: dict[str, tuple[str, dict[str, Any]]] = verbs) -> dict[str, Any]:
                return verbs[verb][1] if verb in verbs else {}

            robots.append(
                RobotVocabulary(
                    name=name,
                    tools={verb: tool for verb, (tool, _) in verbs.items()},
                    cameras=_choices(properties("look").get("camera")),
                    tasks=_choices(properties("perform").get("task")),
                    joints=tuple(_object(_object(properties("move").get("joints")).get("properties"))),
                )
            )
        return cls(tuple(robots))


def _properties(spec: Mapping[str, Any]) -> dict[str, Any]:
    schema = _object(spec.get("inputSchema"))
    return _object(_object(schema.get("json", schema)).get("properties"))


def _choices(schema: object) -> tuple[str, ...]:
    values = _object(schema).get("enum")
    return tuple(str(value) for value in cast(list[Any], values)) if isinstance(values, (list, tuple)) else ()


def _object(value: object) -> dict[str, Any]:
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}
