"""What a robot is made of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Literal

from strands_robots_nb.control.latch import Latch
from strands_robots_nb.control.ledger import Ledger
from strands_robots_nb.control.loop import ControlLoop
from strands_robots_nb.data.episode_context import EpisodeContext
from strands_robots_nb.errors import RobotClosed, UnknownMode
from strands_robots_nb.robots.catalog import RobotType, robot_type
from strands_robots_nb.robots.configuration import RobotConfiguration
from strands_robots_nb.robots.episode_desk import EpisodeDesk
from strands_robots_nb.robots.events import RobotEvent, RobotEventKind
from strands_robots_nb.robots.simulated_body import SimulatedBody, simulated_limits
from strands_robots_nb.sim.joint_map import JointMap
from strands_robots_nb.sim.kinematics import Kinematics
from strands_robots_nb.sim.scene import Scene
from strands_robots_nb.sim.scene_source import SceneSource
from strands_robots_nb.sim.tasks.task import Task
from strands_robots_nb.sim.world import World

type Mode = Literal["sim", "real"]
MODES: tuple[Mode, ...] = ("sim", "real")


class RobotParts:
    """World, body, loop and recording desk of one robot, put together; the verbs are built on it."""

    def __init__(
        self,
        name: str,
        configuration: RobotConfiguration,
        scene: Scene | SceneSource | None,
        task: Task | None,
        seed: int | None,
    ) -> None:
        self._type: RobotType = robot_type(name)
        self._configuration = configuration
        self._mode: Mode = "sim"
        self._epoch = 0
        self._seed = seed
        self._task = task
        self._is_closed = False
        self._kinematics_lock = threading.Lock()
        self._kinematics_of: tuple[int, Kinematics] | None = None
        self._listeners: list[Callable[[RobotEvent], None]] = []
        self._latch = Latch(on_set=lambda reason: self._tell("stop", reason))
        self.ledger = Ledger()
        """What was clamped, refused or stopped: print it to learn why the robot did not move as told."""
        self._world = World(scene, task=task, seed=seed)
        try:
            self._joint_map = JointMap(self._world.model)
            limits = simulated_limits(
                self._joint_map,
                self._type.speed_limits,
                self._type.acceleration_limits,
                self._type.relative_steps,
            )
            self._body = SimulatedBody(self._world, self._joint_map, limits, self._type.lerobot_type)
            self._loop = ControlLoop(self._body, limits, self._latch, self.ledger)
        except BaseException:
            self._world.close()
            raise
        self._episodes = EpisodeDesk(self._loop, self._episode_context)
        self._world.on_reset(self._world_was_reset)
        self._loop.start()

    @property
    def joint_keys(self) -> tuple[str, ...]:
        """Keys of joints in observations and actions."""
        return self._body.joint_keys

    @property
    def joint_limits(self) -> dict[str, tuple[float, float]]:
        """Lowest and highest position by joint key."""
        limits = self._loop.limits
        return {key: (float(limits.lower[i]), float(limits.upper[i])) for i, key in enumerate(limits.keys)}

    @property
    def cameras(self) -> tuple[str, ...]:
        """Names that ``look`` takes."""
        return self._world.cameras

    def joints(self) -> dict[str, float]:
        """Measured joint positions by key; no pictures, so it costs nothing."""
        self._must_be_open()
        return dict(zip(self.joint_keys, self._body.read_joints().tolist(), strict=True))

    def goals(self) -> dict[str, float]:
        """The joint positions that were commanded last, by key."""
        self._must_be_open()
        return dict(zip(self.joint_keys, self._loop.commanded.tolist(), strict=True))

    def gripper_position_m(self) -> tuple[float, float, float]:
        """Where the point between the fingers is, world frame [m]."""
        self._must_be_open()
        joints = self._body.read_joints()
        with self._kinematics() as kinematics:
            x, y, z = kinematics.pose_world_gripper(joints)[0].tolist()
        return (x, y, z)

    @contextmanager
    def _kinematics(self) -> Generator[Kinematics]:
        """The arm's kinematics, for one thread at a time; made anew when the scene was."""
        with self._kinematics_lock:
            version = self._world.scene_version
            if self._kinematics_of is None or self._kinematics_of[0] != version:
                self._kinematics_of = (version, Kinematics(self._world.model, self._joint_map))
            yield self._kinematics_of[1]

    def _world_was_reset(self) -> None:
        self._body.rebase()
        self._loop.rebase("The scene was reset.")
        self._episodes.renew_context()
        self._tell("reset")

    def _episode_context(self) -> EpisodeContext:
        return EpisodeContext(
            mode=self._mode,
            epoch=self._epoch,
            seed=self._seed,
            task_name=self._task.name if self._task else None,
            model=self._world.model,
            robot=self._type.name,
        )

    def _must_be_open(self) -> None:
        if self._is_closed:
            raise RobotClosed("This robot was closed.", do=f'Make a new one: Robot("{self._type.name}").')

    def _tell(self, kind: RobotEventKind, detail: str = "") -> None:
        for listener in tuple(self._listeners):
            listener(RobotEvent(kind, detail))


def valid_mode(mode: Any) -> Mode:
    """``mode`` if it is one.

    Raises:
        UnknownMode: If it is not; the message lists all.
    """
    for valid in MODES:
        if mode == valid:
            return valid
    raise UnknownMode(str(mode), MODES)
