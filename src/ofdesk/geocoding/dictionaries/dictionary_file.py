"""The file of a dictionary: a small SQLite database, written once and then only read.

Owns the schema and the writing. Towns are keyed by code, folded name, 丁目 and 小字; numbers are rows of
integers, ordered by town, so that a nation's lots take some 36 bytes each and one is found in three steps.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ofdesk.base.errors import WriteError
from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.dictionaries.placing import KnownTown, TownKey
from ofdesk.geocoding.dictionaries.rows import RowKind

APPLICATION_ID = 0x4F464444  # "OFDD"
FORMAT = 1
SCALE = 1_000_000
_ROWS_AT_ONCE = 5_000
_CACHE_KB = 65_536
_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE towns (
    id INTEGER PRIMARY KEY,
    code INTEGER NOT NULL, key TEXT NOT NULL, chome INTEGER NOT NULL, koaza TEXT NOT NULL,
    koaza_name TEXT NOT NULL, lat INTEGER, lon INTEGER
);
CREATE UNIQUE INDEX towns_by_key ON towns (code, key, chome, koaza);
CREATE TABLE numbers (
    town INTEGER NOT NULL, kind INTEGER NOT NULL, series TEXT NOT NULL,
    n1 INTEGER NOT NULL, n2 INTEGER NOT NULL, n3 INTEGER NOT NULL,
    lat INTEGER NOT NULL, lon INTEGER NOT NULL,
    PRIMARY KEY (town, kind, series, n1, n2, n3)
) WITHOUT ROWID;
"""
_INSERT = "INTO numbers VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what SQLite raises while a file is written into the errors of the program.

    Raises:
        WriteError: "file.disk_full", "file.no_permission" or "file.cannot_write".
    """
    try:
        yield
    except sqlite3.Error as error:
        place = str(path.parent)  # the file itself is a temporary one, which says nothing to the user
        cause = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if cause == sqlite3.SQLITE_FULL:
            raise WriteError("file.disk_full", path=place) from error
        if cause in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
            raise WriteError("file.no_permission", path=place) from error
        raise WriteError("file.cannot_write", path=place, reason=str(error)) from error


def connect(path: Path) -> sqlite3.Connection:
    """Open a file to write to, without the safety nets that a file thrown away on failure does not need."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    connection.execute("BEGIN")
    return connection


class DictionaryWriter:
    """Writes a new dictionary; the caller syncs the file and puts it in its place."""

    def __init__(self, path: Path) -> None:
        """Begin a dictionary in a file that is empty or not there.

        Raises:
            WriteError: see `writing`; so do all methods.
        """
        self._path = path
        self._towns: dict[TownKey, int] = {}
        self._rows: dict[bool, list[tuple[int, int, str, int, int, int, int, int]]] = {False: [], True: []}
        with writing(path):
            self._connection = connect(path)
            self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._connection.execute(f"PRAGMA user_version = {FORMAT}")
            for statement in _SCHEMA.split(";"):
                self._connection.execute(statement)

    def add_town(self, town: KnownTown, point: GeoPoint) -> None:
        """Give a town its point; the first one given stays."""
        number = self._number_of(town)
        place = (*_in_millionths(point), number)
        with writing(self._path):
            self._connection.execute("UPDATE towns SET lat = ?, lon = ? WHERE id = ? AND lat IS NULL", place)

    def add_number(
        self,
        town: KnownTown,
        kind: RowKind,
        number: tuple[str, tuple[int, int, int]],
        point: GeoPoint,
        *,
        representative: bool,
    ) -> None:
        """Add a block, house or lot; of several with one number the representative, or first, stays."""
        series, numbers = number
        rows = self._rows[representative]
        rows.append((self._number_of(town), int(kind), series, *numbers, *_in_millionths(point)))
        if len(rows) >= _ROWS_AT_ONCE:
            self._write_rows()

    def finish(self, about: Mapping[str, str]) -> tuple[int, int, int]:
        """Write what is left and what the file tells of itself; return how many towns, numbers, codes."""
        self._write_rows()
        with writing(self._path):
            count = self._connection.execute
            towns, codes = count("SELECT COUNT(lat), COUNT(DISTINCT code) FROM towns").fetchone()
            (numbers,) = count("SELECT COUNT(*) FROM numbers").fetchone()
            counted = {"towns": str(towns), "numbers": str(numbers), "municipalities": str(codes)}
            self._connection.executemany("INSERT INTO about VALUES (?, ?)", ({**about, **counted}).items())
            self._connection.execute("COMMIT")
            self._connection.close()
        return towns, numbers, codes

    def abandon(self) -> None:
        """Let go of the file, whatever state it is in."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()

    def _number_of(self, town: KnownTown) -> int:
        number = self._towns.get(town.key)
        if number is None:
            number = self._towns[town.key] = len(self._towns) + 1
            key = town.key
            row = (number, key.code, key.key, key.chome, key.koaza, town.koaza_name)
            with writing(self._path):
                self._connection.execute("INSERT INTO towns VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)", row)
        return number

    def _write_rows(self) -> None:
        with writing(self._path):
            for representative, word in ((False, "IGNORE"), (True, "REPLACE")):
                rows = self._rows[representative]
                self._connection.executemany(f"INSERT OR {word} {_INSERT}", rows)
                rows.clear()


def _in_millionths(point: GeoPoint) -> tuple[int, int]:
    return round(point.lat_deg * SCALE), round(point.lon_deg * SCALE)
