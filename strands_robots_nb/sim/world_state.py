"""A saved state of the world."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class WorldState:
    """Everything the next physics step depends on; going on from it is bit-exact."""

    scene_version: int
    """Version of the scene it was saved in; it can be restored there only."""
    time_s: float
    """Simulated time [s]."""
    integration: NDArray[np.float64]
    """``mjSTATE_INTEGRATION``: time, positions, velocities, activations, warm start, controls, applied forces."""
