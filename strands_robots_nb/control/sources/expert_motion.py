"""Play a scripted expert's plan."""

from __future__ import annotations

import math

import numpy as np

from strands_robots_nb.control.sources.path_motion import PathMotion
from strands_robots_nb.control.sources.source import Tick
from strands_robots_nb.sim.expert import ExpertPlan

_SAMPLE_S = 1 / 60


class ExpertMotion(PathMotion):
    """Goes from waypoint to waypoint, each stretch eased in and out; the first stretch starts at the commanded pose.

    Args:
        plan: The plan, in LeRobot's units.
    """

    def __init__(self, plan: ExpertPlan) -> None:
        self._plan = plan
        super().__init__("expert", np.zeros(1), plan.waypoints[-1].joints[None, :])

    def begin(self, tick: Tick) -> None:
        """Sample the plan from the commanded pose on."""
        times, rows = [0.0], [tick.commanded]
        for waypoint in self._plan.waypoints:
            before, began_s = rows[-1], times[-1]
            count = max(1, math.ceil(waypoint.duration_s / _SAMPLE_S))
            for i in range(1, count + 1):
                u = i / count
                rows.append(before + (waypoint.joints - before) * (u * u * (3 - 2 * u)))
                times.append(began_s + waypoint.duration_s * u)
        self._times_s, self._positions = np.array(times), np.stack(rows)
        super().begin(tick)
