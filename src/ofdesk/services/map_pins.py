"""The pins of a map as rows: what the booklet tells of events and factories, and where they are.

Numbers and pages are those of the booklet. Only what the booklet prints is taken; private fields are not
touched here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.japan import prefecture_at_start
from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.base.ruby import plain
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_content import EventOnMap, MapArea, holds, map_content
from ofdesk.booklet.places import MunicipalityNames, municipality_point
from ofdesk.cartography.base_map import BaseMap
from ofdesk.exchange.pins import COLUMNS, Pin, PinWords
from ofdesk.model import choices
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory
from ofdesk.services.words import load_words

_FROM_FACTORIES, _FROM_MUNICIPALITY = "factories", "municipality"
_BETWEEN = "、"


@dataclass(frozen=True)
class MapPins:
    """The pins of an area, events before factories, each in the order of the booklet.

    Attributes:
        without_place: names of the records of the area that have no place, and so no pin.
    """

    pins: tuple[Pin, ...]
    without_place: tuple[str, ...]


def map_pins(
    area: MapArea, source: Source, base_map: BaseMap, *, cancel: Cancel = NEVER_CANCELLED
) -> MapPins:
    """Return the pins of an area; for the nation with the factories, which its sheet leaves out.

    Raises:
        Cancelled: called off.
    """
    order = source.plan.order
    content = map_content(area, source)
    events = {event.record: event for event in content.events}
    events_of = _events_by_factory(source)
    municipalities = MunicipalityNames(base_map)
    pins: list[Pin] = []
    lost: list[str] = []
    records: tuple[Event | Factory, ...] = (*order.events, *order.factories)
    for record in records:
        cancel.check()
        if not holds(content.area, record):
            continue
        if isinstance(record, Event):
            pin = _event_pin(record, events[record.id], source, base_map)
        else:
            pin = _factory_pin(record, events_of.get(record.id, ()), source, municipalities)
        if pin is None:
            lost.append(plain(record.name))
        else:
            pins.append(pin)
    return MapPins(tuple(pins), tuple(lost))


def _events_by_factory(source: Source) -> dict[RecordId, tuple[str, ...]]:
    """Return the names of the events each factory takes part in, in the order of the booklet."""
    found: dict[RecordId, tuple[str, ...]] = {}
    for event in source.plan.order.events:
        for factory in source.plan.order.factories_of_event.get(event.id, ()):
            found[factory] = (*found.get(factory, ()), plain(event.name))
    return found


def _event_pin(event: Event, shown: EventOnMap, source: Source, base_map: BaseMap) -> Pin | None:
    """Return the pin of an event where the map shows it, None for one whose place nobody knows."""
    point = shown.point or municipality_point(base_map, event.municipalities)
    if point is None:
        return None
    own = event.location if event.location and event.location.point else None
    derived = _FROM_FACTORIES if shown.point else _FROM_MUNICIPALITY
    return Pin(
        kind="event",
        number=None,
        name=plain(event.name),
        reading=plain(event.reading),
        name_en=plain(event.name_en),
        prefecture=_BETWEEN.join(event.prefectures),
        municipality=plain(_BETWEEN.join(event.municipalities)),
        address="",
        level=own.level if own else derived,
        radius_m=own.radius_m if own else None,
        page=source.plan.event_page.get(event.id),
        events=(),
        url=event.url,
        point=point,
    )


def _factory_pin(
    factory: Factory, events: tuple[str, ...], source: Source, municipalities: MunicipalityNames
) -> Pin | None:
    point = factory.location.point if factory.location else None
    if factory.location is None or point is None:
        return None
    prefecture = prefecture_at_start(factory.address)
    return Pin(
        kind="factory",
        number=source.plan.order.factory_numbers[factory.id],
        name=plain(factory.name),
        reading=plain(factory.reading),
        name_en=plain(factory.name_en),
        prefecture=prefecture.name if prefecture else "",
        municipality=municipalities.of_address(factory.address),
        address=plain(factory.address),
        level=factory.location.level,
        radius_m=factory.location.radius_m,
        page=source.plan.factory_page.get(factory.id),
        events=events,
        url=factory.url,
        point=point,
    )


def pin_words(title: str, language: str) -> PinWords:
    """Return the words for the codes of pins.

    Args:
        title: of the map.
        language: of the booklet.
    """
    words = load_words(language)
    levels = {level: words.choice("geo_level", level) for level in choices.GEO_LEVEL.codes}
    return PinWords(
        title,
        columns={name: words("pins", name) for name in (*COLUMNS, "lat", "lon")},
        kinds={kind: words("kinds", kind) for kind in ("event", "factory")},
        levels={**levels, _FROM_FACTORIES: words("pins", "level.factories")},
    )
