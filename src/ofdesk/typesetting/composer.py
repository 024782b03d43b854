"""The composer: texts in, set lines, paragraphs and frames out.

Owns the caches and the order of work (measure, break, justify, place). Not for several threads at
once; worker processes each have their own.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ofdesk.base.geometry import Rect
from ofdesk.drawing.fonts import FontBook
from ofdesk.typesetting.clusters import ClusterTable
from ofdesk.typesetting.frame import BaselineGrid, Paragraph, Room, SetFrame, fill_frame, lines_in
from ofdesk.typesetting.horizontal_list import HorizontalList, build_list
from ofdesk.typesetting.linebreak import LineSpan, Measure, break_lines
from ofdesk.typesetting.lines import EMPTY_LINE, SetLine, set_line
from ofdesk.typesetting.phrases import heading_lines
from ofdesk.typesetting.style import (
    PARAGRAPH_END,
    Features,
    Text,
    TextRun,
    TextStyle,
    paragraphs_of,
    runs_of,
)
from ofdesk.typesetting.vertical import VerticalComposer

MIN_LINE_SCALE: Final = 0.8
"""Narrowest 長体 that `Composer.fit_line` uses unless told otherwise."""

_CACHED_PARAGRAPHS: Final = 1024  # of 250 characters: about 20 MB
_CACHED_LISTS: Final = 128  # of 250 characters: about 10 MB
_CACHED_TABLES: Final = 64
_CACHED_LINES: Final = 2048  # labels and names, which return on every page: about 6 MB
_LONGEST_LINE_CACHED: Final = 40  # characters
_LONGEST_CACHED: Final = 1000  # characters; rarer longer texts would crowd the cache
_CACHED_LONG: Final = 4  # a page measures a long text before it sets it


@dataclass(frozen=True, slots=True)
class FittedLine:
    """A line that was made to fit.

    Attributes:
        line: what is set.
        scale_x: horizontal scale that was needed, relative to the style's.
        left_out_chars: characters cut off behind the … (0: all are set).
    """

    line: SetLine
    scale_x: float
    left_out_chars: int

    @property
    def truncated(self) -> bool:
        """Whether something was cut off."""
        return self.left_out_chars > 0


class Composer:
    """Sets text in the faces of a font book; `vertical` sets it in columns."""

    def __init__(self, fonts: FontBook) -> None:
        self.fonts = fonts
        self.vertical = VerticalComposer(fonts)
        self._table_cached = lru_cache(_CACHED_TABLES)(self._make_table)
        self._list_cached = lru_cache(_CACHED_LISTS)(self._build_list)
        self._paragraph_cached = lru_cache(_CACHED_PARAGRAPHS)(self._set_paragraph)
        self._long_cached = lru_cache(_CACHED_LONG)(self._set_paragraph)
        self._line_cached = lru_cache(_CACHED_LINES)(self._set_line)

    def line(self, text: Text, style: TextStyle) -> SetLine:
        """Set a text as one line, however long; line breaks in it become blanks."""
        if isinstance(text, str) and len(text) <= _LONGEST_LINE_CACHED:
            return self._line_cached(text, style)
        return self._set_line(text, style)

    def _set_line(self, text: Text, style: TextStyle) -> SetLine:
        runs = tuple(TextRun(PARAGRAPH_END.sub(" ", run.text), run.style) for run in runs_of(text, style))
        material = self._list(runs)
        if not material.items:
            return EMPTY_LINE
        whole = LineSpan(0, len(material.items))
        return set_line(material, whole, replace(style, align="left"), 0.0, indent_mm=0.0, full=False)

    def paragraph(self, text: Text, style: TextStyle, measure_mm: float) -> Paragraph:
        """Set a text as one paragraph; line breaks in it become blanks."""
        runs = tuple(TextRun(PARAGRAPH_END.sub(" ", run.text), run.style) for run in runs_of(text, style))
        return self._paragraph(runs, style, measure_mm)

    def fit_line(
        self, text: str, style: TextStyle, max_width_mm: float, min_scale: float = MIN_LINE_SCALE
    ) -> FittedLine:
        """Set one line not wider than a limit: as it is, else in 長体, else cut off with …, else not at all.

        Args:
            text: one line.
            style: its style.
            max_width_mm: the limit.
            min_scale: narrowest horizontal scale, relative to the style's.
        """
        line = self.line(text, style)
        if line.width_mm <= max(0.0, max_width_mm):
            return FittedLine(line, 1.0, 0)
        scale = max_width_mm / line.width_mm
        if scale >= min_scale:
            return FittedLine(self.line(text, replace(style, scale_x=style.scale_x * scale)), scale, 0)
        narrow = replace(style, scale_x=style.scale_x * min_scale)
        # Cut between clusters: half a number would be a wrong number.
        cuts = [item.source for item in self._list((TextRun(text, narrow),)).items]
        fitting = bisect_right(
            cuts, max_width_mm, key=lambda cut: self.line(text[:cut].rstrip() + "…", narrow).width_mm
        )
        if not fitting:  # not even the … has room
            return FittedLine(EMPTY_LINE, 1.0, len(text))
        cut = cuts[fitting - 1]
        return FittedLine(self.line(text[:cut].rstrip() + "…", narrow), min_scale, len(text) - cut)

    def frame(
        self,
        text: Text,
        style: TextStyle,
        rect: Rect,
        *,
        max_lines: int | None = None,
        grid: BaselineGrid | None = None,
    ) -> SetFrame:
        """Set paragraphs, parted by line breaks, from the top of a rectangle down.

        The first baseline lies where the em box stands in the middle of the leading, lower when a
        larger character needs it or a grid asks for it. What finds no room is left out and counted.

        Args:
            text: plain or in runs.
            style: of the paragraphs, and of the characters of plain text.
            rect: the frame; its height limits the lines.
            max_lines: a further limit.
            grid: baselines to hang the first line on.
        """
        texts = tuple(paragraphs_of(runs_of(text, style)))
        paragraphs = [self._paragraph(runs, style, rect.width_mm) for runs in texts]
        placed = fill_frame(paragraphs, Room(rect, style, self._em_top(style), max_lines, grid))
        if placed.left_out_chars and style.phrases:  # whole phrases must not cost the end of the text
            style = replace(style, phrases=False)
            return self.frame(text, style, rect, max_lines=max_lines, grid=grid)
        return placed

    def capacity(self, style: TextStyle, rect: Rect, *, max_lines: int | None = None) -> int:
        """Estimate how many full-width characters find room in a frame."""
        room = Room(rect, style, self._em_top(style), max_lines)
        return max(0, lines_in(room) * room.chars_per_line - int(style.first_indent_em))

    def _list(self, runs: tuple[TextRun, ...]) -> HorizontalList:
        if sum(len(run.text) for run in runs) > _LONGEST_CACHED:
            return self._build_list(runs)
        return self._list_cached(runs)

    def _build_list(self, runs: tuple[TextRun, ...]) -> HorizontalList:
        return build_list(runs, self._table)

    def _table(self, style: TextStyle) -> ClusterTable:
        return self._table_cached(style.face, style.shaping, style.tracking_em, style.shows_ruby)

    def _make_table(self, face: str, features: Features, tracking_em: float, with_ruby: bool) -> ClusterTable:
        return ClusterTable(self.fonts.face(face), features, tracking_em, with_ruby=with_ruby)

    def _paragraph(self, runs: tuple[TextRun, ...], style: TextStyle, measure_mm: float) -> Paragraph:
        if sum(len(run.text) for run in runs) > _LONGEST_CACHED:
            return self._long_cached(runs, style, measure_mm)
        return self._paragraph_cached(runs, style, measure_mm)

    def _set_paragraph(self, runs: tuple[TextRun, ...], style: TextStyle, measure_mm: float) -> Paragraph:
        material = self._list(runs)
        if not material.items:
            return Paragraph((EMPTY_LINE,), style.leading_mm, material.length)
        indent_mm = max(style.first_indent_em * style.em_mm, material.lead_mm)
        if material.widest_mm > measure_mm - indent_mm:
            material = build_list(runs, self._table, cut_wider_mm=measure_mm - indent_mm)
        justified = style.align == "justify"
        measure = Measure(measure_mm, indent_mm, style.em_mm, justified, style.hanging)
        as_heading = style.phrases and not justified
        spans = heading_lines(material, measure) if as_heading else break_lines(material, measure)
        lines = tuple(
            set_line(
                material,
                span,
                style,
                measure_mm,
                indent_mm=0.0 if span.first else indent_mm,
                full=span is not spans[-1],
            )
            for span in spans
        )
        return Paragraph(lines, len(lines) * style.leading_mm, material.length)

    def _em_top(self, style: TextStyle) -> float:
        return self.fonts.face(style.face).metrics.em_top_em
