"""Addresses of a table: reads a CSV, geocodes one column and writes the answers beside it.

Owns the shape of the columns added; the geocoder owns the answers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.errors import DamagedFileError, InputError, ReadError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.geocoding.match import Match
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.services.targets import require_place_for
from ofdesk.storage.atomic import write_whole
from ofdesk.storage.container import opened

ADDED_COLUMNS = ("pref", "city", "town", "level", "lat", "lon", "radius_m", "canonical", "note")
_ENCODINGS = ("utf-8-sig", "cp932")
_MAX_FILE_BYTES = 256 * 1024**2
_ROWS_PER_STEP = 1000
_FIELD_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class TableReport:
    """A table that was geocoded: rows, and how many got a point."""

    rows: int
    placed: int


def match_as_row(match: Match) -> dict[str, str]:
    """Return an answer as the values of `ADDED_COLUMNS`."""
    point = match.point
    return {
        "pref": match.prefecture,
        "city": match.municipality,
        "town": match.town + (f"{match.chome}丁目" if match.chome else ""),
        "level": match.level.value,
        "lat": f"{point.lat_deg:.6f}" if point else "",
        "lon": f"{point.lon_deg:.6f}" if point else "",
        "radius_m": str(match.radius_m) if point else "",
        "canonical": match.canonical,
        "note": " ".join(note.value for note in match.notes),
    }


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
    source: Path,
    column: str,
    target: Path,
    matcher: AddressMatcher,
    *,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> TableReport:
    """Geocode a column of a CSV file (UTF-8 or CP932) and write a UTF-8 CSV with the answers added.

    Raises:
        ReadError: the file cannot be read; also with "table.too_large".
        DamagedFileError: "table.encoding", "table.empty" or "table.malformed".
        InputError: "table.no_column".
        WriteError: the target cannot be written; what stood there still stands there.
        Cancelled: called off; nothing is written.
    """
    require_place_for(target)
    text = _read_text(source)
    rows = _rows(text, source)
    header = next(rows, None)
    if header is None:
        raise DamagedFileError("table.empty", path=str(source))
    if column not in header:
        raise InputError("table.no_column", column=column[:40], found="、".join(header)[:200])
    at = header.index(column)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([*header, *ADDED_COLUMNS])
    done, placed, lines = 0, 0, text.count("\n")
    for done, row in enumerate(rows, start=1):
        match = matcher.match(row[at] if at < len(row) else "")
        placed += match.point is not None
        padded = row + [""] * (len(header) - len(row))
        writer.writerow([*padded, *match_as_row(match).values()])
        if done % _ROWS_PER_STEP == 0:
            cancel.check()
            progress(done, max(done, lines), "geocode")
    # The mark at the start lets Excel see that the file is UTF-8.
    write_whole(target, file.getvalue().encode("utf-8-sig"))
    return TableReport(done, placed)


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
