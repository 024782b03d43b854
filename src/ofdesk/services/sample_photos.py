"""Drawn pictures for the sample catalogue, so that pages look designed and nothing passes for a photograph.

A picture is a composition of a few sheets of patterned paper in three colours: cut at an angle, laid over
each other, folded, with one plain field to rest the eye. The same arguments give the same bytes.
Owns colours, sheets and compositions; the patterns are in `sample_patterns`.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ofdesk.services.sample_patterns import PATTERNS, Field

SIZE_PX = (1800, 1200)
JPEG_QUALITY = 88
_STRIP_ROWS = 64  # rows computed at a time, so that a strip's fields stay in the processor's cache
_GRAIN_LEVELS = 0.7  # standard deviation of the paper's grain in levels of 255: felt, not seen
_GRAIN_PX = 600
_HEX = re.compile("#[0-9a-f]{6}")
_LINE_SHARE = 0.015  # weight of a pattern's lines as a share of its size
_LINE_MINIMUM = 1.6  # in pixels of the full size

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
class _Scheme:
    """How the tones and lines of a pattern are coloured on a sheet."""

    base: Colour
    tones: tuple[Colour, ...]
    line: Colour


def _day(colours: PictureColours) -> _Scheme:
    pale = _mix(colours.ground, colours.accent, 0.35)
    return _Scheme(colours.ground, (colours.accent, colours.ink, pale), colours.ink)


def _night(colours: PictureColours) -> _Scheme:
    lifted = _mix(colours.ink, colours.ground, 0.16)
    return _Scheme(colours.ink, (colours.accent, colours.ground, lifted), colours.ground)


def _dusk(colours: PictureColours) -> _Scheme:
    deep = _mix(colours.accent, colours.ink, 0.28)
    return _Scheme(colours.accent, (colours.ground, colours.ink, deep), colours.ground)


def _quiet(paper: Colour, print_colour: Colour) -> _Scheme:
    """Tone on tone, as woven into plain cloth."""
    tones = tuple(_mix(paper, print_colour, share) for share in (0.07, 0.12, 0.04))
    return _Scheme(paper, tones, _mix(paper, print_colour, 0.17))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A piece of patterned paper.

    Attributes:
        region: depth inside the piece in pixels; None: the whole picture.
        scheme: colours.
        cell_px: size of the pattern; 0 leaves the sheet plain.
        angle_deg: how far the pattern is turned, clockwise.
    """

    region: Region | None
    scheme: _Scheme
    cell_px: float = 0
    angle_deg: float = 0


class _Layout:
    """The sheets of a picture from bottom to top, and where its weight lies as a share of the width."""

    def __init__(self, *sheets: _Sheet, focus_x: float = 0.5) -> None:
        self.sheets = sheets
        self.focus_x = focus_x


@dataclass(frozen=True, slots=True)
class _Frame:
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


def _plain(colour: Colour) -> _Scheme:
    return _Scheme(colour, (), colour)


def _bound(region: Region, rim: float, scheme: _Scheme, cell_px: float, angle_deg: float = 0) -> list[_Sheet]:
    """Return a patterned sheet with a plain rim, so that the pattern never frays the outline."""
    return [
        _Sheet(region, _plain(scheme.base)),
        _Sheet(_inset(region, rim), scheme, cell_px, angle_deg),
    ]


def _moon(frame: _Frame, colours: PictureColours) -> _Layout:
    """A great patterned disc on quiet cloth, with a fine ring around it."""
    x = frame.width * (0.5 + frame.sign() * frame.between(0.10, 0.17))
    y, radius = frame.height * 0.5, frame.height * frame.between(0.33, 0.36)
    cell = frame.height * frame.between(0.145, 0.165)
    return _Layout(
        _Sheet(None, _quiet(colours.ink, colours.ground), cell * 0.75),
        _Sheet(_between(_disc(x, y, radius * 1.085), _disc(x, y, radius * 1.07)), _plain(colours.accent)),
        *_bound(_disc(x, y, radius), radius * 0.03, _day(colours), cell),
        focus_x=x / frame.width,
    )


def _slope(frame: _Frame, colours: PictureColours) -> _Layout:
    """One pattern running through two slanting fields that change colours, and a plain third."""
    lean = frame.sign() * frame.between(15, 22)
    middle = frame.height / 2
    first, second = frame.width * frame.between(0.38, 0.44), frame.width * frame.between(0.68, 0.74)
    cell, seam = frame.height * frame.between(0.17, 0.20), frame.width * 0.005
    return _Layout(
        _Sheet(None, _day(colours), cell),
        *_bound(_half(first, middle, lean), seam, _night(colours), cell),
        _Sheet(_half(second, middle, lean), _plain(colours.ground)),
        _Sheet(_half(second + seam, middle, lean), _plain(colours.accent)),
    )


def _obi(frame: _Frame, colours: PictureColours) -> _Layout:
    """Quiet cloth tied with a broad band, the band edged by cords."""
    middle = frame.width * (0.5 + frame.sign() * frame.between(0.06, 0.15))
    half = frame.width * frame.between(0.14, 0.17)
    cell, cord = frame.height * frame.between(0.12, 0.135), frame.width * 0.006

    def stripe(start: float, end: float) -> Region:
        return _between(_half(middle + start, 0, 0), _half(middle + end, 0, 0))

    return _Layout(
        _Sheet(None, _quiet(colours.ground, colours.ink), cell * 1.8),
        *_bound(stripe(-half, half), cord, _night(colours), cell),
        _Sheet(stripe(-half - cord * 4, -half - cord * 3), _plain(colours.accent)),
        _Sheet(stripe(half + cord * 3, half + cord * 4), _plain(colours.accent)),
        focus_x=middle / frame.width,
    )


def _eri(frame: _Frame, colours: PictureColours) -> _Layout:
    """Collars of two robes crossing, each edged with a plain border."""
    lean = frame.between(30, 36)
    x = frame.width * (0.5 + frame.sign() * frame.between(0.0, 0.06))
    y = frame.height * frame.between(0.72, 0.80)
    cell, border = frame.height * frame.between(0.16, 0.18), frame.height * 0.075
    seam = border * 0.14
    under, over = _half(x, y, lean), _mirrored(_half(x, y, -lean))
    if frame.sign() < 0:
        under, over, lean = over, under, -lean
    return _Layout(
        _Sheet(None, _quiet(colours.ground, colours.ink), cell * 1.3),
        _Sheet(under, _plain(colours.ground)),
        _Sheet(_inset(under, seam), _plain(colours.ink)),
        *_bound(_inset(under, border), seam, _dusk(colours), cell * 0.76, lean),
        _Sheet(over, _plain(colours.ground)),
        _Sheet(_inset(over, seam), _plain(colours.accent)),
        *_bound(_inset(over, border), seam, _night(colours), cell, -lean),
    )


def _yama(frame: _Frame, colours: PictureColours) -> _Layout:
    """Hills of patterned paper under a plain sun."""
    side = frame.sign()
    width, height = frame.width, frame.height
    middle, cell = width / 2, height * frame.between(0.16, 0.18)
    near = _disc(middle - side * width * 0.26, height * 1.20, height * frame.between(0.70, 0.75))
    far = _disc(middle + side * width * 0.24, height * 1.32, height * frame.between(0.92, 0.97))
    sun_x = middle - side * width * frame.between(0.06, 0.10)
    seam = height * 0.009
    return _Layout(
        _Sheet(None, _quiet(colours.ground, colours.accent), cell * 1.2),
        _Sheet(_disc(sun_x, height * 0.36, height * frame.between(0.13, 0.15)), _plain(colours.accent)),
        _Sheet(_inset(far, -seam), _plain(colours.ground)),
        *_bound(far, seam, _night(colours), cell),
        _Sheet(_inset(near, -seam), _plain(colours.ground)),
        *_bound(near, seam, _dusk(colours), cell * 0.74),
    )


COMPOSITIONS: Mapping[str, Callable[[_Frame, PictureColours], _Layout]] = MappingProxyType(
    {"eri": _eri, "moon": _moon, "obi": _obi, "slope": _slope, "yama": _yama}
)
"""The compositions by name."""


@dataclass(frozen=True, slots=True)
class DrawnPhoto:
    """A picture as a JPEG, with the point that no crop should lose as shares of width and height."""

    jpeg: bytes
    focus_x: float
    focus_y: float


def draw_photo(
    pattern: str,
    colours: PictureColours,
    composition: str,
    *,
    seed: int = 0,
    size_px: tuple[int, int] = SIZE_PX,
) -> DrawnPhoto:
    """Draw a picture; the same arguments give the same bytes.

    Args:
        pattern: key of `sample_patterns.PATTERNS`.
        colours: its three colours.
        composition: key of `COMPOSITIONS`.
        seed: chooses positions, angles and scales within the composition.
        size_px: width and height; everything scales with the height.

    Raises:
        KeyError: no such pattern or composition.
    """
    width, height = size_px
    frame = _Frame(width, height, np.random.default_rng(seed))
    layout = COMPOSITIONS[composition](frame, colours)
    grain = _grain()
    picture = np.empty((height, width, 3), dtype=np.uint8)
    across = np.arange(width, dtype=np.float32)[None, :] + np.float32(0.5)
    grain_columns = np.arange(width)[None, :] % _GRAIN_PX
    for top in range(0, height, _STRIP_ROWS):
        numbers = np.arange(top, min(top + _STRIP_ROWS, height))[:, None]
        down = numbers.astype(np.float32) + np.float32(0.5)
        strip = _Strip(across, down, width / 2, height / 2, height / SIZE_PX[1])
        levels = np.zeros((3, len(numbers), width), dtype=np.float32)
        for sheet in layout.sheets:
            _lay(levels, sheet, pattern, strip)
        levels += grain[numbers % _GRAIN_PX, grain_columns]
        picture[top : top + len(numbers)] = np.clip(levels, 0, 255).astype(np.uint8).transpose(1, 2, 0)
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=JPEG_QUALITY, optimize=True, dpi=(350, 350))
    return DrawnPhoto(stream.getvalue(), round(layout.focus_x, 3), 0.5)


@dataclass(frozen=True, slots=True)
class _Strip:
    """The middles of the pixels of some rows, the middle of the picture, and pixels a design pixel."""

    across: Field
    down: Field
    middle_x: float
    middle_y: float
    unit: float


def _lay(levels: NDArray[np.float32], sheet: _Sheet, pattern: str, strip: _Strip) -> None:
    """Lay a sheet on the levels of a strip."""
    if sheet.region is None:
        levels[:] = _printed(sheet, pattern, strip, slice(None))
        return
    cover = np.clip(sheet.region(strip.across, strip.down) + 0.5, 0, 1)
    cover = np.broadcast_to(cover, levels.shape[1:])
    touched = np.flatnonzero(cover.any(axis=0))
    if not touched.size:
        return
    columns = slice(int(touched[0]), int(touched[-1]) + 1)
    _ink(levels[:, :, columns], _printed(sheet, pattern, strip, columns), cover[:, columns])


def _printed(sheet: _Sheet, pattern: str, strip: _Strip, columns: slice) -> NDArray[np.float32]:
    """Return the levels of a sheet's paper, whatever its outline; one pixel when it is plain."""
    scheme = sheet.scheme
    base = np.asarray(scheme.base, dtype=np.float32)[:, None, None]
    if not sheet.cell_px:
        return base
    x, y = strip.across[:, columns] - strip.middle_x, strip.down - strip.middle_y
    cosine, sine = math.cos(math.radians(sheet.angle_deg)), math.sin(math.radians(sheet.angle_deg))
    motif = PATTERNS[pattern](
        x * cosine + y * sine,
        y * cosine - x * sine,
        sheet.cell_px,
    )
    paper = np.empty((3, y.shape[0], x.shape[1]), dtype=np.float32)
    paper[:] = base
    for colour, depth in zip(scheme.tones, motif.tones, strict=False):
        _ink(paper, np.asarray(colour, dtype=np.float32)[:, None, None], np.clip(depth + 0.5, 0, 1))
    if motif.line is not None:
        half = max(_LINE_SHARE * sheet.cell_px, _LINE_MINIMUM * strip.unit) / 2
        cover = np.clip(half + 0.5 - motif.line, 0, 1)
        _ink(paper, np.asarray(scheme.line, dtype=np.float32)[:, None, None], cover)
    return paper


def _ink(paper: NDArray[np.float32], colour: NDArray[np.float32], cover: Field) -> None:
    """Mix a colour (or colours) into the paper as far as it covers."""
    for channel in range(3):
        plane = paper[channel]
        plane += (colour[channel] - plane) * cover


@cache
def _grain() -> NDArray[np.float32]:
    """Return a tile of paper fibre: noise drawn out sideways, the same for all colours."""
    noise = np.random.default_rng(0).standard_normal((_GRAIN_PX, _GRAIN_PX), dtype=np.float32)
    fibre = sum(np.roll(noise, shift, axis=1) for shift in range(6)) + sum(
        np.roll(noise, shift, axis=0) for shift in range(3)
    )
    tile = np.asarray(fibre * (_GRAIN_LEVELS / float(np.std(fibre))), dtype=np.float32)
    tile.setflags(write=False)
    return tile
