"""What became of a step."""

from __future__ import annotations

from dataclasses import dataclass

from strands_robots_nb.agent.offline.conversation import ToolOutcome
from strands_robots_nb.agent.offline.request import Step


@dataclass(frozen=True, slots=True)
class Report:
    """A step with what came of it."""

    step: Step
    outcome: ToolOutcome
