"""Vertical setting (縦組み): columns from the right to the left, each a line that runs down.

Owns the placing of columns in a frame; where they end is chosen as for lines (kinsoku, total fit), and what
they lack is distributed alike.
Source: JLREQ 2.2, 2.3; JIS X 4051:2004.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from ofdesk.base.geometry import Rect
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.drawing.fonts import FontBook
from ofdesk.typesetting.clusters import Cluster
from ofdesk.typesetting.horizontal_list import HorizontalList, build_list
from ofdesk.typesetting.linebreak import LineSpan, Measure, break_lines
from ofdesk.typesetting.lines import AS_IT_IS, Adjustment, adjust
from ofdesk.typesetting.phrases import heading_lines
from ofdesk.typesetting.ruby import RUBY_SCALE
from ofdesk.typesetting.style import Features, Text, TextRun, TextStyle, paragraphs_of, runs_of
from ofdesk.typesetting.vertical_clusters import VerticalCluster, VerticalTable, split_vertical

_CACHED_TABLES: Final = 16
_HAIR_MM: Final = 0.05


@dataclass(frozen=True, slots=True)
class Column:
    """One vertical line.

    Attributes:
        runs: glyph runs, from the middle of the column's top.
        height_mm: how far down it reaches.
        start, past: the stretch of the text it shows, as it was typed.
        missing: characters the faces have no glyph for.
    """

    runs: tuple[GlyphRun, ...]
    height_mm: float
    start: int
    past: int
    missing: str = ""

    @property
    def text(self) -> str:
        """The characters of the column, readings left out."""
        return "".join(run.text for run in self.runs if not run.silent)


@dataclass(frozen=True, slots=True)
class VerticalFrame:
    """A text set in columns.

    Attributes:
        ops: glyph runs in place on the page.
        columns: from the right.
        set_chars, left_out_chars: characters that stand in the frame, and that found no room.
        used_width_mm: from the right edge.
        used_height_mm: of the longest column.
    """

    ops: tuple[GlyphRun, ...]
    columns: tuple[Column, ...]
    set_chars: int
    left_out_chars: int
    used_width_mm: float
    used_height_mm: float

    @property
    def missing(self) -> tuple[str, ...]:
        """Characters the faces have no glyph for, each once, in order."""
        return tuple(dict.fromkeys(char for column in self.columns for char in column.missing))


class VerticalComposer:
    """Sets text in columns, in the faces of a font book."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._table_cached = lru_cache(_CACHED_TABLES)(self._make_table)

    def frame(
        self, text: Text, style: TextStyle, rect: Rect, *, max_columns: int | None = None
    ) -> VerticalFrame:
        """Set paragraphs, parted by line breaks, in columns from the right edge of a rectangle.

        Each column stands in the middle of its leading. What finds no room is left out and counted.

        Args:
            text: plain or in runs; horizontal scales are taken as 1.
            style: of the paragraphs; "left" sets the columns ragged at the foot.
            rect: the frame.
            max_columns: a further limit.
        """
        columns: list[Column] = []
        set_chars = left_out = 0
        room = int((rect.width_mm - style.size_mm + _HAIR_MM) / style.leading_mm) + 1
        room = max(0, room if rect.width_mm + _HAIR_MM >= style.size_mm else 0)
        room = room if max_columns is None else min(room, max_columns)
        for runs in paragraphs_of(tuple(map(_in_columns, runs_of(text, style)))):
            length = sum(len(run.text) for run in runs)
            found = self._columns(runs, style, rect.height_mm) if len(columns) < room else []
            taken = found[: room - len(columns)]
            shown = length if len(taken) == len(found) and len(columns) < room else 0
            if taken and len(taken) < len(found):
                shown = found[len(taken)].start
            columns += taken
            set_chars += shown
            left_out += length - shown
        ops: list[GlyphRun] = []
        for number, column in enumerate(columns):
            x_mm = rect.right_mm - style.size_mm / 2 - number * style.leading_mm
            ops += (replace(run, x_mm=run.x_mm + x_mm, y_mm=run.y_mm + rect.y_mm) for run in column.runs)
        used_mm = style.size_mm + (len(columns) - 1) * style.leading_mm if columns else 0.0
        height_mm = max((column.height_mm for column in columns), default=0.0)
        return VerticalFrame(tuple(ops), tuple(columns), set_chars, left_out, used_mm, height_mm)

    def _columns(self, runs: tuple[TextRun, ...], style: TextStyle, height_mm: float) -> list[Column]:
        """Set one paragraph; an empty one is an empty column."""
        material = build_list(runs, self._table, split=split_vertical)
        if not material.items:
            return [Column((), 0.0, 0, 0)]
        indent_mm = max(style.first_indent_em * style.size_mm, material.lead_mm)
        if material.widest_mm > height_mm - indent_mm:
            limit_mm = max(style.size_mm, height_mm - indent_mm)
            material = build_list(runs, self._table, cut_wider_mm=limit_mm, split=split_vertical)
        justified = style.align == "justify"
        measure = Measure(height_mm, indent_mm, style.size_mm, justified, style.hanging)
        as_heading = style.phrases and not justified
        spans = heading_lines(material, measure) if as_heading else break_lines(material, measure)
        columns: list[Column] = []
        for span in spans:
            top_mm = 0.0 if span.first else indent_mm
            full = justified and span is not spans[-1]
            columns.append(_set_column(material, span, (top_mm, height_mm), full=full))
        return columns

    def _table(self, style: TextStyle) -> VerticalTable:
        return self._table_cached(style.face, style.features, style.tracking_em, style.shows_ruby)

    def _make_table(
        self, face: str, features: Features, tracking_em: float, with_ruby: bool
    ) -> VerticalTable:
        return VerticalTable(self._fonts.face(face), features, tracking_em, with_ruby=with_ruby)


def _in_columns(run: TextRun) -> TextRun:
    return replace(run, style=replace(run.style, scale_x=1.0))


def _set_column(
    material: HorizontalList, span: LineSpan, top_foot_mm: tuple[float, float], *, full: bool
) -> Column:
    """Place the items of one column."""
    top_mm, foot_mm = top_foot_mm
    items = material.items
    last = items[span.past - 1]
    tail_mm = last.tail_mm if full else 0.0
    lack_mm = foot_mm - top_mm - (material.ends[span.past - 1] - material.starts[span.first]) - tail_mm
    adjustment = adjust(material, span, lack_mm if full else min(lack_mm, 0.0))
    pen = _Pen(foot_mm)
    y_mm = top_mm
    for index in range(span.first, span.past):
        item = items[index]
        if index > span.first:
            if item.blank is not None:
                pen.set(item.blank, y_mm, items[index - 1].style, AS_IT_IS)
            change = 0.0 if adjustment is AS_IT_IS else adjustment.of(item.gap) * item.gap_em_mm
            y_mm += material.starts[index] - material.ends[index - 1] + change
        y_mm += pen.set(item.cluster, y_mm, item.style, adjustment)
    return Column(
        tuple(pen.finished()),
        y_mm,
        items[span.first].source,
        last.source + last.cluster.length,
        "".join([item.cluster.missing for item in items[span.first : span.past]]),
    )


@dataclass(slots=True)
class _Pen:
    """Collects glyph runs down a column to its foot."""

    foot_mm: float
    runs: list[GlyphRun] = field(default_factory=list)
    readings: list[GlyphRun] = field(default_factory=list)

    def finished(self) -> list[GlyphRun]:
        """Return the runs, neighbours of one style and place joined, readings behind them."""
        joined: list[GlyphRun] = []
        for run in self.runs:
            last = joined[-1] if joined else None
            if last is not None and run.vertical and _alike(last, run):
                joined[-1] = replace(
                    last,
                    glyphs=last.glyphs + run.glyphs,
                    offsets_mm=last.offsets_mm + run.offsets_mm,
                    texts=last.texts + run.texts,
                )
            else:
                joined.append(run)
        return joined + self.readings

    def set(self, cluster: Cluster, y_mm: float, style: TextStyle, adjustment: Adjustment) -> float:
        """Set a cluster whose top is at y; returns its height."""
        if not isinstance(cluster, VerticalCluster):
            return 0.0
        em_mm = style.size_mm
        opened_mm = 0.0
        if cluster.stance == "upright":
            self._upright(cluster, y_mm, style)
        elif cluster.stance == "across":
            baseline_mm = y_mm + cluster.drop_em * em_mm
            self._add(cluster, cluster.offsets_em, (cluster.across_em[0], baseline_mm), style)
        else:
            offsets, letter = [], -1
            for offset, text in zip(cluster.offsets_em, cluster.texts, strict=True):
                letter += bool(text)
                offsets.append(offset + letter * adjustment.letter_em)
            opened_mm = letter * adjustment.letter_em * em_mm
            self._add(cluster, tuple(offsets), (cluster.across_em[0], y_mm), style)
        self._reading(cluster, y_mm, style)
        return cluster.width_em * em_mm + opened_mm

    def _upright(self, cluster: VerticalCluster, y_mm: float, style: TextStyle) -> None:
        em_mm = style.size_mm
        glyphs = zip(cluster.glyphs, cluster.offsets_em, cluster.texts, cluster.across_em, strict=True)
        for glyph, offset, text, across in glyphs:
            self.runs.append(
                GlyphRun(
                    style.face,
                    style.size_pt,
                    across * em_mm,
                    0.0,
                    (glyph,),
                    (y_mm + offset * em_mm,),
                    (text,),
                    style.ink,
                    halo=style.halo,
                    vertical=True,
                )
            )

    def _add(
        self,
        cluster: VerticalCluster,
        offsets_em: tuple[float, ...],
        origin: tuple[float, float],
        style: TextStyle,
    ) -> None:
        """Add a run that is turned, or stands across; its origin in em across and mm down."""
        self.runs.append(
            GlyphRun(
                style.face,
                style.size_pt,
                origin[0] * style.size_mm,
                origin[1],
                cluster.glyphs,
                tuple(offset * style.size_mm for offset in offsets_em),
                cluster.texts,
                style.ink,
                cluster.scale_x,
                style.halo,
                turned=cluster.stance == "turned",
            )
        )

    def _reading(self, cluster: VerticalCluster, y_mm: float, style: TextStyle) -> None:
        ruby = cluster.ruby
        if ruby is None:
            return
        em_mm = style.size_mm
        top_mm = max(0.0, min(y_mm + ruby.start_em * em_mm, self.foot_mm - ruby.width_em * em_mm))
        self.readings.append(
            GlyphRun(
                style.face,
                style.size_pt * RUBY_SCALE,
                (ruby.rise_em - RUBY_SCALE / 2) * em_mm,
                top_mm,
                ruby.glyphs,
                tuple(offset * em_mm for offset in ruby.offsets_em),
                ruby.texts,
                style.ink,
                halo=style.halo,
                vertical=True,
                silent=True,
            )
        )


def _alike(one: GlyphRun, other: GlyphRun) -> bool:
    """Tell whether two upright runs stand in one place and type."""
    first, second = ((run.face, run.size_pt, run.ink, run.halo, run.x_mm) for run in (one, other))
    return one.vertical and other.vertical and first == second
