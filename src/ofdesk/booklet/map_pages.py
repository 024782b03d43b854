"""The MAP as a page: the map from edge to edge, its title and, where it fits, what the numbers mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_content import EventOnMap, MapContent, map_content
from ofdesk.booklet.map_content import MapArea as MapArea
from ofdesk.booklet.map_drawing import MOST_NAMED_EVENTS, draw_area_map
from ofdesk.booklet.name_list import NameRow, list_height_mm, set_names
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page

_LIST_COLUMNS = 5
_MOST_LIST_SHARE = 0.45  # of the type area's height
_LIST_PADDING_MM = 5.0
_MAP_PADDING_MM = 3.0
_TITLE_RAISE_MM = 2.4


def map_page(area: MapArea, source: Source, toolkit: Toolkit) -> Page:
    """Return the MAP of an area as a page of its own.

    Raises:
        InputError: code "map.unknown_area" for a prefecture that does not exist.
        ResourceError: the base map is missing or damaged.
    """
    builder = PageBuilder(toolkit, 1)
    content = map_content(area, source, alone=True)
    builder.accent = toolkit.accent(content.area.region)
    full_map(builder, content, map_title(area, toolkit))
    return builder.finish(with_folio=False)


def map_title(area: MapArea, toolkit: Toolkit) -> str:
    """Return the title of the MAP of an area, in the booklet's language."""
    name = area.name(toolkit.wording)
    if not name:
        return toolkit.wording(area.heading)
    return toolkit.wording("map.title.event" if area.kind == "event" else "map.title", area=name)


def full_map(builder: PageBuilder, content: MapContent, title: str) -> None:
    """Fill a page with a map to the bleed, its title at the top and a list of names at the foot if needed.

    The nation's title stands on the sea; on maps of smaller areas land may lie there, so that head and
    foot are of paper.
    """
    area, page, bleed = builder.area, builder.theme.size, builder.theme.bleed_mm
    head = builder.style("title")
    rows = _rows(content, builder)
    list_mm = list_height_mm(rows, area.width_mm, _LIST_COLUMNS) if rows else 0.0
    if list_mm > area.height_mm * _MOST_LIST_SHARE:
        rows, list_mm = [], 0.0
    foot_mm = area.bottom_mm - list_mm - _LIST_PADDING_MM if rows else page.height_mm + bleed
    on_sea = content.area.kind == "nation"
    head_mm = -bleed if on_sea else area.y_mm + head.leading_mm
    top_mm = area.y_mm + head.leading_mm + (0.0 if on_sea else _MAP_PADDING_MM)
    painted = Rect(-bleed, head_mm, page.width_mm + 2 * bleed, foot_mm - head_mm)
    frame_foot_mm = min(foot_mm, area.bottom_mm)
    frame = Rect(area.x_mm, top_mm, area.width_mm, frame_foot_mm - top_mm)
    sheet = draw_area_map(builder, content, frame, painted)
    row = Rect(area.x_mm, area.y_mm - _TITLE_RAISE_MM, area.width_mm, head.leading_mm)
    builder.headline(title, head, row, max_lines=1)
    if rows:
        room = Rect(area.x_mm, area.bottom_mm - list_mm, area.width_mm, list_mm)
        set_names(builder, rows, room, _LIST_COLUMNS)
    elif content.area.kind != "event":  # the title names it
        _not_shown(builder, [event for event in content.events if event.record not in sheet.callouts])


def _not_shown(builder: PageBuilder, events: Sequence[EventOnMap]) -> None:
    """Name the events that have no place or found no room, below the map."""
    if not events:
        return
    wording = builder.wording
    names = (
        event.name + (wording("bracketed", text=wording("value.page", page=event.page)) if event.page else "")
        for event in events
    )
    style = builder.style("caption")
    text = wording("map.not_shown", names=wording("separator.names").join(names))
    room = Rect(builder.area.x_mm, builder.area.bottom_mm + 1.0, builder.area.width_mm, 2 * style.leading_mm)
    builder.text(text, style, room, field=(events[0].record, ""))


def _rows(content: MapContent, builder: PageBuilder) -> list[NameRow]:
    """Return what the list names: factories under their events, or events that the map cannot name."""
    if not content.factories:
        return _events_by_region(content, builder) if len(content.events) > MOST_NAMED_EVENTS else []
    waiting = {factory.record: factory for factory in content.factories}
    rows: list[NameRow] = []
    for event in content.events:
        own = [waiting.pop(record) for record in event.factories if record in waiting]
        rows.append(NameRow(event.record, event.name, 0, 0, heads=True))
        rows += [NameRow(f.record, f.name, f.number, 0) for f in own]
    return rows + [NameRow(f.record, f.name, f.number, 0) for f in waiting.values()]


def _events_by_region(content: MapContent, builder: PageBuilder) -> list[NameRow]:
    rows: list[NameRow] = []
    for region, events in groupby(content.events, key=lambda event: event.region):
        name = builder.wording(f"region.{region or 'other'}")
        rows.append(NameRow("", name, 0, 0, heads=True, region=region))
        rows += [NameRow(event.record, event.name, 0, event.page) for event in events]
    return rows
