"""The opener of a region: its name, its map with numbered factories, and the events with their pages."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import area_words
from ofdesk.booklet.map_pages import MapArea, MapContent, draw_area_map, map_content
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Event
from ofdesk.typesetting.style import TextRun

_LIST_ROW_MM = 9.0
_LIST_COLUMNS = 2
_LEAST_MAP_MM = 120.0
_HEADING_MM = 20.0


@dataclass(frozen=True)
class EventLine:
    """An event in the list with its page."""

    event: Event
    page: int


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    region: str
    map: MapContent | None
    lines: tuple[EventLine, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the region's events and factories."""
    catalogue, plan = source.catalogue, source.plan
    events = [event for event in (catalogue.find(Event, i) for i in slot.records) if event]
    lines = tuple(EventLine(event, plan.event_page.get(event.id, 0)) for event in events)
    content = map_content(MapArea("region", slot.region), source) if slot.region else None
    return Content(slot.number, slot.region, content, lines, catalogue.booklet.title)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number, content.region)
    area = builder.area
    name = toolkit.wording(f"region.{content.region or 'other'}")
    heading = builder.style("display", ink=toolkit.accent_for_text(content.region, large=True))
    row = Rect(area.x_mm, area.y_mm - 3.4, area.width_mm, heading.leading_mm)
    builder.headline(name, heading, row, max_lines=1)
    rows = -(-len(content.lines) // _LIST_COLUMNS)
    list_height = min(rows * _LIST_ROW_MM, area.height_mm - _HEADING_MM - _LEAST_MAP_MM)
    top = area.bottom_mm - list_height
    if content.map is not None:
        frame = Rect(area.x_mm, area.y_mm + _HEADING_MM, area.width_mm, top - 6.0 - area.y_mm - _HEADING_MM)
        builder.add(draw_area_map(content.map, frame, toolkit, alt=name).op)
    _list(builder, content, Rect(area.x_mm, top, area.width_mm, list_height))
    return builder.finish(content.running_head)


def _list(builder: PageBuilder, content: Content, frame: Rect) -> None:
    """Set the events in columns, each a link to its page."""
    name, place = builder.style("subname", ink=Ink("text")), builder.style("caption", ink=QUIET)
    folio = builder.style("folio", size_pt=8.0, align="right")
    rows = max(1, int(frame.height_mm / _LIST_ROW_MM + 1e-6))
    columns = max(_LIST_COLUMNS, -(-len(content.lines) // rows))
    width = (frame.width_mm - 8.0 * (columns - 1)) / columns
    for index, line in enumerate(content.lines):
        column, row = divmod(index, rows)
        x_mm, y_mm = frame.x_mm + column * (width + 8.0), frame.y_mm + row * _LIST_ROW_MM
        builder.rule(x_mm, x_mm + width, y_mm, Ink("rule"))
        where = area_words(line.event, builder.wording)
        runs = (TextRun(line.event.name, name), TextRun(f"　{where}", place))
        room = Rect(x_mm, y_mm + 2.0, width - 9.0, name.leading_mm)
        builder.text(
            runs, dataclasses.replace(name, align="left"), room, max_lines=1, field=(line.event.id, "name")
        )
        if line.page:
            builder.line(str(line.page), folio, Rect(x_mm + width - 9.0, y_mm + 2.4, 9.0, name.leading_mm))
            builder.link(Rect(x_mm, y_mm, width, _LIST_ROW_MM), page=line.page)
