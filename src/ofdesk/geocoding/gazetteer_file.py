"""The gazetteer's file: a directory of municipalities and one small compressed block for each.

Owns the layout of the bytes, for the reader and for the script that writes it. A block is decompressed when
its municipality is first asked for, so that a question costs a few milliseconds whatever the file's size.

    8 bytes   "OFDGAZ01"
    8 bytes   length of the compressed directory, number of bytes before the first block (little-endian u32)
    …         directory: zlib of JSON (UTF-8)
    …         blocks: zlib, addressed by offset from the first block and length

A block of towns holds text columns (parted by U+001E, items by line feeds: names, readings, romaji, postal
codes) and number columns (see `TownBlock`).
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ofdesk.base.errors import ResourceError

MAGIC = b"OFDGAZ01"
_HEADER = struct.Struct("<8sII")
_COUNTS = struct.Struct("<IHI")
_COLUMN_END = "\x1e"
_ITEM_END = "\n"
_TEXT_COLUMNS = 4
_SMALLEST_RADIUS_M = 100
_RADIUS_STEP = 1.03
RADII_M = tuple(round(_SMALLEST_RADIUS_M * _RADIUS_STEP**step) for step in range(256))

# What a town's own point stands for.
POINT_OWN, POINT_OF_QUARTERS, POINT_OF_PARTS, POINT_NEARBY = range(4)
SAME_NAMED = 0x10  # several towns of this name in the municipality
COUNTED_IN_CHO = 0x20  # 丁 instead of 丁目


@dataclass(frozen=True, slots=True)
class TownBlock:
    """The towns of one municipality as columns.

    The point columns run on over the towns: each town has `point_counts` of them, first its own (number 0),
    then one for each 丁目. Coordinates count steps from the municipality's south-west corner.
    """

    names: list[str]
    readings: list[str]
    romaji: list[str]
    codes: list[str]
    flags: bytes
    point_counts: bytes
    numbers: bytes
    radius_steps: bytes
    lat_steps: array[int]
    lon_steps: array[int]


def radius_step(radius_m: float) -> int:
    """Return the number of the smallest radius of the scale that is not below the given one."""
    return next((step for step, radius in enumerate(RADII_M) if radius >= radius_m), len(RADII_M) - 1)


def encode_towns(block: TownBlock) -> bytes:
    """Return the compressed form of a block of towns."""
    columns = (block.names, block.readings, block.romaji, block.codes)
    text = _COLUMN_END.join(_ITEM_END.join(column) for column in columns).encode("utf-8")
    counts = (block.flags, block.point_counts, block.numbers, block.radius_steps)
    numbers = b"".join((*counts, _little_endian(block.lat_steps), _little_endian(block.lon_steps)))
    header = _COUNTS.pack(len(text), len(block.names), len(block.numbers))
    return zlib.compress(header + text + numbers, 9)


def decode_towns(compressed: bytes) -> TownBlock:
    """Read a block of towns.

    Raises:
        ResourceError: code "gazetteer.damaged".
    """
    raw = _decompress(compressed)
    try:
        text_length, towns, points = _COUNTS.unpack_from(raw)
        at = _COUNTS.size + text_length
        text = raw[_COUNTS.size : at].decode("utf-8")
        columns = [column.split(_ITEM_END) for column in text.split(_COLUMN_END)]
        ends = [at := at + width for width in (towns, towns, points, points, 2 * points, 2 * points)]
    except (struct.error, UnicodeDecodeError) as error:
        raise ResourceError("gazetteer.damaged") from error
    if len(raw) != at or len(columns) != _TEXT_COLUMNS or any(len(column) != towns for column in columns):
        raise ResourceError("gazetteer.damaged")
    flags, counts, numbers, radii, lats, lons = (
        raw[start:end] for start, end in zip([_COUNTS.size + text_length, *ends], ends, strict=False)
    )
    names, readings, romaji, codes = columns
    lat_steps, lon_steps = _shorts(lats), _shorts(lons)
    return TownBlock(names, readings, romaji, codes, flags, counts, numbers, radii, lat_steps, lon_steps)


def encode_rows(rows: list[tuple[str, ...]]) -> bytes:
    """Return the compressed form of a table of texts."""
    table = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(table.encode("utf-8"), 9)


def encode_file(directory: dict[str, Any], blocks: list[bytes]) -> bytes:
    """Return the whole file."""
    text = json.dumps(directory, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    head = zlib.compress(text.encode("utf-8"), 9)
    return _HEADER.pack(MAGIC, len(head), _HEADER.size + len(head)) + head + b"".join(blocks)


class GazetteerFile:
    """The bytes of a gazetteer, held in memory (about 5 MB), and the directory decoded."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            ResourceError: codes "gazetteer.missing", "gazetteer.damaged".
        """
        try:
            self._bytes = path.read_bytes()
        except OSError as error:
            raise ResourceError("gazetteer.missing", name=path.name) from error
        if len(self._bytes) < _HEADER.size or self._bytes[:8] != MAGIC:
            raise ResourceError("gazetteer.damaged")
        _, head_length, self._blocks_at = _HEADER.unpack_from(self._bytes)
        head = _decompress(self._bytes[_HEADER.size : _HEADER.size + head_length])
        self.directory: dict[str, Any] = _from_json(head)

    def towns(self, offset: int, length: int) -> TownBlock:
        """Return the block of towns at an offset given by the directory."""
        return decode_towns(self._block(offset, length))

    def rows(self, offset: int, length: int) -> list[list[str]]:
        """Return the table of texts at an offset given by the directory."""
        rows: list[list[str]] = _from_json(_decompress(self._block(offset, length)))
        return rows

    def _block(self, offset: int, length: int) -> bytes:
        return self._bytes[self._blocks_at + offset : self._blocks_at + offset + length]


def _decompress(compressed: bytes) -> bytes:
    try:
        return zlib.decompress(compressed)
    except zlib.error as error:
        raise ResourceError("gazetteer.damaged") from error


def _from_json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ResourceError("gazetteer.damaged") from error


def _little_endian(numbers: array[int]) -> bytes:
    swapped = array("H", numbers)
    if sys.byteorder == "big":
        swapped.byteswap()
    return swapped.tobytes()


def _shorts(raw: bytes) -> array[int]:
    numbers = array("H", raw)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
