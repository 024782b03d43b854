"""Numbers in discs: the same mark on maps, in lists and beside pictures, so that the eye finds them again."""

from __future__ import annotations

from ofdesk.base.geometry import Point, Rect
from ofdesk.booklet.shapes import disc, pill
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Group, Operation
from ofdesk.drawing.fonts import BOLD
from ofdesk.typesetting.style import TextStyle

MARK_HEIGHT_MM = 4.4
_SIZES_PT = {1: 7.5, 2: 7.0}
_SMALLEST_PT = 6.0


def mark_width_mm(number: int) -> float:
    """Return how wide a number's mark is: a disc, or a pill for four figures and more."""
    return MARK_HEIGHT_MM + max(0, len(str(number)) - 3) * 1.2


def number_mark(toolkit: Toolkit, number: int, region: str, corner: Point) -> list[Operation]:
    """Return a number in a disc of its region's colour; `corner` is its upper left corner."""
    text = str(number)
    size_pt = _SIZES_PT.get(len(text), _SMALLEST_PT)
    style = TextStyle(BOLD, size_pt, size_pt, toolkit.number_ink(region), align="left", tabular=True)
    width_mm = mark_width_mm(number)
    line = toolkit.composer.fit_line(text, style, width_mm - 0.5, 0.6).line
    cap_mm = toolkit.fonts.face(BOLD).metrics.cap_height_em * style.size_mm
    box = Rect(corner.x_mm, corner.y_mm, width_mm, MARK_HEIGHT_MM)
    middle = box.centre
    ink = toolkit.accent(region)
    plate = disc(middle, MARK_HEIGHT_MM / 2, ink) if width_mm == MARK_HEIGHT_MM else pill(box, ink)
    glyphs = line.ops_at(middle.x_mm - line.width_mm / 2, middle.y_mm + cap_mm / 2)
    return [plate, Group(tuple(glyphs), tag="Lbl")]
