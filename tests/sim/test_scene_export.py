from __future__ import annotations

import io
import json
from typing import Any

import mujoco
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from strands_robots_nb.contract.message import encode
from strands_robots_nb.contract.messages import ViewportScene
from strands_robots_nb.contract.scene import GeomEntry, Range, SceneHeader
from strands_robots_nb.sim.scene import Scene
from strands_robots_nb.sim.scene_export import export_scene, moving_bodies, pose_frame
from tests.sim.models import FALLING_BALL, ZOO

ZOO_MODEL = Scene(ZOO).compile()
ARM_MODEL = Scene().compile()
EVERY_RIGID_TYPE = set(range(8))


def rotation(quaternion: Any) -> np.ndarray:
    matrix = np.empty(9)
    mujoco.mju_quat2Mat(matrix, np.asarray(quaternion, dtype=float))
    return matrix.reshape(3, 3)


def cut(block: bytes, where: Range, dtype: str) -> np.ndarray:
    return np.frombuffer(block, dtype=dtype, count=where[1] // np.dtype(dtype).itemsize, offset=where[0])


def scattered(model: mujoco.MjModel, seed: int) -> mujoco.MjData:
    """A random configuration."""
    data = mujoco.MjData(model)
    rng = np.random.default_rng(seed)
    data.qpos[:] = rng.normal(size=model.nq)
    data.mocap_pos[:] = rng.normal(size=data.mocap_pos.shape)
    mujoco.mj_normalizeQuat(model, data.qpos)
    mujoco.mj_kinematics(model, data)
    return data


def world_pose(header: SceneHeader, poses: np.ndarray, geom: GeomEntry) -> tuple[np.ndarray, np.ndarray]:
    """A geom's position and rotation as the page computes them: from the pose stream, else from the header."""
    body = header.bodies[geom.body]
    position, quaternion = np.array(body.position), np.array(body.quaternion)
    if geom.body in header.moving:
        row = poses[header.moving.index(geom.body)].astype(float)
        position, quaternion = row[:3], row[3:]
    turn = rotation(quaternion)
    return position + turn @ np.array(geom.position), turn @ rotation(geom.quaternion)


@pytest.mark.parametrize("model", [ZOO_MODEL, ARM_MODEL], ids=["zoo", "arm"])
@given(seed=st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_world_poses_rebuilt_from_header_and_pose_frame_are_mujocos(model: mujoco.MjModel, seed: int) -> None:
    header, _ = export_scene(model, "scene")
    data = scattered(model, seed)
    poses = pose_frame(data, moving_bodies(model))
    for index, geom in enumerate(header.geoms):
        position, turn = world_pose(header, poses, geom)
        np.testing.assert_allclose(position, data.geom_xpos[index], atol=1e-6)
        np.testing.assert_allclose(turn, data.geom_xmat[index].reshape(3, 3), atol=1e-6)


def test_every_rigid_geom_type_is_exported_with_its_own_numbers() -> None:
    header, _ = export_scene(ZOO_MODEL, "zoo")
    assert {geom.type for geom in header.geoms} == EVERY_RIGID_TYPE
    for index, geom in enumerate(header.geoms):
        np.testing.assert_allclose(geom.size, ZOO_MODEL.geom_size[index], rtol=1e-6)
        assert geom.name == ZOO_MODEL.geom(index).name
        assert geom.group == ZOO_MODEL.geom_group[index]


def test_names_and_counts_are_the_models() -> None:
    header, block = export_scene(ZOO_MODEL, "zoo")
    assert header.name == "zoo"
    assert header.block_bytes == len(block)
    assert [body.name for body in header.bodies] == [ZOO_MODEL.body(index).name for index in range(ZOO_MODEL.nbody)]
    assert [camera.name for camera in header.cameras] == ["still", "riding"]
    assert [site.name for site in header.sites] == ["eye"]
    assert [joint.name for joint in header.joints] == ["trunk", "swing", "slide"]
    assert [joint.type for joint in header.joints] == [0, 3, 2]
    assert [light.type for light in header.lights] == [1, 0]
    assert [light.casts_shadow for light in header.lights] == [True, False]


def test_a_mesh_that_two_geoms_share_is_sent_once() -> None:
    header, _ = export_scene(ZOO_MODEL, "zoo")
    geoms = [geom for geom in header.geoms if geom.type == 7]
    assert len(geoms) == 2
    assert {geom.data for geom in geoms} == {mesh.id for mesh in header.meshes}


def test_a_quantised_mesh_is_the_mesh_to_a_hundred_thousandth_of_its_size() -> None:
    header, block = export_scene(ZOO_MODEL, "zoo")
    (mesh,) = header.meshes
    positions = cut(block, mesh.positions, "<u2").reshape(-1, 3) / 65535.0 * np.array(mesh.span) + np.array(mesh.low)
    normals = cut(block, mesh.normals, "i1").reshape(-1, 3) / 127.0
    indices = cut(block, mesh.indices, "<u2" if mesh.index_bytes == 2 else "<u4")
    assert len(indices) == 3 * ZOO_MODEL.mesh_facenum[mesh.id]
    expected = ZOO_MODEL.mesh_vert[ZOO_MODEL.mesh_face.ravel()]
    np.testing.assert_allclose(positions[indices], expected, atol=1e-5 * max(mesh.span))
    expected_normals = ZOO_MODEL.mesh_normal[ZOO_MODEL.mesh_facenormal.ravel()]
    np.testing.assert_allclose(normals[indices], expected_normals, atol=0.01)


def test_a_height_field_keeps_its_heights() -> None:
    header, block = export_scene(ZOO_MODEL, "zoo")
    (field,) = header.height_fields
    heights = cut(block, field.heights, "<f4").reshape(field.rows, field.columns)
    np.testing.assert_allclose(heights, ZOO_MODEL.hfield_data.reshape(3, 4))
    np.testing.assert_allclose(field.size, ZOO_MODEL.hfield_size[0])


def test_textures_are_pngs_one_for_flat_ones_and_six_for_cubes() -> None:
    header, block = export_scene(ZOO_MODEL, "zoo")
    assert [(texture.type, len(texture.pngs)) for texture in header.textures] == [("skybox", 6), ("cube", 6), ("2d", 1)]
    for index, texture in enumerate(header.textures):
        pictures = []
        for offset, length in texture.pngs:
            with Image.open(io.BytesIO(block[offset : offset + length])) as image:
                pictures.append(np.asarray(image))
        start = int(ZOO_MODEL.tex_adr[index])
        pixels = np.concatenate(pictures)
        np.testing.assert_array_equal(pixels.ravel(), ZOO_MODEL.tex_data[start : start + pixels.size])


def test_a_geom_has_its_own_colour_or_else_its_materials() -> None:
    header, _ = export_scene(ZOO_MODEL, "zoo")
    colours = {geom.name: geom.rgba for geom in header.geoms}
    assert colours["ball"] == (1.0, 0.0, 0.0, 1.0)
    np.testing.assert_allclose(colours["egg"], (0.1, 0.2, 0.3, 0.5), atol=1e-6)
    np.testing.assert_allclose(colours["pill"], (0.5, 0.5, 0.5, 1.0))
    plain = header.materials[ZOO_MODEL.material("plain").id]
    assert (plain.emission, plain.reflectance, plain.texture) == (pytest.approx(0.4), 0.25, -1)
    assert header.materials[ZOO_MODEL.material("check").id].uniform


@pytest.mark.parametrize("xml", ["<mujoco/>", FALLING_BALL])
def test_a_model_without_meshes_or_textures_is_exported(xml: str) -> None:
    header, block = export_scene(Scene(xml).compile(), "small")
    assert block == b""
    assert header.block_bytes == 0


@pytest.mark.parametrize("model", [ZOO_MODEL, ARM_MODEL], ids=["zoo", "arm"])
def test_the_header_is_plain_json_with_finite_numbers(model: mujoco.MjModel) -> None:
    header, _ = export_scene(model, "scene")
    json.dumps(encode(ViewportScene(1, header)), allow_nan=False)


def test_the_default_scene_is_small_to_send() -> None:
    header, block = export_scene(ARM_MODEL, "so101")
    assert len(json.dumps(encode(ViewportScene(1, header)))) < 20_000
    assert len(block) < 20_000
