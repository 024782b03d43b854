"""Where the ink of glyph runs really is, from the outlines of the faces."""

from __future__ import annotations

from collections.abc import Iterable

import uharfbuzz as hb

from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.drawing.fonts import FontBook


def widest_gap_mm(runs: Iterable[GlyphRun], fonts: FontBook) -> float:
    """Return the widest space between the bodies of two glyphs of a run, typed blanks left out."""
    widest = 0.0
    for run in runs:
        face = fonts.face(run.face)
        font = hb.Font(face.hb_face)
        unit_mm = pt_to_mm(run.size_pt) * run.scale_x / face.units_per_em
        ends = [
            offset_mm + font.get_glyph_h_advance(glyph) * unit_mm
            for glyph, offset_mm in zip(run.glyphs, run.offsets_mm, strict=True)
        ]
        gaps = (offset_mm - end for end, offset_mm in zip(ends, run.offsets_mm[1:], strict=False))
        widest = max(widest, *gaps, 0.0)
    return widest


def ink_bounds_mm(runs: Iterable[GlyphRun], fonts: FontBook) -> tuple[float, float]:
    """Return the x of the leftmost and of the rightmost ink."""
    lefts: list[float] = []
    rights: list[float] = []
    for run in runs:
        face = fonts.face(run.face)
        font = hb.Font(face.hb_face)
        unit_mm = pt_to_mm(run.size_pt) * run.scale_x / face.units_per_em
        for glyph, offset_mm in zip(run.glyphs, run.offsets_mm, strict=True):
            extents = font.get_glyph_extents(glyph)
            if extents is None or not extents.width:
                continue
            left_mm = run.x_mm + offset_mm + extents.x_bearing * unit_mm
            lefts.append(left_mm)
            rights.append(left_mm + extents.width * unit_mm)
    return min(lefts, default=0.0), max(rights, default=0.0)
