"""The town nearest to a point."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ofdesk.base.geometry import EARTH_RADIUS_M, GeoExtent, GeoPoint
from ofdesk.geocoding.answers import town_name
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality

_FARTHEST_M = 20_000.0  # from the summits of the widest towns; what is farther lies at sea or abroad


@dataclass(frozen=True, slots=True)
class NearestTown:
    """A town (or one of its 丁目), its point, and how far that is."""

    municipality: Municipality
    town: str
    chome: int
    canonical: str
    point: GeoPoint
    radius_m: int
    distance_m: float


def nearest_town(gazetteer: Gazetteer, point: GeoPoint) -> NearestTown | None:
    """Return the town whose point is nearest, or None when there is none within 20 km."""
    order = sorted(
        (_least_distance_m(point, municipality.extent), municipality.number)
        for municipality in gazetteer.municipalities()
        if not municipality.wards
    )
    best: tuple[float, int, int, int] | None = None
    for least_m, number in order:
        if least_m > (best[0] if best else _FARTHEST_M):
            break
        found = gazetteer.towns(number).nearest(point)
        if found and (best is None or found[0] < best[0]):
            best = (found[0], number, found[1], found[2])
    if best is None or best[0] > _FARTHEST_M:
        return None
    distance_m, number, town, chome = best
    municipality, table = gazetteer.municipality(number), gazetteer.towns(number)
    return NearestTown(
        municipality,
        table.names[town],
        chome,
        municipality.canonical + town_name(table, town, chome),
        table.point(town, chome),
        table.radius_m(town, chome),
        distance_m,
    )


def _least_distance_m(point: GeoPoint, extent: GeoExtent) -> float:
    """Return a distance that no point inside the extent can undercut by more than the earth's curvature."""
    north = max(extent.south_deg - point.lat_deg, 0.0, point.lat_deg - extent.north_deg)
    east = max(extent.west_deg - point.lon_deg, 0.0, point.lon_deg - extent.east_deg)
    poleward = max(abs(extent.north_deg), abs(extent.south_deg), abs(point.lat_deg))
    shrink = math.cos(math.radians(min(90.0, poleward)))
    return math.radians(math.hypot(north, east * shrink)) * EARTH_RADIUS_M
