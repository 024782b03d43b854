"""Reads the zip container of a project file, trusting nothing in it.

Owns the structure: one run of members from the first byte to the directory, the directory, the end
record, and not a byte more. Refuses encryption, ZIP64, data descriptors, prefix and trailing data,
overlaps and gaps, duplicate and non-ASCII names, methods other than stored and deflated, and sizes
beyond the bounds. Nothing is ever extracted to a path that a file names.

Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Self

from ofdesk.base.errors import DamagedFileError, ReadError

MAX_MEMBERS = 60_000
MAX_TEXT_MEMBER_BYTES = 2 * 1024**2
MAX_TEXT_TOTAL_BYTES = 96 * 1024**2
MAX_PHOTO_BYTES = 64 * 1024**2
MAX_DIRECTORY_BYTES = 16 * 1024**2
MAX_RATIO = 100
MAX_NAME_CHARS = 200
RATIO_FREE_BYTES = 256 * 1024
STORED, DEFLATED = 0, 8
DIRECTORY = "zip directory"
"""Stands for a member in errors that concern the container as a whole."""

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
LOCAL_SIGNATURE, CENTRAL_SIGNATURE, END_SIGNATURE = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
# Bits 1 and 2 tell how hard deflate tried, bit 11 that the name is UTF-8; the others are never used here.
_ALLOWED_FLAGS = 0b1000_0000_0110
_ZIP64_MARK = 0xFFFFFFFF
_NAME_PART = r"[0-9A-Za-z_-](?:[0-9A-Za-z._-]*[0-9A-Za-z_-])?"
_HARMLESS_NAME = re.compile(f"{_NAME_PART}(?:/{_NAME_PART})*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One member as the directory describes it; sizes and offsets in bytes."""

    name: str
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int
    data_offset: int


@dataclass(frozen=True, slots=True)
class Container:
    """A zip file whose structure has been checked. Holds no open file: safe to pickle, nothing to close."""

    path: Path
    entries: Mapping[str, Entry]

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read and check the directory of a file.

        Raises:
            ReadError: "file.not_found", "file.not_a_file", "file.cannot_read".
            DamagedFileError: "file.not_a_container", "file.foreign_container", "file.truncated",
                "file.too_large", "file.bad_member_name", "file.duplicate_member".
        """
        with opened(path) as stream, _damage_named(DIRECTORY):
            size = os.fstat(stream.fileno()).st_size
            entries = _read_directory(stream, size)
            return cls(path, MappingProxyType({entry.name: entry for entry in entries}))

    def __reduce__(self) -> tuple[object, tuple[Path, dict[str, Entry]]]:
        return _rebuild, (self.path, dict(self.entries))

    def read(self, name: str, limit: int, *, proved: bool = False) -> bytes:
        """Return the bytes of one member, which must not be longer than `limit` bytes.

        Args:
            name: of the member.
            limit: in bytes.
            proved: whether its checksum was found right before and the file has not been touched since.

        Raises:
            ReadError: the file cannot be read any more.
            DamagedFileError: "file.missing_member", "file.too_large", "file.member_damaged".
        """
        with self.reading(proved=proved) as read:
            return read(name, limit)

    @contextmanager
    def reading(self, *, proved: bool = False) -> Iterator[Callable[[str, int], bytes]]:
        """Open the file once to read many members; gives the function that does it, see `read`."""
        with opened(self.path) as stream:

            def read(name: str, limit: int) -> bytes:
                entry = self.entries.get(name)
                if entry is None:
                    raise DamagedFileError("file.missing_member", member=name)
                with _damage_named(name):
                    return _read_member(stream, entry, limit, proved=proved)

            yield read


def _rebuild(path: Path, entries: dict[str, Entry]) -> Container:
    return Container(path, MappingProxyType(entries))


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open an ordinary file for reading.

    Raises:
        ReadError: "file.not_found", "file.not_a_file", "file.cannot_read".
    """
    try:
        # Asked first: opening a pipe or a device for reading could wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError("file.not_a_file", path=str(path))
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise ReadError("file.not_found", path=str(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise ReadError("file.cannot_read", path=str(path)) from error
    try:
        yield stream
    except OSError as error:
        raise ReadError("file.cannot_read", path=str(path)) from error
    finally:
        with contextlib.suppress(OSError):  # what was read has been read
            stream.close()


@contextmanager
def _damage_named(member: str) -> Iterator[None]:
    """Turn whatever broken bytes can raise into one error that names the member."""
    try:
        yield
    except (struct.error, zlib.error, EOFError, UnicodeDecodeError) as error:
        code = "file.truncated" if member == DIRECTORY else "file.member_damaged"
        raise DamagedFileError(code, member=member) from error


def _read_directory(stream: BinaryIO, size: int) -> list[Entry]:
    head = _read_at(stream, 0, 4, size)
    if head not in (LOCAL_SIGNATURE, END_SIGNATURE):
        raise DamagedFileError("file.not_a_container", member=DIRECTORY)
    tail = _read_at(stream, size - END.size, END.size, size)
    signature, disk, start_disk, count_here, count, length, offset, comment = END.unpack(tail)
    if signature != END_SIGNATURE:
        raise DamagedFileError("file.truncated", member=DIRECTORY)
    if disk or start_disk or count != count_here or comment or _ZIP64_MARK in (length, offset):
        raise DamagedFileError("file.foreign_container", member=DIRECTORY)
    if count > MAX_MEMBERS or length > MAX_DIRECTORY_BYTES:
        raise DamagedFileError("file.too_large", member=DIRECTORY)
    if offset + length + END.size != size:
        raise DamagedFileError("file.foreign_container", member=DIRECTORY)
    entries = _parse_directory(_read_at(stream, offset, length, size), count)
    return _with_data_offsets(stream, entries, offset, size)


def _parse_directory(data: bytes, count: int) -> list[Entry]:
    entries: list[Entry] = []
    seen: set[str] = set()
    position = 0
    for _ in range(count):
        fields = CENTRAL.unpack_from(data, position)
        signature, flags, method, crc, packed, size = fields[0], *(fields[i] for i in (3, 4, 7, 8, 9))
        name_length, extra_length, comment_length, disk = fields[10:14]
        end = position + CENTRAL.size + name_length
        raw_name = data[position + CENTRAL.size : end]
        position = end + extra_length
        if signature != CENTRAL_SIGNATURE or position > len(data):
            raise DamagedFileError("file.truncated", member=DIRECTORY)
        name = _checked_name(raw_name)
        if name in seen:
            raise DamagedFileError("file.duplicate_member", member=name)
        seen.add(name)
        if flags & ~_ALLOWED_FLAGS or method not in (STORED, DEFLATED) or disk or comment_length:
            raise DamagedFileError("file.foreign_container", member=name)
        if _ZIP64_MARK in (packed, size, fields[16]):
            raise DamagedFileError("file.foreign_container", member=name)
        entries.append(Entry(name, method, crc, packed, size, fields[16], 0))
    if position != len(data):
        raise DamagedFileError("file.foreign_container", member=DIRECTORY)
    return entries


def _checked_name(raw: bytes) -> str:
    """Return a relative name of ASCII letters, digits and `./_-`, no part empty or with a dot at an end."""
    try:
        name = raw.decode("ascii")
    except UnicodeDecodeError as error:
        raise DamagedFileError("file.bad_member_name", member=DIRECTORY) from error
    if len(name) > MAX_NAME_CHARS or _HARMLESS_NAME.fullmatch(name) is None:
        raise DamagedFileError("file.bad_member_name", member=ascii(name)[1:80])
    return name


def _with_data_offsets(stream: BinaryIO, entries: list[Entry], end: int, size: int) -> list[Entry]:
    """Check local headers against the directory, and that members fill the file without gap or overlap."""
    checked: list[Entry] = []
    expected = 0
    for entry in sorted(entries, key=lambda e: e.offset):
        if entry.offset != expected:
            raise DamagedFileError("file.foreign_container", member=entry.name)
        fields = LOCAL.unpack(_read_at(stream, entry.offset, LOCAL.size, size))
        name_length, extra_length = fields[9], fields[10]
        name = _read_at(stream, entry.offset + LOCAL.size, name_length, size)
        said = (entry.method, entry.crc, entry.packed_size, entry.size)
        if fields[0] != LOCAL_SIGNATURE or fields[2] & ~_ALLOWED_FLAGS or name != entry.name.encode("ascii"):
            raise DamagedFileError("file.member_damaged", member=entry.name)
        if (fields[3], *fields[6:9]) != said:
            raise DamagedFileError("file.member_damaged", member=entry.name)
        data_offset = entry.offset + LOCAL.size + name_length + extra_length
        expected = data_offset + entry.packed_size
        checked.append(Entry(entry.name, *said, entry.offset, data_offset))
    if expected != end:
        raise DamagedFileError("file.foreign_container", member=DIRECTORY)
    return checked


def _read_member(stream: BinaryIO, entry: Entry, limit: int, *, proved: bool) -> bytes:
    if entry.size > limit:
        raise DamagedFileError("file.too_large", member=entry.name)
    if entry.size > RATIO_FREE_BYTES and entry.size > entry.packed_size * MAX_RATIO:
        raise DamagedFileError("file.too_large", member=entry.name)
    stream.seek(entry.data_offset)
    data = stream.read(entry.packed_size) if entry.packed_size <= limit + 1024 else b""
    if len(data) != entry.packed_size:
        raise EOFError
    if entry.method == DEFLATED:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        data = inflater.decompress(data, limit + 1)
        if not inflater.eof or inflater.unused_data:
            raise EOFError
    if len(data) != entry.size or not (proved or zlib.crc32(data) == entry.crc):
        raise EOFError
    return data


def _read_at(stream: BinaryIO, offset: int, length: int, size: int) -> bytes:
    if offset < 0 or offset + length > size:
        raise EOFError
    stream.seek(offset)
    data = stream.read(length)
    if len(data) != length:
        raise EOFError
    return data
