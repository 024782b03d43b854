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
from itertools import groupby, pairwise

from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.press.fonts import CodeTable
from ofdesk.press.numbers import number

_READ_AS_GAP = 90  # thousandths of the em; pdfium and Poppler were seen to guess from 100–125 on


def show_glyphs(run: GlyphRun, codes: CodeTable, *, with_text: bool = True) -> str:
    """Return the operators that set a run, from its text matrix on; font and size are set already.

    Args:
        run: at least one glyph.
        codes: of the run's face.
        with_text: whether to write spans; not for glyphs inside a span already.
    """
    if run.vertical:
        return _show_downwards(run, codes, with_text)
    line = _Line(run, codes)
    matrix = f"1 0 0 -1 {number(run.x_mm)} {number(run.y_mm)} Tm\n"
    if not (line.ties or run.rise_mm):
        return matrix + line.show(0, len(run.glyphs))
    return matrix + "".join(_show_in_spans(run, line, with_text))


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


def _show_in_spans(run: GlyphRun, line: _Line, with_text: bool) -> Iterator[str]:
    """Set a run with spans, or with glyphs raised or lowered."""
    rises = run.rise_mm or (0.0,) * len(run.glyphs)
    raised = False
    for start, end in pairwise(_borders(len(run.glyphs), line.ties)):
        is_span = with_text and start + 1 in line.ties
        if is_span:
            yield actual_text("".join(run.texts[start:end]))
        for rise_mm, group in groupby(range(start, end), key=rises.__getitem__):
            if rise_mm or raised:
                yield f"{number(rise_mm)} Ts\n"
                raised = bool(rise_mm)
            indices = list(group)
            yield line.show(indices[0], indices[-1] + 1)
        if is_span:
            yield "EMC\n"
    if raised:
        yield "0 Ts\n"


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


def _show_downwards(run: GlyphRun, codes: CodeTable, with_text: bool) -> str:
    """Set a vertical run glyph by glyph; its text is given as a whole, for readers expect lines."""
    parts = [actual_text(run.text)] if with_text else []
    rises = run.rise_mm or (0.0,) * len(run.glyphs)
    for key, offset_mm, rise_mm in zip(
        zip(run.glyphs, run.texts, strict=True), run.offsets_mm, rises, strict=True
    ):
        y_mm = run.y_mm + offset_mm - rise_mm
        parts.append(f"1 0 0 -1 {number(run.x_mm)} {number(y_mm)} Tm\n<{codes[key].digits}> Tj\n")
    if with_text:
        parts.append("EMC\n")
    return "".join(parts)


def actual_text(text: str) -> str:
    """Return the operator that opens a span which stands for a text (ISO 32000-1, 14.9.4)."""
    return f"/Span <</ActualText <FEFF{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>>> BDC\n"
