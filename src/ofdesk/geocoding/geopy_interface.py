"""The offline geocoder as one of geopy's, so that other tools can use it in place of an online service.

Owns the translation to geopy's questions, answers and errors. It never opens a connection: its adapter
refuses every request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from ofdesk.base.errors import ResourceError
from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.match import Alternative, Match
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.geocoding.reverse import MunicipalityFinder, ReverseGeocoder, ReverseMatch


class OfflineAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """Refuses to fetch anything."""

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> NoReturn:
        """Refuse.

        Raises:
            GeocoderUnavailable: always.
        """
        raise GeocoderUnavailable("the offline geocoder opens no connection")

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> NoReturn:
        """Refuse.

        Raises:
            GeocoderUnavailable: always.
        """
        raise GeocoderUnavailable("the offline geocoder opens no connection")


class OfflineJapan(Geocoder):  # type: ignore[misc]
    """Geocodes Japanese addresses from the gazetteer, down to the 丁目."""

    def __init__(
        self,
        *,
        matcher: AddressMatcher | None = None,
        polygons: Callable[[], MunicipalityFinder] | None = None,
    ) -> None:
        """Prepare the geocoder.

        Args:
            matcher: one's own, or a new one.
            polygons: gives what tells in which municipality a point lies; without it `reverse` takes the
                nearest town of all. `ofdesk.services.geocoder.offline_japan` hands in the program's map.

        Raises:
            GeocoderUnavailable: the gazetteer or the map is missing or damaged.
        """
        super().__init__(
            timeout=None, proxies=None, user_agent="ofdesk", ssl_context=None, adapter_factory=OfflineAdapter
        )
        try:
            self._matcher = matcher or AddressMatcher()
            finder = polygons() if polygons is not None else None
        except ResourceError as error:
            raise GeocoderUnavailable(str(error)) from error
        self._reverse = ReverseGeocoder(self._matcher.gazetteer, finder)

    def geocode(
        self, query: Any, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Any:  # geopy has no types: Location, list of Location, or None
        """Return the location of an address, or None when it names no place or several.

        Args:
            exactly_one: False returns a list: the place, or else all the address may mean.
            timeout: taken for the interface's sake; an answer takes less than a millisecond.

        Raises:
            GeocoderQueryError: the query is no text or blank.
        """
        if not isinstance(query, str) or not query.strip():
            raise GeocoderQueryError("an address is needed")
        match = self._matcher.match(query)
        if match.point is not None:
            found = _location(match.canonical, match.point, _raw(match))
            return found if exactly_one else [found]
        if exactly_one or not match.alternatives:
            return None
        return [_location(one.canonical, one.point, _raw(match, one)) for one in match.alternatives]

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL
    ) -> Any:  # as above
        """Return the place of a point: its municipality and, within 20 km, the town of it that is nearest.

        None at sea and abroad. The location's own coordinates are the town's; `raw` tells the distance.

        Args:
            query: anything geopy takes for a point: Point, (latitude, longitude) or text.
            exactly_one: False returns a list of one.
            timeout: taken for the interface's sake.

        Raises:
            GeocoderQueryError: the query is no point.
        """
        if query is None:
            raise GeocoderQueryError("a latitude and a longitude are needed")
        try:
            place = Point(query)
            point = GeoPoint(float(place.latitude), float(place.longitude))
        except (TypeError, ValueError) as error:
            raise GeocoderQueryError("a latitude and a longitude are needed") from error
        nearest = self._reverse.place_at(point)
        if nearest is None or nearest.place.point is None:
            return None
        found = _location(nearest.place.canonical, nearest.place.point, _raw_of_point(nearest))
        return found if exactly_one else [found]


def _location(address: str, point: GeoPoint, raw: dict[str, Any]) -> Location:
    return Location(address, (point.lat_deg, point.lon_deg, 0.0), raw)


def _raw(match: Match, alternative: Alternative | None = None) -> dict[str, Any]:
    """Return what geopy has no field for."""
    place = alternative or match
    return {
        "level": str(place.level),
        "municipality_code": place.municipality_code,
        "radius_m": place.radius_m,
        "matched": match.matched,
        "rest": match.rest,
        "postal_code": None if alternative else match.postal_code,
        "notes": [str(note) for note in match.notes],
    }


def _raw_of_point(found: ReverseMatch) -> dict[str, Any]:
    return {
        **_raw(found.place),
        "distance_m": round(found.distance_m),
        "off_land_m": round(found.off_land_m),
    }
