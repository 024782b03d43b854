"""Writes glyph runs: every glyph at its place, every cluster with its text.

Places are kept to a thousandth of the type size (3 µm at 8.5 pt) and measured from the pen position the
reader really has, so that rounding never adds up along a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.press.fonts import CodeTable
from ofdesk.press.numbers import number


def show_glyphs(run: GlyphRun, codes: CodeTable) -> str:
    """Return the operators that set a run, from its text matrix on; font and size are set already."""
    if run.vertical:
        return _show_downwards(run, codes)
    matrix = f"1 0 0 -1 {number(run.x_mm)} {number(run.y_mm)} Tm\n"
    if "" not in run.texts and not run.rise_mm:
        return matrix + _Pen(run, codes).show(0, len(run.glyphs))
    return matrix + "".join(_show_in_parts(run, _Pen(run, codes)))


class _Pen:
    """Sets stretches of a run and remembers where the reader's pen stands, in thousandths of the size."""

    def __init__(self, run: GlyphRun, codes: CodeTable) -> None:
        self._run = run
        self._codes = codes
        self._at = 0

    def show(self, start: int, end: int) -> str:
        """Return the operator for the glyphs from start up to end."""
        run, codes, at = self._run, self._codes, self._at
        per_mm = 1000 / (pt_to_mm(run.size_pt) * run.scale_x)
        parts: list[str] = []
        stretch = zip(run.glyphs[start:end], run.texts[start:end], strict=True)
        for key, offset_mm in zip(stretch, run.offsets_mm[start:end], strict=True):
            code, width = codes[key]
            move = round(offset_mm * per_mm) - at
            if not -1 <= move <= 1:
                parts.append(f">{-move}<")
                at += move
            parts.append(code)
            at += width
        self._at = at
        digits = "".join(parts)
        if ">" not in digits:
            return f"<{digits}> Tj\n"
        shown = f"[<{digits}>] TJ\n"
        return shown.replace("[<>", "[", 1)


def _show_in_parts(run: GlyphRun, pen: _Pen) -> Iterator[str]:
    """Set a run whose glyphs are raised or lowered, or of which several make one cluster."""
    rises = run.rise_mm or (0.0,) * len(run.glyphs)
    raised = False
    for start, end, is_cluster in _stretches(run.texts):
        if is_cluster:
            yield actual_text(run.texts[start])
        for rise_mm, group in groupby(range(start, end), key=rises.__getitem__):
            if rise_mm or raised:
                yield f"{number(rise_mm)} Ts\n"
                raised = bool(rise_mm)
            indices = list(group)
            yield pen.show(indices[0], indices[-1] + 1)
        if is_cluster:
            yield "EMC\n"
    if raised:
        yield "0 Ts\n"


def _stretches(texts: tuple[str, ...]) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end and whether they hold one cluster of several glyphs, or any number of simple ones."""
    start = index = 0
    while index < len(texts):
        end = index + 1
        while end < len(texts) and not texts[end]:
            end += 1
        if end - index > 1:
            if start < index:
                yield start, index, False
            yield index, end, True
            start = end
        index = end
    if start < len(texts):
        yield start, len(texts), False


def _show_downwards(run: GlyphRun, codes: CodeTable) -> str:
    """Set a vertical run glyph by glyph; its text is given as a whole, for readers expect lines."""
    parts = [actual_text(run.text)]
    rises = run.rise_mm or (0.0,) * len(run.glyphs)
    for key, offset_mm, rise_mm in zip(
        zip(run.glyphs, run.texts, strict=True), run.offsets_mm, rises, strict=True
    ):
        y_mm = run.y_mm + offset_mm - rise_mm
        parts.append(f"1 0 0 -1 {number(run.x_mm)} {number(y_mm)} Tm\n<{codes[key].digits}> Tj\n")
    parts.append("EMC\n")
    return "".join(parts)


def actual_text(text: str) -> str:
    """Return the operator that opens a span which stands for a text (ISO 32000-1, 14.9.4)."""
    return f"/Span <</ActualText <FEFF{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>>> BDC\n"
