"""Palettes: which colour a role stands for, in CMYK for print and sRGB for screens.

The table is data (`resources/themes/*.yaml`); this module owns only its shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ofdesk.drawing.display_list import Ink


@dataclass(frozen=True, slots=True)
class Cmyk:
    """Process colour, each share from 0 to 1."""

    cyan: float
    magenta: float
    yellow: float
    black: float

    def tinted(self, tint: float) -> Cmyk:
        """Return the colour as a screen tint (1 = full, 0 = paper)."""
        return Cmyk(self.cyan * tint, self.magenta * tint, self.yellow * tint, self.black * tint)


@dataclass(frozen=True, slots=True)
class Rgb:
    """sRGB, each share from 0 to 1."""

    red: float
    green: float
    blue: float

    def tinted(self, tint: float) -> Rgb:
        """Return the colour mixed with white (1 = full, 0 = white)."""
        return Rgb(*(1 - (1 - share) * tint for share in (self.red, self.green, self.blue)))

    @property
    def luminance(self) -> float:
        """Relative luminance. Source: WCAG 2.2, definition of relative luminance."""
        linear = [
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
            for share in (self.red, self.green, self.blue)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(self, other: Rgb) -> float:
        """Return the contrast ratio from 1 to 21. Source: WCAG 2.2, contrast ratio."""
        lighter, darker = sorted((self.luminance, other.luminance), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True, slots=True)
class Swatch:
    """One colour in both worlds."""

    cmyk: Cmyk
    rgb: Rgb


@dataclass(frozen=True)
class Palette:
    """Swatches by role."""

    swatches: Mapping[str, Swatch]

    def cmyk(self, ink: Ink) -> Cmyk:
        """Return the process colour of an ink.

        Raises:
            KeyError: the palette has no such role.
        """
        return self.swatches[ink.role].cmyk.tinted(ink.tint)

    def rgb(self, ink: Ink) -> Rgb:
        """Return the screen colour of an ink.

        Raises:
            KeyError: the palette has no such role.
        """
        return self.swatches[ink.role].rgb.tinted(ink.tint)
