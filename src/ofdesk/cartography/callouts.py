"""Callouts: white boxes with a thin rule in the accent, where the map has room, with straight leaders."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.base.units import pt_to_mm
from ofdesk.cartography.layers import rectangle
from ofdesk.cartography.lettering import em_top_mm
from ofdesk.cartography.pins import radius_of
from ofdesk.cartography.placement import Label
from ofdesk.cartography.spec import MapCallout, MapPin
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
_DISC_EDGE_MM = 0.6
_RULE_PT = 0.3
_LEADER_PT = 0.4
_STEP_MM = 2.5
_CHEAPEST = 260
_SPREAD = 340
_COVER_PRICE = 130.0  # a box wholly on land in focus costs as much as 130 mm of leader
_BREATH_MM = 3.0  # leaders shorter than this make box and disc look glued together


@dataclass(frozen=True)
class SetCallout:
    """A callout whose texts are set.

    Attributes:
        pin: the pin whose number stands in the box; None when it stands on the map.
        paragraphs: title and lines, with the style of each.
        size: of the box.
    """

    callout: MapCallout
    pin: MapPin | None
    paragraphs: tuple[tuple[Paragraph, TextStyle], ...]
    size: Size

    @property
    def text_left_mm(self) -> float:
        """Where the texts begin, from the left edge of the box."""
        return _PADDING_X_MM if self.pin is None else 2 * radius_of(self.pin) + 2 * _DISC_EDGE_MM

    def disc_centre(self, rect: Rect) -> Point:
        """Return where the number stands when the box is there."""
        radius = radius_of(self.pin) if self.pin else 0.0
        return Point(rect.x_mm + _DISC_EDGE_MM + radius, rect.centre.y_mm)


def set_callout(callout: MapCallout, pin: MapPin | None, widest_mm: float, composer: Composer) -> SetCallout:
    """Set the texts of a callout; the box is as wide as its longest line.

    Args:
        callout: texts.
        pin: the pin whose number goes into the box, None when it stands on the map.
        widest_mm: longer lines are broken.
        composer: sets the texts.
    """
    texts = [(callout.title, _TITLE), *((line, _TEXT) for line in callout.lines)]
    paragraphs = tuple((composer.paragraph(text, style, widest_mm), style) for text, style in texts if text)
    width_mm = max((paragraph.width_mm for paragraph, _ in paragraphs), default=0.0)
    height_mm = sum(paragraph.height_mm for paragraph, _ in paragraphs)
    text = SetCallout(callout, pin, paragraphs, Size(0.0, 0.0))
    disc_mm = 2 * (radius_of(pin) + _DISC_EDGE_MM) if pin else 0.0
    size = Size(text.text_left_mm + width_mm + _PADDING_X_MM, max(disc_mm, height_mm + 2 * _PADDING_Y_MM))
    return replace(text, size=size)


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


def box_ops(item: SetCallout, rect: Rect, composer: Composer) -> list[Operation]:
    """Return the box with its texts."""
    ops: list[Operation] = [
        rectangle(rect, fill=Ink("paper"), stroke=Stroke(item.callout.ink, pt_to_mm(_RULE_PT)))
    ]
    height_mm = sum(paragraph.height_mm for paragraph, _ in item.paragraphs)
    y_mm = rect.centre.y_mm - height_mm / 2
    for paragraph, style in item.paragraphs:
        # The em box stands in the middle of the leading.
        baseline_mm = y_mm + (style.leading_mm - style.size_mm) / 2 + em_top_mm(composer, style)
        runs = [
            run
            for number, line in enumerate(paragraph.lines)
            for run in line.ops_at(rect.x_mm + item.text_left_mm, baseline_mm + number * style.leading_mm)
        ]
        ops.append(Group(tuple(runs), tag="P"))
        y_mm += paragraph.height_mm
    return ops
