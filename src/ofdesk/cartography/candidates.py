"""Candidates: where a label may stand, with its leader, and what each place costs before others are there.

Owns what is forbidden or priced by things that stand already; refuses to choose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect
from ofdesk.cartography.collisions import boxes_meet, grown, lines_cross, lines_meet_boxes

FloatArray = NDArray[np.float64]
CROSSING_PRICE = 80.0  # crossing leaders are as bad as so many mm more of them
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
        elsewhere: returns the label with other candidates, where given boxes of others stand; None: it stays.
    """

    key: str
    anchor: Point
    anchor_radius_mm: float
    boxes: FloatArray
    prices: FloatArray
    leader: bool
    ends: FloatArray | None = None
    elsewhere: Callable[[FloatArray], Label] | None = None


@dataclass
class Candidates:
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

    @property
    def box(self) -> FloatArray | None:
        """The box taken, None without one."""
        return self.boxes[self.chosen] if self.chosen >= 0 else None

    def add(self, more: Candidates) -> None:
        """Take further candidates in; the choice stays."""
        prices = np.concatenate([self.prices, more.prices])
        order = np.argsort(prices, kind="stable")
        self.boxes = np.concatenate([self.boxes, more.boxes])[order]
        self.lines = np.concatenate([self.lines, more.lines])[order]
        self.prices = prices[order]
        if self.chosen >= 0:
            self.chosen = int(np.flatnonzero(order == self.chosen)[0])


@dataclass(frozen=True)
class Ground:
    """What stands already: obstacles, what only leaders may pass, and lines; four columns each."""

    blocks: FloatArray
    passable: FloatArray
    lines: FloatArray


def corners(rects: Sequence[Rect]) -> FloatArray:
    """Return rectangles as rows left, top, right, bottom."""
    return np.array([(r.x_mm, r.y_mm, r.right_mm, r.bottom_mm) for r in rects]).reshape(-1, 4)


def feasible(index: int, label: Label, ground: Ground, gap_mm: float) -> Candidates:
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
    prices = label.prices + CROSSING_PRICE * crossed + _UNDERPASS_PRICE * beneath
    kept = np.flatnonzero(~bad)
    kept = kept[np.argsort(prices[kept], kind="stable")]
    at = (label.anchor.x_mm, label.anchor.y_mm)
    return Candidates(index, at, label.boxes[kept], own[kept], prices[kept])


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
