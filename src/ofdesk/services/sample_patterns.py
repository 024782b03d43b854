"""Traditional Japanese patterns as distance fields, for the drawings of the sample catalogue.

A pattern is computed, not painted: for every pixel it answers how deep the pixel lies inside each tone
and how far it lies from the nearest line, in pixels. That keeps edges crisp at any scale and angle. Owns
geometry only; colours, sheets and compositions are in `sample_photos`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Field: TypeAlias = NDArray[np.floating[Any]]

_SQRT3 = math.sqrt(3)


@dataclass(frozen=True, slots=True)
class Motif:
    """What a pattern says about a block of pixels; all distances in pixels.

    Attributes:
        tones: for each tone, later over earlier, the depth inside it (negative: outside).
        line: distance from the nearest line, or None where the pattern has none.
    """

    tones: tuple[Field, ...]
    line: Field | None


PatternFunction: TypeAlias = Callable[[Field, Field, float], Motif]


def _offset(value: Field, step: float) -> Field:
    """Return the signed distance from the nearest multiple of `step`."""
    return value - np.round(value / step) * step


def _fraction(value: Field) -> Field:
    return value - np.floor(value)


def _cycle(value: Field, period: float) -> Field:
    """Return whole numbers modulo a power of two; quicker than the operator on fractions."""
    return _fraction(value / period) * period


def _parity(value: Field) -> Field:
    """Return 1 where the whole part is odd and 0 where it is even."""
    return _cycle(np.floor(value), 2)


def _length(across: Field, along: Field) -> Field:
    """Return the distance; quicker than `numpy.hypot`, whose care for overflow is not needed."""
    return np.sqrt(across * across + along * along)


def _triangle(x: Field, y: Field, height: float) -> tuple[Field, Field, Field, Field]:
    """Return the barycentric coordinates in a lattice of triangles, and 1 for those that point up."""
    first = y / height
    second = (_SQRT3 / 2 * x - y / 2) / height
    shares = [_fraction(first), _fraction(second), _fraction(-first - second)]
    up = np.asarray(shares[0] + shares[1] + shares[2] < 1.5, dtype=np.float32)
    a, b, c = (up * s + (1 - up) * (1 - s) for s in shares)
    return a, b, c, up


def asanoha(x: Field, y: Field, size: float) -> Motif:
    """Hemp leaves 麻の葉: triangles parted to their middles, so that six-pointed leaves appear."""
    height = size * _SQRT3 / 2
    a, b, c, _ = _triangle(x, y, height)
    least = np.minimum(np.minimum(a, b), c)
    most = np.maximum(np.maximum(a, b), c)
    middle = 1 - least - most
    line = np.minimum(least * height, (middle - least) * (size / 2))
    first = (np.minimum(b, c) - a) * (size / 2)
    second = (np.minimum(a, c) - b) * (size / 2)
    return Motif((first, second), line)


def seigaiha(x: Field, y: Field, size: float) -> Motif:
    """Waves of the blue sea 青海波: overlapping scales of concentric rings."""
    radius, step = size, size / 2
    top = np.floor(y / step) + 2
    shape = np.broadcast_shapes(x.shape, y.shape)
    distance = np.full(shape, -1, dtype=np.float32)
    rim = np.full(shape, size, dtype=np.float32)
    for back in range(4):
        row = top - back
        shift = _cycle(row, 2) * radius
        here = _length(_offset(x - shift, 2 * radius), y - row * step)
        open_still = distance < 0
        rim = np.where(open_still, np.minimum(rim, np.abs(here - radius)), rim)
        distance = np.where(open_still & (here < radius), here, distance)
    ring = radius / 4
    line = np.minimum(np.abs(_offset(distance, ring)), rim)
    return Motif(tuple(radius - number * ring - distance for number in (1, 2, 3)), line)


def shippo(x: Field, y: Field, size: float) -> Motif:
    """Seven treasures 七宝: circles that overlap by quarters."""
    pitch = size * 1.2
    radius = pitch / 2
    even = _length(_offset(x, pitch), _offset(y, pitch))
    odd = _length(_offset(x - radius, pitch), _offset(y - radius, pitch))
    leaf = radius - np.maximum(even, odd)
    star = np.maximum(radius * 0.17 - np.minimum(even, odd), -radius)
    return Motif((leaf, star), np.minimum(np.abs(even - radius), np.abs(odd - radius)))


def ichimatsu(x: Field, y: Field, size: float) -> Motif:
    """Checks 市松, with a smaller square in every other cell of one colour."""
    to_side = size / 2 - np.abs(_offset(x - size / 2, size))
    to_top = size / 2 - np.abs(_offset(y - size / 2, size))
    odd = np.abs(_parity(x / size) - _parity(y / size))
    depth = np.minimum(to_side, to_top)
    checks = np.where(odd > 0, depth, -depth)
    rare = _cycle(np.floor(x / size) + 3 * np.floor(y / size), 8) == 1
    small = np.where(rare, depth - size * 0.28, -size)
    return Motif((checks, small), None)


def _hexagon(x: Field, y: Field, size: float) -> Field:
    """Return the distance from the border of the cell; `size` is a side."""
    width, height = size * _SQRT3, size * 3
    dx, dy = np.abs(_offset(x, width)), np.abs(_offset(y, height))
    ex, ey = np.abs(_offset(x - width / 2, width)), np.abs(_offset(y - height / 2, height))
    first = np.maximum(dx, dx / 2 + dy * (_SQRT3 / 2))
    second = np.maximum(ex, ex / 2 + ey * (_SQRT3 / 2))
    middle = np.minimum(first, second)
    return width / 2 - middle


def kikko(x: Field, y: Field, size: float) -> Motif:
    """Tortoise shell 亀甲: hexagons that hold smaller ones."""
    border = _hexagon(x, y, size * 0.62)
    inner = border - size * 0.16
    core = border - size * 0.34
    return Motif((inner, core), border)


def yagasuri(x: Field, y: Field, size: float) -> Motif:
    """Arrow feathers 矢絣: columns of slanted feathers, alternately up and down."""
    column = x / size
    flip = 1 - 2 * _parity(column)
    across = np.abs(_offset(x - size / 2, size))
    period = size * 2.2
    along = (y + flip * across * 0.9) / period + _parity(column) * 0.5
    reach = np.abs(_fraction(along) - 0.5) - 0.25
    feather = reach * (period / math.hypot(1, 0.9))
    side = size / 2 - across
    shaft = np.minimum(across, side)
    half = np.minimum(feather, np.where(_fraction(column) < 0.5, across, -across))
    return Motif((np.minimum(feather, side), half), shaft)


def uroko(x: Field, y: Field, size: float) -> Motif:
    """Scales 鱗: a mesh of triangles, every other one filled."""
    height = size * _SQRT3 / 2
    a, b, c, up = _triangle(x, y, height)
    depth = np.minimum(np.minimum(a, b), c) * height
    filled = np.where(up > 0, depth, -depth)
    row = np.floor(y / height)
    accent = np.where((_cycle(row, 4) == 1) & (up > 0), depth - size * 0.09, -size)
    return Motif((filled, accent), None)


def kagome(x: Field, y: Field, size: float) -> Motif:
    """Basket eyes 籠目: bamboo strips in three directions, each over one and under the other."""
    height = size * _SQRT3 / 2
    first = y / height
    second = (_SQRT3 / 2 * x - y / 2) / height
    strips = [size * 0.12 - np.abs(_fraction(t) - 0.5) * height for t in (first, second, -first - second)]
    gap = size * 0.035
    hidden = [np.minimum(strips[i], -(strips[(i + 1) % 3] + gap)) for i in range(3)]
    return Motif(tuple(hidden), None)


def tatewaku(x: Field, y: Field, size: float) -> Motif:
    """Rising steam 立涌: wavy lines that swell and narrow in turn."""
    length = size * 2.6
    phase = 2 * math.pi * y / length
    wave = np.sin(phase) * (size * 0.235)
    slope = np.cos(phase) * (size * 0.235 * 2 * math.pi / length)
    steep = 1 / np.sqrt(1 + slope * slope)
    odd = _parity(x / size)
    left = (np.floor(x / size) * size) + np.where(odd > 0, -wave, wave)
    right = left - np.where(odd > 0, -wave, wave) + size + np.where(odd > 0, wave, -wave)
    from_left, from_right = (x - left) * steep, (right - x) * steep
    inside = np.minimum(from_left, from_right)
    belly = np.where(inside >= 0, odd * 2 - 1, 1 - odd * 2) * np.abs(inside)
    line = np.abs(inside)
    vein = np.minimum(np.abs(line - size * 0.09), line)
    return Motif((belly,), vein)


def amime(x: Field, y: Field, size: float) -> Motif:
    """Fishing net 網目: rows of bows, each hung between the tops of the row below."""
    step = size * 0.62
    row = np.floor(y / step)
    shape = np.broadcast_shapes(x.shape, y.shape)
    line = np.full(shape, size, dtype=np.float32)
    mesh = np.full(shape, -size, dtype=np.float32)
    phase = x * (2 * math.pi / size)
    bow, slope = np.cos(phase) * (step / 2), np.sin(phase) * (step * math.pi / size)
    steep = 1 / np.sqrt(1 + slope * slope)
    for neighbour in (-1, 0, 1):
        here = row + neighbour
        side = 1 - 2 * _cycle(here, 2)  # every other row hangs half a bow further
        below = (y - here * step - bow * side - step / 2) * steep
        line = np.minimum(line, np.abs(below))
        mesh = np.where(below >= 0, below * side, mesh)
    filled = np.where(mesh >= 0, line, -line)
    return Motif((filled,), line)


def ajiro(x: Field, y: Field, size: float) -> Motif:
    """Wickerwork 網代: slats laid in a herringbone."""
    i, j = np.floor(x / size), np.floor(y / size)
    step = _cycle(i - j, 4)
    flat = step < 2
    along = np.where(flat, x / size - i + step, y / size - j + (3 - step))
    across = np.where(flat, y / size - j, x / size - i)
    border = np.minimum(np.minimum(along, 2 - along), np.minimum(across, 1 - across)) * size
    slat = border - size * 0.05
    lying = np.where(flat, slat, -size)
    grain = np.minimum(slat, size * 0.06 - np.abs(across - 0.5) * size)
    return Motif((slat, lying, grain), None)


def mameshibori(x: Field, y: Field, size: float) -> Motif:
    """Bean dots 豆絞り: rows of dots, as bound and dyed on hand towels."""
    pitch = size * 1.25
    shift = _parity(y / (pitch / 2) + 0.5) * (pitch / 2)
    distance = _length(_offset(x - shift, pitch), _offset(y, pitch / 2))
    dot = pitch * 0.2 - distance
    core = pitch * 0.055 - distance
    return Motif((dot, core), None)


PATTERNS: Mapping[str, PatternFunction] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            ajiro,
            amime,
            asanoha,
            ichimatsu,
            kagome,
            kikko,
            mameshibori,
            seigaiha,
            shippo,
            tatewaku,
            uroko,
            yagasuri,
        )
    }
)
"""The patterns by name."""
