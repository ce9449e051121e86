"""Move the gripper along a straight line."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.joint_limits import JointLimits
from strands_robots_nb.control.sources.min_jerk import min_jerk
from strands_robots_nb.control.sources.path_motion import PathMotion
from strands_robots_nb.errors import UnreachableTarget
from strands_robots_nb.sim.kinematics import Kinematics

_LINE_STEP_M = 0.008
_LARGEST_JUMP = 15.0
"""Between neighbouring points of a line [deg]."""
_PACE = 0.5
_SAMPLE_S = 1 / 60


class CartesianMotion(PathMotion):
    """From the commanded pose to a gripper position, straight where the arm can, else through the joints.

    Everything is solved before the first action, so an unreachable target is refused while nothing has moved.

    Args:
        kinematics: Inverse kinematics of the arm.
        start: Commanded joint positions, LeRobot's units. Shape (n,).
        target_m: Where the gripper's pinch point goes, world frame [m]. Shape (3,).
        limits: Limits of the joints.
        duration_s: Duration, if a slower motion is wanted; one that would break a limit is lengthened.

    Raises:
        UnreachableTarget: If no joint positions put the gripper there.
    """

    def __init__(
        self,
        kinematics: Kinematics,
        start: NDArray[np.float64],
        target_m: NDArray[np.float64],
        limits: JointLimits,
        duration_s: float | None = None,
    ) -> None:
        goal = kinematics.solve(target_m, start)
        path = _line(kinematics, start, goal)
        self.is_straight = path is not None
        if path is None:
            path = np.stack([start, goal])
        shortest_s = _shortest_duration_s(path, limits)
        total_s = max(shortest_s, shortest_s / _PACE if duration_s is None else duration_s, _SAMPLE_S)
        times_s = np.linspace(0.0, total_s, max(2, math.ceil(total_s / _SAMPLE_S) + 1), dtype=np.float64)
        super().__init__("cartesian_motion", times_s, _eased(path, len(times_s)))


def _eased(path: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """The path, passed through in equal time steps from rest to rest. Shape (count, n)."""
    progress = [min_jerk(i / (count - 1)) for i in range(count)]
    share = np.linspace(0.0, 1.0, len(path))
    return np.stack([np.interp(progress, share, column) for column in path.T], axis=1)


def _line(kinematics: Kinematics, start: NDArray[np.float64], goal: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Joint positions along the straight line, shape (k, n), or None where the arm cannot follow it."""
    from_m, to_m = kinematics.pose_world_gripper(start)[0], kinematics.pose_world_gripper(goal)[0]
    from_rad, to_rad = kinematics.tilt_rad(start), kinematics.tilt_rad(goal)
    steps = max(1, math.ceil(float(np.linalg.norm(to_m - from_m)) / _LINE_STEP_M))
    rows = [start]
    for i in range(1, steps + 1):
        share = i / steps
        try:
            row = kinematics.solve(
                from_m + (to_m - from_m) * share, rows[-1], tilt_rad=from_rad + (to_rad - from_rad) * share
            )
        except UnreachableTarget:
            return None
        # A jump means that the solver went to another posture on the way; such a path is no line.
        if np.abs(row - rows[-1]).max() > _LARGEST_JUMP:
            return None
        rows.append(row)
    return np.stack(rows)


def _shortest_duration_s(path: NDArray[np.float64], limits: JointLimits) -> float:
    """Shortest duration that keeps every joint inside its limits [s].

    Speeds go with one over the duration, accelerations with one over its square; so both are measured on a passage
    of one second. Its time step is the loop's at a typical duration: corners shorter than a tick do not count.
    """
    rows = _eased(path, 46)
    dt_s = 1.0 / (len(rows) - 1)
    speed = np.abs(np.diff(rows, axis=0)).max(axis=0) / dt_s
    acceleration = np.abs(np.diff(rows, n=2, axis=0)).max(axis=0) / dt_s**2
    return float(np.maximum(speed / limits.velocity, np.sqrt(acceleration / limits.acceleration)).max())
