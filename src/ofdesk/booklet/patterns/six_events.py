"""Six events on a page, two by three: picture, name, place and the short overview, baselines level."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import area_words
from ofdesk.booklet.order import prefecture_of_event, region_of
from ofdesk.booklet.page_builder import PageBuilder, rectangle
from ofdesk.booklet.pictures import Picture, pictures_of
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Event

_COLUMNS, _ROWS = 2, 3
_GAP_MM = 8.0
_HEADING_MM = 16.0
_PICTURE_RATIO = 1.62  # a little lower than 3:2, so that a full short overview finds its five lines


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
    part: int
    tiles: tuple[EventTile, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the events of the page."""
    catalogue, plan = source.catalogue, source.plan
    events = [event for event in (catalogue.find(Event, i) for i in slot.records) if event]
    tiles = tuple(
        EventTile(
            event,
            region_of(prefecture_of_event(event)),
            next(iter(pictures_of(catalogue, event.photos)), None),
            page if (page := plan.event_page.get(event.id, 0)) != slot.number else 0,
        )
        for event in events
    )
    return Content(slot.number, slot.part, tiles, catalogue.booklet.title)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    area = builder.area
    if content.part == 0:
        heading = builder.style("title")
        builder.line(
            toolkit.wording("heading.six_events"),
            heading,
            Rect(area.x_mm, area.y_mm - 2, area.width_mm, heading.leading_mm),
            tag="H1",
        )
    top_mm = area.y_mm + _HEADING_MM
    width = (area.width_mm - _GAP_MM * (_COLUMNS - 1)) / _COLUMNS
    height = (area.bottom_mm - top_mm) / _ROWS
    for index, tile in enumerate(content.tiles):
        row, column = divmod(index, _COLUMNS)
        _tile(
            builder, tile, Rect(area.x_mm + column * (width + _GAP_MM), top_mm + row * height, width, height)
        )
    return builder.finish(content.running_head)


def _tile(builder: PageBuilder, tile: EventTile, frame: Rect) -> None:
    event = tile.event
    accent = builder.toolkit.accent(tile.region)
    picture_frame = Rect(frame.x_mm, frame.y_mm, frame.width_mm, frame.width_mm * 0.62 / 1.0)
    text_mm = pt_to_mm(5 * 13) + builder.style("name").leading_mm + 3 * pt_to_mm(10)
    picture_frame = Rect(
        frame.x_mm,
        frame.y_mm,
        frame.width_mm,
        min(frame.width_mm / _PICTURE_RATIO, frame.height_mm - text_mm),
    )
    if tile.picture:
        builder.picture(tile.picture, picture_frame)
    else:
        builder.add(rectangle(picture_frame, Ink(accent.role, 0.1 * accent.tint)))
    y_mm = picture_frame.bottom_mm + 2.2
    caption = builder.style("caption", ink=builder.toolkit.accent_for_text(tile.region))
    row = Rect(frame.x_mm, y_mm, frame.width_mm, caption.leading_mm)
    builder.line(
        area_words(event.municipalities, event.prefectures), caption, row, field=(event.id, "municipalities")
    )
    if tile.page:
        page = builder.style("caption", align="right", ink=Ink("text", 0.6))
        builder.line(f"p.{tile.page}", page, row)
        builder.link(frame, page=tile.page)
    y_mm += caption.leading_mm
    name = builder.style("name")
    builder.line(
        event.name,
        name,
        Rect(frame.x_mm, y_mm, frame.width_mm, name.leading_mm),
        field=(event.id, "name"),
        tag="H2",
    )
    y_mm += name.leading_mm + 0.6
    small = builder.style("small")
    room = Rect(frame.x_mm, y_mm, frame.width_mm, frame.bottom_mm - y_mm - 2)
    builder.text(event.overview_short, small, room, field=(event.id, "overview_short"))
