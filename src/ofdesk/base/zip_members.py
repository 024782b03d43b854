"""Reads the members of a zip as streams, trusting nothing in it.

Owns the structure of zips as publishers make them (data descriptors and ZIP64 allowed). Refuses encryption,
methods other than stored and deflated, overlapping members, and what grows beyond the bounds. Nothing is
written anywhere under a name the file gives, and never is more than a few blocks in memory.

Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16, 4.5.3.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from ofdesk.base.errors import DamagedFileError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 32 * 1024**3
MAX_RATIO = 200
"""Published tables shrink to a tenth or a thirtieth; what shrinks more than this was made to do harm."""
RATIO_FREE_BYTES = 1024**2
_MAX_DIRECTORY_BYTES = 16 * 1024**2
_LONGEST_TAIL = 65_557
_LONGEST_NAME = 200
_CHUNK_BYTES = 256 * 1024
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8_NAME = 0x0001, 0x0800
_MARK_16, _MARK_32 = 0xFFFF, 0xFFFFFFFF
_ZIP64_EXTRA = 1

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END_64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR_64 = struct.Struct("<4sIQI")
LOCAL_SIGNATURE = b"PK\x03\x04"
_CENTRAL_SIGNATURE, _END_SIGNATURE = b"PK\x01\x02", b"PK\x05\x06"
_END_64_SIGNATURE, _LOCATOR_64_SIGNATURE = b"PK\x06\x06", b"PK\x06\x07"


@dataclass(frozen=True, slots=True)
class Member:
    """One member as the directory describes it; sizes and offset in bytes."""

    name: str
    method: int
    encrypted: bool
    crc: int
    packed_size: int
    size: int
    offset: int


class ZipMembers:
    """The members of a zip that stays open as long as they are read."""

    def __init__(self, stream: BinaryIO, label: str) -> None:
        """Read and check the directory.

        Args:
            stream: seekable; closed by its owner.
            label: how errors call the file.

        Raises:
            DamagedFileError: "zip.damaged", "zip.foreign", "zip.too_large".
        """
        self._stream = stream
        self.label = label
        try:
            self._size = stream.seek(0, io.SEEK_END)
            self.members = self._read_directory()
        except (struct.error, EOFError) as error:
            raise DamagedFileError("zip.damaged", path=label) from error

    def open(self, member: Member, note: Callable[[int], None]) -> MemberStream:
        """Return a member as a stream.

        Args:
            member: one of `members`.
            note: told how many packed bytes were read further.

        Raises:
            DamagedFileError: as the constructor; reading the stream raises the same.
        """
        label = f"{self.label} › {member.name}"
        if member.encrypted or member.method not in (_STORED, _DEFLATED):
            raise DamagedFileError("zip.foreign", path=label)
        try:
            fields = _LOCAL.unpack(self._read_at(member.offset, _LOCAL.size))
        except EOFError as error:
            raise DamagedFileError("zip.damaged", path=label) from error
        start = member.offset + _LOCAL.size + fields[9] + fields[10]
        if fields[0] != LOCAL_SIGNATURE or start + member.packed_size > self._size:
            raise DamagedFileError("zip.damaged", path=label)
        return MemberStream(self._stream, start, member, label, note)

    def _read_directory(self) -> tuple[Member, ...]:
        count, length, offset = self._find_directory()
        if count > MAX_MEMBERS or length > _MAX_DIRECTORY_BYTES:
            raise DamagedFileError("zip.too_large", path=self.label)
        data = self._read_at(offset, length)
        members: list[Member] = []
        at = 0
        for _ in range(count):
            member, at = _read_entry(data, at)
            members.append(member)
        end = 0
        for member in sorted(members, key=lambda one: one.offset):
            if member.offset < end:
                raise DamagedFileError("zip.foreign", path=self.label)
            end = member.offset + _LOCAL.size + member.packed_size
            if member.size > MAX_MEMBER_BYTES:
                raise DamagedFileError("zip.too_large", path=f"{self.label} › {member.name}")
        if end > offset:
            raise DamagedFileError("zip.foreign", path=self.label)
        return tuple(members)

    def _find_directory(self) -> tuple[int, int, int]:
        """Return number of members, length and offset of the directory."""
        tail_at = max(0, self._size - _LONGEST_TAIL)
        tail = self._read_at(tail_at, self._size - tail_at)
        at = tail.rfind(_END_SIGNATURE)
        if at < 0:
            raise EOFError
        _, disk, first_disk, _, count, length, offset, _ = _END.unpack_from(tail, at)
        if count == _MARK_16 or _MARK_32 in (length, offset):
            locator_at = tail_at + at - _LOCATOR_64.size
            signature, disk, end_at, _ = _LOCATOR_64.unpack(self._read_at(locator_at, _LOCATOR_64.size))
            end = _END_64.unpack(self._read_at(end_at, _END_64.size))
            if signature != _LOCATOR_64_SIGNATURE or end[0] != _END_64_SIGNATURE:
                raise EOFError
            first_disk, count, length, offset = end[5], end[7], end[8], end[9]
        if disk or first_disk:
            raise DamagedFileError("zip.foreign", path=self.label)
        return count, length, offset

    def _read_at(self, offset: int, length: int) -> bytes:
        if offset < 0 or offset + length > self._size:
            raise EOFError
        self._stream.seek(offset)
        data = self._stream.read(length)
        if len(data) != length:
            raise EOFError
        return data


def _read_entry(data: bytes, at: int) -> tuple[Member, int]:
    fields = _CENTRAL.unpack_from(data, at)
    signature, flags, method, crc, packed, size, offset = (fields[i] for i in (0, 3, 4, 7, 8, 9, 16))
    name_length, extra_length, comment_length = fields[10:13]
    name_at = at + _CENTRAL.size
    extra_at = name_at + name_length
    end = extra_at + extra_length + comment_length
    if signature != _CENTRAL_SIGNATURE or end > len(data):
        raise EOFError
    # Only the ending of a name is used, and the name shown: it never becomes a path.
    raw = data[name_at:extra_at]
    name = raw.decode("utf-8" if flags & _UTF8_NAME else "cp932", "replace")
    if _MARK_32 in (packed, size, offset):
        size, packed, offset = _from_zip64(data[extra_at : extra_at + extra_length], size, packed, offset)
    return Member(
        shown(name, _LONGEST_NAME), method, bool(flags & _ENCRYPTED), crc, packed, size, offset
    ), end


def shown(text: str, limit: int) -> str:
    """Return a stranger's text for showing: cut, and without what would steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text[:limit])


def _from_zip64(extra: bytes, *marked: int) -> tuple[int, ...]:
    """Return size, packed size and offset with those replaced that the ZIP64 field holds."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _ZIP64_EXTRA:
            held = iter(struct.unpack_from(f"<{length // 8}Q", extra, at + 4))
            try:
                return tuple(next(held) if value == _MARK_32 else value for value in marked)
            except RuntimeError as error:  # the field holds fewer values than are marked
                raise EOFError from error
        at += 4 + length
    raise EOFError


class MemberStream(io.RawIOBase):
    """The bytes of one member, inflated as they are asked for; length and checksum are proved at the end."""

    def __init__(
        self, stream: BinaryIO, start: int, member: Member, label: str, note: Callable[[int], None]
    ) -> None:
        super().__init__()
        self._stream, self._at, self._member, self._label, self._note = stream, start, member, label, note
        self._left = member.packed_size
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == _DEFLATED else None
        self._waiting = b""
        self._given = 0
        self._crc = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill a buffer as far as there is something; 0 at the end.

        Raises:
            DamagedFileError: "zip.damaged" or "zip.too_large".
        """
        room = memoryview(buffer).cast("B")
        try:
            data = self._more(len(room))
        except zlib.error as error:
            raise DamagedFileError("zip.damaged", path=self._label) from error
        if not data:
            self._prove_whole()
            return 0
        self._given += len(data)
        self._crc = zlib.crc32(data, self._crc)
        packed = self._member.packed_size - self._left - len(self._waiting)
        if self._given > RATIO_FREE_BYTES + MAX_RATIO * packed or self._given > MAX_MEMBER_BYTES:
            raise DamagedFileError("zip.too_large", path=self._label)
        room[: len(data)] = data
        return len(data)

    def _more(self, limit: int) -> bytes:
        if self._inflater is None:
            return self._read(limit)
        while not self._inflater.eof:
            packed = self._waiting or self._read(_CHUNK_BYTES)
            data = self._inflater.decompress(packed, limit)
            self._waiting = self._inflater.unconsumed_tail
            if data or not packed:
                return data
        return b""

    def _read(self, limit: int) -> bytes:
        # Members of one archive may be read in turns: each goes to its own place first.
        self._stream.seek(self._at)
        data = self._stream.read(min(limit, self._left))
        self._at += len(data)
        self._left -= len(data)
        self._note(len(data))
        return data

    def _prove_whole(self) -> None:
        whole = self._left == 0 and not self._waiting and (self._inflater is None or self._inflater.eof)
        if not whole or self._given != self._member.size or self._crc != self._member.crc:
            raise DamagedFileError("zip.damaged", path=self._label)
