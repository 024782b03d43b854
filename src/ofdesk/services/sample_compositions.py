"""How the sample's drawn pictures are composed: sheets of patterned paper in three colours.

Owns colours, sheets and compositions: paper cut at an angle, laid over each other, bound with a band, with
plain fields to rest the eye. Painting them is `sample_photos`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from ofdesk.services.sample_patterns import Field

_HEX = re.compile("#[0-9a-f]{6}")

Colour: TypeAlias = tuple[float, float, float]
Region: TypeAlias = Callable[[Field, Field], Field]


@dataclass(frozen=True, slots=True)
class PictureColours:
    """The three colours of a picture as sRGB levels from 0 to 255: pale ground, deep ink, accent."""

    ground: Colour
    ink: Colour
    accent: Colour

    @classmethod
    def of(cls, ground: str, ink: str, accent: str) -> PictureColours:
        """Read three colours written as `#rrggbb`.

        Raises:
            ValueError: one of them is not.
        """
        return cls(_level(ground), _level(ink), _level(accent))


def _level(text: str) -> Colour:
    if _HEX.fullmatch(text) is None:
        raise ValueError(f"not a colour: {text}")
    red, green, blue = bytes.fromhex(text[1:])
    return float(red), float(green), float(blue)


def _mix(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return red, green, blue


@dataclass(frozen=True, slots=True)
class Scheme:
    """How the tones and lines of a pattern are coloured on a sheet."""

    base: Colour
    tones: tuple[Colour, ...]
    line: Colour


def _day(colours: PictureColours) -> Scheme:
    pale = _mix(colours.ground, colours.accent, 0.35)
    return Scheme(colours.ground, (colours.accent, colours.ink, pale), colours.ink)


def _night(colours: PictureColours) -> Scheme:
    lifted = _mix(colours.ink, colours.ground, 0.16)
    return Scheme(colours.ink, (colours.accent, colours.ground, lifted), colours.ground)


def _dusk(colours: PictureColours) -> Scheme:
    deep = _mix(colours.accent, colours.ink, 0.28)
    return Scheme(colours.accent, (colours.ground, colours.ink, deep), colours.ground)


def _quiet(paper: Colour, print_colour: Colour) -> Scheme:
    """Tone on tone, as woven into plain cloth."""
    tones = tuple(_mix(paper, print_colour, share) for share in (0.07, 0.12, 0.04))
    return Scheme(paper, tones, _mix(paper, print_colour, 0.17))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A piece of patterned paper.

    Attributes:
        region: depth inside the piece in pixels; None: the whole picture.
        scheme: colours.
        cell_px: size of the pattern; 0 leaves the sheet plain.
        angle_deg: how far the pattern is turned, clockwise.
    """

    region: Region | None
    scheme: Scheme
    cell_px: float = 0
    angle_deg: float = 0


class Layout:
    """The sheets of a picture from bottom to top, and where its weight lies as a share of the width."""

    def __init__(self, *sheets: Sheet, focus_x: float = 0.5) -> None:
        self.sheets = sheets
        self.focus_x = focus_x


@dataclass(frozen=True, slots=True)
class Frame:
    """What a composition works with: the picture's size and its seeded chances."""

    width: float
    height: float
    chance: np.random.Generator

    def between(self, low: float, high: float) -> float:
        """Return a seeded number in a range."""
        return float(self.chance.uniform(low, high))

    def sign(self) -> int:
        """Return -1 or 1."""
        return int(self.chance.integers(0, 2)) * 2 - 1


def _disc(centre_x: float, centre_y: float, radius: float) -> Region:
    return lambda x, y: radius - np.sqrt((x - centre_x) ** 2 + (y - centre_y) ** 2)


def _half(through_x: float, through_y: float, angle_deg: float) -> Region:
    """Return what lies to the right of a line that leans `angle_deg` from the vertical."""
    cosine, sine = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return lambda x, y: (x - through_x) * cosine + (y - through_y) * sine


def _mirrored(region: Region) -> Region:
    return lambda x, y: -region(x, y)


def _inset(region: Region, by: float) -> Region:
    return lambda x, y: region(x, y) - by


def _between(first: Region, second: Region) -> Region:
    return lambda x, y: np.minimum(first(x, y), -second(x, y))


def _plain(colour: Colour) -> Scheme:
    return Scheme(colour, (), colour)


def _bound(region: Region, rim: float, scheme: Scheme, cell_px: float, angle_deg: float = 0) -> list[Sheet]:
    """Return a patterned sheet with a plain rim, so that the pattern never frays the outline."""
    return [
        Sheet(region, _plain(scheme.base)),
        Sheet(_inset(region, rim), scheme, cell_px, angle_deg),
    ]


def _moon(frame: Frame, colours: PictureColours) -> Layout:
    """A great patterned disc on quiet cloth, with a fine ring around it."""
    x = frame.width * (0.5 + frame.sign() * frame.between(0.10, 0.17))
    y, radius = frame.height * 0.5, frame.height * frame.between(0.33, 0.36)
    cell = frame.height * frame.between(0.145, 0.165)
    return Layout(
        Sheet(None, _quiet(colours.ink, colours.ground), cell * 0.75),
        Sheet(_between(_disc(x, y, radius * 1.085), _disc(x, y, radius * 1.07)), _plain(colours.accent)),
        *_bound(_disc(x, y, radius), radius * 0.03, _day(colours), cell),
        focus_x=x / frame.width,
    )


def _slope(frame: Frame, colours: PictureColours) -> Layout:
    """One pattern running through two slanting fields that change colours, and a plain third."""
    lean = frame.sign() * frame.between(15, 22)
    middle = frame.height / 2
    first, second = frame.width * frame.between(0.38, 0.44), frame.width * frame.between(0.68, 0.74)
    cell, seam = frame.height * frame.between(0.17, 0.20), frame.width * 0.005
    return Layout(
        Sheet(None, _day(colours), cell),
        *_bound(_half(first, middle, lean), seam, _night(colours), cell),
        Sheet(_half(second, middle, lean), _plain(colours.ground)),
        Sheet(_half(second + seam, middle, lean), _plain(colours.accent)),
    )


def _obi(frame: Frame, colours: PictureColours) -> Layout:
    """Quiet cloth tied with a broad band, the band edged by cords."""
    middle = frame.width * (0.5 + frame.sign() * frame.between(0.06, 0.15))
    half = frame.width * frame.between(0.14, 0.17)
    cell, cord = frame.height * frame.between(0.12, 0.135), frame.width * 0.006

    def stripe(start: float, end: float) -> Region:
        return _between(_half(middle + start, 0, 0), _half(middle + end, 0, 0))

    return Layout(
        Sheet(None, _quiet(colours.ground, colours.ink), cell * 1.8),
        *_bound(stripe(-half, half), cord, _night(colours), cell),
        Sheet(stripe(-half - cord * 4, -half - cord * 3), _plain(colours.accent)),
        Sheet(stripe(half + cord * 3, half + cord * 4), _plain(colours.accent)),
        focus_x=middle / frame.width,
    )


def _eri(frame: Frame, colours: PictureColours) -> Layout:
    """Collars of two robes crossing, each edged with a plain border."""
    lean = frame.between(30, 36)
    x = frame.width * (0.5 + frame.sign() * frame.between(0.0, 0.06))
    y = frame.height * frame.between(0.72, 0.80)
    cell, border = frame.height * frame.between(0.16, 0.18), frame.height * 0.075
    seam = border * 0.14
    under, over = _half(x, y, lean), _mirrored(_half(x, y, -lean))
    if frame.sign() < 0:
        under, over, lean = over, under, -lean
    return Layout(
        Sheet(None, _quiet(colours.ground, colours.ink), cell * 1.3),
        Sheet(under, _plain(colours.ground)),
        Sheet(_inset(under, seam), _plain(colours.ink)),
        *_bound(_inset(under, border), seam, _dusk(colours), cell * 0.76, lean),
        Sheet(over, _plain(colours.ground)),
        Sheet(_inset(over, seam), _plain(colours.accent)),
        *_bound(_inset(over, border), seam, _night(colours), cell, -lean),
    )


def _yama(frame: Frame, colours: PictureColours) -> Layout:
    """Hills of patterned paper under a plain sun."""
    side = frame.sign()
    width, height = frame.width, frame.height
    middle, cell = width / 2, height * frame.between(0.16, 0.18)
    near = _disc(middle - side * width * 0.26, height * 1.20, height * frame.between(0.70, 0.75))
    far = _disc(middle + side * width * 0.24, height * 1.32, height * frame.between(0.92, 0.97))
    sun_x = middle - side * width * frame.between(0.06, 0.10)
    seam = height * 0.009
    return Layout(
        Sheet(None, _quiet(colours.ground, colours.accent), cell * 1.2),
        Sheet(_disc(sun_x, height * 0.36, height * frame.between(0.13, 0.15)), _plain(colours.accent)),
        Sheet(_inset(far, -seam), _plain(colours.ground)),
        *_bound(far, seam, _night(colours), cell),
        Sheet(_inset(near, -seam), _plain(colours.ground)),
        *_bound(near, seam, _dusk(colours), cell * 0.74),
    )


COMPOSITIONS: Mapping[str, Callable[[Frame, PictureColours], Layout]] = MappingProxyType(
    {"eri": _eri, "moon": _moon, "obi": _obi, "slope": _slope, "yama": _yama}
)
"""The compositions by name."""
