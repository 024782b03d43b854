"""Callouts: white boxes with a thin rule in the accent, where the map has room, with straight leaders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.base.units import pt_to_mm
from ofdesk.cartography.layers import rectangle
from ofdesk.cartography.placement import Label
from ofdesk.cartography.spec import MapCallout
from ofdesk.cartography.surface import CoverSurface
from ofdesk.drawing.display_list import Group, Ink, Operation, Path, Stroke
from ofdesk.drawing.fonts import BOLD, REGULAR
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.frame import Paragraph
from ofdesk.typesetting.style import TextStyle

FloatArray = NDArray[np.float64]
_TITLE = TextStyle(BOLD, 7.0, 9.0, align="left")
_TEXT = TextStyle(REGULAR, 6.0, 8.0, align="left")
_PADDING_X_MM, _PADDING_Y_MM = 1.3, 0.9
_RULE_PT = 0.3
_LEADER_PT = 0.4
_STEP_MM = 2.5
_CHEAPEST = 260
_SPREAD = 340
_COVER_PRICE = 45.0  # a box wholly on land in focus costs as much as 45 mm of leader
_BREATH_MM = 3.0  # leaders shorter than this make box and disc look glued together


@dataclass(frozen=True)
class SetCallout:
    """A callout whose texts are set.

    Attributes:
        paragraphs: title and lines, with the style of each.
        size: of the box.
    """

    callout: MapCallout
    paragraphs: tuple[tuple[Paragraph, TextStyle], ...]
    size: Size


def set_callout(callout: MapCallout, widest_mm: float, composer: Composer) -> SetCallout:
    """Set the texts of a callout; the box is as wide as its longest line."""
    texts = [(callout.title, _TITLE), *((line, _TEXT) for line in callout.lines)]
    paragraphs = tuple((composer.paragraph(text, style, widest_mm), style) for text, style in texts if text)
    width_mm = max((paragraph.width_mm for paragraph, _ in paragraphs), default=0.0)
    height_mm = sum(paragraph.height_mm for paragraph, _ in paragraphs)
    return SetCallout(callout, paragraphs, Size(width_mm + 2 * _PADDING_X_MM, height_mm + 2 * _PADDING_Y_MM))


def callout_label(
    item: SetCallout, anchor: Point, radius_mm: float, bounds: Rect, surface: CoverSurface
) -> Label:
    """Return the candidates of a callout: a lattice over the sheet, priced by leader and by what it hides."""
    size, fixed = item.size, item.callout.centre
    if fixed is not None:
        corner = np.array([[fixed.x_mm - size.width_mm / 2, fixed.y_mm - size.height_mm / 2]])
    else:
        x_mm = np.arange(bounds.x_mm, bounds.right_mm - size.width_mm + 1e-9, _STEP_MM)
        y_mm = np.arange(bounds.y_mm, bounds.bottom_mm - size.height_mm + 1e-9, _STEP_MM)
        corner = np.stack([axis.reshape(-1) for axis in np.meshgrid(x_mm, y_mm)], axis=1)
    boxes = np.concatenate([corner, corner + np.array([size.width_mm, size.height_mm])], axis=1)
    prices = _prices(boxes, np.array([anchor.x_mm, anchor.y_mm]), radius_mm, surface)
    chosen = _thinned(prices)
    return Label(item.callout.pin, anchor, radius_mm, boxes[chosen], prices[chosen], leader=True)


def _prices(boxes: FloatArray, anchor: FloatArray, radius_mm: float, surface: CoverSurface) -> FloatArray:
    lacking = np.maximum(np.maximum(boxes[:, :2] - anchor, anchor - boxes[:, 2:]), 0.0)
    length = np.hypot(*lacking.T) - radius_mm
    glued = np.maximum(_BREATH_MM - length, 0.0) * 4
    prices: FloatArray = length + glued + _COVER_PRICE * surface.covered(boxes)
    return prices


def _thinned(prices: FloatArray) -> NDArray[np.int64]:
    """Keep the cheapest candidates and an even choice of the others, a way out of crowds."""
    ranked = np.argsort(prices, kind="stable")
    rest = ranked[_CHEAPEST:]
    step = max(1, len(rest) // _SPREAD)
    return np.concatenate([ranked[:_CHEAPEST], rest[::step]])


def leader_op(callout: MapCallout, leader: tuple[Point, Point]) -> Path:
    """Return the line from disc to box."""
    begin, end = leader
    return Path(
        (("M", begin.x_mm, begin.y_mm), ("L", end.x_mm, end.y_mm)),
        stroke=Stroke(callout.ink, pt_to_mm(_LEADER_PT)),
    )


def box_ops(item: SetCallout, rect: Rect) -> list[Operation]:
    """Return the box with its texts."""
    ops: list[Operation] = [
        rectangle(rect, fill=Ink("paper"), stroke=Stroke(item.callout.ink, pt_to_mm(_RULE_PT)))
    ]
    y_mm = rect.y_mm + _PADDING_Y_MM
    for paragraph, style in item.paragraphs:
        ops.append(Group(tuple(_lines_of(paragraph, style, rect.x_mm + _PADDING_X_MM, y_mm)), tag="P"))
        y_mm += paragraph.height_mm
    return ops


def _lines_of(paragraph: Paragraph, style: TextStyle, x_mm: float, top_mm: float) -> Sequence[Operation]:
    # The em box, 0.88 above and 0.12 below the baseline, stands in the middle of the leading.
    baseline_mm = top_mm + (style.leading_mm - style.size_mm) / 2 + 0.88 * style.size_mm
    return [
        run
        for number, line in enumerate(paragraph.lines)
        for run in line.ops_at(x_mm, baseline_mm + number * style.leading_mm)
    ]
