"""What online services answered before, kept in the user's data folder so that nothing is asked twice.

Owns one bounded JSON file. A file that is damaged, too large or of another version counts as empty; one that
cannot be written is done without: a cache is never a reason to fail.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ofdesk.base.errors import ReadError, WriteError
from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.match import Level
from ofdesk.geocoding.online_hits import MAX_QUERY_CHARS, MAX_TITLE_CHARS, OnlineHit, OnlineService
from ofdesk.storage.atomic import discard, write_whole
from ofdesk.storage.container import opened

_VERSION = 1
_MAX_FILE_BYTES = 8 * 1024**2
_MAX_ENTRIES = 500
_MAX_HITS = 10
_KEPT_FOR = datetime.timedelta(days=30)
_NOTHING_KEPT_FOR = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer of a service, and when it was given."""

    service: OnlineService
    query: str
    hits: tuple[OnlineHit, ...]
    asked_on: datetime.date
    expires_on: datetime.date


class OnlineCache:
    """Answers by service and query; threads may share it."""

    def __init__(
        self, path: Path, today: Callable[[], datetime.date], *, max_entries: int = _MAX_ENTRIES
    ) -> None:
        """Take the file (read when first asked) and the clock that tells what has expired."""
        self._path, self._today, self._max_entries = path, today, max_entries
        self._lock = threading.Lock()
        self._entries: dict[tuple[OnlineService, str], KeptAnswer] | None = None

    def find(self, service: OnlineService, query: str) -> KeptAnswer | None:
        """Return what was answered to a query, unless it is too old."""
        with self._lock:
            kept = self._loaded().get((service, query))
            is_good = kept is not None and kept.asked_on <= self._today() < kept.expires_on
            return kept if is_good else None

    def keep(self, service: OnlineService, query: str, hits: tuple[OnlineHit, ...]) -> KeptAnswer:
        """Keep an answer; the oldest ones make room."""
        today = self._today()
        kept = KeptAnswer(
            service,
            query,
            hits[:_MAX_HITS],
            today,
            today + (_KEPT_FOR if hits else _NOTHING_KEPT_FOR),
        )
        with self._lock:
            entries = {k: one for k, one in self._loaded().items() if one.expires_on > today}
            entries.pop((service, query), None)
            entries[service, query] = kept
            surplus = max(0, len(entries) - self._max_entries)
            self._entries = dict(list(entries.items())[surplus:])
            # Without it the same question is asked again one day: no reason to trouble the user.
            with contextlib.suppress(WriteError):
                write_whole(self._path, _written(self._entries.values()))
        return kept

    def clear(self) -> None:
        """Forget everything, on disk too."""
        with self._lock:
            self._entries = {}
            discard(self._path)

    def _loaded(self) -> dict[tuple[OnlineService, str], KeptAnswer]:
        if self._entries is None:
            entries = list(_read(self._path))[-self._max_entries :]
            self._entries = {(one.service, one.query): one for one in entries}
        return self._entries


def _written(entries: Any) -> bytes:
    rows = [
        {
            "service": one.service.value,
            "query": one.query,
            "asked_on": one.asked_on.isoformat(),
            "expires_on": one.expires_on.isoformat(),
            "answer": [
                {
                    "title": hit.title,
                    "lat": hit.point.lat_deg,
                    "lon": hit.point.lon_deg,
                    "level": hit.level.value if hit.level else "",
                }
                for hit in one.hits
            ],
        }
        for one in entries
    ]
    return json.dumps({"version": _VERSION, "entries": rows}, ensure_ascii=False, indent=1).encode()


def _read(path: Path) -> Iterator[KeptAnswer]:
    """Yield the entries that can be read; none of a file that is no cache."""
    try:
        with opened(path) as stream:
            data = stream.read(_MAX_FILE_BYTES + 1)
        found = json.loads(data) if len(data) <= _MAX_FILE_BYTES else None
    except (ReadError, ValueError, RecursionError):
        return
    if not isinstance(found, dict) or found.get("version") != _VERSION:
        return
    rows = found.get("entries")
    for row in rows if isinstance(rows, list) else ():
        try:
            yield _entry(row)
        except (KeyError, TypeError, ValueError, OverflowError):
            continue


def _entry(row: Any) -> KeptAnswer:
    query = _text(row["query"], MAX_QUERY_CHARS)
    hits = tuple(
        OnlineHit(
            _text(hit["title"], MAX_TITLE_CHARS),
            GeoPoint(float(hit["lat"]), float(hit["lon"])),
            Level(hit["level"]) if hit["level"] not in ("", Level.NONE) else None,
        )
        for hit in row["answer"][:_MAX_HITS]
    )
    asked_on = datetime.date.fromisoformat(row["asked_on"])
    expires_on = datetime.date.fromisoformat(row["expires_on"])
    # A date far ahead would keep a wrong answer for ever.
    return KeptAnswer(
        OnlineService(row["service"]), query, hits, asked_on, min(expires_on, asked_on + _KEPT_FOR)
    )


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or not value or len(value) > longest:
        raise ValueError(value)
    return value
