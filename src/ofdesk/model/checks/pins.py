"""Checks of pins: in Japan, on land, in the municipality of the address, near the address, not at another's.

One misplaced pin is told once, by the gravest of its faults.
"""

from __future__ import annotations

from ofdesk.base.geometry import GeoPoint
from ofdesk.model.checks.findings import CheckContext, Findings
from ofdesk.model.checks.knowledge import AddressPlace, PlaceKnowledge
from ofdesk.model.parts import Location
from ofdesk.model.records import Event, Factory

# The outermost islands: 沖ノ鳥島 20.4°N, 弁天島 45.6°N, 与那国島 122.9°E, 南鳥島 154.0°E.
# Source: Geospatial Information Authority of Japan.
_SOUTH_DEG, _NORTH_DEG, _WEST_DEG, _EAST_DEG = 20.4, 45.6, 122.9, 154.0
# The map's borders are true to 233 m in 95 of 100 places. Of all towns in the gazetteer 4 of 10,000 lie
# farther than 300 m outside their own municipality.
_TOLERANCE_M = 300.0
_SAME_POINT_M = 50.0
_MARGIN_M = 500.0
_MOST_NAMES = 3


def check_event_pin(event: Event, findings: Findings, places: PlaceKnowledge) -> None:
    """Check that the pin lies in one of the event's municipalities."""
    point = _point_in_japan(event.location, findings)
    if point is None:
        return
    names = [name for name in event.municipalities if name]
    known = [places.codes_of(name, event.prefectures) for name in names]
    # The pin may be right where a name that is not understood is wrong.
    codes = frozenset().union(*known) if all(known) else frozenset()
    expected = "・".join(names[:_MOST_NAMES]) + ("…" if len(names) > _MOST_NAMES else "")
    _check_land(point, codes, expected, findings, places)


def check_factory_pin(factory: Factory, findings: Findings, context: CheckContext) -> None:
    """Check that the pin lies where the address is, and that no other factory lies there."""
    point = _point_in_japan(factory.location, findings)
    if point is None or not factory.address:
        return
    place = context.places.place_of_address(factory.address)
    if not _check_against_address(point, place, findings, context.places):
        other = context.shared_points.other_than(factory)
        if other is not None:
            findings.warning("check.location_shared", "location", other=other.title)


def _check_against_address(
    point: GeoPoint, place: AddressPlace | None, findings: Findings, places: PlaceKnowledge
) -> bool:
    """Report the gravest fault of a pin; returns whether there is one."""
    distance_m = point.distance_m(place.point) if place is not None and place.point is not None else None
    if distance_m is not None and distance_m <= _SAME_POINT_M:
        return False  # where the gazetteer has it: if the map sees it otherwise, no user can mend that
    codes = place.codes if place is not None else frozenset()
    if _check_land(point, codes, place.municipality if place is not None else "", findings, places):
        return True
    if place is not None and distance_m is not None and distance_m > 2 * place.radius_m + _MARGIN_M:
        findings.warning("check.location_far", "location", distance_km=round(distance_m / 1000, 1))
        return True
    return False


def _check_land(
    point: GeoPoint, codes: frozenset[str], expected: str, findings: Findings, places: PlaceKnowledge
) -> bool:
    """Check that a pin lies on land, and in municipalities if any are given; returns whether it does not."""
    land = places.land_at(point, _TOLERANCE_M)
    if land is None or land.codes & codes:
        return False
    if not land.codes:
        findings.warning("check.location_at_sea", "location")
        return True
    distance_m = places.distance_m(codes, point) if codes else None
    if distance_m is None or distance_m <= _TOLERANCE_M:
        return False
    findings.error(
        "check.location_elsewhere",
        "location",
        found=land.municipality,
        expected=expected,
        distance_km=round(distance_m / 1000, 1),
    )
    return True


def _point_in_japan(location: Location | None, findings: Findings) -> GeoPoint | None:
    """Return the point of a pin that has both coordinates and lies in Japan; else report it."""
    if location is None:
        return None
    lat_deg, lon_deg = location.lat_deg, location.lon_deg
    if (lat_deg is None) != (lon_deg is None):
        findings.error("check.half_location", "location")
    elif lat_deg is not None and lon_deg is not None:
        if _SOUTH_DEG <= lat_deg <= _NORTH_DEG and _WEST_DEG <= lon_deg <= _EAST_DEG:
            return GeoPoint(lat_deg, lon_deg)
        findings.error("check.location_outside_japan", "location")
    return None
