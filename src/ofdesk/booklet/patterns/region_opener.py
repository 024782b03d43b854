"""The opener of a region: its name, its map with numbered factories, and the events with their pages.

The section's filter narrows the events of list and map, and the factories of the map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.base.japan import REGIONS
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import NAMED_MUNICIPALITIES, area_words, date_words, joined
from ofdesk.booklet.headline import fitted_headline
from ofdesk.booklet.map_content import MapArea, MapContent, map_content
from ofdesk.booklet.map_drawing import SheetForm, draw_area_map
from ofdesk.booklet.name_list import NameRow, list_height_mm, set_names
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.record_facts import names_of
from ofdesk.booklet.shapes import rectangle
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Event

_HEADING_MM = 18.0
_BELOW_BAND_MM = 6.0
_BAND_FOOT_MM = 6.0
_HEADING_RAISE_MM = 3.4
_MAP_GAP_MM = 6.0
_LEAST_MAP_MM = 110.0
_COLUMNS = 2
_GAP_MM = 8.0
_ROW_TOP_MM = 1.7
_ROW_SPACE_MM = 3.0  # above the name and below the place
_PAGE_WIDTH_MM = 9.0
_MOST_TALL_ROWS = 14  # more events are listed by name only


@dataclass(frozen=True)
class EventLine:
    """An event in the list with its page.

    Attributes:
        event: with no more than the page shows, so that it stays as it is while other fields are written.
    """

    event: Event
    page: int


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    region: str
    map: MapContent | None
    lines: tuple[EventLine, ...]
    factory_count: int
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the region's events and factories."""
    catalogue, plan = source.catalogue, source.plan
    events = [event for event in (catalogue.find(Event, i) for i in slot.records) if event]
    lines = tuple(EventLine(_as_listed(event), plan.event_page.get(event.id, 0)) for event in events)
    wanted, content = source.selection(slot), None
    if slot.region in REGIONS:
        content = map_content(MapArea("region", slot.region), source, wanted=wanted)
    count = len(source.selector.narrowed(plan.order.factories_of(slot.region), wanted))
    return Content(slot.number, slot.region, content, lines, count, source.running_head)


def _as_listed(event: Event) -> Event:
    return Event(
        id=event.id,
        order=event.order,
        name=event.name,
        name_en=event.name_en,
        reading=event.reading,
        start=event.start,
        prefectures=event.prefectures,
        municipalities=event.municipalities,
    )


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number, content.region)
    area = builder.area
    top_mm = _heading(builder, content)
    tall = len(content.lines) <= _MOST_TALL_ROWS
    heights = _row_heights(builder, content.lines) if tall else []
    rows = [] if tall else [_name_row(line, toolkit) for line in content.lines]
    needed = sum(heights) if tall else list_height_mm(rows, area.width_mm, 2 * _COLUMNS)
    room_mm = area.bottom_mm - top_mm - _MAP_GAP_MM
    list_mm = min(needed, room_mm - (_LEAST_MAP_MM if content.map else 0.0))
    list_top_mm = area.bottom_mm - list_mm if content.map else top_mm
    if content.map:
        frame = Rect(area.x_mm, top_mm, area.width_mm, list_top_mm - _MAP_GAP_MM - top_mm)
        draw_area_map(builder, content.map, frame, form=SheetForm(legend=False))
    room = Rect(area.x_mm, list_top_mm, area.width_mm, list_mm)
    if tall:
        _list(builder, content.lines, room, heights)
    else:
        set_names(builder, rows, room, 2 * _COLUMNS)
    return builder.finish(content.running_head)


def _name_row(line: EventLine, toolkit: Toolkit) -> NameRow:
    return NameRow(line.event.id, names_of(line.event, toolkit.wording).main, 0, line.page)


def _heading(builder: PageBuilder, content: Content) -> float:
    """Set the region's name under a band of its colour, or in a tall one, and what it counts at the right.

    Returns:
        Where the content begins.
    """
    area, size, bleed = builder.area, builder.theme.size, builder.theme.bleed_mm
    band_mm = builder.theme.look.band_mm
    builder.add(rectangle(Rect(-bleed, -bleed, size.width_mm + 2 * bleed, band_mm + bleed), builder.accent))
    inside = band_mm > area.y_mm
    ink = builder.toolkit.number_ink(content.region) if inside else Ink("text")
    heading = builder.style("display", ink=ink)
    name = builder.wording(f"region.{content.region or 'other'}")
    on_band_mm = band_mm - _BAND_FOOT_MM - builder.baseline_in(heading)
    top_mm = on_band_mm if inside else area.y_mm - _HEADING_RAISE_MM
    row = Rect(area.x_mm, top_mm, area.width_mm, heading.leading_mm)
    foot_mm = builder.headline(name, heading, row, max_lines=1).last_baseline_mm
    value = builder.style("value", align="right", ink=ink)
    counts = builder.wording("region.events", count=len(content.lines))
    if content.factory_count:
        factories = builder.wording("region.factories", count=content.factory_count)
        counts = joined((counts, factories), builder.wording)
    row = Rect(area.x_mm, foot_mm - builder.baseline_in(value), area.width_mm, value.leading_mm)
    builder.line(counts, value, row)
    return band_mm + _BELOW_BAND_MM if inside else area.y_mm + _HEADING_MM


def _column_width(builder: PageBuilder) -> float:
    return (builder.area.width_mm - _GAP_MM * (_COLUMNS - 1)) / _COLUMNS


def _row_heights(builder: PageBuilder, lines: tuple[EventLine, ...]) -> list[float]:
    """Return the height of each row of the list: as high as the longer of its names needs."""
    composer, style = builder.toolkit.composer, builder.style("subname")
    width = _column_width(builder) - _PAGE_WIDTH_MM
    names = [names_of(line.event, builder.wording).main for line in lines]
    heights = [fitted_headline(composer, name, style, width, 2).height_mm for name in names]
    rows = math.ceil(len(lines) / _COLUMNS)
    least = builder.style("caption").leading_mm + _ROW_SPACE_MM
    return [max(heights[row::rows]) + least for row in range(rows)]


def _list(builder: PageBuilder, lines: tuple[EventLine, ...], frame: Rect, heights: list[float]) -> None:
    """Set the events in two columns: name and page, and below them place and first year."""
    width = _column_width(builder)
    for index, line in enumerate(lines):
        column, row = divmod(index, len(heights))
        x_mm = frame.x_mm + column * (width + _GAP_MM)
        with builder.tagged("LI"):
            _event(builder, line, Rect(x_mm, frame.y_mm + sum(heights[:row]), width, heights[row]))


def _event(builder: PageBuilder, line: EventLine, frame: Rect) -> None:
    wording, event = builder.wording, line.event
    name, place = builder.style("subname"), builder.style("caption", ink=QUIET)
    folio = builder.style("folio", size_pt=8.5, leading_pt=name.leading_pt, align="right")
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, Ink("rule"))
    names = names_of(event, wording)
    y_mm, width = frame.y_mm + _ROW_TOP_MM, frame.width_mm - _PAGE_WIDTH_MM
    room = Rect(frame.x_mm, y_mm, width, name.leading_mm)
    used = builder.headline(names.main, name, room, field=(event.id, names.main_field), tag="P")
    since = wording("map.since", date=date_words(event.start, wording)) if event.start else ""
    where = joined((area_words(event, wording, NAMED_MUNICIPALITIES), since), wording)
    room = Rect(frame.x_mm, y_mm + used.used_height_mm, width, place.leading_mm)
    builder.line(where, place, room, field=(event.id, "municipalities"))
    if line.page:
        room = Rect(frame.right_mm - _PAGE_WIDTH_MM, y_mm, _PAGE_WIDTH_MM, name.leading_mm)
        builder.line(str(line.page), folio, room)
        builder.link(frame, page=line.page)
