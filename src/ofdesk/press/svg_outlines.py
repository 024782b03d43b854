"""Outlines as SVG writes them: path data in millimetres, glyphs of faces defined once and used by name.

Source: SVG 1.1 (second edition), 8.3 (path data), 5.6 (the use element).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import uharfbuzz as hb

from ofdesk.drawing.display_list import Path, Polylines
from ofdesk.drawing.fonts import Face, FontBook
from ofdesk.press.numbers import number


def path_data(outline: Path | Polylines) -> str:
    """Return the path data of an outline, "" for one without points.

    Raises:
        ValueError: a number is not finite, or a line holds half a point.
    """
    if isinstance(outline, Path):
        return "".join(segment[0] + " ".join(map(number, segment[1:])) for segment in outline.segments)
    end = "z" if outline.closed else ""
    return "".join(_line_data(line) + end for line in outline.lines)


def _line_data(points_mm: tuple[float, ...]) -> str:
    """Return one line: its start, then the way from point to point, without points that are the same.

    Places are rounded before they are subtracted, so that no error adds up along a coast.
    """
    if len(points_mm) < 2 or len(points_mm) % 2:
        raise ValueError("a line holds whole points, one at least")
    places = np.array(points_mm).reshape(-1, 2)
    if not np.isfinite(places).all():
        raise ValueError("a page holds finite numbers only")
    micrometres = np.rint(places * 1000).astype(np.int64)
    steps = np.diff(micrometres, axis=0)
    steps = steps[steps.any(axis=1)]
    start = _joined(micrometres[0].tolist())
    return f"M{start}l{_joined(steps.ravel().tolist())}" if len(steps) else f"M{start}"


def _joined(micrometres: Sequence[int]) -> str:
    """Return numbers in mm; a minus sign parts two numbers as well as a blank does."""
    text = "".join(map(_with_blank, micrometres))
    return text.removeprefix(" ")


@lru_cache(maxsize=65536)
def _with_blank(micrometres: int) -> str:
    text = f"{abs(micrometres) / 1000:.3f}".rstrip("0").rstrip(".").removeprefix("0") or "0"
    return f"-{text}" if micrometres < 0 else f" {text}"


class GlyphShapes:
    """The glyphs one file uses, each defined once, in units of its face with y upwards."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._pens: dict[str, _FacePen] = {}
        self._shapes: dict[tuple[str, int], tuple[str, str]] = {}

    def units_per_em(self, face: str) -> int:
        """Return the units in which the glyphs of a face are drawn.

        Raises:
            ResourceError: code "font.unknown".
        """
        return self._fonts.face(face).units_per_em

    def name(self, face: str, glyph: int) -> str:
        """Return the name under which a glyph is defined, "" for one that shows nothing.

        Raises:
            ResourceError: code "font.unknown".
        """
        found = self._shapes.get((face, glyph))
        if found is None:
            pen = self._pens.get(face)
            if pen is None:
                pen = self._pens[face] = _FacePen(self._fonts.face(face), len(self._pens))
            data = pen.draw(glyph)
            name = f"{pen.letter}{glyph}" if data else ""
            found = self._shapes[face, glyph] = name, data
        return found[0]

    def definitions(self) -> Iterator[str]:
        """Yield the definitions of all glyphs named so far."""
        for name, data in self._shapes.values():
            if name:
                yield f'<path id="{name}" d="{data}"/>\n'


class _FacePen:
    """Takes down the outline of a glyph as relative path data; `letter` begins the names of its glyphs."""

    def __init__(self, face: Face, index: int) -> None:
        self.letter = f"f{index}-"
        self._font: Any = hb.Font(face.hb_face)
        self._parts: list[str] = []
        self._at = (0, 0)
        self._functions: Any = hb.DrawFuncs()
        self._functions.set_move_to_func(self._move_to)
        self._functions.set_line_to_func(self._line_to)
        self._functions.set_quadratic_to_func(self._quadratic_to)
        self._functions.set_cubic_to_func(self._cubic_to)
        self._functions.set_close_path_func(self._close)

    def draw(self, glyph: int) -> str:
        self._parts = []
        self._font.draw_glyph(glyph, self._functions)
        return "".join(self._parts)

    def _move_to(self, x: float, y: float, _: object) -> None:
        # Absolute: after the end of an outline, programs differ in where the pen stands.
        self._at = round(x), round(y)
        self._parts.append(f"M{self._at[0]} {self._at[1]}")

    def _line_to(self, x: float, y: float, _: object) -> None:
        self._step("l", x, y)

    def _quadratic_to(self, *values: Any) -> None:
        self._step("q", *values[:-1])

    def _cubic_to(self, *values: Any) -> None:
        self._step("c", *values[:-1])

    def _close(self, _: object) -> None:
        self._parts.append("z")

    def _step(self, command: str, *places: float) -> None:
        numbers = [round(place) - self._at[index % 2] for index, place in enumerate(places)]
        self._parts.append(command + " ".join(map(str, numbers)).replace(" -", "-"))
        self._at = round(places[-2]), round(places[-1])
