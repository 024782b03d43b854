"""Six events on a page, two by three: picture, name, place and the short overview, baselines level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import NAMED_MUNICIPALITIES, area_words, sources_words
from ofdesk.booklet.headline import fitted_headline
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.pictures import Picture, pictures_of_event
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.record_facts import names_of, overview_of
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.model.records import Event

_COLUMNS, _ROWS = 2, 3
_GAP_MM = 16.0  # wide enough that three rows of pictures of 3:2 and their texts fill the height
_ROW_GAP_MM = 3.0
_PICTURE_RATIO = 3 / 2
_PLACE_GAP_MM, _NAME_GAP_MM = 1.8, 0.6
_PAGE_WIDTH_MM = 9.0


@dataclass(frozen=True)
class EventTile:
    """One event of the grid; `page` is where it is told in full, 0 for nowhere else."""

    event: Event
    region: str
    picture: Picture | None
    page: int


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    heading: str
    tiles: tuple[EventTile, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the events of the page."""
    catalogue, plan = source.catalogue, source.plan
    events = [event for event in (catalogue.find(Event, i) for i in slot.records) if event]
    tiles = tuple(
        EventTile(
            event,
            plan.order.region_of(event),
            next(iter(pictures_of_event(catalogue, event)), None),
            page if (page := plan.event_page.get(event.id, 0)) != slot.number else 0,
        )
        for event in events
    )
    return Content(slot.number, source.heading(slot), tiles, source.running_head)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    builder.header(content.heading or toolkit.wording("heading.six_events"))
    area = builder.area
    width = (area.width_mm - _GAP_MM * (_COLUMNS - 1)) / _COLUMNS
    height = (area.height_mm + _ROW_GAP_MM) / _ROWS
    for row in range(_ROWS):
        tiles = content.tiles[row * _COLUMNS : (row + 1) * _COLUMNS]
        name_mm = _name_height(builder, tiles, width)
        for column, tile in enumerate(tiles):
            x_mm = area.x_mm + column * (width + _GAP_MM)
            frame = Rect(x_mm, area.y_mm + row * height, width, height - _ROW_GAP_MM)
            _tile(builder, tile, frame, name_mm)
    events = [tile.event for tile in content.tiles if not tile.page]
    builder.source_line(sources_words(events, toolkit.wording), events[0].id if events else "")
    return builder.finish(content.running_head)


def _name_height(builder: PageBuilder, tiles: Sequence[EventTile], width_mm: float) -> float:
    """Return the height the names of a row share, so that their texts begin on one line."""
    style = builder.style("name")
    fitted = (
        fitted_headline(builder.toolkit.composer, names_of(t.event, builder.wording).main, style, width_mm, 2)
        for t in tiles
    )
    return max((headline.height_mm for headline in fitted), default=style.leading_mm)


def _tile(builder: PageBuilder, tile: EventTile, frame: Rect, name_mm: float) -> None:
    event, toolkit = tile.event, builder.toolkit
    place, small = builder.style("caption", ink=toolkit.accent_for_text(tile.region)), builder.style("small")
    text_mm = _PLACE_GAP_MM + place.leading_mm + name_mm + _NAME_GAP_MM + 4 * small.leading_mm
    height = min(frame.width_mm / _PICTURE_RATIO, frame.height_mm - text_mm)
    picture_frame = Rect(frame.x_mm, frame.y_mm, frame.width_mm, height)
    builder.picture_or_ornament(tile.picture, picture_frame, event.id, toolkit.accent(tile.region))
    if tile.picture and not tile.page:
        builder.credit(tile.picture, picture_frame)
    y_mm = picture_frame.bottom_mm + _PLACE_GAP_MM
    row = Rect(frame.x_mm, y_mm, frame.width_mm - _PAGE_WIDTH_MM, place.leading_mm)
    area = area_words(event, builder.wording, NAMED_MUNICIPALITIES)
    builder.line(area, place, row, field=(event.id, "municipalities"))
    if tile.page:
        page = builder.style("caption", align="right", ink=QUIET)
        row = Rect(frame.right_mm - _PAGE_WIDTH_MM, y_mm, _PAGE_WIDTH_MM, page.leading_mm)
        builder.line(builder.wording("value.page", page=tile.page), page, row)
        builder.link(frame, page=tile.page)
    y_mm += place.leading_mm
    names = names_of(event, builder.wording)
    room = Rect(frame.x_mm, y_mm, frame.width_mm, name_mm)
    builder.headline(names.main, builder.style("name"), room, field=(event.id, names.main_field), tag="H2")
    y_mm += name_mm + _NAME_GAP_MM
    text, field = overview_of(event, builder.wording, short=True)
    room = Rect(frame.x_mm, y_mm, frame.width_mm, frame.bottom_mm - y_mm + 0.1)
    builder.text(text, small, room, field=(event.id, field))
