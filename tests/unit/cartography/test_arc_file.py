"""The file format of border lines: nothing is lost, nothing damaged gets through."""

from __future__ import annotations

import contextlib
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofdesk.base.errors import ResourceError
from ofdesk.cartography.arc_file import Arcs, decode_arcs, encode_arcs

VERTEX = st.tuples(st.integers(-18_000_000, 18_000_000), st.integers(-9_000_000, 9_000_000))
LINE = st.tuples(
    st.integers(0, 4),
    st.booleans(),
    st.lists(st.tuples(VERTEX, st.integers(0, 5)), min_size=1, max_size=12),
)


def arcs_of(lines: list[tuple[int, bool, list[tuple[tuple[int, int], int]]]]) -> Arcs:
    vertices = [vertex for _, _, line in lines for vertex in line]
    return Arcs(
        kinds=np.array([kind for kind, _, _ in lines], dtype=np.uint8),
        closed=np.array([closed for _, closed, _ in lines], dtype=bool),
        starts=np.concatenate([[0], np.cumsum([len(line) for _, _, line in lines])]).astype(np.int64),
        grid=np.array([place for place, _ in vertices], dtype=np.int64).reshape(-1, 2),
        levels=np.array([level for _, level in vertices], dtype=np.uint8),
    )


@given(st.lists(LINE, max_size=8))
def test_arcs_come_back_as_they_were(
    lines: list[tuple[int, bool, list[tuple[tuple[int, int], int]]]],
) -> None:
    arcs = arcs_of(lines)
    data = encode_arcs(arcs)
    assert data == encode_arcs(arcs)
    found = decode_arcs(data)
    for name in ("kinds", "closed", "starts", "grid", "levels"):
        assert getattr(found, name).tolist() == getattr(arcs, name).tolist()


SMALL = encode_arcs(arcs_of([(1, False, [((0, 0), 5), ((300, -200), 0), ((70_000, 9), 5)])]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"OFARCS1\n",
        b"OFARCS2\n" + SMALL[8:],
        SMALL[:-3],
        SMALL[:8] + zlib.compress(zlib.decompress(SMALL[8:])[:-1]),
        SMALL[:8] + zlib.compress(zlib.decompress(SMALL[8:]) + b"\x00"),
        SMALL[:8] + zlib.compress(b"\xff" * 40 + b"\x01"),
        SMALL[:8] + zlib.compress(b"\x01\x00\x00\x00"),
    ],
)
def test_damaged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ResourceError, match=r"map\.damaged"):
        decode_arcs(data)


@given(place=st.integers(8, len(SMALL) - 1), value=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_harmless(place: int, value: int) -> None:
    changed = SMALL[:place] + bytes([value]) + SMALL[place + 1 :]
    with contextlib.suppress(ResourceError):  # anything else that is raised fails the test
        assert decode_arcs(changed).grid.tolist() == decode_arcs(SMALL).grid.tolist()
