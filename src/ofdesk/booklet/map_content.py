"""Records on maps: where events and factories stand, as pins and callouts."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import GeoPoint
from ofdesk.base.japan import prefecture_at_start, prefecture_named
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import date_words
from ofdesk.booklet.order import prefecture_of_event, prefecture_of_factory, region_of
from ofdesk.booklet.outline import page_anchor
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.cartography.spec import MapCallout, MapPin
from ofdesk.model.dates import PartialDate
from ofdesk.model.records import Event, Factory


@dataclass(frozen=True)
class EventOnMap:
    """An event with its place; `page` is where it is told, 0 for nowhere."""

    record: str
    name: str
    region: str
    start: PartialDate | None
    point: GeoPoint
    page: int


@dataclass(frozen=True)
class FactoryOnMap:
    """A factory with its place and number."""

    record: str
    number: int
    region: str
    point: GeoPoint
    page: int


def events_on_map(source: Source, events: tuple[Event, ...]) -> tuple[EventOnMap, ...]:
    """Return the events whose place is known, from their own pin or else from those of their factories."""
    found = []
    for event in events:
        point = _own_point(event) or _middle_of_factories(source, event)
        if point:
            region = region_of(prefecture_of_event(event))
            page = source.plan.event_page.get(event.id, 0)
            found.append(EventOnMap(event.id, event.name, region, event.start, point, page))
    return tuple(found)


def factories_on_map(source: Source, factories: tuple[Factory, ...]) -> tuple[FactoryOnMap, ...]:
    """Return the factories that have a pin, in the order of their numbers."""
    plan = source.plan
    return tuple(
        FactoryOnMap(
            factory.id,
            plan.order.factory_numbers[factory.id],
            region_of(prefecture_of_factory(factory)),
            point,
            plan.factory_page.get(factory.id, 0),
        )
        for factory in factories
        if factory.location and (point := factory.location.point)
    )


def _own_point(event: Event) -> GeoPoint | None:
    return event.location.point if event.location else None


def _middle_of_factories(source: Source, event: Event) -> GeoPoint | None:
    ids = source.plan.order.factories_of_event.get(event.id, ())
    factories = (source.catalogue.find(Factory, record_id) for record_id in ids)
    points = [f.location.point for f in factories if f and f.location and f.location.point]
    if not points:
        return None
    count = len(points)
    return GeoPoint(sum(p.lat_deg for p in points) / count, sum(p.lon_deg for p in points) / count)


def region_of_area(kind: str, key: str) -> str:
    """Return the region whose colours a map takes, "" for the nation."""
    if kind == "region":
        return key
    prefecture = prefecture_named(key) or prefecture_at_start(key)
    return prefecture.region if prefecture else ""


def event_pins(events: tuple[EventOnMap, ...], toolkit: Toolkit) -> tuple[MapPin, ...]:
    """Return a small plain disc for each event."""
    return tuple(
        MapPin(e.record, e.point, ink=toolkit.accent(e.region), anchor=page_anchor(e.page) if e.page else "")
        for e in events
    )


def event_callouts(
    events: tuple[EventOnMap, ...], toolkit: Toolkit, *, with_start: bool
) -> tuple[MapCallout, ...]:
    """Return a box with the name for each event, and since when or on which page."""
    return tuple(
        MapCallout(e.record, e.name, _lines(e, toolkit, with_start=with_start), toolkit.accent(e.region))
        for e in events
    )


def _lines(event: EventOnMap, toolkit: Toolkit, *, with_start: bool) -> tuple[str, ...]:
    parts = []
    if with_start and event.start is not None:
        parts.append(toolkit.wording("map.since", date=date_words(event.start, toolkit.wording)))
    if event.page:
        parts.append(f"p.{event.page}")
    return ("　".join(parts),) if parts else ()


def factory_pins(factories: tuple[FactoryOnMap, ...], toolkit: Toolkit) -> tuple[MapPin, ...]:
    """Return a numbered disc for each factory."""
    return tuple(
        MapPin(
            f.record,
            f.point,
            str(f.number),
            ink=toolkit.accent(f.region),
            number_ink=toolkit.number_ink(f.region),
            anchor=page_anchor(f.page) if f.page else "",
        )
        for f in factories
    )
