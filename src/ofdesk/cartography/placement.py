"""Places boxes on a sheet so that nothing overlaps: pins moved apart, callouts, names.

Every label offers candidate boxes with a price. Search: greedy, hardest label first, then rounds in which
each label moves to its cheapest free candidate, and labels without a place push one or two others
aside if those find another. Forbidden at any price: box on box, box on obstacle, leader through a
box or obstacle. Priced: length, what is covered, leaders that cross. No randomness: the same input
gives the same sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
_ROUNDS = 8
_CROSSING_PRICE = 40.0
_MOST_PUSHED = 2
_LEADER_CORNER_MM = 1.2  # leaders keep this far from the corners of a box


@dataclass(frozen=True)
class Label:
    """Something that needs a place.

    Attributes:
        key: name of the label, unique among those placed together.
        anchor: what it belongs to.
        anchor_radius_mm: the leader begins at this distance from the anchor.
        boxes: candidates as left, top, right, bottom in mm, shape (n, 4).
        prices: price of each candidate, shape (n,); ties go to the first.
        leader: whether a leader joins anchor and box where they do not touch.
    """

    key: str
    anchor: Point
    anchor_radius_mm: float
    boxes: FloatArray
    prices: FloatArray
    leader: bool


@dataclass(frozen=True)
class PlacedLabel:
    """Where a label went.

    Attributes:
        leader: begin and end, None when the box touches its anchor or no leader was asked for.
    """

    key: str
    rect: Rect
    leader: tuple[Point, Point] | None


@dataclass(frozen=True)
class Placement:
    """The result: every label is either placed or listed as unplaced, in the order given."""

    placed: tuple[PlacedLabel, ...]
    unplaced: tuple[str, ...]


@dataclass
class _Candidates:
    """Candidates of one label that no obstacle forbids."""

    boxes: FloatArray
    begins: FloatArray
    ends: FloatArray
    has_leader: BoolArray
    prices: FloatArray
    chosen: int = -1
    order: int = field(default=0)


def place(
    labels: Sequence[Label], obstacles: Sequence[Rect], leaders: Sequence[tuple[Point, Point]], gap_mm: float
) -> Placement:
    """Find places for labels.

    Args:
        labels: in the order of their importance.
        obstacles: rectangles no box may touch and no leader may pass, save one that begins inside.
        leaders: lines that boxes must keep off and new leaders should not cross.
        gap_mm: free space between boxes, and between boxes and obstacles.
    """
    fixed = _FixedLines(leaders)
    blocks = np.array([_corners(rect) for rect in obstacles]).reshape(-1, 4)
    items = [_feasible(label, blocks, fixed, gap_mm) for label in labels]
    for order, item in enumerate(items):
        item.order = order
    _Search(items, gap_mm).run()
    placed, unplaced = [], []
    for label, item in zip(labels, items, strict=True):
        if item.chosen < 0:
            unplaced.append(label.key)
        else:
            placed.append(_placed(label.key, item))
    return Placement(tuple(placed), tuple(unplaced))


def _corners(rect: Rect) -> tuple[float, float, float, float]:
    return rect.x_mm, rect.y_mm, rect.right_mm, rect.bottom_mm


def _placed(key: str, item: _Candidates) -> PlacedLabel:
    left, top, right, bottom = (float(v) for v in item.boxes[item.chosen])
    leader = None
    if item.has_leader[item.chosen]:
        begin, end = item.begins[item.chosen], item.ends[item.chosen]
        leader = (Point(float(begin[0]), float(begin[1])), Point(float(end[0]), float(end[1])))
    return PlacedLabel(key, Rect(left, top, right - left, bottom - top), leader)


class _FixedLines:
    """Lines that are there before the search begins."""

    def __init__(self, leaders: Sequence[tuple[Point, Point]]) -> None:
        points = [(a.x_mm, a.y_mm, b.x_mm, b.y_mm) for a, b in leaders]
        table = np.array(points, dtype=np.float64).reshape(-1, 4)
        self.begins, self.ends = table[:, :2], table[:, 2:]


def _feasible(label: Label, blocks: FloatArray, fixed: _FixedLines, gap_mm: float) -> _Candidates:
    """Drop candidates that obstacles forbid, and price crossings of fixed lines."""
    anchor = np.array([label.anchor.x_mm, label.anchor.y_mm])
    begins, ends, has_leader = _leaders(label, anchor)
    around = _grown(label.boxes, gap_mm)
    bad = _boxes_meet(around, blocks).any(axis=1)
    bad |= _lines_meet_boxes(fixed.begins, fixed.ends, label.boxes).any(axis=0)
    holds_anchor = (blocks[:, :2] <= anchor).all(axis=1) & (anchor <= blocks[:, 2:]).all(axis=1)
    through = _lines_meet_boxes(begins, ends, blocks[~holds_anchor]).any(axis=1)
    bad |= has_leader & through
    prices = label.prices + np.where(
        has_leader, _CROSSING_PRICE * _lines_cross(begins, ends, fixed.begins, fixed.ends).sum(axis=1), 0.0
    )
    kept = np.flatnonzero(~bad)
    kept = kept[np.argsort(prices[kept], kind="stable")]
    return _Candidates(label.boxes[kept], begins[kept], ends[kept], has_leader[kept], prices[kept])


def _leaders(label: Label, anchor: FloatArray) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return the straight leader of each candidate: from the anchor's rim to the nearer side of the box."""
    low, high = label.boxes[:, :2], label.boxes[:, 2:]
    corner = np.minimum(_LEADER_CORNER_MM, (high - low) / 2)
    ends = np.clip(anchor, low + corner, high - corner)
    lacking = np.maximum(np.maximum(low - anchor, anchor - high), 0.0)
    # The side that lies farther off is the one a reader sees; the leader ends on it.
    axis = np.where(lacking[:, 1] >= lacking[:, 0], 1, 0)
    rows = np.arange(len(ends))
    ends[rows, axis] = np.clip(anchor[axis], low[rows, axis], high[rows, axis])
    reach = np.hypot(*(ends - anchor).T)
    has_leader = np.full(len(ends), label.leader) & (reach > label.anchor_radius_mm + 0.3)
    share = np.where(reach > 0, label.anchor_radius_mm / np.maximum(reach, 1e-9), 0.0)[:, None]
    return anchor + share * (ends - anchor), ends, has_leader


class _Search:
    """Chooses one candidate for each label, or none."""

    def __init__(self, items: Sequence[_Candidates], gap_mm: float) -> None:
        self._items = items
        self._gap_mm = gap_mm

    def run(self) -> None:
        """Place greedily, then improve until nothing changes."""
        for item in sorted(self._items, key=lambda item: (len(item.prices), item.order)):
            self._choose(item)
        for _ in range(_ROUNDS):
            moved = [self._choose(item) for item in self._items]
            pushed = [self._push(item) for item in self._items if item.chosen < 0 and len(item.prices)]
            if not any(moved) and not any(pushed):
                break

    def _choose(self, item: _Candidates) -> bool:
        """Take the cheapest candidate that the others allow; tell whether the choice changed."""
        before, item.chosen = item.chosen, -1
        if len(item.prices):
            forbidden, crossings = self._against(item, self._others(item))
            total = item.prices + _CROSSING_PRICE * crossings.sum(axis=1)
            total[forbidden.any(axis=1)] = np.inf
            best = int(np.argmin(total))
            item.chosen = best if np.isfinite(total[best]) else -1
        return item.chosen != before

    def _push(self, item: _Candidates) -> bool:
        """Take a candidate that one or two others block, if each of them finds another place."""
        others = self._others(item)
        forbidden, _ = self._against(item, others)
        blockers = forbidden.sum(axis=1)
        for candidate in np.flatnonzero(blockers <= _MOST_PUSHED)[:60]:
            pushed = [others[index] for index in np.flatnonzero(forbidden[candidate])]
            saved = [other.chosen for other in pushed]
            for other in pushed:
                other.chosen = -1
            item.chosen = int(candidate)
            for other in pushed:
                self._choose(other)
            if all(other.chosen >= 0 for other in pushed):
                return True
            item.chosen = -1
            for other, choice in zip(pushed, saved, strict=True):
                other.chosen = choice
        return False

    def _others(self, item: _Candidates) -> list[_Candidates]:
        return [other for other in self._items if other is not item and other.chosen >= 0]

    def _against(self, item: _Candidates, others: Sequence[_Candidates]) -> tuple[BoolArray, BoolArray]:
        """Return, for each candidate and other label, whether they exclude each other, and cross."""
        shape = (len(item.prices), len(others))
        if not others:
            return np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        boxes = np.array([other.boxes[other.chosen] for other in others])
        begins = np.array([other.begins[other.chosen] for other in others])
        ends = np.array([other.ends[other.chosen] for other in others])
        lined = np.array([other.has_leader[other.chosen] for other in others])
        forbidden = _boxes_meet(_grown(item.boxes, self._gap_mm), boxes)
        forbidden |= _lines_meet_boxes(begins, ends, item.boxes).T & lined
        forbidden |= _lines_meet_boxes(item.begins, item.ends, boxes) & item.has_leader[:, None]
        crossing = _lines_cross(item.begins, item.ends, begins, ends) & lined & item.has_leader[:, None]
        return forbidden, crossing


def _grown(boxes: FloatArray, by_mm: float) -> FloatArray:
    grown: FloatArray = boxes + np.array([-by_mm, -by_mm, by_mm, by_mm])
    return grown


def _boxes_meet(one: FloatArray, other: FloatArray) -> BoolArray:
    """Return, for each pair, whether two boxes share an area; shape (n, m)."""
    a, b = one[:, None, :], other[None, :, :]
    meet: BoolArray = (
        (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2]) & (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])
    )
    return meet


def _lines_meet_boxes(begins: FloatArray, ends: FloatArray, boxes: FloatArray) -> BoolArray:
    """Return, for each line and box, whether the line passes through the box; shape (lines, boxes).

    Separating axes of a segment and an upright box: the two sides of the box and the segment's normal.
    """
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    middle = ((begins + ends) / 2)[:, None, :] - centre[None, :, :]
    arm = ((ends - begins) / 2)[:, None, :]
    near = np.abs(middle) < half[None, :, :] + np.abs(arm)
    across = np.abs(middle[..., 0] * arm[..., 1] - middle[..., 1] * arm[..., 0])
    width = half[None, :, 0] * np.abs(arm[..., 1]) + half[None, :, 1] * np.abs(arm[..., 0])
    meet: BoolArray = near.all(axis=2) & (across < width)
    return meet


def _lines_cross(
    begins: FloatArray, ends: FloatArray, other_begins: FloatArray, other_ends: FloatArray
) -> BoolArray:
    """Return, for each pair of segments, whether they cross; shape (n, m)."""
    a, b = begins[:, None, :], ends[:, None, :]
    c, d = other_begins[None, :, :], other_ends[None, :, :]

    def side(p: FloatArray, q: FloatArray, r: FloatArray) -> FloatArray:
        turned: FloatArray = (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (
            r[..., 0] - p[..., 0]
        )
        return turned

    crosses: BoolArray = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return crosses
