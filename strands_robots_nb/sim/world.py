"""The simulated world: a scene, its physics and the passing of time."""

from __future__ import annotations

import math
import secrets
import weakref
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.errors import InvalidArgument, SceneError
from strands_robots_nb.sim.cameras import CameraRig
from strands_robots_nb.sim.handover_lock import HandoverLock
from strands_robots_nb.sim.part_checks import Vector3
from strands_robots_nb.sim.physics import Controller, Physics
from strands_robots_nb.sim.scene import Scene
from strands_robots_nb.sim.scene_source import SceneSource
from strands_robots_nb.sim.snapshot import Snapshot
from strands_robots_nb.sim.snapshot_publisher import SnapshotPublisher
from strands_robots_nb.sim.stepper import Stepper, Tick
from strands_robots_nb.sim.tasks.task import Task, TaskMeasurement
from strands_robots_nb.sim.world_state import WorldState

SLOWEST, FASTEST = 0.1, 100.0


class World:
    """A running simulation. Every method may be called from any thread.

    Time passes by itself, in step with the wall clock, until ``pause()``. Readers take ``snapshot`` without a lock; to
    touch ``model`` and ``data`` use ``with world.access() as (model, data):``.

    Args:
        scene: A ``Scene``, or where to load one from: a path to MJCF or URDF, XML text, ``"package:relative/path.xml"``
            or an MjSpec. None is the SO-101 on its table.
        task: Decides where things lie after a reset and what counts as success.
        seed: Seed of the first reset; None draws one.

    Raises:
        SceneError: If the scene cannot be loaded.

    Example:
        >>> world = World(seed=0)
        >>> world.add_box("block", size_m=(0.03, 0.03, 0.03), position_m=(0.2, 0.1, 0.015))
        >>> picture = world.render("front")
        >>> world.close()
    """

    def __init__(
        self, scene: Scene | SceneSource | None = None, *, task: Task | None = None, seed: int | None = None
    ) -> None:
        self._scene = scene if isinstance(scene, Scene) else Scene(scene)
        self._task = task
        self._physics = Physics(self._scene.compile())
        paused: list[Callable[[], bool]] = [lambda: False]
        self._publisher = SnapshotPublisher(self._physics, lambda: paused[0]())
        stepper = self._stepper = Stepper(self._physics, self._publisher.publish)
        paused[0] = lambda: stepper.is_paused
        self._listeners: dict[object, Callable[[], None]] = {}
        self._rigs: list[CameraRig] = []
        self._reset_count = 0
        self._seed = 0
        self.reset(seed)
        self._reset_count = 0
        self._stepper.start()
        # The thread knows the stepper only: a world nobody holds any more is closed, as at the interpreter's end.
        self._finalizer = weakref.finalize(self, _close, self._stepper, self._rigs)

    # ------------------------------------------------------------ what it is

    @property
    def name(self) -> str:
        """The model's name."""
        return self._scene.name

    @property
    def model(self) -> mujoco.MjModel:
        """The MjModel. Another object after a part was added or removed."""
        return self._physics.model

    @property
    def data(self) -> mujoco.MjData:
        """The MjData. Hold ``access()`` while reading or writing more than one number."""
        return self._physics.data

    @property
    def lock(self) -> HandoverLock:
        """Held by the stepping thread for one block (about 1 ms) at a time."""
        return self._physics.lock

    @property
    def scene_version(self) -> int:
        """Raised by one whenever the model was compiled again."""
        return self._publisher.scene_version

    @property
    def cameras(self) -> tuple[str, ...]:
        """Names of the cameras in the scene."""
        model = self.model
        return tuple(model.camera(index).name for index in range(model.ncam))

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts that ``remove`` takes."""
        return self._scene.parts

    @property
    def task(self) -> Task | None:
        """Decides where things lie after a reset and what counts as success."""
        return self._task

    @task.setter
    def task(self, task: Task | None) -> None:
        self._task = task

    @property
    def seed(self) -> int:
        """Seed of the last reset."""
        return self._seed

    @property
    def reset_count(self) -> int:
        """How often the world was reset since it was made."""
        return self._reset_count

    @property
    def failure(self) -> Exception | None:
        """What a tick or a controller raised, or why the physics failed; the world was paused then."""
        return self._stepper.failure

    # ------------------------------------------------------------ reading

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot, without waiting for anything."""
        return self._publisher.newest

    @property
    def time_s(self) -> float:
        """Simulated time [s]."""
        return float(self._physics.data.time)

    @property
    def timestep_s(self) -> float:
        """Length of one physics step [s]."""
        return self._physics.timestep_s

    @property
    def watch_contacts(self) -> bool:
        """Whether snapshots carry contacts."""
        return self._publisher.watch_contacts

    @watch_contacts.setter
    def watch_contacts(self, wanted: bool) -> None:
        with self.lock:
            self._publisher.watch_contacts = bool(wanted)
            self._publisher.publish()

    @contextmanager
    def access(self) -> Generator[tuple[mujoco.MjModel, mujoco.MjData]]:
        """Hold the world still and yield ``(model, data)``, valid until the end of the ``with`` block.

        Body, geom and site poses are up to date on entry. Written positions show in the next snapshot.
        """
        with self.lock:
            mujoco.mj_kinematics(self._physics.model, self._physics.data)
            try:
                yield self._physics.model, self._physics.data
            finally:
                if self._stepper.is_paused:
                    self._publisher.publish()

    def integration_state(self) -> NDArray[np.float64]:
        """The exact simulator state (``mjSTATE_INTEGRATION``) as one array."""
        with self.lock:
            return self._physics.integration_state()

    def measure(self, task: Task | None = None) -> TaskMeasurement:
        """Ask the task how things stand.

        Args:
            task: The task to ask; None is the world's own.

        Raises:
            InvalidArgument: If there is no task.
            SceneError: If the scene lacks what the task needs.
        """
        asked = task or self._task
        if asked is None:
            raise InvalidArgument("Nothing was measured.", "The world has no task.", "Give one: measure(PickPlace()).")
        with self.lock:
            mujoco.mj_kinematics(self.model, self.data)
            return asked.measure(self.model, self.data)

    def render(
        self, camera: str = "front", *, width: int = 640, height: int = 480, look: str = "clean"
    ) -> NDArray[np.uint8]:
        """Take a picture of ``width`` times ``height`` pixels. Time goes on meanwhile.

        Args:
            camera: One of ``cameras``.
            width: Columns.
            height: Rows.
            look: ``"clean"`` (fast, no shadows) or ``"nice"``.

        Returns:
            RGB. Shape (height, width, 3).

        Raises:
            UnknownCamera: If there is no such camera.
            RenderingUnavailable: If no OpenGL is installed; it names the packages.
        """
        while True:
            with self.lock:
                if self.is_closed:
                    raise SceneError("No picture was taken.", "The world was closed.", "Make a new World.")
                state = self._physics.integration_state()
                if not self._rigs:
                    self._rigs.append(CameraRig(self._physics.model))
                rig = self._rigs[0]
            try:
                return rig.render(state, camera, width=width, height=height, look=look)
            except SceneError:
                # A part was added in between: that scene is gone, the picture is taken of the new one.
                if not rig.is_closed:
                    raise

    # ------------------------------------------------------------ time

    @property
    def is_paused(self) -> bool:
        """Whether time stands still."""
        return self._stepper.is_paused

    def pause(self) -> None:
        """Let time stand still; returns when nothing moves any more."""
        self._stepper.pause()

    def resume(self) -> None:
        """Let time pass again, without catching up on the pause."""
        self._stepper.failure = None
        self._stepper.resume()

    def step(self, n_steps: int = 1) -> None:
        """Make physics steps while paused, with the ticks that fall on them.

        Raises:
            InvalidArgument: If the world is not paused, or ``n_steps`` is below 1.
        """
        if n_steps < 1:
            raise InvalidArgument("No step was made.", f"n_steps is {n_steps}.", "Give 1 or more.")
        with self.lock:
            if not self.is_paused:
                raise InvalidArgument("No step was made.", "Time is passing by itself.", "Call world.pause() first.")
            try:
                self._stepper.step(n_steps)
            finally:
                self._publisher.publish()

    @property
    def speed(self) -> float:
        """Simulated seconds per wall second, 0.1 to 100; infinity runs as fast as possible while a motion goes on."""
        return self._stepper.speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if math.isnan(speed) or not (SLOWEST <= speed <= FASTEST or math.isinf(speed)) or speed < 0:
            raise InvalidArgument(
                "The speed was not changed.", f"It is {speed}.", f"Give {SLOWEST} to {FASTEST:g}, or float('inf')."
            )
        self._stepper.set_speed(float(speed))

    @property
    def tick_lateness_s(self) -> tuple[float, ...]:
        """How late each of the last thousand ticks was on the wall clock [s]."""
        return self._stepper.tick_lateness_s

    def set_controller(self, controller: Controller | None) -> None:
        """Let ``controller(n_steps, timestep_s)`` give the ctrl of each step, shape (n_steps, nu), before every block.

        It is called on the stepping thread with the lock held. None leaves ``data.ctrl`` to whoever writes it.
        """
        with self.lock:
            self._physics.controller = controller

    def set_ticker(self, period_s: float, tick: Tick | None) -> None:
        """Call ``tick()`` each time another ``period_s`` of simulated time has passed, at the nearest physics step.

        It is called on the stepping thread (or in ``step``) with the lock held, and returns whether a motion is going
        on. The first call comes one period from now; a reset starts the count anew. None ends it.

        Raises:
            InvalidArgument: If the period is not a positive number.
        """
        if tick is not None and not (math.isfinite(period_s) and period_s > 0.0):
            raise InvalidArgument("The ticker was not set.", f"The period is {period_s}.", "Give seconds above 0.")
        self._stepper.set_ticker(period_s, tick)

    # ------------------------------------------------------------ jumping

    def reset(self, seed: int | None = None) -> None:
        """Put everything back: keyframe ``home``, then what the task lays out. The same seed gives the same bits.

        Args:
            seed: Seed of the task's layout; None draws a new one (see ``seed``).

        Raises:
            InvalidArgument: If the seed is negative.
            SceneError: If the scene lacks what the task needs.
        """
        if seed is not None and seed < 0:
            raise InvalidArgument("The world was not reset.", f"The seed is {seed}.", "Give 0 or more.")
        chosen = secrets.randbits(31) if seed is None else int(seed)
        with self.lock:
            self._physics.reset_to_home()
            if self._task is not None:
                self._task.reset(self.model, self.data, np.random.default_rng(chosen))
            mujoco.mj_forward(self.model, self.data)
            self._seed = chosen
            self._reset_count += 1
            self._stepper.failure = None
            self._state_jumped()

    def on_reset(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback()`` after every reset and restore, with the lock held; returns what unsubscribes it."""
        key = object()
        self._listeners[key] = callback
        return lambda: self._listeners.pop(key, None) and None

    def save(self) -> WorldState:
        """The state as it is now."""
        with self.lock:
            return WorldState(self.scene_version, self.time_s, self._physics.integration_state())

    def restore(self, state: WorldState) -> None:
        """Go back to a saved state; what follows is bit-exact.

        Raises:
            SceneError: If the scene was changed since.
        """
        with self.lock:
            if state.scene_version != self.scene_version:
                raise SceneError(
                    "The state was not restored.",
                    f"It belongs to version {state.scene_version} of the scene; this is version {self.scene_version}.",
                    "Save again after adding or removing parts.",
                )
            self._physics.set_integration_state(state.integration)
            self._state_jumped()

    def _state_jumped(self) -> None:
        self._stepper.restart()
        self._publisher.time_jumped()
        for callback in tuple(self._listeners.values()):
            callback()
        self._publisher.publish()

    # ------------------------------------------------------------ parts

    def add_box(
        self,
        name: str,
        *,
        size_m: Vector3,
        position_m: Vector3,
        rgba: Sequence[float] = (0.35, 0.55, 0.85, 1.0),
        mass_kg: float = 0.05,
        fixed: bool = False,
    ) -> None:
        """Add a box while the world runs; everything else keeps its state. Arguments as in ``Scene.add_box``."""
        options: dict[str, Any] = {"rgba": rgba, "mass_kg": mass_kg, "fixed": fixed}
        self._edit(lambda: self._scene.add_box(name, size_m=size_m, position_m=position_m, **options))

    def add_cylinder(
        self,
        name: str,
        *,
        radius_m: float,
        height_m: float,
        position_m: Vector3,
        rgba: Sequence[float] = (0.35, 0.55, 0.85, 1.0),
        mass_kg: float = 0.05,
        fixed: bool = False,
    ) -> None:
        """Add an upright cylinder while the world runs. Arguments as in ``Scene.add_cylinder``."""
        options: dict[str, Any] = {"position_m": position_m, "rgba": rgba, "mass_kg": mass_kg, "fixed": fixed}
        self._edit(lambda: self._scene.add_cylinder(name, radius_m=radius_m, height_m=height_m, **options))

    def add_camera(self, name: str, *, position_m: Vector3, look_at_m: Vector3, fovy_deg: float = 45.0) -> None:
        """Add a camera while the world runs. Arguments as in ``Scene.add_camera``."""
        where: dict[str, Any] = {"position_m": position_m, "look_at_m": look_at_m}
        self._edit(lambda: self._scene.add_camera(name, fovy_deg=fovy_deg, **where))

    def remove(self, name: str) -> None:
        """Remove a part while the world runs.

        Raises:
            UnknownPart: If there is no such part; the error lists those there are.
            SceneError: If the scene does not compile without it; nothing was changed then.
        """
        self._edit(lambda: self._scene.remove(name))

    def _edit(self, edit: Callable[[], None]) -> None:
        with self.lock:
            before = self._scene.spec.copy()
            edit()
            try:
                model, data = self._scene.recompile(self._physics.model, self._physics.data)
            except SceneError:
                self._scene.go_back_to(before)
                raise
            self._physics.replace(model, data)
            mujoco.mj_kinematics(model, data)
            while self._rigs:
                self._rigs.pop().close()
            self._stepper.restart_pace()
            self._publisher.scene_changed()

    # ------------------------------------------------------------ end

    @property
    def is_closed(self) -> bool:
        """Whether ``close`` was called."""
        return self._stepper.is_closed

    def close(self) -> None:
        """End the thread and free the renderers. Idempotent; the interpreter's end does it too."""
        self._finalizer()

    def __enter__(self) -> World:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self.is_closed else "paused" if self.is_paused else "running"
        return f"<World {self.name!r} {state} at {self.time_s:.2f} s>"


def _close(stepper: Stepper, rigs: list[CameraRig]) -> None:
    stepper.close()
    while rigs:
        rigs.pop().close()
