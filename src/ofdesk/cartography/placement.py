"""Places boxes on a sheet so that nothing overlaps: pins moved apart, callouts, names.

Every label offers candidate boxes with a price. Search: greedy, hardest label first; then rounds in
which each label moves to its cheapest free candidate, and labels without a place push one or two
others aside if those find another; then neighbourhoods are taken out and put back in another order for
as long as that makes the whole cheaper (large neighbourhood search, Shaw 1998). Forbidden at any
price: box on box, box on obstacle, leader through a box or obstacle. Priced: length, what is covered,
leaders that cross. No randomness: the same input gives the same sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect
from ofdesk.cartography.collisions import boxes_meet, grown, lines_cross, lines_meet_boxes

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
_ROUNDS = 8
_CROSSING_PRICE = 40.0
_UNDERPASS_PRICE = 12.0  # a leader beneath a disc is as bad as so many mm more of it
_MOST_PUSHED = 2
_PUSHES_TRIED = 24
_PUSHES_SEEN = 300  # of the cheapest candidates
_UNPLACED_PRICE = 100_000.0
_NEIGHBOURHOODS = (2, 3, 5, 8)  # labels taken out together
_CHUNK = 64
_CHOICES = 1200  # after so many choices of a candidate the search ends, whatever it might still find
_SHORTEST_LEADER_MM = 0.3
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
    """Candidates of one label that no obstacle forbids, cheapest first.

    Attributes:
        lines: leader of each candidate; NaN where it has none.
        chosen: index of the candidate taken, −1 for none.
    """

    index: int
    anchor: tuple[float, float]
    boxes: FloatArray
    lines: FloatArray
    prices: FloatArray
    chosen: int = -1


def place(
    labels: Sequence[Label],
    obstacles: Sequence[Rect],
    leaders: Sequence[tuple[Point, Point]],
    gap_mm: float,
    passable: Sequence[Rect] = (),
) -> Placement:
    """Find places for labels.

    Args:
        labels: in the order of their importance.
        obstacles: rectangles no box may touch and no leader may pass, save one that begins inside.
        leaders: lines that boxes must keep off and new leaders should not cross.
        gap_mm: free space between boxes, and between boxes and obstacles.
        passable: rectangles no box may touch, but beneath which a leader may pass at a price.
    """
    lines = np.array([(a.x_mm, a.y_mm, b.x_mm, b.y_mm) for a, b in leaders]).reshape(-1, 4)
    ground = _Ground(_corners(obstacles), _corners(passable), lines)
    items = [_feasible(index, label, ground, gap_mm) for index, label in enumerate(labels)]
    _Search(items, gap_mm).run()
    found = list(zip(labels, items, strict=True))
    return Placement(
        tuple(_placed(label.key, item) for label, item in found if item.chosen >= 0),
        tuple(label.key for label, item in found if item.chosen < 0),
    )


def _placed(key: str, item: _Candidates) -> PlacedLabel:
    left, top, right, bottom = (float(v) for v in item.boxes[item.chosen])
    begin_x, begin_y, end_x, end_y = (float(v) for v in item.lines[item.chosen])
    leader = None if np.isnan(begin_x) else (Point(begin_x, begin_y), Point(end_x, end_y))
    return PlacedLabel(key, Rect(left, top, right - left, bottom - top), leader)


@dataclass(frozen=True)
class _Ground:
    """What stands already: obstacles, what only leaders may pass, and lines; four columns each."""

    blocks: FloatArray
    passable: FloatArray
    lines: FloatArray


def _corners(rects: Sequence[Rect]) -> FloatArray:
    return np.array([(r.x_mm, r.y_mm, r.right_mm, r.bottom_mm) for r in rects]).reshape(-1, 4)


def _feasible(index: int, label: Label, ground: _Ground, gap_mm: float) -> _Candidates:
    """Drop candidates that obstacles forbid, and price crossings of lines that are there already."""
    anchor = np.array([label.anchor.x_mm, label.anchor.y_mm])
    own = _leaders(label, anchor)
    blocks, lines = ground.blocks, ground.lines
    boxes = grown(label.boxes, gap_mm)
    bad = boxes_meet(boxes, blocks).any(axis=1) | boxes_meet(boxes, ground.passable).any(axis=1)
    bad |= lines_meet_boxes(lines, label.boxes).any(axis=0)
    holds_anchor = (blocks[:, :2] <= anchor).all(axis=1) & (anchor <= blocks[:, 2:]).all(axis=1)
    bad |= lines_meet_boxes(own, blocks[~holds_anchor]).any(axis=1)
    crossed = lines_cross(own, lines).sum(axis=1)
    beneath = lines_meet_boxes(own, ground.passable).sum(axis=1)
    prices = label.prices + _CROSSING_PRICE * crossed + _UNDERPASS_PRICE * beneath
    kept = np.flatnonzero(~bad)
    kept = kept[np.argsort(prices[kept], kind="stable")]
    at = (label.anchor.x_mm, label.anchor.y_mm)
    return _Candidates(index, at, label.boxes[kept], own[kept], prices[kept])


def _leaders(label: Label, anchor: FloatArray) -> FloatArray:
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
    share = np.where(reach > 0, label.anchor_radius_mm / np.maximum(reach, 1e-9), 0.0)[:, None]
    lines = np.concatenate([anchor + share * (ends - anchor), ends], axis=1)
    lines[(reach <= label.anchor_radius_mm + _SHORTEST_LEADER_MM) | (not label.leader)] = np.nan
    return lines


class _Search:
    """Chooses one candidate for each label, or none.

    The choices stand in two tables, so that one label is compared with all others at once; the rows of
    labels without a place are NaN.
    """

    def __init__(self, items: Sequence[_Candidates], gap_mm: float) -> None:
        self._items = items
        self._gap_mm = gap_mm
        self._boxes = np.full((len(items), 4), np.nan)
        self._lines = np.full((len(items), 4), np.nan)
        self._choices = 0

    def run(self) -> None:
        """Place greedily, then improve until nothing changes."""
        for item in sorted(self._items, key=lambda item: (len(item.prices), item.index)):
            self._choose(item)
        for _ in range(_ROUNDS):
            moved = [self._choose(item) for item in self._items]
            pushed = [self._push(item) for item in self._items if item.chosen < 0 and len(item.prices)]
            if (not any(moved) and not any(pushed)) or self._spent:
                break
        self._improve()

    @property
    def _spent(self) -> bool:
        return self._choices >= _CHOICES

    def _take(self, item: _Candidates, candidate: int) -> None:
        """Give a label a candidate, or none (−1)."""
        item.chosen = candidate
        self._boxes[item.index] = item.boxes[candidate] if candidate >= 0 else np.nan
        self._lines[item.index] = item.lines[candidate] if candidate >= 0 else np.nan

    def _choose(self, item: _Candidates) -> bool:
        """Take the cheapest candidate that the others allow; tell whether the choice changed."""
        self._choices += 1
        before, best = item.chosen, -1
        self._take(item, -1)
        cheapest = np.inf
        for begin in range(0, len(item.prices), _CHUNK):
            if cheapest <= item.prices[begin]:
                break  # candidates are in the order of their own price: no later one can be cheaper
            part = slice(begin, begin + _CHUNK)
            total = item.prices[part] + _CROSSING_PRICE * lines_cross(item.lines[part], self._lines).sum(
                axis=1
            )
            total[self._forbidden(item, part).any(axis=1)] = np.inf
            least = int(np.argmin(total))
            if total[least] < cheapest:
                cheapest, best = float(total[least]), begin + least
        self._take(item, best)
        return best != before

    def _forbidden(self, item: _Candidates, part: slice) -> BoolArray:
        """Return, for each candidate of a part and each label in place, whether they exclude each other."""
        boxes, lines = item.boxes[part], item.lines[part]
        forbidden = boxes_meet(grown(boxes, self._gap_mm), self._boxes)
        forbidden |= lines_meet_boxes(self._lines, boxes).T
        forbidden |= lines_meet_boxes(lines, self._boxes)
        return forbidden

    def _push(self, item: _Candidates) -> bool:
        """Take a candidate that one or two others block, if each of them finds another place."""
        forbidden = self._forbidden(item, slice(_PUSHES_SEEN))
        for candidate in np.flatnonzero(forbidden.sum(axis=1) <= _MOST_PUSHED)[:_PUSHES_TRIED]:
            if self._spent:
                break
            pushed = [self._items[int(index)] for index in np.flatnonzero(forbidden[candidate])]
            saved = [other.chosen for other in pushed]
            for other in pushed:
                self._take(other, -1)
            self._take(item, int(candidate))
            for other in pushed:
                self._choose(other)
            if all(other.chosen >= 0 for other in pushed):
                return True
            self._take(item, -1)
            for other, choice in zip(pushed, saved, strict=True):
                self._take(other, choice)
        return False

    def _improve(self) -> None:
        """Take out each label with its nearest neighbours and put them back, while the whole gets cheaper."""
        live = [item for item in self._items if len(item.prices)]
        anchors = np.array([item.anchor for item in live]).reshape(-1, 2)
        price, improved = self._total(), True
        while improved and not self._spent:
            before = price
            price = self._untangled(price)
            for size in _NEIGHBOURHOODS:
                for index, item in enumerate(live):
                    if self._spent or size > len(live):
                        break
                    if not self._could_gain(item):
                        continue
                    near = np.argsort(np.hypot(*(anchors - anchors[index]).T), kind="stable")[:size]
                    group = [live[i] for i in near]
                    price = self._rebuilt(group, price)
                    price = self._rebuilt(group[::-1], price)
            improved = price < before - 1e-6

    def _untangled(self, price: float) -> float:
        """Let labels whose leaders cross change places where that makes the whole cheaper."""
        for one, other in np.argwhere(np.triu(lines_cross(self._lines, self._lines))).tolist():
            for mover, giver in ((one, other), (other, one)):
                if self._spent:
                    return price
                price = self._swapped(self._items[mover], self._items[giver], price)
        return price

    def _swapped(self, mover: _Candidates, giver: _Candidates, price: float) -> float:
        """Put a label where another stands, and that one elsewhere; undo it unless that is cheaper."""
        if mover.chosen < 0 or giver.chosen < 0:
            return price
        saved = [(mover, mover.chosen), (giver, giver.chosen)]
        wanted = self._boxes[giver.index : giver.index + 1].copy()
        for item, _ in saved:
            self._take(item, -1)
        there = boxes_meet(mover.boxes, wanted)[:, 0] & ~self._forbidden(mover, slice(None)).any(axis=1)
        if there.any():
            self._take(mover, int(np.argmax(there)))
            self._choose(giver)
            self._choose(mover)
        return self._kept_if_cheaper(saved, price)

    def _could_gain(self, item: _Candidates) -> bool:
        """Tell whether a label stands worse than it would alone."""
        if item.chosen < 0 or item.prices[item.chosen] > item.prices[0] + 1e-6:
            return True
        own = self._lines[item.index : item.index + 1]
        return bool(lines_cross(own, self._lines).any())

    def _rebuilt(self, group: Sequence[_Candidates], price: float) -> float:
        """Place a group anew in its order; undo that unless the whole got cheaper. Return the price."""
        saved = [(item, item.chosen) for item in group]
        for item in group:
            self._take(item, -1)
        for item in group:
            self._choose(item)
        return self._kept_if_cheaper(saved, price)

    def _kept_if_cheaper(self, saved: Sequence[tuple[_Candidates, int]], price: float) -> float:
        """Return the price after a change, or take the change back and return the price before."""
        found = self._total()
        if found < price - 1e-6:
            return found
        for item, choice in saved:
            self._take(item, choice)
        return price

    def _total(self) -> float:
        """Return the price of the whole: of candidates, crossings, and labels without a place."""
        lost = sum(1 for item in self._items if item.chosen < 0 and len(item.prices))
        own = sum(float(item.prices[item.chosen]) for item in self._items if item.chosen >= 0)
        crossings = float(lines_cross(self._lines, self._lines).sum()) / 2
        return _UNPLACED_PRICE * lost + own + _CROSSING_PRICE * crossings
