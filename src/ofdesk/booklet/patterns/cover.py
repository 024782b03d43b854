"""The cover (表1): title, year and publisher over a pattern composed of the nine region colours."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

from ofdesk.base.geometry import Point, Rect
from ofdesk.base.japan import REGIONS
from ofdesk.booklet.engine import Source
from ofdesk.booklet.page_builder import PageBuilder, rectangle
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.shapes import sector
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.settings import BookletSettings

_COLUMNS, _ROWS = 6, 5
_CORNERS = ((0, 0, 0.0), (1, 0, math.pi / 2), (1, 1, math.pi), (0, 1, 3 * math.pi / 2))


@dataclass(frozen=True)
class Content:
    """Everything the cover shows."""

    number: int
    title: str
    subtitle: str
    title_en: str
    year_label: str
    publisher: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the settings the cover shows."""
    settings: BookletSettings = source.catalogue.booklet
    return Content(
        slot.number,
        settings.title,
        settings.subtitle,
        settings.title_en,
        settings.year_label,
        settings.publisher,
    )


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    size, bleed = builder.theme.size, builder.theme.bleed_mm
    tile = size.width_mm / _COLUMNS
    top = size.height_mm - _ROWS * tile
    _pattern(builder, content.title, top, tile, bleed)
    left, right = 20.0, size.width_mm - 20.0
    year = builder.style("figure", size_pt=34.0, leading_pt=36.0)
    builder.line(content.year_label, year, Rect(left, 20.0, right - left, year.leading_mm))
    title = builder.style("display", size_pt=30.0, leading_pt=40.0)
    room = Rect(left, 40.0, right - left, top - 64.0)
    used = builder.text(content.title, title, room, max_lines=2, tag="H1")
    y_mm = room.y_mm + used.used_height_mm + 1.5
    for text, name in ((content.subtitle, "lead"), (content.title_en, "caption")):
        if text:
            style = builder.style(name, align="left")
            builder.line(text, style, Rect(left, y_mm, right - left, style.leading_mm))
            y_mm += style.leading_mm + 1.0
    publisher = builder.style("name")
    builder.line(content.publisher, publisher, Rect(left, top - 14.0, right - left, publisher.leading_mm))
    return builder.finish(folio=False)


def _pattern(builder: PageBuilder, seed: str, top_mm: float, tile_mm: float, bleed_mm: float) -> None:
    """Fill the lower part with quarter circles (七宝) in the nine colours, the same for the same title."""
    digest = hashlib.sha256(seed.encode()).digest()
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            step = digest[(row * _COLUMNS + column) % len(digest)]
            _tile(builder, (row, column), step, Point(column * tile_mm, top_mm + row * tile_mm), tile_mm)
    # The outer tiles run on into the bleed, so that no white shows when the trim is a little off.
    width = builder.theme.size.width_mm
    for row in range(_ROWS):
        y_mm = top_mm + row * tile_mm
        last = row == _ROWS - 1
        height = tile_mm + (bleed_mm if last else 0.0)
        for x_mm, column in ((-bleed_mm, 0), (width, _COLUMNS - 1)):
            builder.add(rectangle(Rect(x_mm, y_mm, bleed_mm, height), _ground(row, column)))
    for column in range(_COLUMNS):
        y_mm = top_mm + _ROWS * tile_mm
        builder.add(rectangle(Rect(column * tile_mm, y_mm, tile_mm, bleed_mm), _ground(_ROWS - 1, column)))


def _ground(row: int, column: int) -> Ink:
    return Ink(f"region.{REGIONS[(row * 4 + column * 7) % len(REGIONS)]}", 0.14)


def _tile(builder: PageBuilder, cell: tuple[int, int], step: int, corner: Point, tile_mm: float) -> None:
    row, column = cell
    builder.add(rectangle(Rect(corner.x_mm, corner.y_mm, tile_mm, tile_mm), _ground(row, column)))
    ink = Ink(f"region.{REGIONS[(row * 4 + column * 7 + 1 + step % 4) % len(REGIONS)]}")
    dx, dy, start = _CORNERS[step % 4]
    centre = Point(corner.x_mm + dx * tile_mm, corner.y_mm + dy * tile_mm)
    builder.add(sector(centre, tile_mm, (start, start + math.pi / 2), ink))
    if step % 3 == 0:
        builder.add(sector(centre, tile_mm * 0.55, (start, start + math.pi / 2), _ground(row, column)))
        builder.add(sector(centre, tile_mm * 0.28, (start, start + math.pi / 2), ink))
