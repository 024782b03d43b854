"""Words turned a quarter, for the edge of the page: outlines in place of glyph runs.

Only for decoration that is said elsewhere in readable text (tags "Artifact"): outlines cannot be searched.
"""

from __future__ import annotations

from typing import Any

import uharfbuzz as hb

from ofdesk.base.geometry import Point
from ofdesk.drawing.display_list import Ink, Path, Segment
from ofdesk.drawing.fonts import Face


class _Outline:
    """Receives the curves of glyphs in font units, y upwards, and turns them a quarter clockwise."""

    def __init__(self, scale_mm: float) -> None:
        self._scale_mm = scale_mm
        self._at: tuple[float, float] = (0.0, 0.0)
        self.origin = Point(0.0, 0.0)
        self.segments: list[Segment] = []

    def _place(self, x: float, y: float) -> tuple[float, float]:
        # Forward along the line is down the page, up in the font is to the right.
        return self.origin.x_mm + y * self._scale_mm, self.origin.y_mm + x * self._scale_mm

    def move_to(self, x: float, y: float, _: Any) -> None:
        self._at = (x, y)
        self.segments.append(("M", *self._place(x, y)))

    def line_to(self, x: float, y: float, _: Any) -> None:
        self._at = (x, y)
        self.segments.append(("L", *self._place(x, y)))

    def quadratic_to(self, cx: float, cy: float, x: float, y: float, _: Any) -> None:
        ax, ay = self._at
        first = (ax + 2 / 3 * (cx - ax), ay + 2 / 3 * (cy - ay))
        second = (x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y))
        self.cubic_to(*first, *second, x, y, _)

    def cubic_to(self, ax: float, ay: float, bx: float, by: float, x: float, y: float, _: Any) -> None:
        self._at = (x, y)
        self.segments.append(("C", *self._place(ax, ay), *self._place(bx, by), *self._place(x, y)))

    def close(self, _: Any) -> None:
        self.segments.append(("Z",))


def turned_text(face: Face, text: str, size_mm: float, middle: Point, ink: Ink) -> Path:
    """Return a word that reads from top to bottom, centred on a point.

    Args:
        face: the face of the word.
        text: one word without line break.
        size_mm: type size.
        middle: where the middle of the word's length and of its capitals' height stands.
        ink: colour.
    """
    shaped = face.shape(text)
    outline = _Outline(size_mm / face.units_per_em)
    pen = hb.DrawFuncs()
    pen.set_move_to_func(outline.move_to)
    pen.set_line_to_func(outline.line_to)
    pen.set_quadratic_to_func(outline.quadratic_to)
    pen.set_cubic_to_func(outline.cubic_to)
    pen.set_close_path_func(outline.close)
    font = hb.Font(face.hb_face)
    x_mm = middle.x_mm - face.metrics.cap_height_em * size_mm / 2
    y_mm = middle.y_mm - shaped.width_em * size_mm / 2
    for glyph, advance in zip(shaped.glyphs, shaped.advances_em, strict=True):
        outline.origin = Point(x_mm, y_mm)
        font.draw_glyph(glyph, pen, None)
        y_mm += advance * size_mm
    return Path(tuple(outline.segments), fill=ink)
