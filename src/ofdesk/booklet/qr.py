"""QR codes of web addresses, as one path: sharp at any size, in black alone.

Owns the drawing; the code itself is made by segno. Source: JIS X 0510 (ISO/IEC 18004), whose quiet zone of
four modules around the code is part of the square drawn here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import segno

from ofdesk.base.geometry import Point
from ofdesk.drawing.display_list import Ink, Path, Segment

QUIET_MODULES = 4
_LEAST_MODULE_MM = 0.35  # what phones read surely from offset print
_MOST_CHARS = 300
_KEPT = 512
# Readers take off any of the eight masks. Weighing them against each other would take four fifths of the
# time, and choose among near equals: the bytes of an address have no large patterns of their own.
_MASK = 0
_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f<>\"]+")


@dataclass(frozen=True, slots=True)
class QrCode:
    """The dark modules of a code as runs (row, first column, length), and how many modules a side has."""

    modules: int
    runs: tuple[tuple[int, int, int], ...]

    def side_mm(self, wanted_mm: float) -> float:
        """Return the side with its quiet zone: as wanted, or as long as its modules need to be read."""
        return max(wanted_mm, (self.modules + 2 * QUIET_MODULES) * _LEAST_MODULE_MM)


@lru_cache(maxsize=_KEPT)
def qr_code(address: str) -> QrCode | None:
    """Return the code of a web address; None for what is no address, or too long for a small code."""
    if len(address) > _MOST_CHARS or not _ADDRESS.fullmatch(address):
        return None
    made = segno.make_qr(address, error="m", boost_error=False, mask=_MASK)
    runs: list[tuple[int, int, int]] = []
    for row, line in enumerate(made.matrix):
        column = 0
        while column < len(line):
            end = column
            while end < len(line) and line[end]:
                end += 1
            if end > column:
                runs.append((row, column, end - column))
            column = max(end, column + 1)
    return QrCode(len(made.matrix), tuple(runs))


def qr_path(code: QrCode, corner: Point, side_mm: float) -> Path:
    """Return the code in a square; `corner` is the upper left one of its quiet zone."""
    module = side_mm / (code.modules + 2 * QUIET_MODULES)
    left, top = corner.x_mm + QUIET_MODULES * module, corner.y_mm + QUIET_MODULES * module
    segments: list[Segment] = []
    for row, column, length in code.runs:
        x_mm, y_mm = left + column * module, top + row * module
        segments += [
            ("M", x_mm, y_mm),
            ("L", x_mm + length * module, y_mm),
            ("L", x_mm + length * module, y_mm + module),
            ("L", x_mm, y_mm + module),
            ("Z",),
        ]
    return Path(tuple(segments), Ink("text"))
