"""What the robot's calls return."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MotionResult:
    """A motion that reached its end.

    Attributes:
        duration_s: How long it took, in the robot's time.
        joints: Measured joint positions afterwards, LeRobot's keys and units.
        gripper_position_m: Where the pinch point is, world frame [m].
        clamped: Whether the safety chain had to change an action on the way; ``robot.ledger`` says which.
    """

    duration_s: float
    joints: dict[str, float]
    gripper_position_m: tuple[float, float, float]
    clamped: bool

    def __repr__(self) -> str:
        x, y, z = (100 * value for value in self.gripper_position_m)
        return f"MotionResult({self.duration_s:.1f} s, gripper at x {x:.1f}, y {y:.1f}, z {z:.1f} cm)"


@dataclass(frozen=True, slots=True)
class PerformResult:
    """A task that the scripted expert carried out.

    Attributes:
        task: Name of the task.
        success: What the task's predicate says about the simulator's state afterwards.
        measured: What was measured, with the unit in each name.
        reason: Why it counts as it does, in words.
        duration_s: How long it took, in the robot's time.
    """

    task: str
    success: bool
    measured: dict[str, float] = field(default_factory=dict[str, float])
    reason: str = ""
    duration_s: float = 0.0

    def __repr__(self) -> str:
        word = "success" if self.success else "failure"
        return f"PerformResult({self.task}: {word} in {self.duration_s:.1f} s; {self.reason})"
