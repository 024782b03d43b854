"""The cover (表1): title, year and publisher over an ornament composed of the nine region colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.ornament import TileInks, region_inks, tiled
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.shapes import rectangle
from ofdesk.booklet.standing_text import standing_text
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Group, Page
from ofdesk.drawing.fonts import REGULAR

_SIDE_MM = 20.0
_YEAR_Y_MM = 19.0
_TITLE_Y_MM = 37.0
_PUBLISHER_ABOVE_MM = 15.0
_STANDING_PT = 20.0
_STANDING_DROP_MM = 2.6  # the top of the first character stands level with the figures of the year
_STANDING_FOOT_MM = 10.0
_STANDING_GAP_MM = 12.0


@dataclass(frozen=True)
class Content:
    """Everything the cover shows.

    Attributes:
        title, other_title: in the booklet's language and in the other one, each with the name of its field.
    """

    number: int
    title: tuple[str, str]
    other_title: tuple[str, str]
    subtitle: str
    year_label: str
    publisher: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the settings the cover shows."""
    settings = source.catalogue.booklet
    title, other = (settings.title, "title"), (settings.title_en, "title_en")
    if settings.language == "en" and settings.title_en:
        title, other = other, title
    return Content(slot.number, title, other, settings.subtitle, settings.year_label, settings.publisher)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    size, look = builder.theme.size, builder.theme.look
    field_mm = look.cover_rows * size.width_mm / look.cover_columns
    top_mm = size.height_mm - field_mm
    _ornament(builder, content.title[0], Rect(0.0, top_mm, size.width_mm, field_mm))
    _words(builder, content, Rect(_SIDE_MM, 0.0, size.width_mm - 2 * _SIDE_MM, top_mm))
    return builder.finish(with_folio=False)


def _words(builder: PageBuilder, content: Content, frame: Rect) -> None:
    standing = builder.theme.look.cover_standing and builder.wording.language == "ja"
    if standing and content.subtitle:
        style = builder.style("lead", size_pt=_STANDING_PT, leading_pt=1.6 * _STANDING_PT, align="left")
        top_mm = _YEAR_Y_MM + _STANDING_DROP_MM
        room = Rect(frame.x_mm, top_mm, frame.width_mm, frame.bottom_mm - _STANDING_FOOT_MM - top_mm)
        used_mm = standing_text(builder, content.subtitle, style, room, field=("booklet", "subtitle"))
        frame = frame.inset(0.0, 0.0, used_mm + _STANDING_GAP_MM, 0.0)
        content = replace(content, subtitle="")
    year = builder.style("figure", size_pt=34.0, leading_pt=36.0, face=REGULAR)
    row = Rect(frame.x_mm, _YEAR_Y_MM, frame.width_mm, year.leading_mm)
    builder.headline(content.year_label, year, row, max_lines=1, field=("booklet", "year_label"), tag="P")
    publisher = builder.style("name")
    foot_mm = frame.bottom_mm - _PUBLISHER_ABOVE_MM
    title_pt = builder.theme.look.cover_title_pt
    title = builder.style("display", size_pt=title_pt, leading_pt=1.3 * title_pt)
    room = Rect(frame.x_mm, _TITLE_Y_MM, frame.width_mm, foot_mm - _TITLE_Y_MM)
    words, name = content.title
    used = builder.headline(words, title, room, field=("booklet", name))
    y_mm = room.y_mm + used.used_height_mm + 1.0
    for text, style, field in (
        (content.subtitle, builder.style("lead", align="left"), "subtitle"),
        (content.other_title[0], builder.style("value"), content.other_title[1]),
    ):
        if text:
            row = Rect(frame.x_mm, y_mm, frame.width_mm, style.leading_mm)
            used = builder.headline(text, style, row, field=("booklet", field), tag="P")
            y_mm += used.used_height_mm + 0.8
    row = Rect(frame.x_mm, foot_mm, frame.width_mm, publisher.leading_mm)
    builder.headline(content.publisher, publisher, row, max_lines=1, field=("booklet", "publisher"), tag="P")


def _ornament(builder: PageBuilder, seed: str, field: Rect) -> None:
    """Fill the lower part with the nine colours, the same for the same title."""
    look = builder.theme.look

    def inks(row: int, column: int) -> TileInks:
        return region_inks(row, column, look.cover_ground)

    _bleed(builder, field, inks)
    squares = tiled(field, look.cover_columns, look.cover_rows, seed, inks)
    builder.add(Group(tuple(squares), tag="Artifact"))


def _bleed(builder: PageBuilder, field: Rect, inks: Callable[[int, int], TileInks]) -> None:
    """Let the grounds of the outer squares run on into the bleed: a trim a little off shows no white."""
    bleed, look = builder.theme.bleed_mm, builder.theme.look
    columns, rows = look.cover_columns, look.cover_rows
    tile_mm = field.width_mm / columns
    for row in range(rows):
        y_mm = field.y_mm + row * tile_mm
        height = tile_mm + (bleed if row == rows - 1 else 0.0)
        for x_mm, column in ((field.x_mm - bleed, 0), (field.right_mm, columns - 1)):
            builder.add(rectangle(Rect(x_mm, y_mm, bleed, height), inks(row, column).ground))
    for column in range(columns):
        strip = Rect(field.x_mm + column * tile_mm, field.bottom_mm, tile_mm, bleed)
        builder.add(rectangle(strip, inks(rows - 1, column).ground))
