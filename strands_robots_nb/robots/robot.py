"""The robot."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.control.body import Observation
from strands_robots_nb.errors import Check, ModeRefused, ResetRefused, UnknownCamera
from strands_robots_nb.robots.catalog import RobotType, robot_type
from strands_robots_nb.robots.configuration import RobotConfiguration
from strands_robots_nb.robots.events import RobotEvent
from strands_robots_nb.robots.motion_verbs import MotionVerbs
from strands_robots_nb.robots.preflight import real_mode_checks
from strands_robots_nb.robots.recording_verbs import RecordingVerbs
from strands_robots_nb.robots.robot_parts import Mode, valid_mode
from strands_robots_nb.robots.simulated_body import PICTURE_SIZE
from strands_robots_nb.robots.tool_provider_seat import ToolProviderSeat
from strands_robots_nb.sim.scene import Scene
from strands_robots_nb.sim.scene_source import SceneSource
from strands_robots_nb.sim.tasks.catalog import task_by_name
from strands_robots_nb.sim.tasks.pick_place import PickPlace
from strands_robots_nb.sim.tasks.task import Task
from strands_robots_nb.sim.world import World

logger = logging.getLogger(__name__)


class Robot(MotionVerbs, RecordingVerbs, ToolProviderSeat):
    """A robot arm: a MuJoCo simulation or the real one, decided by ``mode``.

    Calls that move return when the motion is done, raise when it is refused, and can be interrupted: the robot holds
    then. Joint keys and units are LeRobot's in every mode: degrees, gripper 0 (closed) to 100 (open). A robot is a
    strands ToolProvider: ``Agent(tools=[robot])``.

    Args:
        name: Type of the robot; ``robot_names()`` lists them.
        mode: ``"sim"`` or ``"real"``.
        port: Serial port of the real arm. Accepted in every mode, used in real mode, like the next two.
        cameras: Camera name -> LeRobot camera configuration of the real arm.
        calibration_id: LeRobot's id of the real arm.
        scene: What the simulated arm stands in: a ``Scene``, a path, an XML string, an ``MjSpec``, or
            ``"package:relative/path.xml"``; None for a table with a red cube.
        task: What ``reset`` prepares and ``perform`` does, or its name; None for pick-and-place in the default scene.
        seed: Seed of the first reset.

    Raises:
        UnknownRobot: If there is no such type.
        ModeRefused: If ``mode="real"`` is not possible now.
        SceneError: If the scene cannot be loaded or lacks the arm.

    Example:
        >>> robot = Robot("so101")
        >>> robot.move_to(position_m=(0.25, 0.0, 0.15))
        >>> robot.perform("pick_place").success
        True
    """

    def __init__(
        self,
        name: str = "so101",
        mode: str = "sim",
        *,
        port: str | None = None,
        cameras: Mapping[str, Any] | None = None,
        calibration_id: str | None = None,
        scene: Scene | SceneSource | None = None,
        task: Task | str | None = None,
        seed: int | None = None,
    ) -> None:
        configuration = RobotConfiguration(port, dict(cameras or {}), calibration_id)
        if valid_mode(mode) == "real":
            _refuse(real_mode_checks(robot_type(name), configuration, is_stopped=False, has_open_episode=False))
        chosen = task_by_name(task) if isinstance(task, str) else task
        if chosen is None and scene is None:
            chosen = PickPlace()
        super().__init__(name, configuration, scene, chosen, seed)

    # ------------------------------------------------------------------ what it is

    @property
    def name(self) -> str:
        """Name of the robot's type."""
        return self._type.name

    @property
    def type(self) -> RobotType:
        """What is the same for every robot of this type."""
        return self._type

    @property
    def world(self) -> World:
        """The simulated world; its ``model`` and ``data`` are MuJoCo's own."""
        return self._world

    @property
    def task(self) -> Task | None:
        """What ``reset`` prepares."""
        return self._task

    # ------------------------------------------------------------------ mode

    @property
    def epoch(self) -> int:
        """Counts up with every change of mode; whoever remembers an older one must look again."""
        return self._epoch

    @property
    def mode(self) -> Mode:
        """``"sim"`` or ``"real"``. Assigning changes it, or raises ``ModeRefused`` and changes nothing."""
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        self._must_be_open()
        if valid_mode(mode) == self._mode:
            return
        _refuse(
            real_mode_checks(
                self._type,
                self._configuration,
                is_stopped=self._latch.is_set,
                has_open_episode=self._episodes.has_pending_frames,
            )
        )

    # ------------------------------------------------------------------ look

    def observe(self) -> Observation:
        """Joint positions by key and the pictures of all cameras by name, uint8 (480, 640, 3) RGB."""
        self._must_be_open()
        return self._body.get_observation(self.cameras)

    def look(self, camera: str = "front") -> NDArray[np.uint8]:
        """One camera's picture, uint8 (480, 640, 3) RGB.

        Raises:
            UnknownCamera: If there is no such camera; the message lists all.
        """
        self._must_be_open()
        if camera not in self.cameras:
            raise UnknownCamera(camera, self.cameras)
        width, height = PICTURE_SIZE
        return self._world.render(camera, width=width, height=height)

    # ------------------------------------------------------------------ stop and reset

    @property
    def is_stopped(self) -> bool:
        """Whether the software stop is set."""
        return self._latch.is_set

    @property
    def stop_reason(self) -> str:
        """Why the software stop is set; empty when it is not."""
        return self._latch.reason

    def stop(self, reason: str = "robot.stop() was called") -> None:
        """Set the software stop: the robot slows down and holds, and refuses to move until ``reset_stop``.

        Returns at once. On a real arm keep the power switch in reach: this is software.
        """
        self._loop.stop(reason)

    def reset_stop(self) -> None:
        """Clear the software stop; nothing moves by itself afterwards.

        Raises:
            ResetRefused: If the robot is still slowing down.
        """
        self._must_be_open()
        self._loop.reset_stop()
        self._tell("stop_reset")

    def wait_until_still(self, timeout_s: float = 5.0) -> None:
        """Block until the robot is commanded to stand still, e.g. after ``stop``.

        Raises:
            MotionError: If it still moves after ``timeout_s`` of wall time.
        """
        self._must_be_open()
        self._loop.wait_until_still(timeout_s)

    def reset(self, seed: int | None = None) -> None:
        """Put arm and objects back, the objects where ``seed`` says (None: somewhere new).

        Raises:
            ResetRefused: If an episode is being recorded; it would jump.
        """
        self._must_be_open()
        if self._episodes.has_pending_frames:
            raise ResetRefused(
                "The scene is not reset.",
                "An episode is being recorded, and would jump.",
                "Call robot.save_episode() or robot.discard_episode() first.",
            )
        self._seed = seed
        self._world.reset(seed)

    # ------------------------------------------------------------------ life

    @property
    def is_closed(self) -> bool:
        """Whether the robot was closed."""
        return self._is_closed

    def subscribe(self, callback: Callable[[RobotEvent], None]) -> Callable[[], None]:
        """Be told of changes, on the thread that makes them; return at once. Returns the way out."""
        self._listeners.append(callback)

        def unsubscribe() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return unsubscribe

    def close(self) -> None:
        """Stop moving, close the recording and the world. Idempotent."""
        if self._is_closed:
            return
        self._is_closed = True
        self._loop.rebase("The robot was closed.")
        self._episodes.stop()
        self._body.close()
        self._world.close()
        self._tell("closed")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._is_closed else "stopped" if self.is_stopped else "ready"
        return f"Robot({self.name!r}, mode={self._mode!r}, {state})"


def _refuse(checks: tuple[Check, ...]) -> None:
    logger.info("failed=<%d> | real mode refused", sum(not check.ok for check in checks))
    raise ModeRefused("real", checks)
