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

from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.press.fonts import CodeTable
from ofdesk.press.numbers import number

_READ_AS_GAP = 90  # thousandths of the em; pdfium and Poppler were seen to guess from 100–125 on


@dataclass(frozen=True, slots=True)
class ShownGlyphs:
    """A run as operators.

    Attributes:
        matrix: sets the text matrix.
        pieces: operators one after the other, each with the text it stands for; "" where glyphs speak for
            themselves.
    """

    matrix: str
    pieces: tuple[tuple[str, str], ...]

    @property
    def has_spans(self) -> bool:
        """Whether a piece carries its text."""
        return any(text for _, text in self.pieces)

    def bare(self) -> str:
        """Return all operators without spans."""
        return self.matrix + "".join(shown for shown, _ in self.pieces)

    def in_spans(self) -> str:
        """Return all operators, those with a text in a span of their own."""
        spans = (f"{actual_text(text)}{shown}EMC\n" if text else shown for shown, text in self.pieces)
        return self.matrix + "".join(spans)


def show_glyphs(run: GlyphRun, codes: CodeTable) -> ShownGlyphs:
    """Return the operators that set a run, from its text matrix on; font and size are set already.

    Args:
        run: at least one glyph.
        codes: of the run's face.
    """
    if run.vertical:
        return _show_downwards(run, codes)
    line = _Line(run, codes)
    turn = "0 1 1 0" if run.turned else "1 0 0 -1"
    matrix = f"{turn} {number(run.x_mm)} {number(run.y_mm)} Tm\n"
    if not (line.ties or run.rise_mm):
        return ShownGlyphs(matrix, ((line.show(0, len(run.glyphs)), ""),))
    return ShownGlyphs(matrix, tuple(_stretches(run, line)))


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
    rises = run.rise_mm or (0.0,) * len(run.glyphs)
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
    return [
        0,
        # A border lies where a span begins or ends; free glyphs follow one another without.
        *(
            index
            for index in range(1, count)
            if index not in ties and (index + 1 in ties or index - 1 in ties)
        ),
        count,
    ]


def _show_downwards(run: GlyphRun, codes: CodeTable) -> ShownGlyphs:
    """Set a vertical run glyph by glyph; its text is given as a whole, for readers expect lines."""
    parts = []
    rises = run.rise_mm or (0.0,) * len(run.glyphs)
    for key, offset_mm, rise_mm in zip(
        zip(run.glyphs, run.texts, strict=True), run.offsets_mm, rises, strict=True
    ):
        y_mm = run.y_mm + offset_mm - rise_mm
        parts.append(f"1 0 0 -1 {number(run.x_mm)} {number(y_mm)} Tm\n<{codes[key].digits}> Tj\n")
    return ShownGlyphs("", (("".join(parts), run.text),))


def actual_text(text: str, number_in_page: int | None = None) -> str:
    """Return the operator that opens a span which stands for a text (ISO 32000-1, 14.9.4).

    Args:
        text: what readers take out.
        number_in_page: of marked content that belongs to an element of the structure tree.
    """
    marked = "" if number_in_page is None else f"/MCID {number_in_page}"
    words = text.encode("utf-16-be", "surrogatepass").hex().upper()
    return f"/Span <<{marked}/ActualText <FEFF{words}>>> BDC\n"
