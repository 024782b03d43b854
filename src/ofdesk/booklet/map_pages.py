"""The MAP as a page of its own: an area with its events and numbered factories, and what the numbers mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ofdesk.base.geometry import Rect
from ofdesk.base.japan import prefecture_named
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_content import (
    EventOnMap,
    FactoryOnMap,
    event_callouts,
    event_pins,
    events_on_map,
    factories_on_map,
    factory_pins,
    region_of_area,
)
from ofdesk.booklet.order import prefecture_of_event, prefecture_of_factory
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.booklet.wording import Wording
from ofdesk.cartography import framing
from ofdesk.cartography.sheet import draw_map
from ofdesk.cartography.spec import MapSheet, MapSpec
from ofdesk.drawing.display_list import Page
from ofdesk.model.records import Event, Factory

MOST_NUMBERED_PINS = 90
"""Beyond this, numbers on one page would have to be moved too far from their places."""


@dataclass(frozen=True)
class MapArea:
    """What a map shows: the nation, a region by its key, or a prefecture by its official name."""

    kind: Literal["nation", "region", "prefecture"]
    key: str = ""


@dataclass(frozen=True)
class MapContent:
    """Everything a map shows besides its ground."""

    area: MapArea
    events: tuple[EventOnMap, ...]
    factories: tuple[FactoryOnMap, ...]


def map_content(area: MapArea, source: Source) -> MapContent:
    """Collect what stands in an area; factories only where their numbers can be read."""
    events = tuple(e for e in source.plan.order.events if _in_area(area, e))
    factories = tuple(f for f in source.plan.order.factories if _in_area(area, f))
    placed = factories_on_map(source, factories)
    numbered = placed if area.kind != "nation" and len(placed) <= MOST_NUMBERED_PINS else ()
    return MapContent(area, events_on_map(source, events), numbered)


def _in_area(area: MapArea, record: Event | Factory) -> bool:
    if area.kind == "nation":
        return True
    if isinstance(record, Event):
        prefecture = prefecture_of_event(record)
        if area.kind == "prefecture":
            return area.key in record.prefectures
    else:
        prefecture = prefecture_of_factory(record)
    if prefecture is None:
        return False
    return area.key == (prefecture.region if area.kind == "region" else prefecture.name)


def draw_area_map(
    content: MapContent, frame: Rect, toolkit: Toolkit, *, painted: Rect | None = None, alt: str = ""
) -> MapSheet:
    """Draw the map of an area into a frame."""
    pins = (*factory_pins(content.factories, toolkit), *event_pins(content.events, toolkit))
    spec = MapSpec(
        area=_ground(content.area),
        pins=pins,
        callouts=event_callouts(content.events, toolkit, with_start=content.area.kind != "nation"),
        credit=toolkit.wording("map.credit"),
        municipalities=content.area.kind != "nation",
        alt=alt,
    )
    return draw_map(spec, frame, toolkit.base_map, toolkit.composer, painted)


def _ground(area: MapArea) -> framing.MapArea:
    if area.kind == "nation":
        return framing.Nation()
    if area.kind == "region":
        return framing.Region(area.key)
    prefecture = prefecture_named(area.key)
    return framing.PrefectureArea(prefecture.code if prefecture else area.key)


def area_name(area: MapArea, wording: Wording) -> str:
    """Return the name of an area in the booklet's language."""
    if area.kind == "nation":
        return wording("heading.nation_map")
    if area.kind == "region":
        return wording(f"region.{area.key}")
    prefecture = prefecture_named(area.key)
    return wording.prefecture(prefecture) if prefecture else area.key


def map_page(area: MapArea, source: Source, toolkit: Toolkit) -> Page:
    """Return the MAP of an area as a page of its own."""
    builder = PageBuilder(toolkit, 1, region_of_area(area.kind, area.key))
    content = map_content(area, source)
    full_map(builder, content, area_name(area, toolkit.wording))
    return builder.finish(source.catalogue.booklet.title, with_folio=False)


def full_map(builder: PageBuilder, content: MapContent, title: str) -> None:
    """Fill a page to the bleed with a map, its title at the top."""
    theme = builder.theme
    bleed = theme.bleed_mm
    page = Rect(0.0, 0.0, theme.size.width_mm, theme.size.height_mm)
    head = builder.style("title")
    top = builder.area.y_mm + head.leading_mm
    frame = Rect(builder.area.x_mm, top, builder.area.width_mm, builder.area.bottom_mm - top)
    sheet = draw_area_map(content, frame, builder.toolkit, painted=page.grown(bleed), alt=title)
    builder.add(sheet.op)
    row = Rect(builder.area.x_mm, builder.area.y_mm - 2.4, builder.area.width_mm, head.leading_mm)
    builder.headline(title, head, row, max_lines=1)
