"""What stands around the map: title, scale bar, north mark, credit, frames of insets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoPoint, Point, Rect, Size
from ofdesk.base.units import pt_to_mm
from ofdesk.cartography.collisions import boxes_meet, grown
from ofdesk.cartography.layers import rectangle
from ofdesk.cartography.lettering import em_top_mm
from ofdesk.cartography.regions import Corner
from ofdesk.cartography.spec import INSET_LINE
from ofdesk.cartography.surface import CoverSurface
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Group, Ink, Operation, Path, Stroke
from ofdesk.drawing.fonts import BOLD, REGULAR
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

FloatArray = NDArray[np.float64]
_INK = Ink("text", 0.8)
_LINE = Stroke(_INK, pt_to_mm(0.4))
_HALO = Stroke(Ink("map.sea"), 0.5)
_SMALL = TextStyle(REGULAR, 6.0, 8.0, _INK, align="left", tabular=True, halo=_HALO)
_TITLE = TextStyle(BOLD, 12.0, 18.0, align="left")
_INSET_TITLE = TextStyle(REGULAR, 6.0, 8.0, Ink("text", 0.7), align="left", tracking_em=0.1, halo=_HALO)
_EDGE_MM = 4.0
BAR_WIDEST_MM = 32.0
_INSET_BAR_WIDEST_MM = 13.0
_BAR_HEIGHT_MM = 0.9
_NORTH_MM = (5.0, 8.5)
_PIN_PRICE = 3000.0  # an inset that hides a pin hides what the map is for
_WISH_PRICE = 0.05
_SPACE_MM = 2.0
_PLATE_MM = 1.2
_MARK_SPACE_MM = 3.0
_EDGE_SPOTS = 25
_STEP_MM = 6.0


@dataclass(frozen=True)
class Furniture:
    """Operations that stand in a box which nothing else may touch."""

    rect: Rect
    ops: tuple[Operation, ...]


def title(text: str, frame: Rect, composer: Composer) -> Furniture:
    """Return the head of the map in its upper left corner."""
    line = composer.fit_line(text, _TITLE, frame.width_mm - 2 * _EDGE_MM).line
    rect = Rect(frame.x_mm + _EDGE_MM, frame.y_mm + _EDGE_MM, line.width_mm, _TITLE.size_mm)
    ops = line.ops_at(rect.x_mm, rect.y_mm + em_top_mm(composer, _TITLE))
    return Furniture(rect, (Group(ops, tag="H2"),))


def credit(texts: Sequence[str], frame: Rect, composer: Composer) -> Furniture:
    """Return notes and credit at the foot of the map, flush left."""
    widest = frame.width_mm - 2 * _EDGE_MM
    lines = [line for text in texts for line in composer.paragraph(text, _SMALL, widest).lines]
    height_mm = len(lines) * _SMALL.leading_mm
    rect = Rect(
        frame.x_mm + _EDGE_MM,
        frame.bottom_mm - _EDGE_MM / 2 - height_mm,
        max(line.width_mm for line in lines),
        height_mm,
    )
    ops = [
        run
        for number, line in enumerate(lines)
        for run in line.ops_at(
            rect.x_mm, rect.y_mm + number * _SMALL.leading_mm + em_top_mm(composer, _SMALL)
        )
    ]
    return Furniture(rect, (Group(tuple(ops), tag="P"),))


def on_plate(item: Furniture, surface: CoverSurface) -> Furniture:
    """Return an item on a plate of paper where it stands on land, whose lines would cross it."""
    rect = item.rect
    sides = np.array([[rect.x_mm, rect.y_mm, rect.right_mm, rect.bottom_mm]])
    if not surface.covered(sides).any():
        return item
    plate = Rect(
        rect.x_mm - _PLATE_MM,
        rect.y_mm - _PLATE_MM,
        rect.width_mm + 2 * _PLATE_MM,
        rect.height_mm + 2 * _PLATE_MM,
    )
    return Furniture(plate, (rectangle(plate, Ink("paper")), *item.ops))


def round_length_km(view: View, widest_mm: float) -> float:
    """Return the largest 1, 2 or 5 × 10ⁿ km that is not wider than a length on the sheet."""
    longest_km = widest_mm / view.mm_per_m / 1000.0
    power = 10.0 ** math.floor(math.log10(longest_km))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= longest_km)


def scale_bar_size(view: View, composer: Composer, widest_mm: float = BAR_WIDEST_MM) -> Size:
    """Return the size of a scale bar with its figures."""
    length_km = round_length_km(view, widest_mm)
    figure = composer.line(f"{length_km:g} km", _SMALL)
    width_mm = length_km * 1000 * view.mm_per_m + figure.width_mm + 1.0
    return Size(width_mm, _BAR_HEIGHT_MM + _SMALL.leading_mm)


def scale_bar(view: View, at: Point, composer: Composer, widest_mm: float = BAR_WIDEST_MM) -> Furniture:
    """Return a scale bar in two halves, true in the middle of the view; `at` is its upper left corner."""
    length_km = round_length_km(view, widest_mm)
    bar_mm = length_km * 1000 * view.mm_per_m
    size = scale_bar_size(view, composer, widest_mm)
    zero = composer.line("0", _SMALL)
    left = at.x_mm + zero.width_mm / 2
    bar = Rect(left, at.y_mm + size.height_mm - _BAR_HEIGHT_MM, bar_mm, _BAR_HEIGHT_MM)
    half = Rect(bar.x_mm, bar.y_mm, bar_mm / 2, _BAR_HEIGHT_MM)
    ops: list[Operation] = [rectangle(bar, Ink("paper"), _LINE), rectangle(half, _INK, _LINE)]
    baseline = bar.y_mm - 0.7
    ops += zero.ops_at(at.x_mm, baseline)
    middle = composer.line(f"{length_km / 2:g}", _SMALL)
    ops += middle.ops_at(left + bar_mm / 2 - middle.width_mm / 2, baseline)
    figure = composer.line(f"{length_km:g}", _SMALL)
    ops += figure.ops_at(left + bar_mm - figure.width_mm / 2, baseline)
    unit = composer.line("km", _SMALL)
    ops += unit.ops_at(left + bar_mm + figure.width_mm / 2 + 0.6, baseline)
    width = left + bar_mm + figure.width_mm / 2 + 0.6 + unit.width_mm - at.x_mm
    return Furniture(Rect(at.x_mm, at.y_mm, max(width, size.width_mm), size.height_mm), tuple(ops))


def north_mark(view: View, at: Point, composer: Composer) -> Furniture:
    """Return an arrow that points to true north where it stands; `at` is its upper left corner."""
    width, height = _NORTH_MM
    rect = Rect(at.x_mm, at.y_mm, width, height)
    here = view.geo_point(rect.centre)
    there = view.place(GeoPoint(min(89.0, here.lat_deg + 0.1), here.lon_deg))
    dx, dy = there.x_mm - rect.centre.x_mm, there.y_mm - rect.centre.y_mm
    angle = math.atan2(dx, -dy)
    figure = composer.line("N", _SMALL)
    ops: list[Operation] = list(
        figure.ops_at(rect.centre.x_mm - figure.width_mm / 2, rect.y_mm + _SMALL.size_mm * 0.8)
    )
    foot = Point(rect.centre.x_mm, rect.bottom_mm)
    arrow = [(0.0, -5.6), (1.25, 0.0), (0.0, -1.3), (-1.25, 0.0)]
    turned = [
        (
            foot.x_mm + x * math.cos(angle) - y * math.sin(angle),
            foot.y_mm + x * math.sin(angle) + y * math.cos(angle),
        )
        for x, y in arrow
    ]
    first, *others = turned
    ops.append(Path((("M", *first), *(("L", *point) for point in others), ("Z",)), fill=_INK))
    return Furniture(rect, tuple(ops))


def inset_bar(view: View, composer: Composer) -> Furniture | None:
    """Return the scale bar of an inset in its lower right corner, None where the frame is too small."""
    widest_mm = min(_INSET_BAR_WIDEST_MM, view.frame.width_mm / 3)
    size = scale_bar_size(view, composer, widest_mm)
    if size.width_mm + 3.0 > view.frame.width_mm:
        return None
    at = Point(view.frame.right_mm - size.width_mm - 1.5, view.frame.bottom_mm - size.height_mm - 1.5)
    return scale_bar(view, at, composer, widest_mm)


def inset_frame(frame: Rect, text: str, composer: Composer) -> Furniture:
    """Return the line around an inset and its title."""
    line = composer.fit_line(text, _INSET_TITLE, frame.width_mm - 2.0).line
    ops: list[Operation] = [rectangle(frame, stroke=INSET_LINE)]
    ops += line.ops_at(frame.x_mm + 1.2, frame.y_mm + 1.0 + em_top_mm(composer, _INSET_TITLE))
    rect = Rect(frame.x_mm + 1.0, frame.y_mm + 0.8, line.width_mm + 0.4, _INSET_TITLE.size_mm + 0.4)
    return Furniture(rect, tuple(ops))


@dataclass(frozen=True)
class Ground:
    """What a quiet place must keep off.

    Attributes:
        frame: the map.
        surface: land that should not be hidden.
        marks: places on the sheet (n, 2) that should stay free.
    """

    frame: Rect
    surface: CoverSurface
    marks: FloatArray


def quiet_place(size: Size, ground: Ground, taken: Sequence[Rect], wished: Corner) -> Rect:
    """Return the place along the edge of a frame that hides least land and fewest marks.

    Args:
        size: of the box.
        ground: what it must keep off.
        taken: boxes that stand there already.
        wished: among equally quiet places the nearest to this corner wins.
    """
    boxes = _along_edges(size, ground.frame)
    return _cheapest(boxes, _prices(boxes, ground, taken, wished))[1]


def quietest_place(
    sizes: Sequence[Size], ground: Ground, taken: Sequence[Rect], wished: Corner
) -> Rect | None:
    """Return the quietest place for a box that may have one of several sizes, None where none is free.

    A box that finds no room along the edge may stand anywhere.
    """
    for places in (_along_edges, _anywhere):
        tables = [places(size, ground.frame) for size in sizes]
        found = [_cheapest(boxes, _prices(boxes, ground, taken, wished)) for boxes in tables if len(boxes)]
        price, rect = min(found, key=lambda pair: pair[0], default=(np.inf, None))
        if np.isfinite(price):
            return rect
    return None


def _along_edges(size: Size, frame: Rect) -> FloatArray:
    """Return boxes of a size along the edges of a frame, as rows left, top, right, bottom."""
    left, top = frame.x_mm + _EDGE_MM, frame.y_mm + _EDGE_MM
    right = max(left, frame.right_mm - _EDGE_MM - size.width_mm)
    bottom = max(top, frame.bottom_mm - _EDGE_MM - size.height_mm)
    across = np.linspace(left, right, _EDGE_SPOTS)
    down = np.linspace(top, bottom, _EDGE_SPOTS)
    edges = [(x, y) for y in (top, bottom) for x in across] + [(x, y) for x in (left, right) for y in down]
    spots = np.array(edges)
    return np.concatenate([spots, spots + np.array([size.width_mm, size.height_mm])], axis=1)


def _anywhere(size: Size, frame: Rect) -> FloatArray:
    x_mm = np.arange(frame.x_mm + _EDGE_MM, frame.right_mm - _EDGE_MM - size.width_mm, _STEP_MM)
    y_mm = np.arange(frame.y_mm + _EDGE_MM, frame.bottom_mm - _EDGE_MM - size.height_mm, _STEP_MM)
    spots = np.stack([axis.reshape(-1) for axis in np.meshgrid(x_mm, y_mm)], axis=1)
    return np.concatenate([spots, spots + np.array([size.width_mm, size.height_mm])], axis=1)


def _prices(boxes: FloatArray, ground: Ground, taken: Sequence[Rect], wished: Corner) -> FloatArray:
    """Return the price of each box; infinite where something stands already."""
    spots, area_mm2 = boxes[:, :2], np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    low, high = spots.min(axis=0), spots.max(axis=0)
    corner = np.array([low[0] if "left" in wished else high[0], low[1] if "top" in wished else high[1]])
    prices: FloatArray = ground.surface.covered(boxes) * area_mm2
    prices += _WISH_PRICE * np.abs(spots - corner).sum(axis=1)
    taken_boxes = np.array([(r.x_mm, r.y_mm, r.right_mm, r.bottom_mm) for r in taken]).reshape(-1, 4)
    prices[boxes_meet(grown(boxes, _SPACE_MM), taken_boxes).any(axis=1)] = np.inf
    reach = grown(boxes, _MARK_SPACE_MM)[:, None, :]
    near = (ground.marks >= reach[..., :2]).all(axis=2) & (ground.marks <= reach[..., 2:]).all(axis=2)
    prices += _PIN_PRICE * near.sum(axis=1)
    return prices


def _cheapest(boxes: FloatArray, prices: FloatArray) -> tuple[float, Rect]:
    best = int(np.argmin(prices))
    left, top, right, bottom = boxes[best].tolist()
    return float(prices[best]), Rect(left, top, right - left, bottom - top)
