"""Boundary labelling: callouts in columns left and right of all their anchors, where no leaders cross.

The columns follow the convex hull of the anchors at a distance that gives them rows enough. A leader from
inside the hull to the side of a box outside it meets no other box, and where the sum of all leaders is least
no two of them cross; so the places are dealt out as a linear assignment. Source: Bekos, Kaufmann, Symvonis
and Wolff, Boundary labeling, Computational Geometry 36 (2007).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ofdesk.base.geometry import Rect
from ofdesk.cartography.assignment import assigned
from ofdesk.cartography.collisions import boxes_meet
from ofdesk.cartography.surface import COVER_PRICE, CalloutGround

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
_DISTANCES_MM = (2, 4, 7, 10, 14, 18, 23, 28, 34, 40, 50, 60, 80, 100, 130, 200)
_ROWS_FOR_EACH = 1.1
_FINE_MM = 0.5
_OBSTACLES_PASSED = 3
_MOST_COVERED = 0.6
_NO_ROW_PRICE, _FORBIDDEN_PRICE = 2_000.0, 1e6
_WIDE_QUANTILE = 0.95  # the few that are wider than a column stand elsewhere


@dataclass(frozen=True)
class Stand:
    """Where a callout stands: its left upper corner and the end of its leader, in mm, shapes (2,)."""

    corner: FloatArray
    port: FloatArray


def stand_in_columns(
    anchors: FloatArray, sizes: FloatArray, ground: CalloutGround, gap_mm: float
) -> list[Stand | None]:
    """Return a place for each callout; None for those that find no row.

    Args:
        anchors: where the leaders begin, shape (n, 2).
        sizes: width and height of the boxes in mm, shape (n, 2).
        ground: where boxes may stand.
        gap_mm: free space between boxes.
    """
    columns = _columns(anchors, sizes, ground, gap_mm)
    costs = columns.costs(anchors, sizes, ground)
    count, rows = costs.shape
    choice = assigned(np.concatenate([costs, np.full((count, count), _NO_ROW_PRICE)], axis=1))
    stands: list[Stand | None] = [None] * count
    for run in columns.runs():
        takers = {row: label for label, row in enumerate(choice.tolist()) if row < rows}
        members = [takers[row] for row in run if row in takers and costs[takers[row], row] < _FORBIDDEN_PRICE]
        for label, stand in columns.stacked(run, members, sizes, choice):
            stands[label] = stand
    return stands


@dataclass(frozen=True)
class _Hull:
    """A convex outline: its left and right edge in fine rows from the top of the sheet; infinite outside."""

    bounds: Rect
    left: FloatArray
    right: FloatArray

    @classmethod
    def around(cls, anchors: FloatArray, distance_mm: float, bounds: Rect) -> _Hull:
        outline = shapely.convex_hull(shapely.multipoints(anchors)).buffer(distance_mm)
        points = shapely.get_coordinates(shapely.get_exterior_ring(outline))
        y_mm = np.arange(bounds.y_mm + _FINE_MM / 2, bounds.bottom_mm, _FINE_MM)
        left, right = np.full(len(y_mm), np.inf), np.full(len(y_mm), -np.inf)
        for (x0, y0), (x1, y1) in zip(points[:-1].tolist(), points[1:].tolist(), strict=True):
            if y0 == y1:
                continue
            rows = (y_mm >= min(y0, y1) - _FINE_MM) & (y_mm <= max(y0, y1) + _FINE_MM)
            x_mm = x0 + np.clip((y_mm[rows] - y0) / (y1 - y0), 0.0, 1.0) * (x1 - x0)
            left[rows] = np.minimum(left[rows], x_mm)
            right[rows] = np.maximum(right[rows], x_mm)
        return cls(bounds, left, right)

    def edge_mm(self, top_mm: float, bottom_mm: float, side: int) -> float:
        """Return the outermost x of a strip on the left (−1) or right (1) side."""
        first = max(0, int((top_mm - self.bounds.y_mm) / _FINE_MM))
        last = max(first + 1, int(np.ceil((bottom_mm - self.bounds.y_mm) / _FINE_MM)))
        if side < 0:
            return float(self.left[first:last].min(initial=np.inf))
        return float(self.right[first:last].max(initial=-np.inf))


@dataclass(frozen=True)
class _Columns:
    """Rows of the two columns, from top to bottom, first the left one.

    Attributes:
        hull: what they stand outside of.
        boxes: the rows, shape (n, 4).
        sides: −1 left, 1 right, shape (n,).
        free: whether nothing stands there, shape (n,).
        limits: how far outwards a port may lie in each row, shape (n,).
    """

    hull: _Hull
    boxes: FloatArray
    sides: IntArray
    free: BoolArray
    limits: FloatArray
    gap_mm: float

    @property
    def ports(self) -> FloatArray:
        """Where leaders end, shape (n, 2)."""
        x_mm = np.where(self.sides < 0, self.boxes[:, 2], self.boxes[:, 0])
        return np.stack([x_mm, (self.boxes[:, 1] + self.boxes[:, 3]) / 2], axis=1)

    def costs(self, anchors: FloatArray, sizes: FloatArray, ground: CalloutGround) -> FloatArray:
        """Return what each row costs each callout, shape (callouts, rows)."""
        ports, bounds = self.ports, self.hull.bounds
        length = np.hypot(*(ports[None] - anchors[:, None]).transpose(2, 0, 1))
        room = np.where(self.sides < 0, ports[:, 0] - bounds.x_mm, bounds.right_mm - ports[:, 0])
        possible = self.free & (sizes[:, :1] <= room + 1e-6)
        return np.where(
            possible, length + COVER_PRICE * ground.surface.covered(self.boxes), _FORBIDDEN_PRICE
        )

    def runs(self) -> Iterator[list[int]]:
        """Yield the rows between what stands already, column by column."""
        run: list[int] = []
        for row in range(len(self.boxes)):
            joined = self.sides[row] == self.sides[row - 1] and self.limits[row] == self.limits[row - 1]
            if run and not (self.free[row] and joined):
                yield run
                run = []
            if self.free[row]:
                run.append(row)
        if run:
            yield run

    def stacked(
        self, run: Sequence[int], members: Sequence[int], sizes: FloatArray, choice: IntArray
    ) -> Iterator[tuple[int, Stand]]:
        """Yield callouts of a run with their places: as near to their rows as their heights allow."""
        top, bottom = float(self.boxes[run[0], 1]), float(self.boxes[run[-1], 3]) + self.gap_mm
        kept = list(members)
        while sizes[kept, 1].sum() + self.gap_mm * len(kept) > bottom - top + 1e-6:
            kept.remove(max(kept, key=lambda label: float(sizes[label, 1])))
        if not kept:
            return
        middle = self.ports[choice[kept], 1]
        tops = _apart(middle - sizes[kept, 1] / 2, sizes[kept, 1] + self.gap_mm, top, bottom)
        side, limit = int(self.sides[run[0]]), float(self.limits[run[0]])
        for label, y_mm in zip(kept, tops.tolist(), strict=True):
            width, height = sizes[label].tolist()
            x_mm = _inwards(side, self.hull.edge_mm(y_mm, y_mm + height, side), limit)
            corner = np.array([x_mm - width if side < 0 else x_mm, y_mm])
            yield label, Stand(corner, np.array([x_mm, y_mm + height / 2]))


def _columns(anchors: FloatArray, sizes: FloatArray, ground: CalloutGround, gap_mm: float) -> _Columns:
    """Return the columns nearest to the anchors that have rows enough, else those with most rows."""
    size_mm = (float(np.quantile(sizes[:, 0], _WIDE_QUANTILE)), float(sizes[:, 1].mean()))
    best: _Columns | None = None
    for distance_mm in _DISTANCES_MM:
        hull = _Hull.around(anchors, distance_mm, ground.bounds)
        found = _columns_beside(hull, size_mm, ground, gap_mm)
        if best is None or found.free.sum() > best.free.sum():
            best = found
        if found.free.sum() >= _ROWS_FOR_EACH * len(anchors):
            break
    assert best is not None
    return best


def _columns_beside(
    hull: _Hull, size_mm: tuple[float, float], ground: CalloutGround, gap_mm: float
) -> _Columns:
    width_mm, height_mm = size_mm
    bounds = ground.bounds
    tops = np.arange(bounds.y_mm, bounds.bottom_mm - height_mm + 1e-9, height_mm + gap_mm).tolist()
    rows, sides, limits = [], [], []
    for side in (-1, 1):
        for top in tops:
            edge = hull.edge_mm(top, top + height_mm, side)
            if np.isfinite(edge):
                limit = _limit_mm((top, top + height_mm), side, edge, width_mm, ground)
                x_mm = _inwards(side, edge, limit)
                left = x_mm - width_mm if side < 0 else x_mm
                rows.append((left, top, left + width_mm, top + height_mm))
                sides.append(side)
                limits.append(limit)
    boxes = np.array(rows).reshape(-1, 4)
    taken = boxes_meet(boxes, ground.blocked).any(axis=1) | (ground.surface.covered(boxes) > _MOST_COVERED)
    return _Columns(hull, boxes, np.array(sides, dtype=np.int64), ~taken, np.array(limits), gap_mm)


def _limit_mm(
    strip: tuple[float, float], side: int, edge: float, width_mm: float, ground: CalloutGround
) -> float:
    """Return how far outwards a port may lie in a strip, a box beyond it and nothing that stands there."""
    bounds, limit = ground.bounds, 0.0
    beyond = bounds.x_mm if side < 0 else bounds.right_mm
    for _ in range(_OBSTACLES_PASSED):
        limit = beyond - side * width_mm
        x_mm = _inwards(side, edge, limit)
        left = x_mm - width_mm if side < 0 else x_mm
        box = np.array([[left, strip[0], left + width_mm, strip[1]]])
        met = ground.blocked[boxes_meet(box, ground.blocked)[0]]
        if not len(met):
            break
        beyond = float(met[:, 2].max() if side < 0 else met[:, 0].min())
    return limit


def _inwards(side: int, one: float, other: float) -> float:
    """Return the x that lies farther inside the sheet, seen from the left (−1) or right (1)."""
    return max(one, other) if side < 0 else min(one, other)


def _apart(wanted: FloatArray, heights: FloatArray, low: float, high: float) -> FloatArray:
    """Return tops nearest to those wanted without an overlap: least squares, pool adjacent violators."""
    before = np.concatenate([[0.0], np.cumsum(heights)[:-1]])
    blocks: list[tuple[float, int]] = []
    for value in (wanted - before).tolist():
        mean, count = value, 1
        while blocks and blocks[-1][0] > mean:
            other, others = blocks.pop()
            mean, count = (mean * count + other * others) / (count + others), count + others
        blocks.append((mean, count))
    level = np.concatenate([np.full(count, mean) for mean, count in blocks])
    tops: FloatArray = np.clip(level, low, max(low, high - before[-1] - heights[-1])) + before
    return tops
