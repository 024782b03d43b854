"""Lists of names with a number before and a page after, in as many columns as a room holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.drawing.display_list import Ink

_GAP_MM = 5.0
_NUMBER_MM, _PAGE_MM = 6.0, 7.5
_ROW_MM = 3.8
_LEAST_COLUMN_MM = 32.0
_SIZE_PT = 6.5


@dataclass(frozen=True)
class NameRow:
    """A row: a number (0: none), a name, and the page it leads to (0: none); or the head of those below.

    Attributes:
        record: identity, "" for heads that are the booklet's own words.
        region: whose colour underlines a head, "" for none.
    """

    record: str
    name: str
    number: int
    page: int
    heads: bool = False
    region: str = ""


def list_height_mm(rows: Sequence[NameRow], width_mm: float, most_columns: int) -> float:
    """Return the height a list takes."""
    columns = _broken(rows, _columns(len(rows), width_mm, most_columns))
    return max((len(column) for column in columns), default=0) * _ROW_MM


def _columns(rows: int, width_mm: float, most_columns: int) -> int:
    fitting = int((width_mm + _GAP_MM) / (_LEAST_COLUMN_MM + _GAP_MM))
    return max(1, min(most_columns, fitting, rows))


def _broken(rows: Sequence[NameRow], columns: int) -> list[list[NameRow]]:
    """Break rows into columns as short as can be, no head alone at the foot of one."""
    length = math.ceil(len(rows) / columns)
    while True:
        found = _filled(rows, length)
        if len(found) <= columns:
            return found
        length += 1


def _filled(rows: Sequence[NameRow], length: int) -> list[list[NameRow]]:
    found: list[list[NameRow]] = []
    start = 0
    while start < len(rows):
        end = min(start + length, len(rows))
        if end < len(rows) and end - start > 1 and rows[end - 1].heads:
            end -= 1
        found.append(list(rows[start:end]))
        start = end
    return found


def set_names(builder: PageBuilder, rows: Sequence[NameRow], frame: Rect, most_columns: int = 4) -> None:
    """Set a list, column by column; names without room are noted in their field boxes."""
    columns = _broken(rows, _columns(len(rows), frame.width_mm, most_columns))
    width = (frame.width_mm - _GAP_MM * (len(columns) - 1)) / max(1, len(columns))
    for number, column in enumerate(columns):
        x_mm = frame.x_mm + number * (width + _GAP_MM)
        for place, row in enumerate(column):
            room = Rect(x_mm, frame.y_mm + place * _ROW_MM, width, _ROW_MM)
            if room.bottom_mm > frame.bottom_mm + 0.1:
                builder.leave_out((row.record, "name"), row.name, frame)
            else:
                _row(builder, row, room)


def _row(builder: PageBuilder, row: NameRow, frame: Rect) -> None:
    with builder.tagged("" if row.heads else "LI"):
        _texts(builder, row, frame)
    if row.region:
        accent = builder.toolkit.accent(row.region)
        builder.rule(frame.x_mm, frame.right_mm, frame.bottom_mm - 0.3, accent, 0.7)


def _texts(builder: PageBuilder, row: NameRow, frame: Rect) -> None:
    leading_pt = _ROW_MM * 72 / 25.4
    name = builder.style("subname" if row.heads else "value", size_pt=_SIZE_PT, leading_pt=leading_pt)
    left, right = frame.x_mm, frame.right_mm
    if row.number:
        figures = builder.style("label", leading_pt=leading_pt, ink=Ink("text"), tabular=True, align="right")
        place = Rect(left, frame.y_mm, _NUMBER_MM - 1.6, frame.height_mm)
        builder.line(str(row.number), figures, place, tag="Lbl")
        left += _NUMBER_MM
    if row.page:
        right -= _PAGE_MM
    room = Rect(left, frame.y_mm, right - left, frame.height_mm)
    tag = "H2" if row.heads else "P"
    builder.line(row.name, name, room, field=(row.record, "name") if row.record else None, tag=tag)
    if row.page:
        page = builder.style("caption", leading_pt=leading_pt, align="right", ink=QUIET)
        place = Rect(right, frame.y_mm, _PAGE_MM, frame.height_mm)
        builder.line(builder.wording("value.page", page=row.page), page, place)
        builder.link(frame, page=row.page)
