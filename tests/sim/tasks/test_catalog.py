from __future__ import annotations

import pytest

from strands_robots_nb.errors import UnknownTask
from strands_robots_nb.sim.tasks.catalog import TASKS, task_by_name


def test_every_task_is_found_by_its_name_and_says_what_to_do() -> None:
    for name, task in TASKS.items():
        assert task_by_name(name) is task
        assert task.name == name
        assert task.instruction


def test_an_unknown_task_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownTask, match="'pick_place', 'lift'"):
        task_by_name("juggle")
