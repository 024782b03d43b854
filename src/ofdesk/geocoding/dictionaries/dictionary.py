"""Reads a dictionary: the block, house or lot that the numbers behind a town mean.

Owns the order in which numbers are tried and the radius an answer deserves. The file is opened for reading
only and may be shared by threads.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ofdesk.base.errors import DamagedFileError, NewerFileError, ReadError
from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.dictionaries.dictionary_file import APPLICATION_ID, FORMAT, SCALE
from ofdesk.geocoding.dictionaries.numbers import Numbers, label_of, read_numbers
from ofdesk.geocoding.dictionaries.questions import Finding, Question
from ofdesk.geocoding.dictionaries.rows import RowKind
from ofdesk.geocoding.match import Level

Row: TypeAlias = tuple[int, int, int, int, int, int]  # town, n1, n2, n3, latitude and longitude in millionths

_HOUSE_M = 20
_LOT_M = 30
_BLOCK_M = 30
_ALONE_M = 100  # a block or lot whose neighbours are not known
_WIDEST_M = 300
_TO_THE_CORNER = 0.7  # of the distance between the middles of two blocks: half the diagonal of a square
_NEIGHBOURS = 2
_MOST_NEIGHBOURS = 60
_MOST_BRANCHES = 300
_WIDEST_BRANCHES_M = 500
_MOST_KOAZA = 500

_TOWNS = (
    "SELECT id, koaza, koaza_name, lat, lon FROM towns WHERE code = ? AND key = ? AND chome = ?"
    " ORDER BY koaza LIMIT ?"
)
_ROWS = "SELECT town, n1, n2, n3, lat, lon FROM numbers WHERE town = ? AND kind = ? AND series = ? AND n1"
_EXACT = f"{_ROWS} = ? AND n2 = ? AND n3 = ?"
_BRANCHES = f"{_ROWS} = ? LIMIT {_MOST_BRANCHES}"
_AROUND = f"{_ROWS} BETWEEN ? AND ? LIMIT {_MOST_NEIGHBOURS}"


@dataclass(frozen=True, slots=True)
class About:
    """What a dictionary tells of itself."""

    name: str
    family: str
    imported_on: str
    sources: tuple[str, ...]
    attribution: str
    towns: int
    numbers: int
    municipalities: int


@dataclass(frozen=True, slots=True)
class _Town:
    number: int
    koaza: str
    koaza_name: str
    point: GeoPoint | None


@dataclass(frozen=True, slots=True)
class _Try:
    """Numbers to look for, and how many of those written they use up.

    Attributes:
        branches: whether to take all that share the first number: the houses of a block, the parts of a lot.
    """

    kind: RowKind
    numbers: tuple[int, int, int]
    used: int
    branches: bool = False


class Dictionary:
    """One dictionary of the user."""

    def __init__(self, path: Path) -> None:
        """Open a dictionary.

        Raises:
            ReadError: "dictionary.cannot_read".
            DamagedFileError: "dictionary.damaged"; also from all methods.
            NewerFileError: "dictionary.newer".
        """
        self._path = path
        self._lock = threading.Lock()
        if not path.is_file():
            raise ReadError("dictionary.cannot_read", path=path.name)
        with self._damage_told():
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
            self._connection.execute("PRAGMA query_only = ON")
            self._connection.execute("PRAGMA trusted_schema = OFF")
            try:
                self.about = self._read_about()
            except BaseException:
                self._connection.close()
                raise

    @property
    def name(self) -> str:
        """How the user calls it."""
        return self.about.name

    def close(self) -> None:
        """Let go of the file; nothing can be asked any more."""
        with self._lock:
            self._connection.close()

    def find(self, question: Question) -> Finding | None:
        """Return the deepest the dictionary knows of an address, or None.

        Raises:
            DamagedFileError: "dictionary.damaged".
        """
        with self._damage_told():
            towns = self._towns(question)
            if not towns:
                return None
            town, start = _koaza_written(towns, question.behind)
            found = self._numbers_in(towns, town, question, start)
            return found or _town_itself(town, question, start)

    # -- reading -------------------------------------------------------------------------------------

    def _read_about(self) -> About:
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION_ID:
            raise DamagedFileError("dictionary.damaged", name=self._path.name)
        if version > FORMAT:
            raise NewerFileError("dictionary.newer", name=self._path.name)
        told = dict(self._connection.execute("SELECT name, value FROM about"))
        try:
            return About(
                told["name"],
                told["family"],
                told["imported_on"],
                tuple(told["sources"].split("\n")),
                told["attribution"],
                int(told["towns"]),
                int(told["numbers"]),
                int(told["municipalities"]),
            )
        except (KeyError, ValueError, AttributeError, TypeError) as error:
            raise DamagedFileError("dictionary.damaged", name=self._path.name) from error

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
            # ValueError and TypeError: a damaged file holds points that are none.
            about = getattr(self, "about", None)
            name = about.name if about else self._path.name
            raise DamagedFileError("dictionary.damaged", name=name) from error

    def _all(self, statement: str, *given: int | str) -> list[Row]:
        with self._lock:
            return self._connection.execute(statement, given).fetchall()

    def _towns(self, question: Question) -> list[_Town]:
        key = (int(question.code), question.key, question.chome, _MOST_KOAZA)
        with self._lock:
            rows = self._connection.execute(_TOWNS, key).fetchall()
        return [
            _Town(number, koaza, name, None if lat is None else _point(lat, lon))
            for number, koaza, name, lat, lon in rows
        ]

    # -- numbers -------------------------------------------------------------------------------------

    def _numbers_in(
        self, towns: list[_Town], town: _Town | None, question: Question, start: int
    ) -> Finding | None:
        numbers = read_numbers(question.behind[start:])
        if numbers is None:
            return None
        # Addresses mostly leave the 小字 out: a number only one of them has is meant all the same. The rows
        # of the town itself (小字 "") come first.
        places = [town] if town is not None and (town.koaza or len(towns) == 1) else towns
        for attempt in _attempts(numbers):
            found: list[tuple[_Town, list[Row]]] = []
            for place in places:
                rows = self._look_up(place, attempt, numbers.series)
                if rows:
                    found.append((place, rows))
                    if not place.koaza or len(found) > 1:
                        break
            if found and (len(found) == 1 or not found[0][0].koaza):
                place, rows = found[0]
                finding = self._finding(place, rows, attempt, numbers, question)
                if finding is not None:
                    label, end = finding.label, start + finding.end
                    written = place.koaza_name if place is town and start else ""
                    return Finding(finding.level, finding.point, finding.radius_m, written + label, end)
        return None

    def _look_up(self, place: _Town, attempt: _Try, series: str) -> list[Row]:
        first, second, third = attempt.numbers
        if attempt.branches:
            return self._all(_BRANCHES, place.number, int(attempt.kind), series, first)
        return self._all(_EXACT, place.number, int(attempt.kind), series, first, second, third)

    def _finding(
        self, place: _Town, rows: list[Row], attempt: _Try, numbers: Numbers, question: Question
    ) -> Finding | None:
        point = _middle([_point(*row[4:]) for row in rows])
        partial = attempt.used < len(numbers.values)
        if attempt.branches:
            farthest_m = max(point.distance_m(_point(*row[4:])) for row in rows)
            if farthest_m > _WIDEST_BRANCHES_M:
                return None
            radius_m = farthest_m + _LOT_M
        else:
            radius_m = self._radius_m(place, attempt, numbers.series, point)
            if partial and attempt.kind is not RowKind.BLOCK:
                radius_m = max(2.0 * radius_m, 2.0 * _LOT_M)
        whole_block = attempt.kind is RowKind.BLOCK or (
            attempt.kind is RowKind.RESIDENCE and attempt.branches
        )
        level = Level.BLOCK if whole_block else Level.PARCEL
        label = label_of(attempt.kind, numbers.series, attempt.numbers)
        radius = min(round(radius_m), max(question.radius_m, _LOT_M))
        return Finding(level, point, radius, label, numbers.ends[attempt.used - 1])

    def _radius_m(self, place: _Town, attempt: _Try, series: str, point: GeoPoint) -> float:
        """Return how far off the true place may be: as far as the corner of a block of the usual width."""
        if attempt.kind is RowKind.RESIDENCE:
            return _HOUSE_M
        first = attempt.numbers[0]
        around = (first - _NEIGHBOURS, first + _NEIGHBOURS)
        rows = self._all(_AROUND, place.number, int(attempt.kind), series, *around)
        distances_m = [point.distance_m(_point(*row[4:])) for row in rows if row[1:4] != attempt.numbers]
        if not distances_m:
            return _ALONE_M
        least_m = _BLOCK_M if attempt.kind is RowKind.BLOCK else _LOT_M
        return min(_WIDEST_M, max(least_m, _TO_THE_CORNER * min(distances_m)))


def _attempts(numbers: Numbers) -> Iterator[_Try]:
    """Yield what written numbers may mean, the likeliest first."""
    values, count = numbers.values, len(numbers.values)
    first, second, third = (*values, 0, 0)[:3]
    whole = (first, second, third)
    if numbers.lot:
        yield from _lots(RowKind.PARCEL, whole, count)
        yield from _lots(RowKind.LAND, whole, count)
    if count == 3:
        yield _Try(RowKind.RESIDENCE, whole, 3)
    if count >= 2:
        yield _Try(RowKind.RESIDENCE, (first, second, 0), 2)
    if count > 1 and not numbers.lot and not numbers.house:
        # A lot with its branch goes before a mere block: 住居表示 areas keep their lots apart, as LAND.
        yield _Try(RowKind.PARCEL, whole, count)
    yield _Try(RowKind.BLOCK, (first, 0, 0), 1)
    yield _Try(RowKind.RESIDENCE, (first, 0, 0), 1, branches=True)
    if not numbers.lot:
        yield from _lots(RowKind.PARCEL, whole, count)


def _lots(kind: RowKind, whole: tuple[int, int, int], count: int) -> Iterator[_Try]:
    first, second, _ = whole
    yield _Try(kind, whole, count)
    if count == 3:
        yield _Try(kind, (first, second, 0), 2)
    if count > 1:
        yield _Try(kind, (first, 0, 0), 1)
    yield _Try(kind, (first, 0, 0), 1, branches=True)


def _koaza_written(towns: list[_Town], behind: str) -> tuple[_Town | None, int]:
    """Return the 小字 that stands behind the town and where it ends; else the town itself, or None."""
    for prefix in ("小字", "字", ""):
        if not behind.startswith(prefix):
            continue
        at = len(prefix)
        written = [town for town in towns if town.koaza and behind.startswith(town.koaza, at)]
        if written:
            longest = max(written, key=lambda town: len(town.koaza))
            return longest, at + len(longest.koaza)
    return next((town for town in towns if not town.koaza), None), 0


def _town_itself(town: _Town | None, question: Question, start: int) -> Finding | None:
    if town is None or town.point is None:
        return None
    level = Level.CHOME if question.chome else Level.TOWN
    return Finding(level, town.point, question.radius_m, town.koaza_name if start else "", start)


def _middle(points: list[GeoPoint]) -> GeoPoint:
    """Return the point nearest to the mean of all: always one that a file gave."""
    if len(points) == 1:
        return points[0]
    lat_deg = sum(point.lat_deg for point in points) / len(points)
    lon_deg = sum(point.lon_deg for point in points) / len(points)
    return min(points, key=GeoPoint(lat_deg, lon_deg).distance_m)


def _point(lat: int, lon: int) -> GeoPoint:
    return GeoPoint(lat / SCALE, lon / SCALE)
