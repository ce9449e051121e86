from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from strands_robots_nb.sim.png import encode_png

MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


@given(
    st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(1, 4)).flatmap(
        lambda shape: arrays(np.uint8, shape, elements=st.integers(0, 255))
    )
)
def test_any_picture_is_read_back_as_it_was(picture: np.ndarray) -> None:
    with Image.open(io.BytesIO(encode_png(picture))) as image:
        assert image.mode == MODES[picture.shape[2]]
        np.testing.assert_array_equal(np.asarray(image).reshape(picture.shape), picture)


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_a_flat_picture_takes_next_to_nothing(channels: int) -> None:
    assert len(encode_png(np.full((256, 256, channels), 200, dtype=np.uint8))) < 2000
