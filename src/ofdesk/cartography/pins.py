"""Numbered pins: discs moved apart where they would overlap, tied to their true place, and their labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.base.units import pt_to_mm
from ofdesk.cartography.placement import Label, Placement, place
from ofdesk.cartography.spec import MapPin
from ofdesk.drawing.display_list import Group, Ink, Link, Operation, Path, Segment, Stroke
from ofdesk.drawing.fonts import BOLD
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

FloatArray = NDArray[np.float64]
DISC_RADIUS_MM = 2.2
PLAIN_RADIUS_MM = 1.5
RING_MM = 0.35
DOT_RADIUS_MM = 0.9
TOUCHING_MM = 2 * (DISC_RADIUS_MM + RING_MM)  # numbered discs nearer than this overlap
_TIE_PT = 0.4
_DOT_RING_PT = 0.5
_NUMBER_PT = {1: 7.5, 2: 7.0, 3: 6.0}
_SMALLEST_PT = 6.0
_GAP_MM = 0.1
_NEAREST_RING_MM = 5.4
_FARTHEST_RING_MM = 36.0
_RING_STEP_MM = 1.3
_DIRECTIONS = 32
_HIDDEN_DOT_PRICE = 6.0
_LABEL_GAPS_MM = (0.4, 1.0)
# Where a name stands best beside a symbol, best first, as shares of half the disc's box and of the text's
# box: the point of the text's box (0–1 from left, 0–1 from top) that is laid on a point of the disc's box.
# Source: Imhof, Positioning Names on Maps, The American Cartographer 2 (1975).
_LABEL_SPOTS = (
    ((1, 0), (0, 0.5)),  # right
    ((-1, 0), (1, 0.5)),  # left
    ((1, -0.6), (0, 0.5)),  # right, a little raised or lowered
    ((1, 0.6), (0, 0.5)),
    ((0.2, -1), (0, 1)),  # upper right
    ((0.2, 1), (0, 0)),  # lower right
    ((-1, -0.6), (1, 0.5)),  # left, a little raised or lowered
    ((-1, 0.6), (1, 0.5)),
    ((-0.2, -1), (1, 1)),  # upper left
    ((-0.2, 1), (1, 0)),  # lower left
    ((0, -1), (0.5, 1)),  # above
    ((0, 1), (0.5, 0)),  # below
)
_CIRCLE = 4 / 3 * (np.sqrt(2) - 1)  # control arm of a cubic that draws a quarter of a circle


def radius_of(pin: MapPin) -> float:
    """Return the radius of a pin's disc without its ring."""
    return DISC_RADIUS_MM if pin.number else PLAIN_RADIUS_MM


def place_discs(
    pins: Sequence[MapPin],
    places: Mapping[str, Point],
    bounds: Rect,
    obstacles: Sequence[Rect],
    dots: Sequence[Point],
) -> Placement:
    """Find a free place for every disc, on its true place where it can be.

    Args:
        pins: pins of one view.
        places: true place of each pin on the sheet, by its key.
        bounds: no disc leaves this rectangle.
        obstacles: rectangles no disc may touch.
        dots: true places that discs should not hide.
    """
    table = np.array([(dot.x_mm, dot.y_mm) for dot in dots]).reshape(-1, 2)
    labels = [_disc_label(pin, places[pin.key], table, bounds) for pin in pins]
    return place(labels, obstacles, (), _GAP_MM)


def _disc_label(pin: MapPin, at: Point, dots: FloatArray, bounds: Rect) -> Label:
    half = radius_of(pin) + RING_MM
    offsets = _offsets()
    centres = offsets + np.array([at.x_mm, at.y_mm])
    boxes = np.concatenate([centres - half, centres + half], axis=1)
    inside = (boxes[:, :2] >= [bounds.x_mm, bounds.y_mm]).all(axis=1)
    inside &= (boxes[:, 2:] <= [bounds.right_mm, bounds.bottom_mm]).all(axis=1)
    reach = np.hypot(*(centres[:, None, :] - dots[None, :, :]).transpose(2, 0, 1))
    hidden = np.maximum((reach < half).sum(axis=1) - (np.hypot(*offsets.T) < half), 0)
    prices = np.hypot(*offsets.T) + _HIDDEN_DOT_PRICE * hidden
    prices[0] = 0.0  # a pin that stands right is never moved for another's sake
    return Label(pin.key, at, 0.0, boxes[inside], prices[inside], leader=True)


def _offsets() -> FloatArray:
    """Return the true place, then rings around it, each turned half a step against the one before."""
    rows = [np.zeros((1, 2))]
    for number, radius in enumerate(np.arange(_NEAREST_RING_MM, _FARTHEST_RING_MM, _RING_STEP_MM)):
        angles = (np.arange(_DIRECTIONS) + number % 2 / 2) * 2 * np.pi / _DIRECTIONS
        rows.append(radius * np.stack([np.cos(angles), np.sin(angles)], axis=1))
    return np.concatenate(rows)


def tie_op(pin: MapPin, at: Point, centre: Point) -> Path:
    """Return the line from the true place to a disc that was moved."""
    return Path(
        (("M", at.x_mm, at.y_mm), ("L", centre.x_mm, centre.y_mm)),
        stroke=Stroke(pin.ink, pt_to_mm(_TIE_PT)),
    )


def dot_op(pin: MapPin, at: Point) -> Path:
    """Return the dot at the true place of a pin whose disc stands elsewhere."""
    return Path(_shape(pin, at, DOT_RADIUS_MM), fill=pin.ink, stroke=Stroke(Ink("paper"), 0.2))


def dot_path(centre: Point, radius_mm: float, ink: Ink) -> Path:
    """Return a dot that marks a place without a pin."""
    return Path(circle(centre, radius_mm), fill=ink, stroke=Stroke(Ink("paper"), pt_to_mm(_DOT_RING_PT)))


def disc_ops(pin: MapPin, centre: Point, composer: Composer) -> list[Operation]:
    """Return the disc with its white ring, its number, and the active area."""
    radius = radius_of(pin)
    ops: list[Operation] = [
        Path(_shape(pin, centre, radius + RING_MM), fill=Ink("paper")),
        Path(_shape(pin, centre, radius), fill=pin.ink),
    ]
    if pin.number:
        size_pt = _NUMBER_PT.get(len(pin.number), _SMALLEST_PT)
        style = TextStyle(BOLD, size_pt, size_pt, pin.number_ink, align="left", tabular=True)
        line = composer.fit_line(pin.number, style, 2 * radius - 0.5, 0.6).line
        cap_mm = composer.fonts.face(BOLD).metrics.cap_height_em * style.size_mm
        ops.append(Group(line.ops_at(centre.x_mm - line.width_mm / 2, centre.y_mm + cap_mm / 2), tag="Span"))
    if pin.anchor:
        ops.append(Link(disc_rect(pin, centre), anchor=pin.anchor))
    return ops


def disc_rect(pin: MapPin, centre: Point) -> Rect:
    """Return the box of a disc with its ring."""
    half = radius_of(pin) + RING_MM
    return Rect(centre.x_mm - half, centre.y_mm - half, 2 * half, 2 * half)


def name_label(pin: MapPin, centre: Point, width_mm: float, height_mm: float, bounds: Rect) -> Label:
    """Return the label of a pin's name: spots around the disc, at two distances."""
    return label_beside(pin.key, (centre, radius_of(pin) + RING_MM), Size(width_mm, height_mm), bounds)


def label_beside(key: str, mark: tuple[Point, float], size: Size, bounds: Rect) -> Label:
    """Return the label of a mark's name.

    Args:
        key: of the label.
        mark: its middle, and how far it reaches to each side.
        size: of the name.
        bounds: no candidate leaves it.
    """
    centre, half = mark
    width_mm, height_mm = size.width_mm, size.height_mm
    boxes, prices = [], []
    for step, gap in enumerate(_LABEL_GAPS_MM):
        for rank, ((right, down), (across, along)) in enumerate(_LABEL_SPOTS):
            x_mm = centre.x_mm + right * (half + gap) - across * width_mm
            y_mm = centre.y_mm + down * (half + gap) - along * height_mm
            boxes.append((x_mm, y_mm, x_mm + width_mm, y_mm + height_mm))
            prices.append(float(rank + 4 * step))
    table = np.array(boxes)
    inside = (table[:, :2] >= [bounds.x_mm, bounds.y_mm]).all(axis=1)
    inside &= (table[:, 2:] <= [bounds.right_mm, bounds.bottom_mm]).all(axis=1)
    return Label(key, centre, half, table[inside], np.array(prices)[inside], leader=False)


def _shape(pin: MapPin, centre: Point, radius_mm: float) -> tuple[Segment, ...]:
    """Return a circle, or a diamond that fills the same box."""
    if pin.shape == "disc":
        return circle(centre, radius_mm)
    x, y, r = centre.x_mm, centre.y_mm, radius_mm
    return (("M", x, y - r), ("L", x + r, y), ("L", x, y + r), ("L", x - r, y), ("Z",))


def circle(centre: Point, radius_mm: float) -> tuple[Segment, ...]:
    """Return a circle as four cubic curves."""
    x, y, r = centre.x_mm, centre.y_mm, radius_mm
    k = float(_CIRCLE) * r
    return (
        ("M", x + r, y),
        ("C", x + r, y + k, x + k, y + r, x, y + r),
        ("C", x - k, y + r, x - r, y + k, x - r, y),
        ("C", x - r, y - k, x - k, y - r, x, y - r),
        ("C", x + k, y - r, x + r, y - k, x + r, y),
        ("Z",),
    )
