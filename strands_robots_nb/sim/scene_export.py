"""Any MjModel as one header and one block of bytes, for the page to draw."""

from __future__ import annotations

from typing import Any

import mujoco
import numpy as np

from strands_robots_nb.contract.scene import (
    BodyEntry,
    CameraEntry,
    GeomEntry,
    Headlight,
    JointEntry,
    LightEntry,
    SceneHeader,
    SiteEntry,
    Vector,
)
from strands_robots_nb.sim.binary_block import BinaryBlock
from strands_robots_nb.sim.mesh_export import export_height_fields, export_meshes
from strands_robots_nb.sim.snapshot import moving_bodies, pose_frame
from strands_robots_nb.sim.texture_export import export_materials, export_textures

__all__ = ["export_scene", "moving_bodies", "pose_frame"]

_SHOWN_DIGITS = 7
_DEFAULT_RGBA = (0.5, 0.5, 0.5, 1.0)


def export_scene(model: mujoco.MjModel, name: str) -> tuple[SceneHeader, bytes]:
    """Everything about a model that does not change from frame to frame.

    Tendons, skins and flexes are not drawn by the page and not exported.

    Args:
        model: Any compiled model, of MuJoCo 3.3 to 4.x.
        name: What the page calls it.

    Returns:
        The header, and the block of bytes that the header's ranges point into.
    """
    data = mujoco.MjData(model)
    mujoco.mj_kinematics(model, data)
    block = BinaryBlock()
    meshes = export_meshes(model, block)
    height_fields = export_height_fields(model, block)
    textures = export_textures(model, block)
    free = model.vis.global_
    header = SceneHeader(
        name=name,
        bodies=tuple(_body(model, data, index) for index in range(model.nbody)),
        moving=tuple(map(int, moving_bodies(model))),
        geoms=tuple(_geom(model, index) for index in range(model.ngeom)),
        sites=tuple(_site(model, index) for index in range(model.nsite)),
        meshes=meshes,
        height_fields=height_fields,
        textures=textures,
        materials=export_materials(model),
        cameras=tuple(_camera(model, index) for index in range(model.ncam)),
        lights=tuple(_light(model, index) for index in range(model.nlight)),
        joints=tuple(_joint(model, index) for index in range(model.njnt)),
        headlight=_headlight(model),
        extent=float(model.stat.extent),
        center=_vector(model.stat.center),
        near=float(model.vis.map.znear),
        far=float(model.vis.map.zfar),
        shadow_clip=float(model.vis.map.shadowclip),
        free_fovy_deg=float(free.fovy),
        free_azimuth_deg=float(free.azimuth),
        free_elevation_deg=float(free.elevation),
        block_bytes=len(block.to_bytes()),
    )
    return header, block.to_bytes()


def _vector(values: Any) -> Vector:
    """Numbers with the digits of float32, which is what pictures are made with."""
    return tuple(float(f"{value:.{_SHOWN_DIGITS}g}") for value in np.asarray(values, dtype=np.float64).ravel())


def _exact(values: Any) -> Vector:
    return tuple(map(float, np.asarray(values, dtype=np.float64).ravel()))


def _name(model: mujoco.MjModel, kind: mujoco.mjtObj, index: int) -> str:
    return mujoco.mj_id2name(model, kind, index) or ""


def _rgba(model: mujoco.MjModel, own: Any, material: int) -> Vector:
    """A geom's own colour counts where it was set; otherwise its material's."""
    if material >= 0 and np.allclose(own, _DEFAULT_RGBA):
        return _vector(model.mat_rgba[material])
    return _vector(own)


def _body(model: mujoco.MjModel, data: mujoco.MjData, index: int) -> BodyEntry:
    return BodyEntry(
        name=_name(model, mujoco.mjtObj.mjOBJ_BODY, index),
        parent=int(model.body_parentid[index]),
        position=_exact(data.xpos[index]),
        quaternion=_exact(data.xquat[index]),
    )


def _geom(model: mujoco.MjModel, index: int) -> GeomEntry:
    material = int(model.geom_matid[index])
    # Before 4.0 every geom cast a shadow.
    casts_shadow = getattr(model, "geom_castshadow", None)
    return GeomEntry(
        name=_name(model, mujoco.mjtObj.mjOBJ_GEOM, index),
        body=int(model.geom_bodyid[index]),
        type=int(model.geom_type[index]),
        size=_vector(model.geom_size[index]),
        position=_exact(model.geom_pos[index]),
        quaternion=_exact(model.geom_quat[index]),
        rgba=_rgba(model, model.geom_rgba[index], material),
        material=material,
        data=int(model.geom_dataid[index]),
        group=int(model.geom_group[index]),
        casts_shadow=True if casts_shadow is None else bool(casts_shadow[index]),
    )


def _site(model: mujoco.MjModel, index: int) -> SiteEntry:
    return SiteEntry(
        name=_name(model, mujoco.mjtObj.mjOBJ_SITE, index),
        body=int(model.site_bodyid[index]),
        type=int(model.site_type[index]),
        size=_vector(model.site_size[index]),
        position=_exact(model.site_pos[index]),
        quaternion=_exact(model.site_quat[index]),
        rgba=_rgba(model, model.site_rgba[index], int(model.site_matid[index])),
        group=int(model.site_group[index]),
    )


def _camera(model: mujoco.MjModel, index: int) -> CameraEntry:
    # Called cam_orthographic before 3.5.
    projection = getattr(model, "cam_projection", None)
    if projection is None:
        projection = model.cam_orthographic  # pyright: ignore[reportAttributeAccessIssue]
    return CameraEntry(
        name=_name(model, mujoco.mjtObj.mjOBJ_CAMERA, index),
        body=int(model.cam_bodyid[index]),
        position=_vector(model.cam_pos[index]),
        quaternion=_vector(model.cam_quat[index]),
        fovy_deg=float(model.cam_fovy[index]),
        orthographic=bool(projection[index]),
    )


def _light(model: mujoco.MjModel, index: int) -> LightEntry:
    # Lights had a flag for directional instead of a type before 3.3.3.
    kind = getattr(model, "light_type", None)
    return LightEntry(
        body=int(model.light_bodyid[index]),
        type=int(kind[index] if kind is not None else model.light_directional[index]),
        position=_vector(model.light_pos[index]),
        direction=_vector(model.light_dir[index]),
        cutoff_deg=float(model.light_cutoff[index]),
        exponent=float(model.light_exponent[index]),
        attenuation=_vector(model.light_attenuation[index]),
        ambient=_vector(model.light_ambient[index]),
        diffuse=_vector(model.light_diffuse[index]),
        specular=_vector(model.light_specular[index]),
        casts_shadow=bool(model.light_castshadow[index]),
        active=bool(model.light_active[index]),
    )


def _headlight(model: mujoco.MjModel) -> Headlight:
    light = model.vis.headlight
    return Headlight(
        ambient=_vector(light.ambient),
        diffuse=_vector(light.diffuse),
        specular=_vector(light.specular),
        # 2 is "auto" (since 4.0), which MuJoCo's own classic renderer takes for on.
        active=int(light.active) != 0,
    )


def _joint(model: mujoco.MjModel, index: int) -> JointEntry:
    return JointEntry(
        name=_name(model, mujoco.mjtObj.mjOBJ_JOINT, index),
        body=int(model.jnt_bodyid[index]),
        type=int(model.jnt_type[index]),
        axis=_vector(model.jnt_axis[index]),
        position=_vector(model.jnt_pos[index]),
    )
