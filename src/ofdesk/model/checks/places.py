"""Checks of prefectures, municipalities and addresses by their names."""

from __future__ import annotations

import re
from collections.abc import Callable

from ofdesk.base.japan import prefecture_at_start
from ofdesk.model.checks.findings import CheckContext, Findings
from ofdesk.model.checks.knowledge import PlaceKnowledge
from ofdesk.model.checks.pins import check_event_pin, check_factory_pin
from ofdesk.model.checks.postal_codes import check_postal_code
from ofdesk.model.records import Event, Factory

# Towns of islands stand behind the island's name where they have no 郡 (三宅島三宅村).
_DISTRICT = re.compile(r"[^郡]{1,5}?郡|[^郡市区町村]{1,5}島(?=三宅村|八丈町)")
_MUNICIPALITY_END = re.compile("[市区町村]")
_MAX_NAME_CHARS = 18
_MOST_NAMES = 3


def check_event_places(event: Event, findings: Findings, context: CheckContext) -> None:
    """Check that municipalities are official and lie in the prefectures named, and the other way round."""
    found: set[str] = set()
    for name in event.municipalities:
        if not name:
            continue
        prefectures = context.places.prefectures_with(name)
        found.update(prefectures)
        if not prefectures:
            _report_unknown((name,), event.prefectures, "municipalities", findings, context.places)
        elif event.prefectures and not set(prefectures) & set(event.prefectures):
            findings.error(
                "check.municipality_elsewhere", "municipalities", name=name, prefecture=prefectures[0]
            )
    if found:
        for prefecture in event.prefectures:
            if prefecture and prefecture not in found:
                findings.warning("check.prefecture_without_municipality", "prefectures", name=prefecture)
    check_event_pin(event, findings, context.places)


def check_factory_places(factory: Factory, findings: Findings, context: CheckContext) -> None:
    """Check that the address begins with a prefecture and an official municipality; ask for a pin."""
    if factory.address:
        _check_address(factory.address, findings, context.places)
        if factory.location is None or factory.location.point is None:
            findings.warning("check.no_location", "location")
    check_postal_code(factory, findings, context.places)
    check_factory_pin(factory, findings, context)


def _check_address(address: str, findings: Findings, places: PlaceKnowledge) -> None:
    prefecture = prefecture_at_start(address)
    if prefecture is None:
        findings.warning("check.address_without_prefecture", "address")
        return
    candidates = _candidates(address[len(prefecture.name) :].lstrip())
    official = next((name for name in candidates if prefecture.name in places.prefectures_with(name)), "")
    if len(places.codes_of(official, (prefecture.name,))) > 1:  # a city of wards, one of which may be no more
        candidates = [name for name in candidates if places.successors(name, prefecture.name)]
    elif official:
        return
    if candidates:
        _report_unknown(tuple(candidates), (prefecture.name,), "address", findings, places)
    elif not official:
        findings.warning("check.address_without_municipality", "address")


def _candidates(rest: str) -> list[str]:
    """Return what the municipality's name may be, behind a prefecture; the likeliest first.

    A district may stand before it, and characters of both are part of names (余市郡赤井川村, 蒲郡市, 上郡町).
    """
    district = _DISTRICT.match(rest)
    starts = dict.fromkeys((district.end() if district is not None else 0, 0))
    ends = [found.end() for found in _MUNICIPALITY_END.finditer(rest[:_MAX_NAME_CHARS])]
    return [rest[start:end] for start in starts for end in ends if end - start > 1]


def _report_unknown(
    names: tuple[str, ...],
    prefectures: tuple[str, ...],
    field: str,
    findings: Findings,
    places: PlaceKnowledge,
) -> None:
    """Report a name that is not official here, with what is known of it.

    Args:
        names: what the name may be, the likeliest first.
        prefectures: where it should lie; without any, everywhere.
    """
    for name in names:
        successors = _first_answer(places.successors, name, prefectures)
        if successors:
            findings.error(
                "check.municipality_former", field, name=name, successor="・".join(successors[:_MOST_NAMES])
            )
            return
    for name in names:
        suggestions = _first_answer(places.similar, name, prefectures)
        elsewhere = places.prefectures_with(name)
        if suggestions and elsewhere and prefectures:
            details = {"name": name, "prefecture": prefectures[0], "suggestion": suggestions[0]}
            findings.error("check.municipality_not_here", field, **details)
        elif suggestions:
            findings.error("check.municipality_misspelt", field, name=name, suggestion=suggestions[0])
        elif elsewhere:
            findings.error("check.address_prefecture", field, name=name, prefecture=elsewhere[0])
        else:
            continue
        return
    findings.error("check.municipality_unknown", field, name=names[0])


def _first_answer(
    ask: Callable[[str, str], tuple[str, ...]], name: str, prefectures: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the first answer that is not empty, prefecture by prefecture."""
    for prefecture in prefectures or ("",):
        found = ask(name, prefecture)
        if found:
            return found
    return ()
