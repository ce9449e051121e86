"""The scene as the page draws it: one JSON header, one binary block.

Lengths in metres, angles in degrees, quaternions wxyz, z up. A ``Range`` is (offset, length) in bytes within the block.
Geom, site and camera poses are in their body's frame; body poses are in the world frame at the model's reference
configuration. Enumerations carry MuJoCo's own numbers (mjtGeom, mjtLightType, mjtCamLight).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type Range = tuple[int, int]
type Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MeshEntry:
    """A triangle mesh, quantised: position = low + uint16 / 65535 * span; normals int8 / 127."""

    id: int
    positions: Range
    normals: Range
    uvs: Range | None
    """float32 (n, 2)."""
    indices: Range
    index_bytes: Literal[2, 4]
    low: Vector
    span: Vector


@dataclass(frozen=True, slots=True)
class HeightField:
    """A height field: float32 (rows, columns), row 0 at -y; heights are in 0 to 1 of ``size[2]``."""

    rows: int
    columns: int
    size: Vector
    heights: Range


@dataclass(frozen=True, slots=True)
class TextureEntry:
    """A texture: one PNG, or six for cube and skybox in MuJoCo's order (right, left, up, down, front, back)."""

    type: Literal["2d", "cube", "skybox"]
    pngs: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class MaterialEntry:
    """A material with MuJoCo's meaning of each number."""

    rgba: Vector
    texture: int
    """Index into textures; -1 for none."""
    repeat: Vector
    uniform: bool
    emission: float
    specular: float
    shininess: float
    reflectance: float


@dataclass(frozen=True, slots=True)
class BodyEntry:
    name: str
    parent: int
    position: Vector
    quaternion: Vector


@dataclass(frozen=True, slots=True)
class GeomEntry:
    name: str
    body: int
    type: int
    """mjtGeom: 0 plane, 1 hfield, 2 sphere, 3 capsule, 4 ellipsoid, 5 cylinder, 6 box, 7 mesh, 8 sdf."""
    size: Vector
    position: Vector
    quaternion: Vector
    rgba: Vector
    material: int
    """Index into materials; -1 for none."""
    data: int
    """Mesh id or height-field index; -1 for primitives."""
    group: int
    casts_shadow: bool


@dataclass(frozen=True, slots=True)
class SiteEntry:
    name: str
    body: int
    type: int
    size: Vector
    position: Vector
    quaternion: Vector
    rgba: Vector
    group: int


@dataclass(frozen=True, slots=True)
class CameraEntry:
    """A named camera: looks along -z, y up."""

    name: str
    body: int
    position: Vector
    quaternion: Vector
    fovy_deg: float
    orthographic: bool


@dataclass(frozen=True, slots=True)
class LightEntry:
    body: int
    type: int
    """mjtLightType: 0 spot, 1 directional, 2 point, 3 image."""
    position: Vector
    direction: Vector
    cutoff_deg: float
    exponent: float
    attenuation: Vector
    ambient: Vector
    diffuse: Vector
    specular: Vector
    casts_shadow: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Headlight:
    ambient: Vector
    diffuse: Vector
    specular: Vector
    active: bool


@dataclass(frozen=True, slots=True)
class JointEntry:
    """A joint for the joint overlay; ``axis`` and ``position`` in the body's frame."""

    name: str
    body: int
    type: int
    """mjtJoint: 0 free, 1 ball, 2 slide, 3 hinge."""
    axis: Vector
    position: Vector


@dataclass(frozen=True, slots=True)
class SceneHeader:
    """Everything about the scene that does not change from frame to frame."""

    name: str
    bodies: tuple[BodyEntry, ...]
    moving: tuple[int, ...]
    """Bodies whose pose is in the pose stream, in its order."""
    geoms: tuple[GeomEntry, ...]
    sites: tuple[SiteEntry, ...]
    meshes: tuple[MeshEntry, ...]
    height_fields: tuple[HeightField, ...]
    textures: tuple[TextureEntry, ...]
    materials: tuple[MaterialEntry, ...]
    cameras: tuple[CameraEntry, ...]
    lights: tuple[LightEntry, ...]
    joints: tuple[JointEntry, ...]
    headlight: Headlight
    extent: float
    center: Vector
    near: float
    """Fraction of ``extent``, as in MuJoCo."""
    far: float
    shadow_clip: float
    free_fovy_deg: float
    free_azimuth_deg: float
    free_elevation_deg: float
    block_bytes: int
