"""Callouts: white boxes with a thin rule in the accent, where the map has room, with straight leaders."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.base.units import pt_to_mm
from ofdesk.cartography.candidates import Label
from ofdesk.cartography.collisions import boxes_meet, grown
from ofdesk.cartography.conflicts import passes
from ofdesk.cartography.layers import rectangle
from ofdesk.cartography.lettering import em_top_mm
from ofdesk.cartography.pins import radius_of
from ofdesk.cartography.spec import THUMBNAIL_MM, MapCallout, MapPin
from ofdesk.cartography.surface import COVER_PRICE, CalloutGround, CoverSurface
from ofdesk.drawing.display_list import Group, Image, Ink, Operation, Path, Stroke
from ofdesk.drawing.fonts import BOLD, REGULAR
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.frame import Paragraph
from ofdesk.typesetting.style import Text, TextRun, TextStyle

FloatArray = NDArray[np.float64]
_TITLE = TextStyle(BOLD, 7.0, 9.0, align="left")
_TEXT = TextStyle(REGULAR, 6.0, 8.0, align="left")
_COMPACT_TITLE = replace(_TITLE, size_pt=6.5, leading_pt=8.5)
_COMPACT_TEXT = replace(_TEXT, leading_pt=8.5)
_COMPACT_WIDER = 1.5  # a name and a year stand on one line
_PICTURE_EDGE_MM = 0.8
_PADDING_X_MM, _PADDING_Y_MM = 1.3, 0.9
_DISC_EDGE_MM = 0.6
_RULE_PT = 0.3
_RANGE = "～"
_LEADER_PT = 0.4
# Boxes of one, two, three lines and the gap around them fill two, three, four rows of the grid.
_CELL_MM = (3.0, 2.97)
_REACH_MM = 110.0
_MANY, _CANDIDATES = 100, (850, 420)  # places considered by each callout: of few, of many callouts
_CHEAPEST_SHARE = 0.25  # of them the cheapest; the others lie on all sides
_SECTORS = 16
_RINGS_MM = np.array([14.0, 24.0, 36.0, 52.0, 75.0, 110.0])
_LEADER_CORNER_MM = 1.2  # leaders keep this far from the corners of a box
_EDGE_MM = 1e-6  # a leader that ends on the edge of its box does not pass through it
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
        if self.callout.thumbnail is not None:
            return self._picture_left_mm + THUMBNAIL_MM[0] + _PADDING_X_MM
        return _PADDING_X_MM if self.pin is None else self._picture_left_mm

    @property
    def _picture_left_mm(self) -> float:
        return _PICTURE_EDGE_MM if self.pin is None else 2 * radius_of(self.pin) + 2 * _DISC_EDGE_MM

    def picture_rect(self, rect: Rect) -> Rect:
        """Return where the picture stands when the box is there."""
        width, height = THUMBNAIL_MM
        return Rect(rect.x_mm + self._picture_left_mm, rect.centre.y_mm - height / 2, width, height)

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
    widest_mm *= _COMPACT_WIDER if callout.compact else 1.0
    paragraphs = tuple(
        (composer.paragraph(part, style, widest_mm), style)
        for text, style in _texts(callout)
        for part in _parts(text, style, widest_mm, composer)
        if part
    )
    width_mm = max((paragraph.width_mm for paragraph, _ in paragraphs), default=0.0)
    height_mm = sum(paragraph.height_mm for paragraph, _ in paragraphs)
    text = SetCallout(callout, pin, paragraphs, Size(0.0, 0.0))
    disc_mm = 2 * (radius_of(pin) + _DISC_EDGE_MM) if pin else 0.0
    picture_mm = THUMBNAIL_MM[1] + 2 * _PICTURE_EDGE_MM if callout.thumbnail else 0.0
    tallest_mm = max(disc_mm, picture_mm, height_mm + 2 * _PADDING_Y_MM)
    return replace(text, size=Size(text.text_left_mm + width_mm + _PADDING_X_MM, tallest_mm))


def _texts(callout: MapCallout) -> list[tuple[Text, TextStyle]]:
    if not callout.compact:
        return [(callout.title, _TITLE), *((line, _TEXT) for line in callout.lines)]
    words = "".join(f"  {line}" for line in callout.lines if line)
    return [((TextRun(callout.title, _COMPACT_TITLE), TextRun(words, _COMPACT_TEXT)), _COMPACT_TITLE)]


def _parts(text: Text, style: TextStyle, widest_mm: float, composer: Composer) -> tuple[Text, ...]:
    """Return the lines of a text: a range too wide for one turns over at its wave dash, not within a date."""
    if not isinstance(text, str) or _RANGE not in text or composer.line(text, style).width_mm <= widest_mm:
        return (text,)
    first, last = text.split(_RANGE, 1)
    return first, _RANGE + last


def callout_label(item: SetCallout, anchor: Point, radius_mm: float, ground: CalloutGround) -> Label:
    """Return the candidates of a callout: a lattice around its anchor.

    Each is priced by its leader and by what it hides.
    """
    bounds = ground.bounds
    size, fixed = item.size, item.callout.centre
    own = _Pricing(item, anchor, radius_mm, ground)
    if fixed is not None:
        corner = np.array([[fixed.x_mm - size.width_mm / 2, fixed.y_mm - size.height_mm / 2]])
        return own.label(corner)
    x_mm = np.arange(bounds.x_mm, bounds.right_mm - size.width_mm + 1e-9, _CELL_MM[0])
    y_mm = np.arange(bounds.y_mm, bounds.bottom_mm - size.height_mm + 1e-9, _CELL_MM[1])
    x_mm = x_mm[np.abs(x_mm + size.width_mm / 2 - anchor.x_mm) < _REACH_MM]
    y_mm = y_mm[np.abs(y_mm + size.height_mm / 2 - anchor.y_mm) < _REACH_MM]
    corner = np.stack([axis.reshape(-1) for axis in np.meshgrid(x_mm, y_mm)], axis=1)
    found = own.label(corner)
    ends = found.boxes[:, :2] if found.ends is None else found.ends
    chosen = _thinned(found, np.array([anchor.x_mm, anchor.y_mm]), ground.candidates)
    boxes, prices = found.boxes[chosen], found.prices[chosen]
    return replace(found, boxes=boxes, prices=prices, ends=ends[chosen], at=own.at)


@dataclass(frozen=True)
class _Pricing:
    """Makes candidates of one callout at any places."""

    item: SetCallout
    anchor: Point
    radius_mm: float
    ground: CalloutGround

    def label(self, corner: FloatArray) -> Label:
        """Return the candidates whose left upper corners are given, shape (n, 2), with ends on all sides."""
        boxes = self._boxes(corner)
        if len(boxes) > 1:  # a box put by hand is told where it cannot stay
            boxes = boxes[~boxes_meet(boxes, self.ground.blocked).any(axis=1)]
        return self._priced(*_with_ends(boxes, self._anchor))

    def at(self, corner: FloatArray, ends: FloatArray) -> Label:
        """Return the candidates with given corners and ends of leaders.

        Those beyond the bounds are left out, and those whose leader would arrive through the box.
        """
        bounds, boxes = self.ground.bounds, self._boxes(corner)
        low = np.array([bounds.x_mm, bounds.y_mm]) - _EDGE_MM
        high = np.array([bounds.right_mm, bounds.bottom_mm]) + _EDGE_MM
        inside = (boxes[:, :2] >= low).all(axis=1) & (boxes[:, 2:] <= high).all(axis=1)
        boxes, ends = boxes[inside], ends[inside]
        lines = np.concatenate([np.broadcast_to(self._anchor, ends.shape), ends], axis=1)
        outside = ~passes(lines.T, grown(boxes, -_EDGE_MM).T)
        return self._priced(boxes[outside], ends[outside])

    @property
    def _anchor(self) -> FloatArray:
        return np.array([self.anchor.x_mm, self.anchor.y_mm])

    def _boxes(self, corner: FloatArray) -> FloatArray:
        size = self.item.size
        return np.concatenate([corner, corner + np.array([size.width_mm, size.height_mm])], axis=1)

    def _priced(self, boxes: FloatArray, ends: FloatArray) -> Label:
        prices = _prices(boxes, ends, self._anchor, self.radius_mm, self.ground.surface)
        size = (self.item.size.width_mm, self.item.size.height_mm)
        key = self.item.callout.pin
        return Label(key, self.anchor, self.radius_mm, boxes, prices, leader=True, ends=ends, size_mm=size)


def _with_ends(boxes: FloatArray, anchor: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return boxes with ends of leaders: in the middle of the side that faces the anchor, and above or below.

    A box that stands aslant is there twice, since boxes stacked in a column are only reached from the side.
    """
    left, top, right, bottom = boxes.T
    x_mm, y_mm = anchor
    beside = (x_mm < left) | (x_mm > right)
    corner = np.minimum(_LEADER_CORNER_MM, (right - left) / 2)
    above = (y_mm < top) | (y_mm > bottom) | ~beside
    side = np.stack([np.where(x_mm < left, left, right), (top + bottom) / 2], axis=1)
    level = np.stack([np.clip(x_mm, left + corner, right - corner), np.clip(y_mm, top, bottom)], axis=1)
    return np.concatenate([boxes[beside], boxes[above]]), np.concatenate([side[beside], level[above]])


def _prices(
    boxes: FloatArray, ends: FloatArray, anchor: FloatArray, radius_mm: float, surface: CoverSurface
) -> FloatArray:
    length = np.hypot(*(ends - anchor).T) - radius_mm
    glued = np.maximum(_BREATH_MM - length, 0.0) * 4
    prices: FloatArray = length + glued + COVER_PRICE * surface.covered(boxes)
    return prices


def candidates_each(count: int) -> int:
    """Return how many places each of so many callouts considers: what time allows."""
    few, many = _CANDIDATES
    return few if count <= _MANY else many


def _thinned(label: Label, anchor: FloatArray, most: int) -> NDArray[np.int64]:
    """Keep the cheapest candidates, and of the others the cheap ones on every side, near and far."""
    boxes = label.boxes
    ranked = np.argsort(label.prices, kind="stable")
    if len(ranked) <= most:
        return ranked
    cheapest = int(most * _CHEAPEST_SHARE)
    rest = ranked[cheapest:]
    arm = (boxes[rest, :2] + boxes[rest, 2:]) / 2 - anchor
    turn = np.arctan2(arm[:, 1], arm[:, 0]) / (2 * np.pi) + 0.5
    sector = np.minimum((turn * _SECTORS).astype(np.int64), _SECTORS - 1)
    cell = sector * (len(_RINGS_MM) + 1) + np.searchsorted(_RINGS_MM, np.hypot(*arm.T))
    # The n-th of each cell comes before the next of any.
    by_cell = np.argsort(cell, kind="stable")
    _, firsts, sizes = np.unique(cell[by_cell], return_index=True, return_counts=True)
    rank = np.empty(len(cell), dtype=np.int64)
    rank[by_cell] = np.arange(len(cell)) - np.repeat(firsts, sizes)
    chosen = np.lexsort((np.arange(len(cell)), rank))[: most - cheapest]
    return np.concatenate([ranked[:cheapest], rest[np.sort(chosen)]])


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
    thumbnail = item.callout.thumbnail
    if thumbnail is not None:
        picture = Image(thumbnail.sha256, item.picture_rect(rect), thumbnail.crop, thumbnail.alt)
        ops.append(Group((picture,), tag="Figure", alt=thumbnail.alt))
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
