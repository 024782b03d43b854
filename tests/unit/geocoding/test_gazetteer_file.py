"""The layout of the file: what is written is read, what is broken is refused."""

from __future__ import annotations

import zlib
from array import array

import pytest

from ofdesk.base.errors import ResourceError
from ofdesk.geocoding import gazetteer_file as gf

BLOCK = gf.TownBlock(
    names=["本町", "字上"],
    readings=["ホンマチ", ""],
    romaji=["", "Kami"],
    codes=["5810003", ""],
    flags=bytes([gf.POINT_OF_QUARTERS, gf.POINT_OWN]),
    point_counts=bytes([3, 1]),
    numbers=bytes([0, 1, 2, 0]),
    radius_steps=bytes([9, 8, 7, 255]),
    lat_steps=array("H", [1, 2, 3, 65535]),
    lon_steps=array("H", [4, 5, 6, 0]),
)


def test_block_of_towns_survives_the_round_trip() -> None:
    assert gf.decode_towns(gf.encode_towns(BLOCK)) == BLOCK


@pytest.mark.parametrize("cut", [1, 5, 20, 60])
def test_cut_block_is_refused(cut: int) -> None:
    raw = zlib.decompress(gf.encode_towns(BLOCK))
    with pytest.raises(ResourceError, match="damaged"):
        gf.decode_towns(zlib.compress(raw[:-cut]))


def test_block_with_a_wrong_count_is_refused() -> None:
    raw = bytearray(zlib.decompress(gf.encode_towns(BLOCK)))
    raw[4] = 3  # towns
    with pytest.raises(ResourceError, match="damaged"):
        gf.decode_towns(zlib.compress(bytes(raw)))


def test_block_that_is_no_text_is_refused() -> None:
    raw = bytearray(zlib.decompress(gf.encode_towns(BLOCK)))
    raw[10] = 0xFF  # first byte of the names
    with pytest.raises(ResourceError, match="damaged"):
        gf.decode_towns(zlib.compress(bytes(raw)))


def test_radius_is_rounded_up_to_the_scale() -> None:
    # The scale is 100, 103, 106.09 … metres.
    assert gf.RADII_M[gf.radius_step(101)] == 103
    assert gf.RADII_M[gf.radius_step(0)] == 100
    assert gf.RADII_M[gf.radius_step(10**9)] == gf.RADII_M[-1] > 180_000
