"""Where an episode's pictures come from."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class FramePictures(Protocol):
    """Gives the camera pictures of a frame: drawn from the state in simulation, read from the frame on hardware."""

    def pictures(self, state: NDArray[np.float64] | None) -> dict[str, NDArray[np.uint8]]:
        """Picture of each camera of the recording by name, uint8 (height, width, 3) RGB.

        Raises:
            RecorderFailed: If the frame has none.
        """
        ...

    def cost_s(self, state: NDArray[np.float64] | None) -> float:
        """Processor time of one frame's pictures [s], measured on this frame."""
        ...

    def close(self) -> None:
        """Release contexts and buffers. Idempotent."""
        ...
