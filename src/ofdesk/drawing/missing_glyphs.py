"""Characters that a face has no glyph for, in what is to be painted: they show as a crossed box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ofdesk.base.geometry import Point
from ofdesk.drawing.display_list import GlyphRun, Group, Operation

MISSING_GLYPH: Final = 0


def missing_texts(run: GlyphRun) -> Iterator[str]:
    """Yield the text of every cluster that holds the missing glyph."""
    for text, _ in _missing(run):
        yield text


def missing_in(ops: Iterable[Operation]) -> Iterator[tuple[str, Point]]:
    """Yield the text of every cluster without a glyph and where its first box stands, on the baseline."""
    for op in ops:
        if isinstance(op, Group):
            yield from missing_in(op.ops)
        elif isinstance(op, GlyphRun) and MISSING_GLYPH in op.glyphs:
            for text, offset_mm in _missing(op):
                across_mm, down_mm = (0.0, offset_mm) if op.vertical or op.turned else (offset_mm, 0.0)
                yield text, Point(op.x_mm + across_mm, op.y_mm + down_mm)


def _missing(run: GlyphRun) -> Iterator[tuple[str, float]]:
    text, reported = "", False
    for glyph, offset_mm, glyph_text in zip(run.glyphs, run.offsets_mm, run.texts, strict=True):
        if glyph_text:
            text, reported = glyph_text, False
        if glyph == MISSING_GLYPH and not reported:
            reported = True
            yield text, offset_mm
