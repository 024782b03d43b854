"""Draws the pictures of the sample catalogue: pages look designed, and nothing passes for a photograph.

Owns painting: sheets of `sample_compositions`, printed with `sample_patterns`, become pixels and a JPEG.
The same arguments give the same bytes.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ofdesk.services.sample_compositions import COMPOSITIONS, Frame, PictureColours, Sheet
from ofdesk.services.sample_patterns import PATTERNS, Field

SIZE_PX = (1800, 1200)
JPEG_QUALITY = 88
_STRIP_ROWS = 64  # rows computed at a time, so that a strip's fields stay in the processor's cache
_GRAIN_LEVELS = 0.7  # standard deviation of the paper's grain in levels of 255: felt, not seen
_GRAIN_PX = 600
_LINE_SHARE = 0.015  # weight of a pattern's lines as a share of its size
_LINE_MINIMUM = 1.6  # in pixels of the full size


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
        composition: key of `sample_compositions.COMPOSITIONS`.
        seed: chooses positions, angles and scales within the composition.
        size_px: width and height; everything scales with the height.

    Raises:
        KeyError: no such pattern or composition.
    """
    width, height = size_px
    frame = Frame(width, height, np.random.default_rng(seed))
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


def _lay(levels: NDArray[np.float32], sheet: Sheet, pattern: str, strip: _Strip) -> None:
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


def _printed(sheet: Sheet, pattern: str, strip: _Strip, columns: slice) -> NDArray[np.float32]:
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
