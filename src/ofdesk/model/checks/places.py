"""Checks of prefectures, municipalities, addresses and pins."""

from __future__ import annotations

import re

from ofdesk.base.japan import prefecture_at_start
from ofdesk.model.checks.findings import CheckContext, Findings, OfficialNames
from ofdesk.model.parts import Location
from ofdesk.model.records import Event, Factory

# The outermost islands: 沖ノ鳥島 20.4°N, 弁天島 45.6°N, 与那国島 122.9°E, 南鳥島 154.0°E.
# Source: Geospatial Information Authority of Japan.
_SOUTH_DEG, _NORTH_DEG, _WEST_DEG, _EAST_DEG = 20.4, 45.6, 122.9, 154.0
_DISTRICT = re.compile(r"[^市区町村]{1,5}郡")
_MUNICIPALITY_END = re.compile("[市区町村]")
_MAX_NAME_CHARS = 14


def check_event_places(event: Event, findings: Findings, context: CheckContext) -> None:
    """Check that municipalities are official and lie in the prefectures named, and the other way round."""
    found: set[str] = set()
    for name in event.municipalities:
        if not name:
            continue
        prefectures = context.official.prefectures_with(name)
        found.update(prefectures)
        if not prefectures:
            _report_unknown(name, event.prefectures[:1], "municipalities", findings, context.official)
        elif event.prefectures and not set(prefectures) & set(event.prefectures):
            findings.error(
                "check.municipality_elsewhere", "municipalities", name=name, prefecture=prefectures[0]
            )
    if found:
        for prefecture in event.prefectures:
            if prefecture and prefecture not in found:
                findings.warning("check.prefecture_without_municipality", "prefectures", name=prefecture)
    check_location(event.location, findings)


def check_factory_places(factory: Factory, findings: Findings, context: CheckContext) -> None:
    """Check that the address begins with a prefecture and an official municipality; ask for a pin."""
    if factory.address:
        _check_address(factory.address, findings, context.official)
        if factory.location is None or factory.location.point is None:
            findings.warning("check.no_location", "location")
    check_location(factory.location, findings)


def _check_address(address: str, findings: Findings, official: OfficialNames) -> None:
    prefecture = prefecture_at_start(address)
    if prefecture is None:
        findings.warning("check.address_without_prefecture", "address")
        return
    rest = address[len(prefecture.name) :].lstrip()
    district = _DISTRICT.match(rest)
    if district is not None:
        rest = rest[district.end() :]
    candidates = [rest[: end.end()] for end in _MUNICIPALITY_END.finditer(rest[:_MAX_NAME_CHARS])]
    if any(prefecture.name in official.prefectures_with(name) for name in candidates):
        return
    if candidates:
        _report_unknown(candidates[0], (prefecture.name,), "address", findings, official)
    else:
        findings.warning("check.address_without_municipality", "address")


def _report_unknown(
    name: str, prefectures: tuple[str, ...], field: str, findings: Findings, official: OfficialNames
) -> None:
    suggestions = official.similar(name, prefectures[0] if prefectures else "")
    if suggestions:
        findings.error("check.municipality_misspelt", field, name=name, suggestion=suggestions[0])
    else:
        findings.error("check.municipality_unknown", field, name=name)


def check_location(location: Location | None, findings: Findings) -> None:
    """Check that a pin has both coordinates and lies in Japan."""
    if location is None:
        return
    lat_deg, lon_deg = location.lat_deg, location.lon_deg
    if (lat_deg is None) != (lon_deg is None):
        findings.error("check.half_location", "location")
    elif lat_deg is not None and lon_deg is not None:
        inside = _SOUTH_DEG <= lat_deg <= _NORTH_DEG and _WEST_DEG <= lon_deg <= _EAST_DEG
        if not inside:
            findings.error("check.location_outside_japan", "location")
