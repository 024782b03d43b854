"""Turns colour roles into the operators of a colour space."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ofdesk.drawing.colours import Palette
from ofdesk.drawing.display_list import Ink
from ofdesk.press.numbers import number

ColourSpace: TypeAlias = Literal["rgb", "cmyk"]


class InkWell:
    """Operators by ink, each worked out once."""

    def __init__(self, palette: Palette, space: ColourSpace) -> None:
        self._palette = palette
        self._space = space
        self._operators: dict[Ink, tuple[str, str]] = {}

    def fill(self, ink: Ink) -> str:
        """Return the operator that sets the colour of fills and glyphs."""
        return self._both(ink)[0]

    def stroke(self, ink: Ink) -> str:
        """Return the operator that sets the colour of strokes."""
        return self._both(ink)[1]

    def _both(self, ink: Ink) -> tuple[str, str]:
        found = self._operators.get(ink)
        if found is None:
            found = self._operators[ink] = self._operators_of(ink)
        return found

    def _operators_of(self, ink: Ink) -> tuple[str, str]:
        if self._space == "cmyk":
            process = self._palette.cmyk(ink)
            shares: tuple[float, ...] = (process.cyan, process.magenta, process.yellow, process.black)
            names = ("k", "K")
        else:
            screen = self._palette.rgb(ink)
            shares = (screen.red, screen.green, screen.blue)
            names = ("rg", "RG")
        operands = " ".join(number(share) for share in shares)
        return f"{operands} {names[0]}", f"{operands} {names[1]}"
