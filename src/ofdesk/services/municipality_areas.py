"""Municipalities as areas with a margin, for judging many points quickly.

Owns the margin: the borders of the base map are true to 40 m as a rule and to 230 m nearly always.
"""

from __future__ import annotations

import math

import shapely

from ofdesk.base.geometry import EARTH_RADIUS_M, GeoPoint
from ofdesk.cartography.base_map import BaseMap

MARGIN_M = 300.0
_FINEST = 0


class MunicipalityAreas:
    """Tells whether a point lies in a municipality, or so near that it may; a `MunicipalityCheck`."""

    def __init__(self, base_map: BaseMap) -> None:
        self._map = base_map
        self._areas: dict[str, tuple[shapely.Geometry, float] | None] = {}

    def __call__(self, code: str, point: GeoPoint) -> bool:
        """Return False when a point lies more than 300 m outside; a code the map lacks has no outside."""
        if code not in self._areas:
            self._areas[code] = self._area(code)
        area = self._areas[code]
        if area is None:
            return True
        shape, shrink = area
        return bool(shapely.contains_xy(shape, point.lon_deg * shrink, point.lat_deg))

    def _area(self, code: str) -> tuple[shapely.Geometry, float] | None:
        """Return the area, widened, in degrees of latitude; eastward degrees are shrunk to that measure."""
        municipality = self._map.municipality(code)
        if municipality is None:
            return None
        shrink = math.cos(math.radians(municipality.label.lat_deg))
        outline = self._map.outline(self._map.areas_of(code), _FINEST)
        rings = []
        for number in range(len(outline)):
            ring = outline.line(number) * (shrink, 1.0)
            rings.append(shapely.LinearRing(ring))
        land = shapely.build_area(shapely.GeometryCollection(rings))
        widened = shapely.buffer(land, math.degrees(MARGIN_M / EARTH_RADIUS_M), quad_segs=2)
        shapely.prepare(widened)
        return widened, shrink
