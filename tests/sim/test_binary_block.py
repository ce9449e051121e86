from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from strands_robots_nb.sim.binary_block import BinaryBlock


@given(st.lists(st.binary(max_size=20)))
def test_every_piece_is_found_at_its_range_and_starts_at_a_multiple_of_four(pieces: list[bytes]) -> None:
    block = BinaryBlock()
    ranges = [block.add(piece) for piece in pieces]
    content = block.to_bytes()
    for (offset, length), piece in zip(ranges, pieces, strict=True):
        assert offset % 4 == 0
        assert content[offset : offset + length] == piece
