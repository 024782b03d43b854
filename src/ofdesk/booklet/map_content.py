"""Records on maps: which events and factories an area holds, where they stand and what marks them.

Owns the collecting only, in frozen values that key the cache of pages; `map_drawing` draws them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ofdesk.base.geometry import GeoPoint, Point
from ofdesk.base.japan import prefecture_named
from ofdesk.booklet.engine import Source
from ofdesk.booklet.order import prefecture_of_event, prefecture_of_factory, region_of
from ofdesk.booklet.wording import Wording
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory, Layer


@dataclass(frozen=True)
class MapArea:
    """What a map shows: the nation, a region by its key, or a prefecture by its official name."""

    kind: Literal["nation", "region", "prefecture"]
    key: str = ""

    def sheet(self, size: str) -> str:
        """Return the key of the map sheet of a size: places of callouts are kept under it."""
        return f"{self.kind}.{self.key}/{size}" if self.key else f"{self.kind}/{size}"

    @property
    def region(self) -> str:
        """The region whose colours the map takes, "" for the nation."""
        if self.kind == "region":
            return self.key
        prefecture = prefecture_named(self.key)
        return prefecture.region if prefecture else ""

    def name(self, wording: Wording) -> str:
        """Return the name of the area in the booklet's language; "" for the nation."""
        if self.kind == "region":
            return wording(f"region.{self.key}")
        prefecture = prefecture_named(self.key)
        return wording.prefecture(prefecture) if prefecture else self.key


@dataclass(frozen=True)
class EventOnMap:
    """An event with its place.

    Attributes:
        point: where it stands; None when neither the event nor its factories have a place, and it stands
            at the first of its `municipalities` that the map knows.
        page: where it is told, 0 for nowhere.
        factories: those that take part in it, on a sheet of its own, which lists them.
        callout: where the middle of its callout was put by hand; None: the map finds a place.
    """

    record: str
    name: str
    region: str
    start: PartialDate | None
    point: GeoPoint | None
    municipalities: tuple[str, ...]
    page: int
    factories: tuple[RecordId, ...]
    callout: Point | None = None


@dataclass(frozen=True)
class FactoryOnMap:
    """A factory with its place and number; `page` is where it is told, 0 for nowhere."""

    record: str
    name: str
    number: int
    region: str
    point: GeoPoint
    page: int


@dataclass(frozen=True)
class MapContent:
    """Everything a map shows besides its ground.

    Attributes:
        alone: whether the map is a sheet of its own, in which no page can be named.
        sheet: key of the sheet, under which callouts moved by hand are kept.
        layers: the user's own layers, of which the toolkit knows the data.
    """

    area: MapArea
    events: tuple[EventOnMap, ...]
    factories: tuple[FactoryOnMap, ...]
    alone: bool
    sheet: str = ""
    layers: tuple[Layer, ...] = ()


def map_content(area: MapArea, source: Source, *, alone: bool = False) -> MapContent:
    """Collect what stands in an area; factories on smaller areas than the nation only.

    Args:
        area: the area.
        source: catalogue and plan.
        alone: whether the map is a sheet of its own, in which no page can be named.
    """
    order = source.plan.order
    events = [event for event in order.events if _holds(area, event)]
    factories = [f for f in order.factories if _holds(area, f)] if area.kind != "nation" else []
    sheet = area.sheet("a4")
    return MapContent(
        area,
        _events(source, events, sheet, alone=alone),
        _factories(source, factories, alone=alone),
        alone,
        sheet,
        tuple(layer for layer in source.catalogue.all_of(Layer) if layer.shown),
    )


def _holds(area: MapArea, record: Event | Factory) -> bool:
    if area.kind == "nation":
        return True
    if area.kind == "prefecture" and isinstance(record, Event):
        return area.key in record.prefectures
    own = prefecture_of_event(record) if isinstance(record, Event) else prefecture_of_factory(record)
    if area.kind == "region":
        return region_of(own) == area.key
    return own is not None and own.name == area.key


def callout_place(record: Event | Factory, sheet: str) -> Point | None:
    """Return where the callout of a record was put by hand on a sheet, None for nowhere."""
    for place in record.callouts:
        if place.sheet == sheet and place.x_mm is not None and place.y_mm is not None:
            return Point(place.x_mm, place.y_mm)
    return None


def _events(
    source: Source, events: Sequence[Event], sheet: str, *, alone: bool
) -> tuple[EventOnMap, ...]:
    english = source.catalogue.booklet.language == "en"
    found = []
    for event in events:
        page = 0 if alone else source.plan.event_page.get(event.id, 0)
        own = event.location.point if event.location else None
        found.append(
            EventOnMap(
                event.id,
                event.name_en if english and event.name_en else event.name,
                region_of(prefecture_of_event(event)),
                event.start,
                own or _middle_of_factories(source, event),
                tuple(event.municipalities),
                page,
                source.plan.order.factories_of_event.get(event.id, ()) if alone else (),
                callout_place(event, sheet),
            )
        )
    return tuple(found)


def _middle_of_factories(source: Source, event: Event) -> GeoPoint | None:
    ids = source.plan.order.factories_of_event.get(event.id, ())
    factories = (source.catalogue.find(Factory, record_id) for record_id in ids)
    points = [f.location.point for f in factories if f and f.location and f.location.point]
    if not points:
        return None
    count = len(points)
    return GeoPoint(sum(p.lat_deg for p in points) / count, sum(p.lon_deg for p in points) / count)


def _factories(source: Source, factories: Sequence[Factory], *, alone: bool) -> tuple[FactoryOnMap, ...]:
    plan = source.plan
    english = source.catalogue.booklet.language == "en"
    return tuple(
        FactoryOnMap(
            factory.id,
            factory.name_en if english and factory.name_en else factory.name,
            plan.order.factory_numbers[factory.id],
            region_of(prefecture_of_factory(factory)),
            point,
            0 if alone else plan.factory_page.get(factory.id, 0),
        )
        for factory in factories
        if factory.location and (point := factory.location.point)
    )
