"""Candidates: where a label may stand, with its leader, and what each place costs before others are there.

Owns what is forbidden or priced by things that stand already; refuses to choose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect
from ofdesk.cartography.conflicts import Shapes, meeting

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
CROSSING_PRICE = 120.0  # crossing leaders are as bad as so many mm more of them
_UNDERPASS_PRICE = 20.0  # a leader beneath a disc is as bad as so many mm more of it
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
        ends: where the leader of each candidate ends, shape (n, 2); None: on the nearer side of the box.
        at: returns the label with other candidates: their left upper corners and the ends of their leaders
            are given, shapes (n, 2); None: it stands nowhere else.
        size_mm: width and height of its box, where it has `at`.
    """

    key: str
    anchor: Point
    anchor_radius_mm: float
    boxes: FloatArray
    prices: FloatArray
    leader: bool
    ends: FloatArray | None = None
    at: Callable[[FloatArray, FloatArray], Label] | None = None
    size_mm: tuple[float, float] = (0.0, 0.0)


@dataclass
class Candidates:
    """Candidates of one label that no obstacle forbids, cheapest first.

    Attributes:
        shapes: boxes with their leaders.
        chosen: index of the candidate taken, −1 for none.
    """

    index: int
    anchor: tuple[float, float]
    shapes: Shapes
    prices: FloatArray
    chosen: int = -1

    @property
    def leader_mm(self) -> float:
        """Length of the leader of the candidate taken; 0 without one."""
        if self.chosen < 0:
            return 0.0
        line = self.shapes.lines[self.chosen]
        return 0.0 if np.isnan(line[0]) else float(np.hypot(*(line[2:] - line[:2])))

    def add(self, more: Candidates) -> IntArray:
        """Take further candidates in and return where they are now; the choice stays."""
        prices = np.concatenate([self.prices, more.prices])
        order = np.argsort(prices, kind="stable")
        boxes = np.concatenate([self.shapes.boxes, more.shapes.boxes])[order]
        lines = np.concatenate([self.shapes.lines, more.shapes.lines])[order]
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        before = len(self.prices)
        self.shapes, self.prices = Shapes.of(boxes, lines), prices[order]
        if self.chosen >= 0:
            self.chosen = int(places[self.chosen])
        return places[before:]


@dataclass(frozen=True)
class Ground:
    """What stands already.

    Attributes:
        blocks: obstacles.
        passable: boxes that leaders may pass at a price.
        lines: leaders and ties.
    """

    blocks: Shapes
    passable: Shapes
    lines: Shapes

    @classmethod
    def of(
        cls, obstacles: Sequence[Rect], passable: Sequence[Rect], leaders: Sequence[tuple[Point, Point]]
    ) -> Ground:
        """Return what stands there."""
        lines = np.array([(a.x_mm, a.y_mm, b.x_mm, b.y_mm) for a, b in leaders]).reshape(-1, 4)
        return cls(
            Shapes.of_boxes(corners(obstacles)), Shapes.of_boxes(corners(passable)), Shapes.of_lines(lines)
        )


def corners(rects: Sequence[Rect]) -> FloatArray:
    """Return rectangles as rows left, top, right, bottom."""
    return np.array([(r.x_mm, r.y_mm, r.right_mm, r.bottom_mm) for r in rects]).reshape(-1, 4)


def feasible(index: int, label: Label, ground: Ground, gap_mm: float) -> Candidates:
    """Drop candidates that obstacles forbid, and price crossings of lines that are there already."""
    anchor = np.array([label.anchor.x_mm, label.anchor.y_mm])
    own = Shapes.of(label.boxes, _leaders(label, anchor))
    bad = np.zeros(len(own), dtype=bool)
    blocks = meeting(own, ground.blocks, gap_mm)
    # A leader may come out of the obstacle that holds its anchor.
    corner = ground.blocks.boxes[blocks.other]
    holds_anchor = (corner[:, :2] <= anchor).all(axis=1) & (anchor <= corner[:, 2:]).all(axis=1)
    bad[blocks.one[blocks.boxes | (blocks.first_through & ~holds_anchor)]] = True
    passable = meeting(own, ground.passable, gap_mm)
    bad[passable.one[passable.boxes]] = True
    lines = meeting(own, ground.lines, gap_mm)
    bad[lines.one[lines.second_through]] = True
    crossed = np.bincount(lines.one[lines.crossing], minlength=len(own))
    beneath = np.bincount(passable.one[passable.first_through], minlength=len(own))
    prices = label.prices + CROSSING_PRICE * crossed + _UNDERPASS_PRICE * beneath
    kept = np.flatnonzero(~bad)
    kept = kept[np.argsort(prices[kept], kind="stable")]
    at = (label.anchor.x_mm, label.anchor.y_mm)
    return Candidates(index, at, own.at(kept), prices[kept])


def _leaders(label: Label, anchor: FloatArray) -> FloatArray:
    """Return the straight leader of each candidate, from the anchor's rim."""
    ends = _nearest_ends(label, anchor) if label.ends is None else label.ends
    reach = np.hypot(*(ends - anchor).T)
    share = np.where(reach > 0, label.anchor_radius_mm / np.maximum(reach, 1e-9), 0.0)[:, None]
    lines = np.concatenate([anchor + share * (ends - anchor), ends], axis=1)
    lines[(reach <= label.anchor_radius_mm + _SHORTEST_LEADER_MM) | (not label.leader)] = np.nan
    return lines


def _nearest_ends(label: Label, anchor: FloatArray) -> FloatArray:
    """Return the end of a leader on the nearer side of each box."""
    low, high = label.boxes[:, :2], label.boxes[:, 2:]
    corner = np.minimum(_LEADER_CORNER_MM, (high - low) / 2)
    ends = np.clip(anchor, low + corner, high - corner)
    lacking = np.maximum(np.maximum(low - anchor, anchor - high), 0.0)
    # The side that lies farther off is the one a reader sees; the leader ends on it.
    axis = np.where(lacking[:, 1] >= lacking[:, 0], 1, 0)
    rows = np.arange(len(ends))
    ends[rows, axis] = np.clip(anchor[axis], low[rows, axis], high[rows, axis])
    return ends
