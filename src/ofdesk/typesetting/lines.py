"""Set lines: glyphs in their final places, and the justification that put them there.

Owns the distribution of what a line lacks or has too much, by rank: first what shows least.
Source: JIS X 4051:2004 and JLREQ 3.8, line adjustment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ofdesk.drawing.display_list import GlyphRun
from ofdesk.typesetting.clusters import Cluster
from ofdesk.typesetting.horizontal_list import HorizontalList
from ofdesk.typesetting.linebreak import MAX_SQUEEZE_EM, LineSpan, hanging_mm, open_ems
from ofdesk.typesetting.ruby import RUBY_SCALE, Ruby
from ofdesk.typesetting.spacing import MAX_SPREAD_EM, SHRINK_RANKS, STRETCH_RANKS, Gap
from ofdesk.typesetting.style import TextStyle

_HAIR_MM: Final = 1e-6


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line, ready to be placed.

    Attributes:
        runs: glyph runs with the origin at the left end of the measure, on the baseline; readings above it.
        left_mm: where the ink's em boxes begin (indent, alignment).
        width_mm: width of the text from there, hanging marks left out.
        spread_em: what was put between all characters to fill the line (0: nothing).
        start, end: the stretch of the paragraph it shows, blanks at the ends trimmed.
        missing: characters of the line that the face has no glyph for.
    """

    runs: tuple[GlyphRun, ...]
    left_mm: float
    width_mm: float
    spread_em: float
    start: int
    end: int
    missing: str = ""

    @property
    def text(self) -> str:
        """The characters of the line, readings left out."""
        return "".join(run.text for run in self.runs if not run.silent)

    @property
    def largest_size_pt(self) -> float:
        """The largest type size on the line (0 when it is empty)."""
        return max((run.size_pt for run in self.runs), default=0.0)

    def ops_at(self, x_mm: float, baseline_mm: float) -> tuple[GlyphRun, ...]:
        """Return the runs with the left end of the measure at a place on the page."""
        return tuple(
            GlyphRun(
                run.face,
                run.size_pt,
                run.x_mm + x_mm,
                run.y_mm + baseline_mm,
                run.glyphs,
                run.offsets_mm,
                run.texts,
                run.ink,
                run.scale_x,
                run.halo,
                silent=run.silent,
            )
            for run in self.runs
        )


EMPTY_LINE: Final = SetLine((), 0.0, 0.0, 0.0, 0, 0)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """How the gaps of one line differ from their natural width.

    Attributes:
        shrink, stretch: share of each gap's room that is used, by rank.
        spread_em: added to every gap that may spread (negative: taken from it, in a line too full).
        letter_em: the same between the letters of words; only where gaps alone would open too far.
    """

    shrink: dict[int, float] = field(default_factory=dict)
    stretch: dict[int, float] = field(default_factory=dict)
    spread_em: float = 0.0
    letter_em: float = 0.0

    def of(self, gap: Gap) -> float:
        """Return what one gap gains (or loses), in its em."""
        change = self.spread_em if gap.spread else 0.0
        if gap.shrink_rank in self.shrink:
            change -= gap.shrink_em * self.shrink[gap.shrink_rank]
        if gap.stretch_rank in self.stretch:
            change += gap.stretch_em * self.stretch[gap.stretch_rank]
        return change


AS_IT_IS: Final = Adjustment()


def adjust(material: HorizontalList, span: LineSpan, lack_mm: float) -> Adjustment:
    """Distribute what a line lacks (negative: has too much) over its gaps, rank by rank."""
    if abs(lack_mm) <= _HAIR_MM:
        return AS_IT_IS
    inner = material.items[span.first + 1 : span.past]
    if lack_mm < 0:
        rooms = dict.fromkeys(SHRINK_RANKS, 0.0)
        for item in inner:
            if item.gap.shrink_rank:
                rooms[item.gap.shrink_rank] += item.gap.shrink_em * item.gap_em_mm
        shares, rest_mm = _fill(rooms, -lack_mm)
        ems = open_ems(material, span.first, span.past)
        squeeze_em = -min(MAX_SQUEEZE_EM, rest_mm / ems) if rest_mm > _HAIR_MM and ems else 0.0
        return Adjustment(shrink=shares, spread_em=squeeze_em, letter_em=squeeze_em)
    rooms = dict.fromkeys(STRETCH_RANKS, 0.0)
    for item in inner:
        if item.gap.stretch_rank:
            rooms[item.gap.stretch_rank] += item.gap.stretch_em * item.gap_em_mm
    shares, rest_mm = _fill(rooms, lack_mm)
    ems = material.spread[span.past] - material.spread[span.first + 1]
    if rest_mm <= (MAX_SPREAD_EM + _HAIR_MM) * ems:
        return Adjustment(stretch=shares, spread_em=rest_mm / ems if ems else 0.0)
    ems = open_ems(material, span.first, span.past)
    even_em = rest_mm / ems if ems else 0.0
    return Adjustment(stretch=shares, spread_em=even_em, letter_em=even_em)


def _fill(rooms: dict[int, float], wanted_mm: float) -> tuple[dict[int, float], float]:
    """Use up rooms in the order of their ranks; return the share used of each and what is left over."""
    shares: dict[int, float] = {}
    for rank, room_mm in rooms.items():
        if room_mm > 0 and wanted_mm > 0:
            used_mm = min(room_mm, wanted_mm)
            shares[rank] = used_mm / room_mm
            wanted_mm -= used_mm
    return shares, wanted_mm


def set_line(
    material: HorizontalList,
    span: LineSpan,
    style: TextStyle,
    width_mm: float,
    *,
    indent_mm: float,
    full: bool,
) -> SetLine:
    """Place the items of one line.

    Args:
        material: the paragraph.
        span: which items.
        style: the paragraph's style.
        width_mm: of the measure, indent included.
        indent_mm: free space at the left.
        full: whether the line shall reach the right edge.
    """
    tail_mm = material.items[span.past - 1].tail_mm if full and style.align == "justify" else 0.0
    natural_mm = material.ends[span.past - 1] - material.starts[span.first] + tail_mm
    hung_mm = hanging_mm(material, span.past) if span.hangs else 0.0
    lack_mm = width_mm - indent_mm - natural_mm + hung_mm
    wanted_mm = lack_mm if full else min(lack_mm, 0.0)
    adjustment = adjust(material, span, wanted_mm) if style.align == "justify" else AS_IT_IS
    pieces, set_mm = _place(material, span, adjustment)
    free_mm = width_mm - indent_mm - set_mm + hung_mm
    left_mm = indent_mm + _SHARE_LEFT[style.align] * free_mm
    items = material.items
    last = items[span.past - 1]
    runs = [piece.run(left_mm) for piece in pieces]
    for piece in pieces:
        runs += piece.readings(left_mm, set_mm)
    return SetLine(
        tuple(runs),
        left_mm,
        set_mm - hung_mm + tail_mm,
        adjustment.spread_em,
        items[span.first].source,
        last.source + last.cluster.length,
        "".join([item.cluster.missing for item in items[span.first : span.past]]),
    )


_SHARE_LEFT: Final = {"justify": 0.0, "left": 0.0, "centre": 0.5, "right": 1.0}


@dataclass(slots=True)
class _Piece:
    """Glyphs of one style as they are collected, x from the first item's edge."""

    style: TextStyle
    x_mm: float
    glyphs: list[int] = field(default_factory=list)
    offsets_mm: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    ruby: list[tuple[Ruby, float]] = field(default_factory=list)

    def add(self, cluster: Cluster, x_mm: float) -> None:
        """Append the glyphs of a cluster that stands at x."""
        em_mm = self.style.em_mm
        if cluster.ruby is not None:
            self.ruby.append((cluster.ruby, x_mm))
        base_mm = x_mm - self.x_mm
        self.glyphs.extend(cluster.glyphs)
        self.offsets_mm.extend([base_mm + offset * em_mm for offset in cluster.offsets_em])
        self.texts.extend(cluster.texts)

    def add_spaced(self, cluster: Cluster, x_mm: float, letter_em: float) -> float:
        """Append a cluster with space between its letters; return what that adds to its width."""
        em_mm = self.style.em_mm
        added_mm = -letter_em * em_mm
        self.glyphs.extend(cluster.glyphs)
        self.texts.extend(cluster.texts)
        for offset, text in zip(cluster.offsets_em, cluster.texts, strict=True):
            added_mm += letter_em * em_mm if text else 0.0
            self.offsets_mm.append(x_mm - self.x_mm + offset * em_mm + added_mm)
        return added_mm

    def readings(self, left_mm: float, line_mm: float) -> Iterator[GlyphRun]:
        """Yield the readings over the piece; at the ends of the line they do not stand out."""
        style = self.style
        for ruby, at_mm in self.ruby:
            x_mm = at_mm + ruby.start_em * style.em_mm
            x_mm = max(0.0, min(x_mm, line_mm - ruby.width_em * style.em_mm))
            yield GlyphRun(
                style.face,
                style.size_pt * RUBY_SCALE,
                left_mm + x_mm,
                -ruby.rise_em * style.size_mm,
                ruby.glyphs,
                tuple(offset * style.em_mm for offset in ruby.offsets_em),
                ruby.texts,
                style.ink,
                style.scale_x,
                style.halo,
                silent=True,
            )

    def run(self, left_mm: float) -> GlyphRun:
        """Return the glyph run, moved to the right."""
        style = self.style
        return GlyphRun(
            style.face,
            style.size_pt,
            left_mm + self.x_mm,
            0.0,
            tuple(self.glyphs),
            tuple(self.offsets_mm),
            tuple(self.texts),
            style.ink,
            style.scale_x,
            style.halo,
        )


def _place(material: HorizontalList, span: LineSpan, adjustment: Adjustment) -> tuple[list[_Piece], float]:
    """Place all items of a line from x = 0; return its pieces and its width."""
    starts, ends = material.starts, material.ends
    shift_mm = -starts[span.first]
    changes: dict[int, float] = {}  # by identity: gaps are shared, and comparing them is slow
    piece: _Piece | None = None
    pieces: list[_Piece] = []
    for index in range(span.first, span.past):
        item = material.items[index]
        if piece is not None:
            if item.blank is not None:
                piece.add(item.blank, ends[index - 1] + shift_mm)
            if adjustment is not AS_IT_IS:
                change = changes.get(id(item.gap))
                if change is None:
                    change = changes[id(item.gap)] = adjustment.of(item.gap)
                shift_mm += change * item.gap_em_mm
        x_mm = starts[index] + shift_mm
        if piece is None or item.style is not piece.style:
            piece = _Piece(item.style, x_mm)
            pieces.append(piece)
        if adjustment.letter_em and item.cluster.letters:
            shift_mm += piece.add_spaced(item.cluster, x_mm, adjustment.letter_em)
        else:
            piece.add(item.cluster, x_mm)
    return pieces, ends[span.past - 1] + shift_mm
