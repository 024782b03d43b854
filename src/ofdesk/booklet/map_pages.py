"""The MAP as a page: the whole sheet is the map, with its title and, where it fits, what the numbers mean."""

from __future__ import annotations

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_content import MapArea as MapArea
from ofdesk.booklet.map_content import MapContent, map_content
from ofdesk.booklet.map_drawing import MOST_NAMED_EVENTS, draw_area_map
from ofdesk.booklet.name_list import NameRow, list_height_mm, set_names
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.shapes import rectangle
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page

_LIST_COLUMNS = 5
_MOST_LIST_SHARE = 0.42  # of the type area's height
_LIST_PADDING_MM = 5.0
_TITLE_RAISE_MM = 2.4


def map_page(area: MapArea, source: Source, toolkit: Toolkit) -> Page:
    """Return the MAP of an area as a page of its own.

    Raises:
        InputError: code "map.unknown_area" for a prefecture that does not exist.
        ResourceError: the base map is missing or damaged.
    """
    builder = PageBuilder(toolkit, 1)
    wording = toolkit.wording
    name = area.name(wording)
    title = wording("map.title", area=name) if name else wording("heading.nation_map")
    builder.accent = toolkit.accent(area.region)
    full_map(builder, map_content(area, source, alone=True), title)
    return builder.finish(with_folio=False)


def full_map(builder: PageBuilder, content: MapContent, title: str) -> None:
    """Fill a page with a map to the bleed, its title at the top and a list of names at the foot if needed."""
    area, page = builder.area, builder.theme.size
    head = builder.style("title")
    rows = _rows(content)
    room_mm = list_height_mm(len(rows), area.width_mm, _LIST_COLUMNS)
    list_mm = min(room_mm, area.height_mm * _MOST_LIST_SHARE) if rows else 0.0
    foot_mm = area.bottom_mm - (list_mm + _LIST_PADDING_MM if rows else 0.0)
    top_mm = area.y_mm + head.leading_mm
    frame = Rect(area.x_mm, top_mm, area.width_mm, foot_mm - top_mm)
    bleed = builder.theme.bleed_mm
    reach_mm = foot_mm if rows else page.height_mm + bleed
    painted = Rect(-bleed, -bleed, page.width_mm + 2 * bleed, reach_mm + bleed)
    draw_area_map(builder, content, frame, painted)
    row = Rect(area.x_mm, area.y_mm - _TITLE_RAISE_MM, area.width_mm, head.leading_mm)
    builder.headline(title, head, row, max_lines=1)
    if rows:
        below = Rect(-bleed, foot_mm, painted.width_mm, page.height_mm + bleed - foot_mm)
        builder.add(rectangle(below, Ink("paper")))
        room = Rect(area.x_mm, area.bottom_mm - list_mm, area.width_mm, list_mm)
        set_names(builder, rows, room, _LIST_COLUMNS)


def _rows(content: MapContent) -> list[NameRow]:
    """Return what the list names: factories by number, or events that the map has no room to name."""
    if content.factories:
        return [NameRow(f.record, f.name, f.number, f.page) for f in content.factories]
    if len(content.events) > MOST_NAMED_EVENTS:
        return [NameRow(e.record, e.name, 0 if e.page else e.mark, e.page) for e in content.events]
    return []
