"""Frames of a journal: one line of JSON with its length and checksum before it, so that a torn end shows."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ofdesk.storage.yaml_reading import Tree

MAX_FRAME_BYTES = 64 * 1024**2
_HEAD_BYTES = 18  # eight hexadecimal digits of length, a blank, eight of CRC-32, a blank


def frame(payload: dict[str, Tree]) -> bytes:
    """Return a payload as a frame."""
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return b"%08x %08x %s\n" % (len(body), zlib.crc32(body), body)


@dataclass(frozen=True, slots=True)
class FrameEnd:
    """Where reading ended: the offset after the last whole frame, and whether something follows it."""

    offset: int
    torn: bool


def frames(data: bytes) -> Iterator[dict[str, object] | FrameEnd]:
    """Yield the payloads of all whole frames from the start, then where they end; never raises."""
    offset = 0
    while offset < len(data):
        payload, after = _one(data, offset)
        if payload is None:
            break
        yield payload
        offset = after
    yield FrameEnd(offset, offset < len(data))


def _one(data: bytes, offset: int) -> tuple[dict[str, object] | None, int]:
    head = data[offset : offset + _HEAD_BYTES]
    try:
        length, checksum = int(head[0:8], 16), int(head[9:17], 16)
    except ValueError:
        return None, offset
    start = offset + _HEAD_BYTES
    end = start + length
    body = data[start:end]
    if not 0 <= length <= MAX_FRAME_BYTES or data[end : end + 1] != b"\n" or zlib.crc32(body) != checksum:
        return None, offset
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return None, offset
    return (payload, end + 1) if isinstance(payload, dict) else (None, offset)
