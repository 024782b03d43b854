"""Writes glyph runs: every glyph at its place, and text that readers take out as it was typed.

Places are kept to a thousandth of the type size (3 µm at 8.5 pt) and measured from the pen position the
reader really has, so that rounding never adds up along a line.

Readers guess at blanks: where glyphs stand a tenth of an em apart (between Japanese and Latin, in spaced
names) they put a space that nobody typed, and where 約物 are set half an em closer some begin a new line.
Glyphs around such places, like the glyphs of one cluster, are therefore tied into a span that carries its
text (ISO 32000-1, 14.9.4). Spans are kept as short as that allows, because readers select them as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TypeAlias

from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.press.codes import CodeTable
from ofdesk.press.numbers import number

_LONGEST_KNOWN = 40  # glyphs: what returns is short
_MOST_KNOWN = 4096
_READ_AS_GAP = 90  # thousandths of the em; pdfium and Poppler were seen to guess from 100–125 on


Pieces: TypeAlias = tuple[tuple[str, str], ...]
"""Operators one after the other, each with the text it stands for; "" where glyphs speak for themselves."""


@dataclass(frozen=True, slots=True)
class ShownGlyphs:
    """A run as operators.

    Attributes:
        matrix: sets the text matrix.
        pieces: what follows it.
        has_spans: whether a piece carries its text.
        called: glyphs with their texts.
    """

    matrix: str
    pieces: Pieces
    has_spans: bool
    called: frozenset[tuple[int, str]]

    def bare(self) -> str:
        """Return all operators without spans."""
        if len(self.pieces) == 1:
            return self.matrix + self.pieces[0][0]
        return self.matrix + "".join([shown for shown, _ in self.pieces])

    def in_spans(self) -> str:
        """Return all operators, those with a text in a span of their own."""
        spans = [f"{actual_text(text)}{shown}EMC\n" if text else shown for shown, text in self.pieces]
        return self.matrix + "".join(spans)


@dataclass(frozen=True, slots=True)
class _Known:
    """What became of a line; `line` keeps alive what it is known by."""

    line: tuple[object, ...]
    pieces: Pieces
    has_spans: bool
    called: frozenset[tuple[int, str]]


class GlyphShower:
    """Shows runs as operators. Lines that return on every page, such as labels, are worked out once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], _Known] = {}

    def show(self, run: GlyphRun, codes: CodeTable) -> ShownGlyphs:
        """Return the operators that set a run, from its text matrix on; font and size are set already.

        Args:
            run: at least one glyph.
            codes: of the run's face.
        """
        if run.vertical:
            pieces = _downwards(run, codes)
            return ShownGlyphs("", pieces, has_spans=True, called=_called(run))
        turn = "0 1 1 0" if run.turned else "1 0 0 -1"
        matrix = f"{turn} {number(run.x_mm)} {number(run.y_mm)} Tm\n"
        if run.rise_mm or len(run.glyphs) > _LONGEST_KNOWN:
            pieces = _pieces(run, codes)
            return ShownGlyphs(matrix, pieces, any(text for _, text in pieces), _called(run))
        # Layout hands on the very same tuples when it sets a line again: no need to look into them.
        line = (run.glyphs, run.offsets_mm, run.texts)
        key = (*map(id, line), run.face, run.size_pt, run.scale_x)
        known = self._known.get(key)
        if known is None:
            pieces = _pieces(run, codes)
            known = _Known(line, pieces, any(text for _, text in pieces), _called(run))
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = known
        return ShownGlyphs(matrix, known.pieces, known.has_spans, known.called)


def _called(run: GlyphRun) -> frozenset[tuple[int, str]]:
    return frozenset(zip(run.glyphs, run.texts, strict=True))


def _pieces(run: GlyphRun, codes: CodeTable) -> Pieces:
    line = _Line(run, codes)
    if not (line.ties or run.rise_mm):
        return ((line.show(0, len(run.glyphs)), ""),)
    return tuple(_stretches(run, line))


class _Line:
    """A horizontal run as codes and the moves before them.

    Attributes:
        ties: indices of glyphs that belong to the same span as the glyph before.
    """

    def __init__(self, run: GlyphRun, codes: CodeTable) -> None:
        per_mm = 1000 / (pt_to_mm(run.size_pt) * run.scale_x)
        self.ties = {index for index, text in enumerate(run.texts) if not text and index}
        self._digits: list[str] = []
        self._moves: list[int] = []
        at = 0  # the reader's pen, in thousandths of the type size
        keys = zip(run.glyphs, run.texts, strict=True)
        for key, offset_mm in zip(keys, run.offsets_mm, strict=True):
            code, width = codes[key]
            move = round(offset_mm * per_mm) - at
            if -1 <= move <= 1:
                move = 0
            elif not -_READ_AS_GAP <= move <= _READ_AS_GAP and self._digits:
                self.ties.add(len(self._digits))
            self._digits.append(code)
            self._moves.append(move)
            at += move + width

    def show(self, start: int, end: int) -> str:
        """Return the operator for the glyphs from start up to end."""
        moves = self._moves[start:end]
        if not any(moves):
            return f"<{''.join(self._digits[start:end])}> Tj\n"
        glyphs = zip(moves, self._digits[start:end], strict=True)
        shown = "".join([f">{-move}<{digits}" if move else digits for move, digits in glyphs])
        return f"[<{shown}>] TJ\n".replace("[<>", "[", 1)


def _stretches(run: GlyphRun, line: _Line) -> Iterator[tuple[str, str]]:
    """Yield the stretches of a run, glyphs raised or lowered too, with the texts of those that are spans."""
    if not run.rise_mm:
        for start, end in pairwise(_borders(len(run.glyphs), line.ties)):
            yield line.show(start, end), "".join(run.texts[start:end]) if start + 1 in line.ties else ""
        return
    rises = run.rise_mm
    raised = False
    for start, end in pairwise(_borders(len(run.glyphs), line.ties)):
        parts = []
        for rise_mm, group in groupby(range(start, end), key=rises.__getitem__):
            if rise_mm or raised:
                parts.append(f"{number(rise_mm)} Ts\n")
                raised = bool(rise_mm)
            indices = list(group)
            parts.append(line.show(indices[0], indices[-1] + 1))
        yield "".join(parts), "".join(run.texts[start:end]) if start + 1 in line.ties else ""
    if raised:
        yield "0 Ts\n", ""


def _borders(count: int, ties: set[int]) -> list[int]:
    """Return where spans and the free stretches between them begin, and the end of the run."""
    # A border lies where a span begins or ends; free glyphs follow one another without.
    begun = {tie - 1 for tie in ties} - ties
    ended = {tie + 1 for tie in ties} - ties
    return sorted({0, count} | begun | {border for border in ended if border < count})


def _downwards(run: GlyphRun, codes: CodeTable) -> Pieces:
    """Set a vertical run glyph by glyph; its text is given as a whole, for readers expect lines."""
    parts = []
    rises = run.rise_mm or (0.0,) * len(run.glyphs)
    for key, offset_mm, rise_mm in zip(
        zip(run.glyphs, run.texts, strict=True), run.offsets_mm, rises, strict=True
    ):
        y_mm = run.y_mm + offset_mm - rise_mm
        parts.append(f"1 0 0 -1 {number(run.x_mm)} {number(y_mm)} Tm\n<{codes[key].digits}> Tj\n")
    return (("".join(parts), run.text),)


def actual_text(text: str, number_in_page: int | None = None) -> str:
    """Return the operator that opens a span which stands for a text (ISO 32000-1, 14.9.4).

    Args:
        text: what readers take out.
        number_in_page: of marked content that belongs to an element of the structure tree.
    """
    marked = "" if number_in_page is None else f"/MCID {number_in_page}"
    words = text.encode("utf-16-be", "surrogatepass").hex().upper()
    return f"/Span <<{marked}/ActualText <FEFF{words}>>> BDC\n"
