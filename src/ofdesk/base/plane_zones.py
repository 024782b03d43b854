"""The nineteen zones of Japan's plane rectangular coordinates (平面直角座標系), and codes of their systems.

Source: Notification No. 9 of the Ministry of Land, Infrastructure, Transport and Tourism (2002), table of
origins; EPSG registry for the codes.
"""

from __future__ import annotations

CENTRAL_SCALE = 0.9999
ZONE_COUNT = 19
ORIGINS_DEG: tuple[tuple[float, float], ...] = (
    (33.0, 129.5),
    (33.0, 131.0),
    (36.0, 132 + 10 / 60),
    (33.0, 133.5),
    (36.0, 134 + 20 / 60),
    (36.0, 136.0),
    (36.0, 137 + 10 / 60),
    (36.0, 138.5),
    (36.0, 139 + 50 / 60),
    (40.0, 140 + 50 / 60),
    (44.0, 140.25),
    (44.0, 142.25),
    (44.0, 144.25),
    (26.0, 142.0),
    (26.0, 127.5),
    (26.0, 124.0),
    (26.0, 131.0),
    (20.0, 136.0),
    (26.0, 154.0),
)
"""Latitude and longitude of the origins of the zones 1 to 19, in degrees."""
# JGD2000 and JGD2011 number their zones in the same order; they differ by less than the rounding of maps.
_FIRST_EPSG_CODES = (2443, 6669)
DEGREE_EPSG_CODES = frozenset({4326, 4612, 4979, 6667, 6668, 6697})
"""Longitude and latitude on WGS 84, JGD2000 and JGD2011."""
OLD_DATUM_EPSG_CODES = frozenset({4301, *range(30161, 30180)})
"""On the Tokyo datum: the same numbers mean places about 400 m away."""
_TOLERANCE_DEG = 1e-4


def zone_of_epsg(code: int) -> int:
    """Return the zone (1 to 19) an EPSG code stands for, 0 for none."""
    for first in _FIRST_EPSG_CODES:
        if first <= code < first + ZONE_COUNT:
            return code - first + 1
    return 0


def zone_of_origin(lat_deg: float, lon_deg: float) -> int:
    """Return the zone (1 to 19) with this origin, 0 for none."""
    for number, (lat, lon) in enumerate(ORIGINS_DEG, start=1):
        if abs(lat - lat_deg) < _TOLERANCE_DEG and abs(lon - lon_deg) < _TOLERANCE_DEG:
            return number
    return 0
