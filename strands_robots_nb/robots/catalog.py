"""The robots that are known by name."""

from __future__ import annotations

from dataclasses import dataclass, field

from strands_robots_nb.errors import UnknownRobot


@dataclass(frozen=True, slots=True)
class RobotType:
    """What is the same for every robot of one type.

    Speeds and accelerations per joint key apply in every mode; ``default`` stands for all keys that are not named.
    """

    name: str
    lerobot_type: str
    """What LeRobot writes as ``robot_type`` into a dataset of this robot."""
    joint_keys: tuple[str, ...]
    recorded_cameras: tuple[str, ...]
    """Cameras that a recording takes when none are named."""
    home: tuple[float, ...]
    """The home pose, in the order of the joint keys, LeRobot's units."""
    speed_limits: dict[str, float] = field(default_factory=dict[str, float])
    """[deg/s], gripper [%/s]."""
    acceleration_limits: dict[str, float] = field(default_factory=dict[str, float])
    """[deg/s^2], gripper [%/s^2]."""
    relative_steps: dict[str, float] = field(default_factory=dict[str, float])
    """Largest distance between goal and joint [deg], gripper [%]."""


_SO101_KEYS = (
    "shoulder_pan.pos",
    "shoulder_lift.pos",
    "elbow_flex.pos",
    "wrist_flex.pos",
    "wrist_roll.pos",
    "gripper.pos",
)

_CATALOG = {
    "so101": RobotType(
        name="so101",
        lerobot_type="so_follower",
        joint_keys=_SO101_KEYS,
        recorded_cameras=("front", "wrist"),
        # The keyframe "home" of the simulated scene: (0, -0.9, 0.9, 1.3, 0, 0.5) rad.
        home=(0.0, -51.566, 51.566, 74.485, 0.0, 35.134),
        # An STS3215 turns 45 rpm = 270 deg/s without load at 7.4 V (its data sheet); well below that it keeps up.
        speed_limits={"default": 150.0, "gripper.pos": 250.0},
        acceleration_limits={"default": 700.0, "gripper.pos": 2500.0},
        # The gripper closes on things and never arrives: its goal may be anywhere.
        relative_steps={"default": 30.0, "gripper.pos": 100.0},
    )
}


def robot_names() -> tuple[str, ...]:
    """Names that ``Robot(name)`` takes."""
    return tuple(_CATALOG)


def robot_type(name: str) -> RobotType:
    """Look a robot up.

    Raises:
        UnknownRobot: If there is none of that name; the message lists all.
    """
    try:
        return _CATALOG[name]
    except KeyError:
        raise UnknownRobot(name, _CATALOG) from None
