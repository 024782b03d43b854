"""The zones of Japan's plane rectangular coordinates as projections."""

from __future__ import annotations

from functools import cache

from ofdesk.base.plane_zones import CENTRAL_SCALE, ORIGINS_DEG
from ofdesk.cartography.projection import Ellipsoid, TransverseMercator

GRS80 = Ellipsoid(6_378_137.0, 1 / 298.257222101)


@cache
def plane_zone(number: int) -> TransverseMercator:
    """Return the projection of a zone, 1 to 19; x points east, y north (surveyors say it the other way).

    Raises:
        IndexError: there is no such zone.
    """
    lat_deg, lon_deg = ORIGINS_DEG[number - 1]
    return TransverseMercator(lon_deg, lat_deg, CENTRAL_SCALE, GRS80)
