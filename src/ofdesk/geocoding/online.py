"""Online services as geopy's geocoders: 国土地理院, written here, and Nominatim, geopy's own.

Owns how each is asked and how its answers are read; every answer counts as hostile. Asks no faster than one
question a second. Whether a service may be asked at all is not decided here but by the user.

Sources: README of address-search by 国土地理院 (q → list of GeoJSON features, [lon, lat]); its reverse
geocoder answers lat, lon with results.muniCd (without leading zero) and results.lv01Nm; Nominatim's terms:
https://operations.osmfoundation.org/policies/nominatim/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderTimedOut,
    GeocoderUnavailable,
    GeopyError,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from ofdesk import __version__
from ofdesk.base.errors import OfdeskError, ServiceError
from ofdesk.base.geometry import GeoExtent, GeoPoint
from ofdesk.base.progress import Cancel
from ofdesk.geocoding.match import Level
from ofdesk.geocoding.online_hits import MAX_QUERY_CHARS, MAX_TITLE_CHARS, OnlineHit, OnlineService

USER_AGENT = f"ofdesk/{__version__} (catalogue editor for open-factory events in Japan)"
TIMEOUT_S = 10.0
MIN_DELAY_S = 1.1  # the terms say one a second at most; clocks are not exact
_MOST_HITS = 10
_NO_NAME = frozenset({"", "-", "−", "－", "ー"})
# Nominatim ranks a place by twice its admin_level; Japan: 4 都道府県, 7 市町村, 8 区, 9 大字・町, 10 丁目.
_LEVEL_UP_TO_RANK = ((8, Level.PREFECTURE), (16, Level.MUNICIPALITY), (18, Level.TOWN), (20, Level.CHOME))
_JAPAN = GeoExtent(20.0, 122.0, 46.0, 154.0)
_HOUSES = frozenset({"house", "house_number"})
AdapterFactory = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock and the sleep that space out the questions."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]


class GsiJapan(Geocoder):  # type: ignore[misc]
    """Geocoder using the address search of 国土地理院 (the one behind 地理院地図)."""

    search_url = "https://msearch.gsi.go.jp/address-search/AddressSearch"
    reverse_url = "https://mreversegeocoder.gsi.go.jp/reverse-geocoder/LonLatToAddress"

    def __init__(
        self,
        *,
        adapter_factory: AdapterFactory | None = None,
        timeout: float = TIMEOUT_S,
        name_of_code: Callable[[str], str] = str,
    ) -> None:
        """Prepare the geocoder.

        Args:
            adapter_factory: as geopy's geocoders take it.
            timeout: in seconds.
            name_of_code: gives the name of a municipality by its code of five digits, for `reverse`.
        """
        super().__init__(
            scheme="https", timeout=timeout, user_agent=USER_AGENT, adapter_factory=adapter_factory
        )
        self._name_of_code = name_of_code

    def geocode(self, query: Any, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL) -> Any:
        """Return the location of an address, a list of all that were answered, or None.

        Raises:
            GeocoderQueryError: the query is no text, blank or too long.
            GeopyError: the service failed, see `geopy.exc`.
        """
        if not isinstance(query, str) or not query.strip() or len(query) > MAX_QUERY_CHARS:
            raise GeocoderQueryError("an address is needed")
        url = f"{self.search_url}?{urlencode({'q': query.strip()})}"
        read = partial(self._read_search, exactly_one=exactly_one)
        return self._call_geocoder(url, read, timeout=timeout)

    def reverse(self, query: Any, *, exactly_one: bool = True, timeout: object = DEFAULT_SENTINEL) -> Any:
        """Return municipality and town at a point, or None at sea; exactly_one=False gives a list.

        Raises:
            GeocoderQueryError: the query is no point.
            GeopyError: the service failed, see `geopy.exc`.
        """
        if query is None:
            raise GeocoderQueryError("a latitude and a longitude are needed")
        try:
            point = Point(query)
        except (TypeError, ValueError) as error:
            raise GeocoderQueryError("a latitude and a longitude are needed") from error
        asked = {"lat": f"{point.latitude:.6f}", "lon": f"{point.longitude:.6f}"}
        read = partial(self._read_reverse, point=point, exactly_one=exactly_one)
        return self._call_geocoder(f"{self.reverse_url}?{urlencode(asked)}", read, timeout=timeout)

    def _read_search(self, answer: Any, *, exactly_one: bool) -> Any:
        if not isinstance(answer, list):
            raise GeocoderParseError("the answer is no list")
        found = [
            Location(title, (point.lat_deg, point.lon_deg), feature)
            for feature in answer[:_MOST_HITS]
            for title, point in _of_feature(feature)
        ]
        if answer and not found:
            raise GeocoderParseError("the answer holds no place")
        return _one_or_all(found, exactly_one=exactly_one)

    def _read_reverse(self, answer: Any, *, point: Point, exactly_one: bool) -> Any:
        if not isinstance(answer, dict):
            raise GeocoderParseError("the answer is no object")
        results = answer.get("results")
        if not results:  # the sea answers with an empty object
            return None
        code = results.get("muniCd") if isinstance(results, dict) else None
        town = results.get("lv01Nm", "") if isinstance(results, dict) else None
        if not isinstance(code, str) or not code.isdecimal() or len(code) > 5 or not isinstance(town, str):
            raise GeocoderParseError("the answer names no municipality")
        code = code.zfill(5)
        address = self._name_of_code(code) + ("" if town in _NO_NAME else town[:MAX_TITLE_CHARS])
        found = Location(address, (point.latitude, point.longitude), {"muniCd": code, "lv01Nm": town})
        return _one_or_all([found], exactly_one=exactly_one)


def _of_feature(feature: Any) -> Iterator[tuple[str, GeoPoint]]:
    """Yield title and point of a GeoJSON feature, nothing when it is not shaped like one."""
    try:
        lon_deg, lat_deg = feature["geometry"]["coordinates"][:2]
        title = feature["properties"]["title"]
    except (TypeError, KeyError, ValueError, IndexError):
        return
    point = _point(lat_deg, lon_deg)
    if isinstance(title, str) and title.strip() and point is not None:
        yield title.strip()[:MAX_TITLE_CHARS], point


class NominatimJapan(Nominatim):  # type: ignore[misc]
    """geopy's Nominatim, asked for places in Japan by Japanese names, and its answers not believed unseen."""

    def __init__(self, *, adapter_factory: AdapterFactory | None = None, timeout: float = TIMEOUT_S) -> None:
        """Prepare the geocoder; see `GsiJapan`."""
        super().__init__(
            scheme="https", timeout=timeout, user_agent=USER_AGENT, adapter_factory=adapter_factory
        )

    def geocode(self, query: Any, **options: Any) -> Any:
        """Return what Nominatim answers for Japan; options as geopy's.

        Raises:
            GeocoderQueryError: the query is no text, blank or too long.
            GeopyError: the service failed, see `geopy.exc`.
        """
        if not isinstance(query, str) or not query.strip() or len(query) > MAX_QUERY_CHARS:
            raise GeocoderQueryError("an address is needed")
        japanese = {"country_codes": "jp", "language": "ja", **options}
        return super().geocode(query.strip(), **japanese)

    def _parse_code(self, place: Any) -> Location:
        # Checked before geopy sees it: its points warn of latitudes beyond the poles, or take None for 0.
        point = GeoPoint(float(place["lat"]), float(place["lon"]))
        return Location(place["display_name"], (point.lat_deg, point.lon_deg), place)

    def _parse_json(self, places: Any, exactly_one: bool) -> Any:
        if isinstance(places, list):
            places = places[:_MOST_HITS]
        try:
            return super()._parse_json(places, exactly_one)
        except (TypeError, ValueError, KeyError) as error:
            if isinstance(error, GeopyError):
                raise
            raise GeocoderParseError("the answer holds no place") from error


def _one_or_all(found: list[Location], *, exactly_one: bool) -> Any:
    if not found:
        return None
    return found[0] if exactly_one else found


def _point(lat_deg: Any, lon_deg: Any) -> GeoPoint | None:
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in (lat_deg, lon_deg)):
        return None
    try:
        return GeoPoint(float(lat_deg), float(lon_deg))
    except (ValueError, OverflowError):
        return None


class PoliteLimiter(RateLimiter):  # type: ignore[misc]
    """geopy's RateLimiter on a clock and a sleep of its own; a failure is told, never tried again at once."""

    def __init__(self, asked: Callable[..., Any], timing: Timing) -> None:
        super().__init__(asked, min_delay_seconds=MIN_DELAY_S, max_retries=0, swallow_exceptions=False)
        self._timing = timing

    def _clock(self) -> float:
        return self._timing.clock()

    def _sleep(self, seconds: float) -> None:
        self._timing.sleep(seconds)


class OnlineGeocoder:
    """One service, asked with pauses; answers are hits, failures are `ServiceError`s."""

    def __init__(self, service: OnlineService, timing: Timing, adapter_factory: AdapterFactory) -> None:
        self.service = service
        geocoder = GsiJapan if service is OnlineService.GSI else NominatimJapan
        self._geocoder = geocoder(adapter_factory=adapter_factory)
        self._limited = PoliteLimiter(self._ask, timing)

    def search(self, query: str, cancel: Cancel) -> tuple[OnlineHit, ...]:
        """Return what the service finds for an address, the best first.

        Raises:
            ServiceError: codes "online.…": it cannot be reached, takes too long, refuses, answers nonsense.
            Cancelled: called off before the question was sent.
        """
        try:
            found = self._limited(query, cancel)
        except GeopyError as error:
            raise _told(error) from error
        hits = [hit for location in found or () if (hit := _hit(self.service, location)) is not None]
        if found and not hits:
            raise ServiceError("online.malformed")
        return tuple(hits)

    def _ask(self, query: str, cancel: Cancel) -> Any:
        cancel.check()  # it may have been called off while waiting for its turn
        return self._geocoder.geocode(query, exactly_one=False)


def _told(error: GeopyError) -> OfdeskError:
    """Return a failure of geopy as one that has a sentence."""
    if isinstance(error, GeocoderTimedOut):
        return ServiceError("online.timeout")
    if isinstance(error, GeocoderQuotaExceeded):
        return ServiceError("online.quota")
    if isinstance(error, GeocoderAuthenticationFailure | GeocoderInsufficientPrivileges):
        return ServiceError("online.refused")
    if isinstance(error, GeocoderUnavailable):
        return ServiceError("online.unreachable")
    if isinstance(error, GeocoderParseError):
        return ServiceError("online.malformed")
    if isinstance(error, GeocoderQueryError):
        return ServiceError("online.query")
    return ServiceError("online.failed")


def _hit(service: OnlineService, location: Location) -> OnlineHit | None:
    point = _point(location.latitude, location.longitude)
    title = location.address
    if point is None or not _JAPAN.contains(point) or not isinstance(title, str) or not title.strip():
        return None
    level = _level_of_rank(location.raw) if service is OnlineService.NOMINATIM else None
    return OnlineHit(title.strip()[:MAX_TITLE_CHARS], point, level)


def _level_of_rank(raw: Any) -> Level | None:
    """Return the level of an answer of Nominatim, None for streets, shops and whatever else it knows."""
    rank = raw.get("place_rank")
    if raw.get("addresstype") in _HOUSES or raw.get("type") in _HOUSES:
        return Level.PARCEL
    if isinstance(rank, bool) or not isinstance(rank, int):
        return None
    return next((level for highest, level in _LEVEL_UP_TO_RANK if rank <= highest), None)
