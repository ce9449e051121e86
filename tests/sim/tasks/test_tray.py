from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from strands_robots_nb.sim.tasks.tray import (
    FARTHEST_M,
    LARGEST_YAW_RAD,
    NEAREST_M,
    PAN_AXIS_XY_M,
    WIDEST_RAD,
    random_cube_place,
)


@given(st.integers(0, 2**32 - 1))
def test_every_place_is_in_reach_and_away_from_the_mark(seed: int) -> None:
    mark = np.array([0.20, -0.15])
    xy, yaw = random_cube_place(np.random.default_rng(seed), away_from_m=mark)
    offset = xy - PAN_AXIS_XY_M
    assert NEAREST_M <= np.linalg.norm(offset) <= FARTHEST_M
    assert abs(np.arctan2(offset[1], offset[0])) <= WIDEST_RAD
    assert abs(yaw) <= LARGEST_YAW_RAD
    assert np.linalg.norm(xy - mark) > 0.06
