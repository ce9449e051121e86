"""Textures and materials in the form the page draws."""

from __future__ import annotations

import logging

import mujoco
import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.contract.scene import MaterialEntry, TextureEntry
from strands_robots_nb.sim.binary_block import BinaryBlock
from strands_robots_nb.sim.png import encode_png

logger = logging.getLogger(__name__)

_RGB = int(mujoco.mjtTextureRole.mjTEXROLE_RGB)
_GREY = np.full((1, 1, 3), 128, dtype=np.uint8)


def export_textures(model: mujoco.MjModel, block: BinaryBlock) -> tuple[TextureEntry, ...]:
    """All textures, in the model's order."""
    return tuple(_export_texture(model, index, block) for index in range(model.ntex))


def export_materials(model: mujoco.MjModel) -> tuple[MaterialEntry, ...]:
    """All materials, in the model's order."""
    return tuple(
        MaterialEntry(
            rgba=tuple(map(float, model.mat_rgba[index])),
            texture=int(model.mat_texid[index, _RGB]),
            repeat=tuple(map(float, model.mat_texrepeat[index])),
            uniform=bool(model.mat_texuniform[index]),
            emission=float(model.mat_emission[index]),
            specular=float(model.mat_specular[index]),
            shininess=float(model.mat_shininess[index]),
            reflectance=float(model.mat_reflectance[index]),
        )
        for index in range(model.nmat)
    )


def _export_texture(model: mujoco.MjModel, index: int, block: BinaryBlock) -> TextureEntry:
    picture = _pixels(model, index)
    kind = int(model.tex_type[index])
    if kind == int(mujoco.mjtTexture.mjTEXTURE_2D):
        return TextureEntry("2d", (block.add(encode_png(picture)),))
    # A cube is six squares on top of each other; a single square stands for all six.
    edge = picture.shape[1]
    squares = [picture[start : start + edge] for start in range(0, picture.shape[0], edge)]
    ranges = tuple(block.add(encode_png(square)) for square in squares)
    is_sky = kind == int(mujoco.mjtTexture.mjTEXTURE_SKYBOX)
    return TextureEntry("skybox" if is_sky else "cube", ranges if len(ranges) == 6 else ranges[:1] * 6)


def _pixels(model: mujoco.MjModel, index: int) -> NDArray[np.uint8]:
    """The texture's pixels. Shape (height, width, channels)."""
    start = int(model.tex_adr[index])
    if start < 0:
        # Since 3.17 pixels may live outside the model; the page then draws the material's plain colour.
        logger.warning("texture=<%d> | pixels are not in the model, drawn plain", index)
        return _GREY
    height, width = int(model.tex_height[index]), int(model.tex_width[index])
    channels = int(model.tex_nchannel[index])
    return model.tex_data[start : start + height * width * channels].reshape(height, width, channels)
