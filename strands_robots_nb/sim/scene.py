"""A scene made of parts: load a model, add boxes, cylinders and cameras, compile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.errors import InvalidArgument, SceneError, UnknownPart
from strands_robots_nb.sim.part_checks import Vector3, colour, finite, finite_vector, positive
from strands_robots_nb.sim.scene_source import SceneSource, load_spec, one_line

ASSETS = Path(__file__).parent / "assets"
DEFAULT_SCENE = ASSETS / "so101_tabletop.xml"


class Scene:
    """An editable model. Lengths in metres, z up, sizes are full edge lengths.

    Args:
        source: What to start from (see ``SceneSource``); None is the SO-101 on its table.

    Raises:
        SceneError: If the source cannot be loaded.

    Example:
        >>> scene = Scene()
        >>> scene.add_box("block", size_m=(0.04, 0.04, 0.02), position_m=(0.25, 0.1, 0.01))
        >>> model = scene.compile()
    """

    def __init__(self, source: SceneSource | None = None) -> None:
        self._spec = load_spec(DEFAULT_SCENE if source is None else source)

    @property
    def spec(self) -> mujoco.MjSpec:
        """The MjSpec underneath, for everything this class has no verb for."""
        return self._spec

    @property
    def name(self) -> str:
        """The model's own name."""
        return str(self._spec.modelname)

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the parts that can be removed: top-level bodies, and geoms and cameras fixed to the world."""
        world = self._spec.worldbody
        named = [*world.bodies, *world.geoms, *world.cameras]
        return tuple(dict.fromkeys(str(part.name) for part in named if part.name))

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
        """Add a box.

        Args:
            name: A name no other part has.
            size_m: Edge lengths along x, y, z [m].
            position_m: Centre of the box, world frame [m].
            rgba: Colour, each number from 0 to 1.
            mass_kg: Mass [kg].
            fixed: True for a box that never moves.

        Raises:
            InvalidArgument: If the name is taken or a number cannot be used.
        """
        size = finite_vector("size_m", size_m)
        for edge in size:
            positive("size_m", edge)
        self._add_solid(name, mujoco.mjtGeom.mjGEOM_BOX, size / 2.0, position_m, rgba, mass_kg, fixed)

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
        """Add an upright cylinder.

        Args:
            name: A name no other part has.
            radius_m: Radius [m].
            height_m: Full height [m].
            position_m: Centre of the cylinder, world frame [m].
            rgba: Colour, each number from 0 to 1.
            mass_kg: Mass [kg].
            fixed: True for a cylinder that never moves.

        Raises:
            InvalidArgument: If the name is taken or a number cannot be used.
        """
        size = np.array([positive("radius_m", radius_m), positive("height_m", height_m) / 2.0, 0.0])
        self._add_solid(name, mujoco.mjtGeom.mjGEOM_CYLINDER, size, position_m, rgba, mass_kg, fixed)

    def add_camera(self, name: str, *, position_m: Vector3, look_at_m: Vector3, fovy_deg: float = 45.0) -> None:
        """Add a camera that stands still.

        Args:
            name: A name no other camera has.
            position_m: Where it stands, world frame [m].
            look_at_m: A point in the middle of its picture, world frame [m].
            fovy_deg: Vertical field of view, 1 to 179 [deg].

        Raises:
            InvalidArgument: If the name is taken or a number cannot be used.
        """
        self._check_new_name(name)
        position = finite_vector("position_m", position_m)
        fovy = finite("fovy_deg", fovy_deg)
        if not 1.0 <= fovy <= 179.0:
            raise InvalidArgument("fovy_deg was not accepted.", f"It is {fovy:g}.", "Give 1 to 179 degrees.")
        axes = _camera_axes(position, finite_vector("look_at_m", look_at_m))
        camera = self._spec.worldbody.add_camera(name=name, pos=position, fovy=fovy)
        camera.alt.type = mujoco.mjtOrientation.mjORIENTATION_XYAXES
        camera.alt.xyaxes = axes

    def remove(self, name: str) -> None:
        """Remove a part by its name.

        Raises:
            UnknownPart: If there is no such part; the error lists those there are.
        """
        world = self._spec.worldbody
        for part in (*world.bodies, *world.geoms, *world.cameras):
            if part.name == name:
                self._delete(part)
                return
        raise UnknownPart(name, self.parts)

    def compile(self) -> mujoco.MjModel:
        """Compile a new model.

        Raises:
            SceneError: If the parts do not make a valid model.
        """
        try:
            return self._spec.compile()
        except ValueError as error:
            raise SceneError("The scene does not compile.", one_line(error), "Mend or remove that part.") from error

    def recompile(self, model: mujoco.MjModel, data: mujoco.MjData) -> tuple[mujoco.MjModel, mujoco.MjData]:
        """Compile again, carrying the running state of ``model`` and ``data`` over.

        Raises:
            SceneError: If the parts do not make a valid model.
        """
        try:
            return self._spec.recompile(model, data)
        except ValueError as error:
            raise SceneError("The scene does not compile.", one_line(error), "Mend or remove that part.") from error

    def go_back_to(self, spec: mujoco.MjSpec) -> None:
        """Take a copy of ``spec`` that was made before an edit as the scene again."""
        self._spec = spec

    def _add_solid(
        self,
        name: str,
        shape: mujoco.mjtGeom,
        size: NDArray[np.float64],
        position_m: Vector3,
        rgba: Sequence[float],
        mass_kg: float,
        fixed: bool,
    ) -> None:
        self._check_new_name(name)
        position = finite_vector("position_m", position_m)
        rgba_values = colour(rgba)
        mass = positive("mass_kg", mass_kg)
        body = self._spec.worldbody.add_body(name=name, pos=position)
        if not fixed:
            body.add_freejoint(name=name)
            # Said outright, because a model may tell the compiler to leave shapes of some groups out of the inertia.
            body.explicitinertial = True
            body.mass, body.inertia = mass, mass * _inertia_per_mass(shape, size)
        body.add_geom(
            name=name, type=shape, size=size, rgba=rgba_values, mass=mass, contype=1, conaffinity=1, condim=4, group=0
        )

    def _check_new_name(self, name: str) -> None:
        if not isinstance(name, str) or not name.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidArgument("The part was not added.", f"Its name is {name!r}.", "Give a non-empty name.")
        spec = self._spec
        taken = {str(part.name) for part in (*spec.bodies, *spec.geoms, *spec.joints, *spec.cameras)}
        if name in taken:
            raise InvalidArgument(
                f"The part {name!r} was not added.",
                "Something in the scene has that name already.",
                f"Choose a name other than: {', '.join(sorted(filter(None, taken)))}.",
            )

    def _delete(self, part: mujoco.MjsElement) -> None:
        # Before MuJoCo 3.3.4 elements deleted themselves.
        if hasattr(self._spec, "delete"):
            self._spec.delete(part)
        else:
            part.delete()  # pyright: ignore[reportAttributeAccessIssue]


def _inertia_per_mass(shape: mujoco.mjtGeom, half_size: NDArray[np.float64]) -> NDArray[np.float64]:
    """Principal moments of inertia of a solid of 1 kg [m²]. Shape (3,)."""
    if shape == mujoco.mjtGeom.mjGEOM_BOX:
        squares = half_size**2 / 3.0
        return np.array([squares[1] + squares[2], squares[0] + squares[2], squares[0] + squares[1]])
    radius, half_height = float(half_size[0]), float(half_size[1])
    across = radius**2 / 4.0 + half_height**2 / 3.0
    return np.array([across, across, radius**2 / 2.0])


def _camera_axes(position: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The camera's x and y axes in the world frame; it looks along -z. Shape (6,)."""
    back = position - target
    if np.linalg.norm(back) < 1e-6:
        raise InvalidArgument(
            "The camera was not added.", "position_m and look_at_m are the same point.", "Give two points."
        )
    right = np.cross([0.0, 0.0, 1.0], back)
    if np.linalg.norm(right) < 1e-6:
        # Looking straight up or down: the picture's top then points along +x, away from the robot's base.
        right = np.array([0.0, -np.sign(back[2]), 0.0])
    up = np.cross(back, right)
    return np.concatenate([right / np.linalg.norm(right), up / np.linalg.norm(up)])
