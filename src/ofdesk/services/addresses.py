"""Addresses of a table: reads a CSV, geocodes one column and writes the answers beside it.

Owns the shape of the columns added; the geocoder owns the answers.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ofdesk.base.errors import DamagedFileError, InputError, ReadError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.geocoding.match import Match
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.services.address_workers import AddressWorkers, answer_here
from ofdesk.services.targets import require_place_for
from ofdesk.storage.atomic import write_whole
from ofdesk.storage.container import opened

ADDED_COLUMNS = ("pref", "city", "town", "level", "lat", "lon", "radius_m", "canonical", "note")
_ENCODINGS = ("utf-8-sig", "cp932")
_MAX_FILE_BYTES = 256 * 1024**2
_ROWS_PER_STEP = 1000
_FIELD_LIMIT = 1_000_000
_SHARED_FROM = 20_000  # rows; before, a second process costs more than it saves
_MOST_CORES = 8
_LAT = ADDED_COLUMNS.index("lat")


@dataclass(frozen=True, slots=True)
class AddressTable:
    """A CSV file with a column of addresses, and where the table with their places goes."""

    source: Path
    column: str
    target: Path


@dataclass(frozen=True, slots=True)
class TableReport:
    """A table that was geocoded: rows, and how many got a point."""

    rows: int
    placed: int


def match_as_json(match: Match) -> dict[str, object]:
    """Return an answer in the stable shape of `--json`."""
    point = match.point
    return {
        "query": match.query,
        "level": match.level.value,
        "prefecture": match.prefecture,
        "municipality": match.municipality,
        "municipality_code": match.municipality_code,
        "town": match.town,
        "chome": match.chome,
        "canonical": match.canonical,
        "matched": match.matched,
        "rest": match.rest,
        "postal_codes": list(match.postal_codes),
        "lat": round(point.lat_deg, 6) if point else None,
        "lon": round(point.lon_deg, 6) if point else None,
        "radius_m": match.radius_m if point else None,
        "notes": [note.value for note in match.notes],
        "alternatives": [
            {
                "canonical": other.canonical,
                "municipality_code": other.municipality_code,
                "level": other.level.value,
                "lat": round(other.point.lat_deg, 6),
                "lon": round(other.point.lon_deg, 6),
                "radius_m": other.radius_m,
            }
            for other in match.alternatives
        ],
    }


def geocode_table(
    table: AddressTable,
    matcher: AddressMatcher,
    *,
    cores: int = 1,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> TableReport:
    """Geocode a column of a CSV file (UTF-8 or CP932) and write a UTF-8 CSV with the answers added.

    Args:
        matcher: answers a table of ordinary length.
        cores: among how many processes a long one is shared; these use the user's own geocoder.

    Raises:
        OfdeskError: code "task.died": one of the processes is gone.
        ReadError: the file cannot be read; also with "table.too_large".
        DamagedFileError: "table.encoding", "table.empty" or "table.malformed".
        InputError: "table.no_column".
        WriteError: the target cannot be written; what stood there still stands there.
        Cancelled: called off; nothing is written.
    """
    require_place_for(table.target)
    text = _read_text(table.source)
    rows = _rows(text, table.source)
    header = _header(rows, table)
    waiting = _Waiting(rows, header.index(table.column))
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([*header, *ADDED_COLUMNS])
    lines = text.count("\n")
    done = placed = 0
    with contextlib.ExitStack() as stack:
        if cores > 1 and lines >= _SHARED_FROM:
            answers = stack.enter_context(AddressWorkers(min(cores, _MOST_CORES))).answer(waiting)
        else:
            answers = answer_here(matcher, waiting)
        for answered in answers:
            for row, answer in zip(waiting.next(), answered, strict=True):
                placed += answer[_LAT] != ""
                writer.writerow([*row, *[""] * (len(header) - len(row)), *answer])
            done += len(answered)
            cancel.check()
            progress(done, max(done, lines), "geocode")
    # The mark at the start lets Excel see that the file is UTF-8.
    write_whole(table.target, file.getvalue().encode("utf-8-sig"))
    return TableReport(done, placed)


def _header(rows: Iterator[list[str]], table: AddressTable) -> list[str]:
    header = next(rows, None)
    if header is None:
        raise DamagedFileError("table.empty", path=str(table.source))
    if table.column not in header:
        raise InputError("table.no_column", column=table.column[:40], found="、".join(header)[:200])
    return header


class _Waiting:
    """Cuts rows into chunks, gives out their addresses and keeps the rows until their answers come."""

    def __init__(self, rows: Iterator[list[str]], at: int) -> None:
        self._rows, self._at = rows, at
        self._kept: deque[list[list[str]]] = deque()

    def __iter__(self) -> Iterator[list[str]]:
        while chunk := list(islice(self._rows, _ROWS_PER_STEP)):
            self._kept.append(chunk)
            yield [row[self._at] if self._at < len(row) else "" for row in chunk]

    def next(self) -> list[list[str]]:
        """Return the rows of the oldest chunk."""
        return self._kept.popleft()


def _read_text(source: Path) -> str:
    with opened(source) as stream:
        data = stream.read(_MAX_FILE_BYTES + 1)
    if len(data) > _MAX_FILE_BYTES:
        raise ReadError("table.too_large", path=str(source))
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DamagedFileError("table.encoding", path=str(source))


def _rows(text: str, source: Path) -> Iterator[list[str]]:
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        raise DamagedFileError("table.malformed", path=str(source)) from error
