"""Small objects packed together and deflated, and the cross-reference stream such files need.

A structure tree has some hundred objects a page, each longer in its wrapping than in itself.
Source: ISO 32000-1, 7.5.7 (object streams), 7.5.8 (cross-reference streams).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

_MOST_OBJECTS = 200  # readers unpack a whole stream to get at one object of it
_ROW = struct.Struct(">BIH")
WIDTHS = (1, 4, 2)
"""Bytes of each column of a row: kind, offset or stream, index in the stream."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Where a packed object lies: number of its stream, and its place there."""

    stream: int
    index: int


@dataclass(slots=True)
class ObjectPack:
    """Objects that wait for their stream: numbers and what they are in PDF."""

    numbers: list[int] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)

    def add(self, number: int, part: bytes) -> None:
        """Take an object."""
        self.numbers.append(number)
        self.parts.append(part)

    @property
    def waiting_bytes(self) -> int:
        """How much waits, not deflated yet."""
        return sum(map(len, self.parts))

    @property
    def is_full(self) -> bool:
        """Tell whether it is time to write the stream."""
        return len(self.numbers) >= _MOST_OBJECTS

    def joined(self) -> tuple[int, bytes]:
        """Return where the first object begins, and the stream's data."""
        places: list[str] = []
        at = 0
        for number, part in zip(self.numbers, self.parts, strict=True):
            places.append(f"{number} {at}")
            at += len(part) + 1
        head = " ".join(places).encode("ascii") + b"\n"
        return len(head), head + b"\n".join(self.parts)


def cross_reference_rows(places: Mapping[int, int | Packed], size: int) -> bytes:
    """Return the rows of a cross-reference stream.

    Args:
        places: offset in the file or place in a stream, by object number.
        size: one more than the highest object number.
    """
    rows = [_ROW.pack(0, 0, 0xFFFF)]
    for number in range(1, size):
        place = places[number]
        if isinstance(place, Packed):
            rows.append(_ROW.pack(2, place.stream, place.index))
        else:
            rows.append(_ROW.pack(1, place, 0))
    return b"".join(rows)
