"""Play a scripted expert's plan."""

from __future__ import annotations

import numpy as np

from strands_robots_nb.control.sources.path_motion import PathMotion
from strands_robots_nb.sim.expert import ExpertPlan


class ExpertMotion(PathMotion):
    """Follows the plan's dense waypoints, straight from one to the next.

    Args:
        plan: The plan, from the pose that is commanded now.
    """

    def __init__(self, plan: ExpertPlan) -> None:
        times_s = np.cumsum([0.0, *(waypoint.duration_s for waypoint in plan.waypoints)])
        super().__init__("expert", times_s, np.stack([plan.start, *(waypoint.joints for waypoint in plan.waypoints)]))
