"""Reads CSV tables out of files and zips, row by row, whatever their size.

Owns encodings (UTF-8 with or without mark, CP932), header rows and the bounds on lines. Knows no columns.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from ofdesk.base.errors import DamagedFileError, ReadError, WriteError
from ofdesk.base.zip_members import LOCAL_SIGNATURE, Member, ZipMembers

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Note: TypeAlias = Callable[[int], None]

MAX_LINE_CHARS = 65_536
MAX_NESTED_BYTES = 1024**3
_MOST_DEEP = 2  # a zip of zips, as the registry publishes towns' points; nothing deeper
_SAMPLE_BYTES = 64 * 1024
_IN_MEMORY_BYTES = 16 * 1024**2
_READ_BYTES = 256 * 1024
_REMARK = re.compile(r"\(.*\)$")
_FOREIGN_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Source:
    """A CSV table somewhere: how it is called, how large it is as it lies there, how it is opened.

    Attributes:
        packed_bytes: the length `note` counts up to.
    """

    label: str
    packed_bytes: int
    open: Callable[[Note], BinaryIO]


@dataclass(frozen=True)
class Table:
    """A table that is being read.

    Attributes:
        columns: the columns' positions by their names, folded to one width and without remarks.
        rows: line numbers and cells, read as they are asked for.
    """

    label: str
    columns: dict[str, int]
    rows: Iterator[tuple[int, list[str]]]


def find_sources(paths: list[Path], stack: ExitStack) -> list[Source]:
    """Return the tables in files; zips stay open until the stack is closed.

    Raises:
        ReadError: "file.not_found", "file.not_a_file", "file.cannot_read".
        DamagedFileError: see `ZipMembers`; "dictionary.no_table" for a zip without a CSV.
        WriteError: "file.disk_full": a zip inside a zip finds no room.
    """
    sources: list[Source] = []
    for path in paths:
        try:
            if not path.exists():
                raise ReadError("file.not_found", path=str(path))
            if not path.is_file():
                raise ReadError("file.not_a_file", path=str(path))
            with path.open("rb") as head:
                is_zip = head.read(4) == LOCAL_SIGNATURE
            size = path.stat().st_size
            stream = stack.enter_context(path.open("rb")) if is_zip else None
        except (OSError, ValueError) as error:
            raise ReadError("file.cannot_read", path=str(path)) from error
        if stream is not None:
            sources += _in_zip(ZipMembers(stream, str(path)), stack, 1)
        else:
            sources.append(Source(str(path), size, _FileOpener(path)))
    return sources


@dataclass(frozen=True)
class _FileOpener:
    path: Path

    def __call__(self, note: Note) -> BinaryIO:
        return io.BufferedReader(_Counted(self.path, note), _READ_BYTES)


class _Counted(io.FileIO):
    """A file that tells how far it was read."""

    def __init__(self, path: Path, note: Note) -> None:
        super().__init__(path, "rb")
        self._note = note

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill a buffer; 0 at the end."""
        count = super().readinto(buffer) or 0
        self._note(count)
        return count


@dataclass(frozen=True)
class _MemberOpener:
    archive: ZipMembers
    member: Member

    def __call__(self, note: Note) -> BinaryIO:
        return io.BufferedReader(self.archive.open(self.member, note), _READ_BYTES)


def _in_zip(archive: ZipMembers, stack: ExitStack, depth: int) -> list[Source]:
    found: list[Source] = []
    for member in archive.members:
        ending = member.name.lower().rpartition(".")[2]
        label = f"{archive.label} › {member.name}"
        if ending == "csv":
            found.append(Source(label, member.packed_size, _MemberOpener(archive, member)))
        elif ending == "zip" and depth < _MOST_DEEP:
            inner = _unpacked(archive, member, stack)
            found += _in_zip(ZipMembers(inner, label), stack, depth + 1)
    if not found and depth == 1:
        raise DamagedFileError("dictionary.no_table", path=archive.label)
    return found


def _unpacked(archive: ZipMembers, member: Member, stack: ExitStack) -> BinaryIO:
    """Return a zip inside a zip as a file of its own, in memory while it is small, never under its name."""
    if member.size > MAX_NESTED_BYTES:
        raise DamagedFileError("zip.too_large", path=f"{archive.label} › {member.name}")
    held = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - closed by the stack
    stack.enter_context(held)
    with closing(archive.open(member, _nobody)) as stream:
        while chunk := stream.read(_READ_BYTES):
            try:
                held.write(chunk)
            except OSError as error:
                raise WriteError("file.disk_full", path=tempfile.gettempdir()) from error
    held.seek(0)
    return held  # type: ignore[return-value]  # has all of a binary file that is used here


def _nobody(count: int) -> None:
    """Take note of nothing."""


@contextmanager
def opened_table(source: Source, note: Note) -> Iterator[Table]:
    """Open a table and read its header row.

    Raises:
        ReadError: "file.cannot_read".
        DamagedFileError: "table.encoding", "table.malformed", "table.empty", see also `ZipMembers`; rows
            raise the same while they are read.
    """
    with _told_apart(source), closing(source.open(note)) as stream:
        assert isinstance(stream, io.BufferedReader)
        encoding = _encoding_of(stream, source.label)
        text = io.TextIOWrapper(stream, encoding, newline="")
        reader = csv.reader(_lines(text, source.label), strict=True)
        header = next(reader, None)
        if header is None:
            raise DamagedFileError("table.empty", path=source.label)
        columns = {_column_name(name): at for at, name in reversed(list(enumerate(header)))}
        yield Table(source.label, columns, _numbered(reader))


@contextmanager
def _told_apart(source: Source) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise DamagedFileError("table.encoding", path=source.label) from error
    except csv.Error as error:
        raise DamagedFileError("table.malformed", path=source.label) from error
    except OSError as error:
        raise ReadError("file.cannot_read", path=source.label) from error


def _numbered(reader: csv._reader) -> Iterator[tuple[int, list[str]]]:  # type: ignore[name-defined]
    for row in reader:
        if row:
            yield reader.line_num, row


def _lines(text: io.TextIOWrapper, label: str) -> Iterator[str]:
    while line := text.readline(MAX_LINE_CHARS):
        if len(line) == MAX_LINE_CHARS and line[-1] not in "\r\n":
            raise DamagedFileError("table.malformed", path=label)
        yield line


def _encoding_of(stream: io.BufferedReader, label: str) -> str:
    """Tell the encoding by the first 64 KB; a later byte that does not fit is an error of the file."""
    sample = stream.peek(_SAMPLE_BYTES)[:_SAMPLE_BYTES]
    if sample.startswith(_FOREIGN_MARKS) or b"\x00" in sample:
        raise DamagedFileError("table.encoding", path=label)
    for encoding in ("utf-8-sig", "cp932"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
        return encoding
    raise DamagedFileError("table.encoding", path=label)


def _column_name(name: str) -> str:
    """Fold a header's cell: Ｘ座標 and X座標, 緯度（代表点） and 緯度 are one."""
    return _REMARK.sub("", unicodedata.normalize("NFKC", name).strip().strip('"'))
