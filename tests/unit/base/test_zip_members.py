"""Zips from strangers: read as streams, refused when they lie, break or swell."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofdesk.base.errors import DamagedFileError
from ofdesk.base.zip_members import MAX_MEMBERS, ZipMembers

TEXT = "都道府県名,緯度\r\n" * 5_000


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    """Read every member whole, in small steps."""
    archive = ZipMembers(io.BytesIO(data), "試し.zip")
    found = {}
    for member in archive.members:
        stream = archive.open(member, lambda count: None)
        pieces = []
        while piece := stream.read(1_000):
            pieces.append(piece)
        found[member.name] = b"".join(pieces)
    return found


def refused(data: bytes) -> str:
    with pytest.raises(DamagedFileError) as caught:
        contents(data)
    assert str(caught.value.details["path"]).startswith("試し.zip")
    return caught.value.code


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_come_out_as_they_went_in(method: int) -> None:
    members = {"a.csv": TEXT.encode("cp932"), "空.csv": b"", "b/c.csv": b"x"}
    assert contents(zipped(*members.items(), method=method)) == members


def test_two_members_may_be_read_in_turns() -> None:
    archive = ZipMembers(io.BytesIO(zipped(("a", b"1" * 9_000), ("b", b"2" * 9_000))), "x")
    one, other = (archive.open(member, lambda count: None) for member in archive.members)
    pieces = [(one.read(3_000), other.read(3_000)) for _ in range(3)]
    assert pieces == [(b"1" * 3_000, b"2" * 3_000)] * 3


def test_progress_counts_packed_bytes() -> None:
    data = zipped(("a.csv", TEXT.encode()))
    archive = ZipMembers(io.BytesIO(data), "x")
    (member,) = archive.members
    told: list[int] = []
    archive.open(member, told.append).read()
    assert sum(told) == member.packed_size


def test_a_name_is_shown_harmlessly_and_in_the_publishers_encoding() -> None:
    data = zipped(("xxxxxxxx.csv", b"")).replace(b"xxxxxxxx", "街区レベ".encode("cp932"))
    (member,) = ZipMembers(io.BytesIO(data), "x").members
    assert member.name == "街区レベ.csv"
    (member,) = ZipMembers(io.BytesIO(data.replace("街区".encode("cp932"), b"\x1b[2J")), "x").members
    assert member.name.isprintable()


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.99])
def test_a_download_cut_off(share: float) -> None:
    data = zipped(("a.csv", zlib.compress(TEXT.encode()) * 50))
    assert refused(data[: int(len(data) * share)]) == "zip.damaged"


def test_a_bit_that_fell_over() -> None:
    data = bytearray(zipped(("a.csv", TEXT.encode()), method=zipfile.ZIP_STORED))
    data[1_000] ^= 1
    assert refused(bytes(data)) == "zip.damaged"


def test_a_bomb_is_refused_by_how_it_swells_whatever_its_directory_says() -> None:
    """50 MB of one letter shrink to a thousandth."""
    bomb = zipped(("a.csv", b"1" * 50_000_000))
    assert len(bomb) < 60_000
    assert refused(bomb) == "zip.too_large"
    (at,) = (bomb.index(b"PK\x01\x02"),)
    lying = bomb[: at + 24] + struct.pack("<I", 1_000) + bomb[at + 28 :]
    assert refused(lying) == "zip.too_large"


def test_too_many_members() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(MAX_MEMBERS + 1):
            archive.writestr(f"{number}.csv", b"")
    assert refused(file.getvalue()) == "zip.too_large"


def test_an_encrypted_member() -> None:
    data = bytearray(zipped(("a.csv", b"x")))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refused(bytes(data)) == "zip.foreign"


def test_a_method_that_is_not_deflate() -> None:
    assert refused(zipped(("a.csv", b"x" * 500), method=zipfile.ZIP_LZMA)) == "zip.foreign"


def test_members_that_overlap() -> None:
    """One piece of data under a thousand names swells without any of them swelling much."""
    data = zipped(("a.csv", b"x" * 500))
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[at:end]
    tail = bytearray(data[end:])
    tail[8:12] = struct.pack("<2H", 1000, 1000)
    tail[12:16] = struct.pack("<I", 1000 * len(entry))
    assert refused(data[:at] + entry * 1000 + bytes(tail)) == "zip.foreign"


@settings(max_examples=300)
@given(at=st.integers(0, 10_000), mask=st.integers(1, 255), cut=st.integers(0, 400))
def test_no_damage_raises_anything_else(at: int, mask: int, cut: int) -> None:
    data = bytearray(zipped(("a.csv", TEXT[:900].encode()), ("b.csv", b"y" * 300)))
    data[at % len(data)] ^= mask
    with contextlib.suppress(DamagedFileError):
        contents(bytes(data[: len(data) - cut]))
