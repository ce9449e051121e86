"""Writing PNG files with nothing but the standard library."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

_COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
_SUBTRACT_LEFT = 1
_LEVEL = 6


def encode_png(picture: NDArray[np.uint8]) -> bytes:
    """A picture as PNG.

    Args:
        picture: Grey, grey and alpha, RGB or RGBA. Shape (height, width, 1 to 4).
    """
    height, width, channels = picture.shape
    rows = picture.reshape(height, width * channels)
    # Each row is stored as differences to the pixel on its left: flat areas and ramps then shrink to almost nothing.
    filtered = np.empty((height, 1 + width * channels), dtype=np.uint8)
    filtered[:, 0] = _SUBTRACT_LEFT
    filtered[:, 1 : 1 + channels] = rows[:, :channels]
    filtered[:, 1 + channels :] = rows[:, channels:] - rows[:, :-channels]
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(filtered.tobytes(), _LEVEL)), _chunk(b"IEND", b""))
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
