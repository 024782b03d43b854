"""Records on maps: which events and factories an area holds, where they stand and what marks them.

Owns the collecting only, in frozen values that key the cache of pages; `map_drawing` draws them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ofdesk.base.geometry import GeoExtent, GeoPoint, Point
from ofdesk.base.japan import prefecture_named
from ofdesk.booklet.engine import Source
from ofdesk.booklet.order import latest_edition, prefecture_of_event, prefecture_of_factory
from ofdesk.booklet.pictures import Picture, pictures_of
from ofdesk.booklet.record_facts import told_name
from ofdesk.booklet.wording import Wording
from ofdesk.cartography.regions import region_definition
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import RecordFilter
from ofdesk.model.records import Edition, Event, Factory, Layer


@dataclass(frozen=True)
class MapArea:
    """What a map shows.

    Attributes:
        kind: what it is; places around an event and extents of one's own are made in `map_areas`.
        key: of a region its key, of a prefecture its official name, of an event its identity.
        definition: key of the definition of regions; "" is the booklet's.
        extent: what the map shows, for events and extents.
        members: identities of the records the map shows, for events and extents.
        home: region of an event.
        title: name of an event.
    """

    kind: Literal["nation", "region", "prefecture", "event", "extent"]
    key: str = ""
    definition: str = ""
    extent: GeoExtent | None = None
    members: frozenset[RecordId] = frozenset()
    home: str = ""
    title: str = ""

    def sheet(self, size: str) -> str:
        """Return the key of the map sheet of a size: places of callouts are kept under it."""
        return f"{self.kind}.{self.key}/{size}" if self.key else f"{self.kind}/{size}"

    @property
    def heading(self) -> str:
        """Key of the title of an area that has no name."""
        return "heading.extent_map" if self.kind == "extent" else "heading.nation_map"

    @property
    def region(self) -> str:
        """The region whose colours the map takes, "" for the nation and extents."""
        if self.kind == "region":
            return self.key
        prefecture = prefecture_named(self.key)
        return region_definition(self.definition).region_of(prefecture.code) if prefecture else self.home

    def name(self, wording: Wording) -> str:
        """Return the name of the area in the booklet's language; "" for the nation and extents."""
        if self.kind in ("event", "extent"):
            return self.title
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
        edition: its latest edition, for the period.
        picture: its first photo.
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
    edition: Edition | None = None
    picture: Picture | None = None


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


def map_content(
    area: MapArea,
    source: Source,
    *,
    alone: bool = False,
    size: str = "a4",
    wanted: RecordFilter | None = None,
) -> MapContent:
    """Collect what stands in an area; factories on smaller areas than the nation only.

    Args:
        area: the area.
        source: catalogue and plan.
        alone: whether the map is a sheet of its own, in which no page can be named.
        size: of the sheet; callouts moved by hand are kept for each size.
        wanted: the filter of the section whose map it is; places and numbers of what it leaves stay as
            they are without it.
    """
    order = source.plan.order
    if not area.definition:
        area = replace(area, definition=order.definition.key)
    events = [event for event in order.events if holds(area, event)]
    factories = [f for f in order.factories if holds(area, f)] if area.kind != "nation" else []
    selector = source.selector
    sheet = area.sheet(size)
    return MapContent(
        area,
        _events(source, selector.narrowed(events, wanted), sheet, alone=alone),
        _factories(source, selector.narrowed(factories, wanted), alone=alone),
        alone,
        sheet,
        tuple(layer for layer in source.catalogue.all_of(Layer) if layer.shown),
    )


def holds(area: MapArea, record: Event | Factory) -> bool:
    """Tell whether an area holds a record: an event in all its prefectures, but in its first region only."""
    if area.kind == "nation":
        return True
    if area.kind in ("event", "extent"):
        return record.id in area.members
    if area.kind == "prefecture" and isinstance(record, Event):
        return area.key in record.prefectures
    own = prefecture_of_event(record) if isinstance(record, Event) else prefecture_of_factory(record)
    if area.kind == "region":
        return own is not None and region_definition(area.definition).region_of(own.code) == area.key
    return own is not None and own.name == area.key


def callout_place(record: Event | Factory, sheet: str) -> Point | None:
    """Return where the callout of a record was put by hand on a sheet, None for nowhere."""
    for place in record.callouts:
        if place.sheet == sheet and place.x_mm is not None and place.y_mm is not None:
            return Point(place.x_mm, place.y_mm)
    return None


def _events(source: Source, events: Sequence[Event], sheet: str, *, alone: bool) -> tuple[EventOnMap, ...]:
    english = source.catalogue.booklet.language == "en"
    found = []
    for event in events:
        page = 0 if alone else source.plan.event_page.get(event.id, 0)
        found.append(
            EventOnMap(
                event.id,
                told_name(event, english=english),
                source.plan.order.region_of(event),
                event.start,
                place_of_event(source, event),
                tuple(event.municipalities),
                page,
                source.plan.order.factories_of_event.get(event.id, ()) if alone else (),
                callout_place(event, sheet),
                latest_edition(source.catalogue, event),
                next(iter(pictures_of(source.catalogue, event.photos)), None),
            )
        )
    return tuple(found)


def place_of_event(source: Source, event: Event) -> GeoPoint | None:
    """Return the event's own place, else the middle of its factories, None for neither."""
    if event.location and event.location.point:
        return event.location.point
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
            told_name(factory, english=english),
            plan.order.factory_numbers[factory.id],
            plan.order.region_of(factory),
            point,
            0 if alone else plan.factory_page.get(factory.id, 0),
        )
        for factory in factories
        if factory.location and (point := factory.location.point)
    )
