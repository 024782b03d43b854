"""The MAP as a page: the map from edge to edge, its title and, where it fits, what the numbers mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ofdesk.base.geometry import Rect
from ofdesk.booklet.map_content import EventOnMap, MapContent
from ofdesk.booklet.map_content import MapArea as MapArea
from ofdesk.booklet.map_drawing import MOST_NAMED_EVENTS, PLAIN, SheetForm, draw_area_map
from ofdesk.booklet.name_list import NameRow, list_height_mm, set_names
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.cartography.legend import LegendEntry

_LIST_COLUMNS = 5
_LIST_COLUMN_MM = 38.0
_MOST_LIST_SHARE = 0.45  # of the type area's height
_LIST_PADDING_MM = 5.0
_MAP_PADDING_MM = 3.0
_TITLE_RAISE_MM = 2.4
_LINES_NOT_SHOWN = 3  # below the type area
_MANY_EVENTS, _MORE_LINES = 50, 2  # of so many not all are named: their list takes some of the map's height


def map_title(area: MapArea, toolkit: Toolkit) -> str:
    """Return the title of the MAP of an area, in the booklet's language."""
    name = area.name(toolkit.wording)
    if not name:
        return toolkit.wording(area.heading)
    return toolkit.wording("map.title.event" if area.kind == "event" else "map.title", area=name)


def full_map(
    builder: PageBuilder, content: MapContent, title: str, form: SheetForm = PLAIN
) -> tuple[LegendEntry, ...]:
    """Fill a page with a map to the bleed, its title at the top and a list of names at the foot if needed.

    The nation's title stands on the sea; on maps of smaller areas land may lie there, so that head and
    foot are of paper.

    Returns:
        What the legend of the map explains.
    """
    area, page, bleed = builder.area, builder.theme.size, builder.theme.bleed_mm
    head = builder.style("title")
    rows = list_rows(content, builder) if form.listed else []
    rooms = _rooms(area, form)
    shares = _shared_out(rows, len(rooms))
    columns = max(_LIST_COLUMNS, int(rooms[0].width_mm / _LIST_COLUMN_MM))
    list_mm = max(list_height_mm(share, rooms[0].width_mm, columns) for share in shares) if rows else 0.0
    if list_mm > area.height_mm * _MOST_LIST_SHARE:
        rows, list_mm = [], 0.0
    foot_mm = area.bottom_mm - list_mm - _LIST_PADDING_MM if rows else page.height_mm + bleed
    on_sea = content.area.kind == "nation"
    head_mm = -bleed if on_sea else area.y_mm + head.leading_mm
    top_mm = area.y_mm + head.leading_mm + (0.0 if on_sea else _MAP_PADDING_MM)
    painted = Rect(-bleed, head_mm, page.width_mm + 2 * bleed, foot_mm - head_mm)
    more_lines = _MORE_LINES if form.listed and not rows and len(content.events) > _MANY_EVENTS else 0
    frame_foot_mm = min(foot_mm, area.bottom_mm - more_lines * builder.style("caption").leading_mm)
    frame = Rect(area.x_mm, top_mm, area.width_mm, frame_foot_mm - top_mm)
    sheet = draw_area_map(builder, content, frame, painted, form)
    row = Rect(area.x_mm, area.y_mm - _TITLE_RAISE_MM, rooms[0].width_mm, head.leading_mm)
    builder.headline(title, head, row, max_lines=1)
    lost = {found.key for found in sheet.unplaced if found.kind == "pin"}
    numbers = [factory.number for factory in content.factories if factory.record in lost]
    if rows:
        for share, room in zip(shares, rooms, strict=True):
            foot = Rect(room.x_mm, room.bottom_mm - list_mm, room.width_mm, list_mm)
            set_names(builder, share, foot, columns)
        events: list[EventOnMap] = []
    elif form.listed and content.area.kind != "event":  # the title names it
        events = [event for event in content.events if event.record not in sheet.callouts]
    else:
        events = []
    _not_shown(builder, events, numbers, more_lines)
    return sheet.legend.entries if sheet.legend else ()


def _rooms(area: Rect, form: SheetForm) -> list[Rect]:
    """Return the parts of the type area to either side of what must stay clear from top to bottom."""
    upright = [clear for clear in form.keep_clear if clear.height_mm > clear.width_mm]
    if len(upright) != 1:
        return [area]
    left, right = upright[0].x_mm, upright[0].right_mm
    return [
        Rect(area.x_mm, area.y_mm, left - area.x_mm, area.height_mm),
        Rect(right, area.y_mm, area.right_mm - right, area.height_mm),
    ]


def _shared_out(rows: Sequence[NameRow], parts: int) -> list[Sequence[NameRow]]:
    half = -(-len(rows) // parts)
    if parts > 1 and half and rows[half - 1].heads:
        half -= 1
    return [rows] if parts == 1 else [rows[:half], rows[half:]]


def _not_shown(
    builder: PageBuilder, events: Sequence[EventOnMap], numbers: Sequence[int], more_lines: int
) -> None:
    """Name the events and numbers that have no place or found no room, below the map."""
    if not events and not numbers:
        return
    wording = builder.wording
    names = [
        event.name + (wording("bracketed", text=wording("value.page", page=event.page)) if event.page else "")
        for event in events
    ]
    separator = wording("separator.names")
    texts = [wording("map.not_shown", names=separator.join(names))] if names else []
    if numbers:
        listed = separator.join(str(number) for number in sorted(numbers))
        texts.append(wording("map.numbers_not_shown", numbers=listed))
    style = builder.style("caption")
    area = builder.area
    top_mm = area.bottom_mm + 1.0 - more_lines * style.leading_mm
    height_mm = (_LINES_NOT_SHOWN + more_lines) * style.leading_mm
    room = Rect(area.x_mm, top_mm, area.width_mm, height_mm)
    builder.text("\n".join(texts), style, room, field=(events[0].record, "") if events else None)


def list_rows(content: MapContent, builder: PageBuilder) -> list[NameRow]:
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
