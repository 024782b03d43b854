"""Tells from a `.prj` file or the `crs` of a GeoJSON in which coordinates data is written.

Owns what is accepted: degrees on WGS 84, JGD2000 or JGD2011 (they agree within a metre or two), and the zones
of Japan's plane rectangular coordinates. All else is refused: on the old Tokyo datum everything lies 400 m
aside.
"""

from __future__ import annotations

import re

from ofdesk.base.errors import InputError
from ofdesk.base.plane_zones import (
    CENTRAL_SCALE,
    DEGREE_EPSG_CODES,
    OLD_DATUM_EPSG_CODES,
    zone_of_epsg,
    zone_of_origin,
)

DEGREES = 0
"""Stands for degrees where else the number of a zone stands."""
MAX_REFERENCE_CHARS = 20_000
_NAME = re.compile(r'^\s*(?:PROJCS|PROJCRS|GEOGCS|GEOGCRS|COMPD_CS)\s*\[\s*"([^"]{1,200})"', re.IGNORECASE)
_PARAMETER = re.compile(r'PARAMETER\s*\[\s*"([^"]{1,60})"\s*,\s*(-?[0-9.]{1,30})', re.IGNORECASE)
_EPSG = re.compile(r"EPSG:(?:[0-9.]{0,10}:)?([0-9]{1,6})$", re.IGNORECASE)
_KNOWN_DATUMS = ("JGD", "JAPANESE GEODETIC", "JAPANESE_GEODETIC", "WGS", "ITRF", "GRS")
_SCALE_TOLERANCE = 1e-6


def zone_of_wkt(text: str, file: str) -> int:
    """Return the zone that a `.prj` file names, `DEGREES` for longitude and latitude.

    Args:
        text: well-known text, of version 1 or as ESRI writes it.
        file: how errors call the file.

    Raises:
        InputError: "layer.old_datum" or "layer.unknown_reference".
    """
    shown = text[:MAX_REFERENCE_CHARS]
    found = _NAME.search(shown)
    name = found.group(1) if found else ""
    upper = shown.upper()
    if "TOKYO" in upper and not any(datum in upper for datum in ("JGD", "WGS")):
        raise InputError("layer.old_datum", file=file)
    if found is None or not any(datum in upper for datum in _KNOWN_DATUMS):
        raise _unknown(name, file)
    if "PROJCS" not in upper and "PROJCRS" not in upper:
        return DEGREES
    zone = _zone_of_parameters(shown)
    if not zone:
        raise _unknown(name, file)
    return zone


def _zone_of_parameters(text: str) -> int:
    given: dict[str, float] = {}
    for name, number in _PARAMETER.findall(text):
        try:
            given[name.lower().replace(" ", "_")] = float(number)
        except ValueError:
            return 0
    scale = given.get("scale_factor", 1.0)
    shifted = given.get("false_easting", 0.0) or given.get("false_northing", 0.0)
    if "TRANSVERSE" not in text.upper() or abs(scale - CENTRAL_SCALE) > _SCALE_TOLERANCE or shifted:
        return 0
    return zone_of_origin(given.get("latitude_of_origin", 0.0), given.get("central_meridian", 0.0))


def zone_of_name(name: str, file: str) -> int:
    """Return the zone that the name of a coordinate system means, `DEGREES` for longitude and latitude.

    Args:
        name: such as "urn:ogc:def:crs:EPSG::6668" or "urn:ogc:def:crs:OGC:1.3:CRS84".
        file: how errors call the file.

    Raises:
        InputError: "layer.old_datum" or "layer.unknown_reference".
    """
    if name.upper().endswith("CRS84"):
        return DEGREES
    found = _EPSG.search(name)
    code = int(found.group(1)) if found else 0
    if code in DEGREE_EPSG_CODES:
        return DEGREES
    if code in OLD_DATUM_EPSG_CODES:
        raise InputError("layer.old_datum", file=file)
    zone = zone_of_epsg(code)
    if not zone:
        raise _unknown(name, file)
    return zone


def _unknown(name: str, file: str) -> InputError:
    return InputError("layer.unknown_reference", file=file, reference=name[:60] or "?")
