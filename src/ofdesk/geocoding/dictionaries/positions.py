"""Keeps the points of the registry's `…_pos` tables until their master rows come by.

A file of its own beside the dictionary that is being written: a city's lots need not fit into memory.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from ofdesk.geocoding.dictionaries.dictionary_file import connect, writing

_ROWS_AT_ONCE = 10_000


class Positions:
    """Points by the name of the master table and the key of the row."""

    def __init__(self, path: Path) -> None:
        """Begin with an empty file.

        Raises:
            WriteError: see `dictionary_file.writing`; so do the methods.
        """
        self._path = path
        self._rows: list[tuple[str, str, str, str]] = []
        with writing(path):
            self._connection = connect(path)
            self._connection.execute(
                "CREATE TABLE points (key TEXT PRIMARY KEY, lon TEXT, lat TEXT, datum TEXT) WITHOUT ROWID"
            )

    def add(self, key: str, point: tuple[str, str, str]) -> None:
        """Keep a point; the first one of a key stays."""
        self._rows.append((key, *(text[:40] for text in point)))  # type: ignore[arg-type]
        if len(self._rows) >= _ROWS_AT_ONCE:
            self.settle()

    def settle(self) -> None:
        """Write what was added; needed before points are asked for."""
        with writing(self._path):
            self._connection.executemany("INSERT OR IGNORE INTO points VALUES (?, ?, ?, ?)", self._rows)
        self._rows.clear()

    def find(self, key: str) -> tuple[str, str, str] | None:
        """Return longitude, latitude and datum of a key, as they stand in the file."""
        with writing(self._path):
            found = self._connection.execute("SELECT lon, lat, datum FROM points WHERE key = ?", (key,))
            row: tuple[str, str, str] | None = found.fetchone()
        return row

    def discard(self) -> None:
        """Remove the file."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
