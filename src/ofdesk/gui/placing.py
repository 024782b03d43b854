"""Locations made of typed numbers, and how they read. Plain values, no widgets."""

from __future__ import annotations

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.online_hits import OnlineService
from ofdesk.model.parts import Location
from ofdesk.services.online_search import OnlineAnswer
from ofdesk.services.words import Words

_DECIMALS = 6
_ORIGINS = {OnlineService.GSI: "online_gsi", OnlineService.NOMINATIM: "online_nominatim"}


def online_location(answer: OnlineAnswer) -> Location:
    """Return the location a service answered: without radius, since it tells none."""
    return Location(
        lat_deg=round(answer.point.lat_deg, _DECIMALS),
        lon_deg=round(answer.point.lon_deg, _DECIMALS),
        level=answer.level.value if answer.level else "",
        origin=_ORIGINS[answer.service],
    )


def typed_location(point: GeoPoint) -> Location:
    """Return the location whose coordinates were typed; a former confirmation does not carry over."""
    return Location(
        lat_deg=round(point.lat_deg, _DECIMALS),
        lon_deg=round(point.lon_deg, _DECIMALS),
        level="point",
        origin="by_hand",
    )


def radius_text(radius_m: float, words: Words) -> str:
    """Return a radius as people say it: 30 m, 350 m, 1.2 km."""
    if radius_m < 1000:
        step = 10 if radius_m >= 100 else 5
        return words("ui", "place.metres", count=max(step, round(radius_m / step) * step))
    return words("ui", "place.kilometres", count=f"{radius_m / 1000:.1f}")


def location_summary(location: Location | None, words: Words) -> str:
    """Return one line: how exactly a place is known and from where."""
    if location is None or location.point is None:
        return words("ui", "place.none")
    pieces = []
    if location.level:
        pieces.append(words.choice("geo_level", location.level))
    if location.radius_m is not None:
        pieces.append(words("ui", "place.radius", radius=radius_text(location.radius_m, words)))
    if location.origin:
        pieces.append(words.choice("geo_origin", location.origin))
    return words("ui", "place.joint").join(pieces) or words("ui", "place.bare")


def confirmation_summary(location: Location | None, words: Words) -> str:
    """Return who confirmed a place, or that nobody did; "" without a place."""
    if location is None or location.point is None:
        return ""
    if not location.confirmed_by and location.confirmed_on is None:
        return words("ui", "place.unconfirmed")
    day = location.confirmed_on.iso if location.confirmed_on else ""
    return words("ui", "place.confirmed", name=location.confirmed_by, day=day)
