"""Paragraphs and the rectangles they are poured into.

Owns baselines and the count of what finds no room; the lines come ready from the composer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ofdesk.base.geometry import Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.typesetting.lines import SetLine
from ofdesk.typesetting.style import TextStyle

_TOLERANCE_MM: Final = 0.05
_ROUNDING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The lines of one paragraph.

    Attributes:
        lines: top to bottom; a paragraph without text has one empty line.
        height_mm: lines times leading.
        length: characters of its text.
    """

    lines: tuple[SetLine, ...]
    height_mm: float
    length: int

    @property
    def missing(self) -> tuple[str, ...]:
        """Characters the faces have no glyph for, each once, in order."""
        return each_once(self.lines)

    @property
    def width_mm(self) -> float:
        """Width of the widest line, measured from the left end of the measure."""
        return max(line.left_mm + line.width_mm for line in self.lines)


@dataclass(frozen=True, slots=True)
class BaselineGrid:
    """Baselines a page hangs on: one at `origin_mm` from the top of the page, then every `step_pt`."""

    origin_mm: float
    step_pt: float = 14.0

    def at_or_below(self, y_mm: float) -> float:
        """Return the first grid line at or below a height."""
        step_mm = pt_to_mm(self.step_pt)
        steps = math.ceil((y_mm - self.origin_mm - _TOLERANCE_MM) / step_mm)
        return self.origin_mm + steps * step_mm


@dataclass(frozen=True, slots=True)
class Room:
    """Where paragraphs are poured.

    Attributes:
        rect: the frame.
        style: of the paragraphs.
        em_top_em: top of the em box of the style's face.
        max_lines: limit besides the height.
        grid: baselines to hang the first line on.
    """

    rect: Rect
    style: TextStyle
    em_top_em: float
    max_lines: int | None = None
    grid: BaselineGrid | None = None

    @property
    def half_leading_mm(self) -> float:
        """Distance from the top of a line to the top of its em box."""
        return (self.style.leading_mm - self.style.size_mm) / 2

    @property
    def char_mm(self) -> float:
        """Width a full-width character takes up."""
        return self.style.em_mm * (1 + self.style.tracking_em)

    @property
    def chars_per_line(self) -> int:
        """Full-width characters that stand on a line."""
        return int(self.rect.width_mm / self.char_mm + _ROUNDING)

    def first_baseline_mm(self, largest_size_pt: float) -> float:
        """Return where the first baseline lies on the page.

        Args:
            largest_size_pt: of the first line; a large figure pushes the line down, never out of the frame.
        """
        usual_mm = self.half_leading_mm + self.em_top_em * self.style.size_mm
        baseline_mm = self.rect.y_mm + max(usual_mm, self.em_top_em * pt_to_mm(largest_size_pt))
        return self.grid.at_or_below(baseline_mm) if self.grid else baseline_mm

    def lines_below(self, first_baseline_mm: float) -> int:
        """Return how many lines have their em box inside the frame."""
        em_bottom_mm = (1 - self.em_top_em) * self.style.size_mm
        room_mm = self.rect.bottom_mm + _TOLERANCE_MM - em_bottom_mm - first_baseline_mm
        count = max(0, math.floor(room_mm / self.style.leading_mm) + 1)
        return count if self.max_lines is None else min(count, self.max_lines)


@dataclass(frozen=True, slots=True)
class SetFrame:
    """A text set in a rectangle.

    Attributes:
        ops: glyph runs in place on the page.
        lines: the set lines, in order.
        set_chars: characters that stand in the frame, line breaks not counted.
        left_out_chars: characters that found no room.
        last_line: characters on the last line, and about how many full-width ones more would find room on
            it; None for no text.
        used_height_mm: from the top of the frame to the bottom of the last line's leading; 0 for no text.
        first_baseline_mm, last_baseline_mm: on the page; where the first would lie when nothing is set.
    """

    ops: tuple[GlyphRun, ...]
    lines: tuple[SetLine, ...]
    set_chars: int
    left_out_chars: int
    last_line: tuple[int, int] | None
    used_height_mm: float
    first_baseline_mm: float
    last_baseline_mm: float

    @property
    def missing(self) -> tuple[str, ...]:
        """Characters of the set lines that the faces have no glyph for, each once, in order."""
        return each_once(self.lines)


def lines_in(room: Room) -> int:
    """Return how many lines of the plain style find room."""
    return room.lines_below(room.first_baseline_mm(room.style.size_pt))


def fill_frame(paragraphs: Sequence[Paragraph], room: Room) -> SetFrame:
    """Pour paragraphs into a frame from its top down; what finds no room is left out and counted."""
    first_mm = room.first_baseline_mm(paragraphs[0].lines[0].largest_size_pt)
    count = room.lines_below(first_mm)
    lines, set_chars = _take(paragraphs, count)
    left_out_chars = sum(paragraph.length for paragraph in paragraphs) - set_chars
    leading_mm = room.style.leading_mm
    last_mm = first_mm + max(0, len(lines) - 1) * leading_mm
    below_mm = leading_mm - room.half_leading_mm - room.em_top_em * room.style.size_mm
    return SetFrame(
        tuple(
            run
            for number, line in enumerate(lines)
            for run in line.ops_at(room.rect.x_mm, first_mm + number * leading_mm)
        ),
        tuple(lines),
        set_chars,
        left_out_chars,
        _last_line(lines, room),
        last_mm + below_mm - room.rect.y_mm if lines else 0.0,
        first_mm,
        last_mm,
    )


def _take(paragraphs: Sequence[Paragraph], count: int) -> tuple[list[SetLine], int]:
    """Return the first lines of paragraphs, at most so many, and how many characters they take up.

    Blanks behind the last visible character take no room and are never missed.
    """
    whole = sum(paragraph.length for paragraph in paragraphs)
    inked = [bool(line.runs) for paragraph in paragraphs for line in paragraph.lines]
    if not any(inked):
        return [], whole
    lines: list[SetLine] = []
    set_chars = 0
    for paragraph in paragraphs:
        taken = paragraph.lines[: count - len(lines)]
        lines.extend(taken)
        if len(taken) < len(paragraph.lines):
            set_chars += paragraph.lines[len(taken)].start if taken else 0
            break
        set_chars += paragraph.length
    return lines, set_chars if any(inked[len(lines) :]) else whole


def _last_line(lines: Sequence[SetLine], room: Room) -> tuple[int, int] | None:
    if not lines:
        return None
    last = lines[-1]
    rest_mm = room.rect.width_mm - last.left_mm - last.width_mm
    return last.end - last.start, max(0, int(rest_mm / room.char_mm + _ROUNDING))


def each_once(lines: Sequence[SetLine]) -> tuple[str, ...]:
    """Return the missing characters of lines, each once, in order."""
    return tuple(dict.fromkeys(char for line in lines for char in line.missing))


def code_points(chars: str) -> str:
    """Return how a report names a character that cannot be printed, such as "U+1F44D"."""
    return " ".join(f"U+{ord(char):04X}" for char in chars)
