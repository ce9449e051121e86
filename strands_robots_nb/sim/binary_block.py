"""One block of bytes that grows piece by piece."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from strands_robots_nb.contract.scene import Range


class BinaryBlock:
    """Collects arrays and blobs; each starts at a multiple of four bytes, so that it can be read in place."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes | NDArray[np.generic]) -> Range:
        """Append a piece; arrays must be little-endian already.

        Returns:
            Offset and length in bytes.
        """
        content = piece if isinstance(piece, bytes) else piece.tobytes()
        padding = -self._size % 4
        offset = self._size + padding
        self._parts.append(b"\0" * padding + content)
        self._size = offset + len(content)
        return offset, len(content)

    def to_bytes(self) -> bytes:
        """Everything so far."""
        return b"".join(self._parts)
