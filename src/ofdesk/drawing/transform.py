"""Operations and pages moved and magnified as a whole: type, lines, dashes and pictures grow alike.

Owns the arithmetic only; what is magnified, and by how much, is said by those who lay out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np

from ofdesk.base.geometry import Rect, Size
from ofdesk.drawing.display_list import (
    Anchor,
    FieldBox,
    GlyphRun,
    Group,
    Image,
    Link,
    Operation,
    Page,
    Path,
    Polylines,
    Segment,
    Stroke,
)

_PRECISION = 4  # decimals of a millimetre


@dataclass(frozen=True, slots=True)
class Transform:
    """Magnifies by a factor around the corner of the page, then moves by so many mm."""

    factor: float = 1.0
    dx_mm: float = 0.0
    dy_mm: float = 0.0

    def rect(self, rect: Rect) -> Rect:
        """Return a rectangle transformed."""
        x_mm, y_mm = self._xy(rect.x_mm, rect.y_mm)
        return Rect(x_mm, y_mm, rect.width_mm * self.factor, rect.height_mm * self.factor)

    def op(self, op: Operation) -> Operation:
        """Return an operation transformed, with everything inside it."""
        match op:
            case Group():
                clip = None if op.clip is None else self._shape(op.clip)
                return replace(op, ops=tuple(self.op(one) for one in op.ops), clip=clip)
            case Path() | Polylines():
                return self._shape(op)
            case GlyphRun():
                return self._run(op)
            case Image() | Link():
                return replace(op, rect=self.rect(op.rect))
            case Anchor():
                return replace(op, y_mm=op.y_mm * self.factor + self.dy_mm)

    def page(self, page: Page, size: Size, bleed_mm: float) -> Page:
        """Return a page transformed; its size and bleed are given, so that no digit of them is lost."""
        fields: list[FieldBox] = [replace(box, rect=self.rect(box.rect)) for box in page.fields]
        ops = tuple(self.op(op) for op in page.ops)
        return replace(page, size=size, ops=ops, bleed_mm=bleed_mm, fields=tuple(fields))

    def _xy(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        return x_mm * self.factor + self.dx_mm, y_mm * self.factor + self.dy_mm

    def _shape(self, shape: Path | Polylines) -> Path | Polylines:
        stroke = None if shape.stroke is None else self._stroke(shape.stroke)
        if isinstance(shape, Path):
            return replace(shape, segments=tuple(self._segment(s) for s in shape.segments), stroke=stroke)
        return replace(shape, lines=self._lines(shape.lines), stroke=stroke)

    def _segment(self, segment: Segment) -> Segment:
        match segment:
            case ("M" | "L" as kind, x, y):
                return (kind, *self._xy(x, y))
            case ("C", ax, ay, bx, by, x, y):
                return ("C", *self._xy(ax, ay), *self._xy(bx, by), *self._xy(x, y))
            case _:
                return ("Z",)

    def _lines(self, lines: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
        """Return lines transformed, all at once: a map has thousands of them."""
        places = np.fromiter(chain.from_iterable(lines), np.float64).reshape(-1, 2)
        moved = places * self.factor + np.array([self.dx_mm, self.dy_mm])
        flat = iter(moved.round(_PRECISION).reshape(-1).tolist())
        return tuple(tuple(islice(flat, len(line))) for line in lines)

    def _stroke(self, stroke: Stroke) -> Stroke:
        dash_mm = tuple(length * self.factor for length in stroke.dash_mm)
        return replace(stroke, width_mm=stroke.width_mm * self.factor, dash_mm=dash_mm)

    def _run(self, run: GlyphRun) -> GlyphRun:
        x_mm, y_mm = self._xy(run.x_mm, run.y_mm)
        return replace(
            run,
            size_pt=run.size_pt * self.factor,
            x_mm=x_mm,
            y_mm=y_mm,
            offsets_mm=tuple(offset * self.factor for offset in run.offsets_mm),
            rise_mm=tuple(rise * self.factor for rise in run.rise_mm),
            halo=None if run.halo is None else self._stroke(run.halo),
        )
