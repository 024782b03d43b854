"""The file format of border lines: arcs on a grid of 1e-5 degree, every vertex with its level of detail.

A file is the eight bytes `OFARCS1\\n` and one zlib stream of columns, in this order: the number of arcs;
then for each arc its kind, whether it is a closed ring, its number of vertices and its first vertex
(x, y as steps from the first vertex of the arc before); then for all vertices but the first of each arc
the steps in x, then in y; then one byte a vertex, the coarsest level at which it is drawn. Numbers
are LEB128 varints, signed ones zigzag-coded. A ring does not repeat its first vertex.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.errors import ResourceError

GRID_PER_DEG = 100_000
_MAGIC = b"OFARCS1\n"
_MAX_BYTES = 64_000_000

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Arcs:
    """Lines of a map in columns.

    Attributes:
        kinds: kind of each arc (a small number; `BorderKind` gives it a meaning).
        closed: whether each arc is a ring.
        starts: index of the first vertex of each arc, and at the end the number of vertices.
        grid: vertices as (x, y) in grid units, shape (n, 2).
        levels: coarsest level of detail of each vertex, shape (n,).
    """

    kinds: NDArray[np.uint8]
    closed: NDArray[np.bool_]
    starts: IntArray
    grid: IntArray
    levels: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.kinds)


def encode_arcs(arcs: Arcs) -> bytes:
    """Return the bytes of an arc file; the same arcs give the same bytes."""
    first = arcs.starts[:-1]
    counts = np.diff(arcs.starts)
    heads = np.diff(arcs.grid[first], axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    inner = np.ones(len(arcs.grid), dtype=bool)
    inner[first] = False
    steps = np.diff(arcs.grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))[inner]
    columns = [
        _pack(np.array([len(arcs)])),
        _pack(arcs.kinds.astype(np.int64)),
        _pack(arcs.closed.astype(np.int64)),
        _pack(counts),
        *(_pack(_zigzag(heads[:, axis])) for axis in (0, 1)),
        *(_pack(_zigzag(steps[:, axis])) for axis in (0, 1)),
        arcs.levels.astype(np.uint8).tobytes(),
    ]
    return _MAGIC + zlib.compress(b"".join(columns), 9)


def decode_arcs(data: bytes) -> Arcs:
    """Read an arc file.

    Raises:
        ResourceError: code "map.damaged" when the bytes are not what `encode_arcs` writes.
    """
    try:
        if not data.startswith(_MAGIC):
            raise ValueError("not an arc file")
        stream = zlib.decompressobj()
        body = stream.decompress(data[len(_MAGIC) :], _MAX_BYTES)
        if not stream.eof:
            raise ValueError("truncated or too large")
        return _read_columns(np.frombuffer(body, dtype=np.uint8))
    except (ValueError, IndexError, zlib.error) as error:
        raise ResourceError("map.damaged", reason=str(error)) from error


def _read_columns(body: NDArray[np.uint8]) -> Arcs:
    ends = np.flatnonzero(body < 0x80)  # where each varint ends; level bytes count as varints too
    number = int(_unpack(body, ends[:1], 0)[0])
    cursor = 1

    def take(count: int) -> IntArray:
        nonlocal cursor
        if cursor + count > len(ends):
            raise ValueError("columns end early")
        begin = int(ends[cursor - 1]) + 1
        values = _unpack(body, ends[cursor : cursor + count], begin)
        cursor += count
        return values

    kinds, closed, counts = take(number), take(number), take(number)
    if number and int(counts.min()) < 1:
        raise ValueError("an arc without vertices")
    total = int(counts.sum())
    heads = [np.cumsum(_unzigzag(take(number))) for _ in (0, 1)]
    steps = [_unzigzag(take(total - number)) for _ in (0, 1)]
    levels = take(total)
    if cursor != len(ends) or int(ends[-1]) + 1 != len(body):
        raise ValueError("bytes left over")
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    grid = np.stack([_rebuild(h, s, starts) for h, s in zip(heads, steps, strict=True)], axis=1)
    return Arcs(kinds.astype(np.uint8), closed.astype(bool), starts, grid, levels.astype(np.uint8))


def _rebuild(heads: IntArray, steps: IntArray, starts: IntArray) -> IntArray:
    """Turn first vertices and steps back into coordinates, all arcs in one running sum."""
    first = starts[:-1]
    increments = np.zeros(int(starts[-1]), dtype=np.int64)
    inner = np.ones(len(increments), dtype=bool)
    inner[first] = False
    increments[inner] = steps
    running = np.cumsum(increments)
    return running + np.repeat(heads - running[first], np.diff(starts))


def _zigzag(values: IntArray) -> IntArray:
    return np.where(values >= 0, values * 2, -values * 2 - 1)


def _unzigzag(values: IntArray) -> IntArray:
    return np.where(values & 1, -(values >> 1) - 1, values >> 1)


def _pack(values: IntArray) -> bytes:
    """Return non-negative numbers as LEB128 varints."""
    lengths = np.ones(len(values), dtype=np.int64)
    for bits in range(7, 63, 7):
        lengths += values >> bits > 0
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    packed = np.zeros(int(offsets[-1]), dtype=np.uint8)
    for place in range(int(lengths.max(initial=0))):
        has = lengths > place
        more = lengths[has] > place + 1
        packed[offsets[:-1][has] + place] = ((values[has] >> (7 * place)) & 0x7F) | (more << 7)
    return packed.tobytes()


def _unpack(body: NDArray[np.uint8], ends: NDArray[np.intp], begin: int) -> IntArray:
    """Read varints that end at the given places; the first begins at `begin`."""
    if not len(ends):
        return np.zeros(0, dtype=np.int64)
    begins = np.concatenate([[begin], ends[:-1] + 1])
    lengths = ends - begins + 1
    if int(lengths.max()) > 8:
        raise ValueError("a number is too long")
    values = np.zeros(len(ends), dtype=np.int64)
    for place in range(int(lengths.max())):
        has = lengths > place
        values[has] |= (body[begins[has] + place].astype(np.int64) & 0x7F) << (7 * place)
    return values
