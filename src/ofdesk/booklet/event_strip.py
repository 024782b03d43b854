"""The strip at the foot of an event's page: its first factories with picture, number and page."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Point, Rect
from ofdesk.booklet.facts import joined
from ofdesk.booklet.headline import fitted_headline
from ofdesk.booklet.marks import mark_width_mm, number_mark
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.pictures import Picture
from ofdesk.drawing.display_list import Ink

_TILES = 4
_PICTURE_RATIO = 3 / 2
_RULE_MM = 2.4
_GAP_MM = 1.6
_MARK_GAP_MM = 1.2


@dataclass(frozen=True)
class FactoryTile:
    """A factory as the event's page shows it; `page` is where it is told in full, 0 for nowhere."""

    record: str
    number: int
    name: str
    trade: str
    page: int
    picture: Picture | None


def _column(builder: PageBuilder, index: int) -> Rect:
    span = builder.theme.columns // _TILES
    return builder.theme.column(builder.area, index * span, span)


def _picture_mm(builder: PageBuilder, tiles: tuple[FactoryTile, ...]) -> float:
    """Return the height of the pictures, 0 when no tile has one."""
    if not any(tile.picture for tile in tiles):
        return 0.0
    return _column(builder, 0).width_mm / _PICTURE_RATIO + _GAP_MM


def strip_height_mm(builder: PageBuilder, tiles: tuple[FactoryTile, ...]) -> float:
    """Return the height of the strip."""
    words_mm = _name_mm(builder, tiles) + builder.style("caption").leading_mm
    return _RULE_MM + _picture_mm(builder, tiles) + words_mm


def _name_mm(builder: PageBuilder, tiles: tuple[FactoryTile, ...]) -> float:
    """Return the height that the names of all tiles share."""
    composer, style = builder.toolkit.composer, builder.style("subname")
    widths = ((tile, _column(builder, 0).width_mm - _name_left(tile)) for tile in tiles)
    return max(fitted_headline(composer, tile.name, style, width, 2).height_mm for tile, width in widths)


def _name_left(tile: FactoryTile) -> float:
    return mark_width_mm(tile.number) + _MARK_GAP_MM


def factory_strip(builder: PageBuilder, tiles: tuple[FactoryTile, ...], count: int, top_mm: float) -> None:
    """Set the strip; `count` tells how many factories there are in all."""
    builder.rule(builder.area.x_mm, builder.area.right_mm, top_mm, Ink("rule"))
    picture_mm, name_mm = _picture_mm(builder, tiles), _name_mm(builder, tiles)
    for index, tile in enumerate(tiles):
        column = _column(builder, index)
        frame = Rect(column.x_mm, top_mm + _RULE_MM, column.width_mm, picture_mm)
        with builder.tagged("LI"):
            _tile(builder, tile, frame, name_mm)
    if count > len(tiles):
        caption = builder.style("caption", ink=QUIET, align="right")
        words = builder.wording("event.more_factories", count=count - len(tiles))
        row = Rect(
            builder.area.x_mm, top_mm - caption.leading_mm - 0.5, builder.area.width_mm, caption.leading_mm
        )
        builder.line(words, caption, row)


def _tile(builder: PageBuilder, tile: FactoryTile, frame: Rect, name_mm: float) -> None:
    corner = Point(frame.x_mm, frame.bottom_mm)
    builder.add(*number_mark(builder.toolkit, tile.number, builder.region, corner))
    if frame.height_mm:
        picture = frame.inset(0.0, 0.0, 0.0, _GAP_MM)
        builder.picture_or_ornament(tile.picture, picture, tile.record, builder.accent)
    name, caption = builder.style("subname"), builder.style("caption", ink=QUIET)
    y_mm = frame.bottom_mm
    left = frame.x_mm + _name_left(tile)
    room = Rect(left, y_mm, frame.right_mm - left, name_mm)
    builder.headline(tile.name, name, room, field=(tile.record, "name"), tag="P")
    page = builder.wording("value.page", page=tile.page) if tile.page else ""
    row = Rect(left, y_mm + name_mm, frame.right_mm - left, caption.leading_mm)
    builder.line(joined((tile.trade, page), builder.wording), caption, row, field=(tile.record, "trade"))
    if tile.page:
        builder.link(Rect(frame.x_mm, frame.y_mm, frame.width_mm, row.bottom_mm - frame.y_mm), page=tile.page)
