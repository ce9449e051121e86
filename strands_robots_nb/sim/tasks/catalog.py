"""The tasks by name."""

from __future__ import annotations

from strands_robots_nb.errors import UnknownTask
from strands_robots_nb.sim.tasks.lift import Lift
from strands_robots_nb.sim.tasks.pick_place import PickPlace
from strands_robots_nb.sim.tasks.task import Task

TASKS: dict[str, Task] = {task.name: task for task in (PickPlace(), Lift())}


def task_by_name(name: str) -> Task:
    """The task called ``name``.

    Raises:
        UnknownTask: If there is none; the error lists those there are.
    """
    if name not in TASKS:
        raise UnknownTask(name, TASKS)
    return TASKS[name]
