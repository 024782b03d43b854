"""How a text is to be set: the style of characters and of the paragraph they stand in.

Owns the declared choices only; measures of faces come from the font book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import Ink, Stroke
from ofdesk.drawing.fonts import REGULAR

Align: TypeAlias = Literal["justify", "left", "centre", "right"]
_LEAST_RUBY_BASE_PT = 7.0
_LEAST_RUBY_LEADING = 1.5  # half an em between the lines: the height of a reading
Features: TypeAlias = tuple[tuple[str, bool], ...]
PARAGRAPH_END: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
"""What parts paragraphs in a text."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Type of a text. In a text of several runs the first argument style rules the paragraph.

    Attributes:
        face: name of a face in the font book.
        size_pt: type size.
        leading_pt: distance of baselines; the em box stands in its middle.
        ink: colour role.
        align: "justify" sets the last line of a paragraph flush left.
        first_indent_em: indent of a paragraph's first line (字下げ).
        tracking_em: space added after every character (字間), Latin letters included.
        scale_x: horizontal scale; below 1 is 長体.
        tabular: figures of one width, for columns of numbers.
        phrases: lines that are not justified rather end between phrases (文節), as headings should.
        hanging: 、 and 。 may stand outside the right edge (ぶら下げ).
        features: further OpenType features, such as (("palt", True),), and those of `drawing/glyph_forms.py`.
        halo: optional stroke beneath the glyphs, for names on maps.
    """

    face: str = REGULAR
    size_pt: float = 8.5
    leading_pt: float = 14.0
    ink: Ink = Ink("text")
    align: Align = "justify"
    first_indent_em: float = 0.0
    tracking_em: float = 0.0
    scale_x: float = 1.0
    tabular: bool = False
    hanging: bool = False
    phrases: bool = False
    features: Features = ()
    halo: Stroke | None = None

    @property
    def size_mm(self) -> float:
        """The type size in millimetres."""
        return pt_to_mm(self.size_pt)

    @property
    def em_mm(self) -> float:
        """Width of one em in millimetres, horizontal scale included."""
        return pt_to_mm(self.size_pt) * self.scale_x

    @property
    def leading_mm(self) -> float:
        """The distance of baselines in millimetres."""
        return pt_to_mm(self.leading_pt)

    @property
    def shows_ruby(self) -> bool:
        """Whether readings stand over their words: in type and leading that leave them legible room."""
        return self.size_pt >= _LEAST_RUBY_BASE_PT and self.leading_pt >= _LEAST_RUBY_LEADING * self.size_pt

    @property
    def shaping(self) -> Features:
        """All features that shaping shall switch."""
        chosen = self.features
        if self.tabular:
            chosen = (*chosen, ("tnum", True))
        if self.tracking_em:
            chosen = (*chosen, ("liga", False))  # a ligature cannot be spaced
        return chosen


@dataclass(frozen=True, slots=True)
class TextRun:
    """A piece of text in one style; a paragraph may mix bold labels, large figures and small units.

    Of its style only what belongs to characters counts (face, size, ink, tracking, scale, features);
    leading, alignment, indent and hanging come from the paragraph's style.
    """

    text: str
    style: TextStyle


Text: TypeAlias = str | tuple[TextRun, ...]


def runs_of(text: Text, style: TextStyle) -> tuple[TextRun, ...]:
    """Return a text as runs: a plain one is one run in the paragraph's style."""
    return (TextRun(text, style),) if isinstance(text, str) else text


def paragraphs_of(runs: tuple[TextRun, ...]) -> Iterator[tuple[TextRun, ...]]:
    """Cut runs at the line breaks in their texts."""
    current: list[TextRun] = []
    for run in runs:
        first, *rest = PARAGRAPH_END.split(run.text)
        current.append(replace(run, text=first))
        for text in rest:
            yield tuple(current)
            current = [replace(run, text=text)]
    yield tuple(current)
