"""The frame of a PNG file. Source: PNG specification (third edition), 5.2 and 5.3."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, RGB = 0, 2


def header(width_px: int, height_px: int, colours: int) -> bytes:
    """Return the chunk that opens a file of eight bits a sample."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width_px, height_px, 8, colours, 0, 0, 0))


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk: length, kind, data, check sum."""
    check = zlib.crc32(data, zlib.crc32(kind))
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
