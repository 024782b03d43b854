"""Writes the zip container: the same members give the same bytes, whenever they are written.

Across machines the compressed bytes may differ where another zlib is built in; what they hold does not.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from ofdesk.base.errors import WriteError
from ofdesk.storage.container import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    DEFLATED,
    END,
    END_SIGNATURE,
    LOCAL,
    LOCAL_SIGNATURE,
    MAX_MEMBERS,
    MAX_RATIO,
    RATIO_FREE_BYTES,
    STORED,
)

# 1980-01-01 00:00, the zero of zip's calendar: a saved file must not tell or depend on when it was saved.
_NO_TIME, _NO_DATE = 0, 0x21
_VERSION_NEEDED = 20
_MAX_OFFSET = 0xFFFFFFFE
_DEFLATE_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Packed:
    """The data of a member as it stands in the file."""

    method: int
    crc: int
    size: int
    data: bytes


def deflated(data: bytes) -> Packed:
    """Return data compressed, or stored when that is not longer."""
    deflater = zlib.compressobj(_DEFLATE_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflater.compress(data) + deflater.flush()
    if len(packed) >= len(data):
        return stored(data)
    return Packed(DEFLATED, zlib.crc32(data), len(data), packed)


def stored(data: bytes) -> Packed:
    """Return data as it is; what is compressed already (photos) only loses time in a second compression."""
    return Packed(STORED, zlib.crc32(data), len(data), data)


def as_text_member(data: bytes) -> Packed:
    """Return text compressed, unless it shrinks so much that readers would take it for a bomb."""
    packed = deflated(data)
    is_bomb = len(data) > RATIO_FREE_BYTES and len(data) > len(packed.data) * MAX_RATIO
    return stored(data) if is_bomb else packed


class ContainerWriter:
    """Writes members one after another to a stream, and counts and digests all bytes on the way."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self._position = 0
        self._directory: list[bytes] = []

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._position

    def add(self, name: str, packed: Packed) -> None:
        """Write a member.

        Raises:
            WriteError: "file.too_many_members" or "file.too_large_to_save".
            OSError: from the stream.
        """
        if len(self._directory) >= MAX_MEMBERS:
            raise WriteError("file.too_many_members", limit=MAX_MEMBERS)
        if self._position + len(packed.data) + 1024 > _MAX_OFFSET:
            raise WriteError("file.too_large_to_save")
        raw_name = name.encode("ascii")
        common = (
            _VERSION_NEEDED, 0, packed.method, _NO_TIME, _NO_DATE, packed.crc, len(packed.data), packed.size
        )  # fmt: skip
        offset = self._position
        self._put(LOCAL.pack(LOCAL_SIGNATURE, *common, len(raw_name), 0) + raw_name)
        self._put(packed.data)
        central = CENTRAL.pack(
            CENTRAL_SIGNATURE, _VERSION_NEEDED, *common, len(raw_name), 0, 0, 0, 0, 0, offset
        )
        self._directory.append(central + raw_name)

    def finish(self) -> str:
        """Write the directory; returns the SHA-256 of the whole file in hexadecimal."""
        offset = self._position
        directory = b"".join(self._directory)
        count = len(self._directory)
        self._put(directory)
        self._put(END.pack(END_SIGNATURE, 0, 0, count, count, len(directory), offset, 0))
        return self._digest.hexdigest()

    def _put(self, data: bytes) -> None:
        self._stream.write(data)
        self._digest.update(data)
        self._position += len(data)
