"""The offline geocoder with the polygons of the program's map: what other tools take in place of a service.

    from ofdesk.services.geocoder import offline_japan

    geocoder = offline_japan()
    geocoder.geocode("大阪府八尾市本町1-1-1")
    geocoder.reverse((34.6266, 135.6010)).address

Owns the composition: the gazetteer and the map live on floors that do not know each other.
"""

from __future__ import annotations

from ofdesk.geocoding.geopy_interface import OfflineJapan
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.geocoding.reverse import ReverseGeocoder
from ofdesk.services.program_map import MapPolygons, program_map


def offline_japan(matcher: AddressMatcher | None = None) -> OfflineJapan:
    """Return a geocoder in geopy's clothes that knows towns and municipal borders and opens no connection.

    Raises:
        GeocoderUnavailable: the gazetteer or the map is missing or damaged.
    """
    return OfflineJapan(matcher=matcher, polygons=_polygons)


def reverse_geocoder() -> ReverseGeocoder:
    """Return what finds the places of points, without geopy's clothes.

    Raises:
        ResourceError: the gazetteer or the map is missing or damaged.
    """
    return ReverseGeocoder(AddressMatcher().gazetteer, _polygons())


def _polygons() -> MapPolygons:
    return MapPolygons(program_map())
