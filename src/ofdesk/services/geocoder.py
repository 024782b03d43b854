"""The offline geocoder with the polygons of the program's map: what other tools take in place of a service.

    from ofdesk.services.geocoder import offline_japan

    geocoder = offline_japan()
    geocoder.geocode("大阪府八尾市本町1-1-1")
    geocoder.reverse((34.6266, 135.6010)).address

Owns the composition: the gazetteer and the map live on floors that do not know each other.
"""

from __future__ import annotations

from functools import cache

from geopy.exc import GeocoderUnavailable

from ofdesk.base.errors import ResourceError
from ofdesk.base.geometry import GeoPoint
from ofdesk.cartography.base_map import BaseMap, load_base_map
from ofdesk.geocoding.geopy_interface import OfflineJapan
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.geocoding.reverse import ReverseGeocoder


class MapPolygons:
    """The areas of a base map as the geocoder asks for them; threads may share it."""

    def __init__(self, base_map: BaseMap) -> None:
        self._map = base_map

    def municipality_near(self, point: GeoPoint, reach_m: float) -> tuple[str, float] | None:
        """Return the code of the municipality (a ward where known) at a point, or the nearest; how far off."""
        found = self._map.area_near(point, reach_m)
        return (found[0].code, found[1]) if found is not None else None


@cache
def program_map() -> BaseMap:
    """Return the program's base map, read once.

    Raises:
        ResourceError: code "resource.missing" or "map.damaged".
    """
    return load_base_map()


def offline_japan(matcher: AddressMatcher | None = None) -> OfflineJapan:
    """Return a geocoder in geopy's clothes that knows towns and municipal borders and opens no connection.

    Raises:
        GeocoderUnavailable: the gazetteer or the map is missing or damaged.
    """
    try:
        return OfflineJapan(matcher=matcher, polygons=MapPolygons(program_map()))
    except ResourceError as error:
        raise GeocoderUnavailable(str(error)) from error


def reverse_geocoder() -> ReverseGeocoder:
    """Return what finds the places of points, without geopy's clothes.

    Raises:
        ResourceError: the gazetteer or the map is missing or damaged.
    """
    return ReverseGeocoder(AddressMatcher().gazetteer, MapPolygons(program_map()))
