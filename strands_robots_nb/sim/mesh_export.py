"""Meshes and height fields in the form the page draws."""

from __future__ import annotations

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.contract.scene import HeightField, MeshEntry
from strands_robots_nb.sim.binary_block import BinaryBlock

_SHORT_INDICES = 1 << 16


def export_meshes(model: mujoco.MjModel, block: BinaryBlock) -> tuple[MeshEntry, ...]:
    """The meshes that a geom shows, each once however many geoms share it."""
    shows_mesh = np.isin(model.geom_type, (int(mujoco.mjtGeom.mjGEOM_MESH), int(mujoco.mjtGeom.mjGEOM_SDF)))
    used = np.unique(model.geom_dataid[shows_mesh])
    return tuple(_export_mesh(model, int(mesh), block) for mesh in used if mesh >= 0)


def export_height_fields(model: mujoco.MjModel, block: BinaryBlock) -> tuple[HeightField, ...]:
    """All height fields, in the model's order."""
    fields: list[HeightField] = []
    for index in range(model.nhfield):
        rows, columns = int(model.hfield_nrow[index]), int(model.hfield_ncol[index])
        first = int(model.hfield_adr[index])
        heights = model.hfield_data[first : first + rows * columns].astype("<f4")
        fields.append(HeightField(rows, columns, tuple(map(float, model.hfield_size[index])), block.add(heights)))
    return tuple(fields)


def _export_mesh(model: mujoco.MjModel, mesh: int, block: BinaryBlock) -> MeshEntry:
    corners, indices = _corners(model, mesh)
    vertices = model.mesh_vert[int(model.mesh_vertadr[mesh]) + corners[:, 0]].astype(np.float64)
    normals = model.mesh_normal[int(model.mesh_normaladr[mesh]) + corners[:, 1]].astype(np.float64)
    low = vertices.min(axis=0)
    span = np.maximum(vertices.max(axis=0) - low, 1e-9)
    uvs = None
    first_uv = int(model.mesh_texcoordadr[mesh])
    if first_uv >= 0:
        uvs = block.add(model.mesh_texcoord[first_uv + corners[:, 2]].astype("<f4"))
    is_short = len(corners) < _SHORT_INDICES
    return MeshEntry(
        id=mesh,
        positions=block.add(np.round((vertices - low) / span * 65535.0).astype("<u2")),
        normals=block.add(np.round(np.clip(normals, -1.0, 1.0) * 127.0).astype(np.int8)),
        uvs=uvs,
        indices=block.add(indices.astype("<u2" if is_short else "<u4")),
        index_bytes=2 if is_short else 4,
        low=tuple(map(float, low)),
        span=tuple(map(float, span)),
    )


def _corners(model: mujoco.MjModel, mesh: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct corners (vertex, normal, texture coordinate), shape (k, 3), and each face's corners, flat.

    MuJoCo numbers the three separately, graphics cards do not.
    """
    start = int(model.mesh_faceadr[mesh])
    faces = slice(start, start + int(model.mesh_facenum[mesh]))
    vertex = model.mesh_face[faces].ravel()
    normal = model.mesh_facenormal[faces].ravel()
    has_uv = int(model.mesh_texcoordadr[mesh]) >= 0
    uv = model.mesh_facetexcoord[faces].ravel() if has_uv else np.zeros_like(vertex)
    triples = np.stack([vertex, normal, uv], axis=1).astype(np.int64)
    # One number for each triple: sorting numbers is ten times as fast as sorting rows.
    counts = triples.max(axis=0, initial=0) + 1
    keys = (triples[:, 0] * counts[1] + triples[:, 1]) * counts[2] + triples[:, 2]
    _, first, indices = np.unique(keys, return_index=True, return_inverse=True)
    return triples[first], indices
