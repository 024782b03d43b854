"""Finds the town a row of a file means, and judges whether its point can be true.

Owns the bounds: how far a point may lie from its town. Municipalities' areas are known floors above; whether
a point lies in one is asked of a function given by the caller.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ofdesk.base.geometry import EARTH_RADIUS_M, GeoPoint
from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding.dictionaries.rows import Reason, SourceRow
from ofdesk.geocoding.dictionaries.town_names import (
    key_in,
    koaza_key,
    namesake_meant,
    split_chome,
    town_key,
)
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality
from ofdesk.geocoding.normalise import fold_name
from ofdesk.geocoding.towns import TownTable

# A town's radius holds 95 % of its addresses or so; three times that, and never less than 2 km, keeps every
# true point and still refuses the published ones that lie 90 km off.
_RADII = 3
_LEAST_LIMIT_M = 2_000
_LEAST_LIMIT_APPROXIMATE_M = 10_000  # a town whose own point is only that of its neighbours cannot convict
_SOUTH_DEG, _NORTH_DEG, _WEST_DEG, _EAST_DEG = 20.0, 46.0, 122.0, 154.5
_MOST_REMEMBERED = 100_000
_APPROXIMATE = (gf.POINT_OF_PARTS, gf.POINT_NEARBY)


class MunicipalityCheck(Protocol):
    """Tells whether a point may belong to a municipality."""

    def __call__(self, code: str, point: GeoPoint) -> bool:
        """Return False when the point surely lies outside the municipality of a code of five digits."""


@dataclass(frozen=True, slots=True)
class TownKey:
    """What a town is found by in a dictionary."""

    code: int
    key: str
    chome: int
    koaza: str


@dataclass(frozen=True, slots=True)
class KnownTown:
    """A town of the file as it was found in the gazetteer, with the circle its points must lie in."""

    key: TownKey
    code: str
    koaza_name: str
    centre: GeoPoint
    limit_m: float


class RowPlacer:
    """Places rows; remembers the towns it met."""

    def __init__(self, gazetteer: Gazetteer, check: MunicipalityCheck) -> None:
        self._gazetteer = gazetteer
        self._check = check
        self._known: dict[tuple[str, ...], KnownTown | Reason] = {}

    def place(self, row: SourceRow) -> tuple[KnownTown, GeoPoint] | Reason:
        """Return the town and the point of a row, or why it cannot be taken."""
        asked = (row.code, row.prefecture, row.municipality, row.town, row.koaza)
        town = self._known.get(asked)
        if town is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            town = self._known[asked] = self._find(row)
        if isinstance(town, Reason):
            return town
        point = _point(row.lat, row.lon)
        if isinstance(point, Reason):
            return point
        if _distance_m(town.centre, point) > town.limit_m:
            return Reason.FAR_FROM_TOWN
        if not self._check(town.code, point):
            return Reason.OUTSIDE_MUNICIPALITY
        return town, point

    def _find(self, row: SourceRow) -> KnownTown | Reason:
        if not row.town.strip():
            return Reason.NO_TOWN
        candidates = list(self._municipalities(row))
        if not candidates:
            return Reason.MUNICIPALITY_UNKNOWN
        found = [(one, find_town(self._gazetteer.towns(one.number), row)) for one in candidates]
        having = [(one, town) for one, town in found if town is not None]
        if len(having) == 1:
            return self._known_town(*having[0], row)
        if len(candidates) == 1:
            return _unknown_town(candidates[0], row)
        return (
            Reason.MUNICIPALITY_UNKNOWN
        )  # a former municipality: which of its heirs has the town is not sure

    def _municipalities(self, row: SourceRow) -> Iterable[Municipality]:
        """Yield the municipalities of today a row may mean, wards in place of their city."""
        by_code = self._gazetteer.by_code(row.code) if row.code else None
        named = [by_code] if by_code else self._named(row)
        for one in named:
            if one.wards:
                yield from map(self._gazetteer.municipality, one.wards)
            else:
                yield one

    def _named(self, row: SourceRow) -> list[Municipality]:
        gazetteer = self._gazetteer
        written = row.prefecture + row.municipality
        official = gazetteer.official(written)
        if not official:
            name = gazetteer.names.get(fold_name(row.municipality))
            numbers = (*name.municipalities, *name.heirs(row.prefecture)) if name else ()
            official = tuple(map(gazetteer.municipality, numbers))
        # Old codes and old names of one prefecture: the first two digits still tell it.
        return [
            one
            for one in official
            if row.prefecture in ("", one.prefecture) and row.code[:2] in ("", one.code[:2])
        ]

    def _known_town(
        self, municipality: Municipality, town: tuple[int, int, str], row: SourceRow
    ) -> KnownTown:
        number, chome, koaza = town
        table = self._gazetteer.towns(municipality.number)
        exact = chome if chome in table.chomes(number) else 0
        approximate = not exact and table.point_kind(number) in _APPROXIMATE
        least_m = _LEAST_LIMIT_APPROXIMATE_M if approximate else _LEAST_LIMIT_M
        return KnownTown(
            TownKey(int(municipality.code), key_in(table, number), chome, koaza),
            municipality.code,
            row.koaza.strip() if koaza else "",
            table.point(number, exact),
            max(least_m, _RADII * table.radius_m(number, exact)),
        )


def find_town(table: TownTable, row: SourceRow) -> tuple[int, int, str] | None:
    """Return number of the town, number of the 丁目 and key of the 小字 that remains, or None."""
    keys = table.keys()
    written = fold_name(row.town)
    whole, koaza = town_key(row.town), koaza_key(row.koaza.strip())
    base, chome = split_chome(whole)
    if koaza:
        # The gazetteer may have the 小字 as a town of its own.
        for joined in (whole + koaza, f"{whole}字{koaza}"):
            if joined in keys:
                return keys[joined], 0, ""
    if whole in keys:
        return namesake_meant(table, keys[whole], written, 0), 0, koaza
    if base in keys:
        return namesake_meant(table, keys[base], split_chome(written)[0], chome), chome, koaza
    loose = table.find_loosely(base, 0)
    if loose is not None and loose.end == len(base):
        return loose.town, chome, koaza
    return None


def _unknown_town(municipality: Municipality, row: SourceRow) -> KnownTown:
    base, chome = split_chome(town_key(row.town))
    return KnownTown(
        TownKey(int(municipality.code), base, chome, koaza_key(row.koaza.strip())),
        municipality.code,
        row.koaza.strip(),
        municipality.point,
        max(_LEAST_LIMIT_APPROXIMATE_M, _RADII * municipality.radius_m),
    )


def _point(lat: str, lon: str) -> GeoPoint | Reason:
    try:
        lat_deg, lon_deg = float(lat), float(lon)
    except ValueError:
        return Reason.COORDINATES_UNREADABLE
    if not (math.isfinite(lat_deg) and math.isfinite(lon_deg)):
        return Reason.COORDINATES_UNREADABLE
    if not (_SOUTH_DEG <= lat_deg <= _NORTH_DEG and _WEST_DEG <= lon_deg <= _EAST_DEG):
        return Reason.OUTSIDE_JAPAN
    return GeoPoint(lat_deg, lon_deg)


def _distance_m(one: GeoPoint, other: GeoPoint) -> float:
    """Return the distance on a plane: true within a few metres where it is compared, and fast."""
    north = other.lat_deg - one.lat_deg
    east = (other.lon_deg - one.lon_deg) * math.cos(math.radians(one.lat_deg))
    return math.radians(math.hypot(north, east)) * EARTH_RADIUS_M
