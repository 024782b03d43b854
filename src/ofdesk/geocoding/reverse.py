"""From a point to the place it lies in: first the municipality, then the town of it that is nearest.

Which municipality a point lies in is known to polygons alone, and those belong to the map; whoever has them
hands them in. Without them the nearest town of all answers, which errs beside borders.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from ofdesk.base.geometry import EARTH_RADIUS_M, GeoExtent, GeoPoint
from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding.answers import town_name
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality
from ofdesk.geocoding.match import Level, Match, Note
from ofdesk.geocoding.towns import TownTable

_FARTHEST_TOWN_M = 20_000.0  # from the summits of the widest towns; 竹島 and 沖ノ鳥島 lie farther out
_OFF_LAND_M = 1_500.0  # quays, breakwaters and bridges that the coastline leaves out


class MunicipalityFinder(Protocol):
    """Knows the land of each municipality; the base map stands behind it."""

    def municipality_near(self, point: GeoPoint, reach_m: float) -> tuple[str, float] | None:
        """Return the code of the municipality a point lies in, and 0; or of the nearest, and how far that is.

        A ward's code where wards are known, else the city's. None when there is no land within reach.
        """


@dataclass(frozen=True, slots=True)
class ReverseMatch:
    """The place of a point.

    Attributes:
        place: as the matcher would answer its address; the point is the town's own.
        distance_m: from the point asked for to that of the place.
        off_land_m: how far the point lies off the municipality's land, 0 inside or without polygons.
    """

    place: Match
    distance_m: float
    off_land_m: float = 0.0


class ReverseGeocoder:
    """Finds the places of points; threads may share it: what it keeps never changes once it is made."""

    def __init__(self, gazetteer: Gazetteer, polygons: MunicipalityFinder | None = None) -> None:
        """Answer from a gazetteer, and from polygons when there are any."""
        self._gazetteer = gazetteer
        self._polygons = polygons
        self._points: dict[int, _TownPoints] = {}

    def place_at(self, point: GeoPoint) -> ReverseMatch | None:
        """Return the place of a point, None at sea and abroad.

        The level tells how deep it is known: a municipality without a town within 20 km answers itself.
        """
        query = f"{point.lat_deg:.6f},{point.lon_deg:.6f}"
        if self._polygons is None:
            nearest = self._nearest(point, self._near(point))
            return self._town(query, point, nearest) if nearest is not None else None
        found = self._polygons.municipality_near(point, _OFF_LAND_M)
        if found is None:
            return None
        code, off_land_m = found
        municipality = self._gazetteer.by_code(code)
        if municipality is None:
            return self._prefecture(query, point, code, off_land_m)
        members = municipality.wards or (municipality.number,)
        nearest = self._nearest(point, ((0.0, number) for number in members))
        if nearest is None:
            return _municipality(query, point, municipality, off_land_m)
        return self._town(query, point, nearest, off_land_m)

    def _near(self, point: GeoPoint) -> Iterator[tuple[float, int]]:
        """Yield all municipalities by the least distance their towns can have."""
        yield from sorted(
            (_least_distance_m(point, municipality.extent), municipality.number)
            for municipality in self._gazetteer.municipalities()
            if not municipality.wards
        )

    def _nearest(self, point: GeoPoint, numbers: Iterable[tuple[float, int]]) -> _NearestTown | None:
        """Return the nearest town of municipalities that come with a least distance each, in its order."""
        best: _NearestTown | None = None
        for least_m, number in numbers:
            if least_m > (best.distance_m if best else _FARTHEST_TOWN_M):
                break
            hit = self._points_of(number).nearest(point)
            if hit is None:
                continue
            distance_m = point.distance_m(self._gazetteer.towns(number).point(*hit))
            if distance_m <= _FARTHEST_TOWN_M and (best is None or distance_m < best.distance_m):
                best = _NearestTown(distance_m, number, *hit)
        return best

    def _points_of(self, number: int) -> _TownPoints:
        points = self._points.get(number)
        if points is None:
            points = self._points[number] = _TownPoints(self._gazetteer.towns(number))
        return points

    def _town(
        self, query: str, point: GeoPoint, nearest: _NearestTown, off_land_m: float = 0.0
    ) -> ReverseMatch:
        municipality = self._gazetteer.municipality(nearest.number)
        table = self._gazetteer.towns(nearest.number)
        town, chome = nearest.town, nearest.chome
        place = Match(
            query=query,
            level=Level.CHOME if chome else Level.TOWN,
            prefecture=municipality.prefecture,
            municipality=municipality.full_name,
            municipality_code=municipality.code,
            town=table.names[town],
            chome=chome,
            canonical=municipality.canonical + town_name(table, town, chome),
            postal_codes=table.postal_codes(town, chome),
            point=table.point(town, chome),
            radius_m=table.radius_m(town, chome),
            notes=_notes(off_land_m),
        )
        return ReverseMatch(place, nearest.distance_m, off_land_m)

    def _prefecture(self, query: str, point: GeoPoint, code: str, off_land_m: float) -> ReverseMatch:
        """Answer land the gazetteer has no municipality for: 北方領土."""
        prefecture = self._gazetteer.prefectures[int(code[:2]) - 1]
        place = Match(
            query=query,
            level=Level.PREFECTURE,
            prefecture=prefecture.name,
            canonical=prefecture.name,
            point=prefecture.point,
            radius_m=prefecture.radius_m,
            notes=(Note.MUNICIPALITY_UNKNOWN, *_notes(off_land_m)),
        )
        return ReverseMatch(place, point.distance_m(prefecture.point), off_land_m)


@dataclass(frozen=True, slots=True)
class _NearestTown:
    distance_m: float
    number: int
    town: int
    chome: int


class _TownPoints:
    """The points of a municipality's towns from south to north, so that a search can stop early."""

    def __init__(self, table: TownTable) -> None:
        rows = []
        for town in range(len(table)):
            # A town whose own point is borrowed from its neighbours would answer in their place.
            own = (0,) if table.point_kind(town) == gf.POINT_OWN else ()
            for chome in (*own, *table.chomes(town)):
                point = table.point(town, chome)
                rows.append((point.lat_deg, point.lon_deg, town, chome))
        rows.sort()
        self._rows = rows
        self._lats_deg = [row[0] for row in rows]

    def nearest(self, point: GeoPoint) -> tuple[int, int] | None:
        """Return town and 丁目 of the nearest point, None when there are no points."""
        lat_deg, lon_deg = point.lat_deg, point.lon_deg
        shrink = math.cos(math.radians(lat_deg))
        middle = bisect_left(self._lats_deg, lat_deg)
        best, found = math.inf, None
        for way in (range(middle, len(self._rows)), range(middle - 1, -1, -1)):
            for at in way:
                lat, lon, town, chome = self._rows[at]
                north = (lat - lat_deg) ** 2
                if north >= best:
                    break
                square = north + ((lon - lon_deg) * shrink) ** 2
                if square < best:
                    best, found = square, (town, chome)
        return found


def _municipality(query: str, point: GeoPoint, municipality: Municipality, off_land_m: float) -> ReverseMatch:
    place = Match(
        query=query,
        level=Level.MUNICIPALITY,
        prefecture=municipality.prefecture,
        municipality=municipality.full_name,
        municipality_code=municipality.code,
        canonical=municipality.canonical,
        point=municipality.point,
        radius_m=municipality.radius_m,
        notes=_notes(off_land_m),
    )
    return ReverseMatch(place, point.distance_m(municipality.point), off_land_m)


def _notes(off_land_m: float) -> tuple[Note, ...]:
    return (Note.OFF_LAND,) if off_land_m else ()


def _least_distance_m(point: GeoPoint, extent: GeoExtent) -> float:
    """Return a distance that no point inside the extent can undercut by more than the earth's curvature."""
    north = max(extent.south_deg - point.lat_deg, 0.0, point.lat_deg - extent.north_deg)
    east = max(extent.west_deg - point.lon_deg, 0.0, point.lon_deg - extent.east_deg)
    poleward = max(abs(extent.north_deg), abs(extent.south_deg), abs(point.lat_deg))
    shrink = math.cos(math.radians(min(90.0, poleward)))
    return math.radians(math.hypot(north, east * shrink)) * EARTH_RADIUS_M
