"""Columns of callouts: from inside the hull no leader crosses another or passes through a box."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.cartography.all_pairs import lines_cross, lines_meet_boxes

from ofdesk.base.geometry import Rect
from ofdesk.cartography.boundary import stand_in_columns
from ofdesk.cartography.collisions import boxes_meet, grown
from ofdesk.cartography.surface import CalloutGround, CoverSurface

GAP_MM = 0.9
BOUNDS = Rect(10, 10, 200, 180)
ANCHOR = st.tuples(st.floats(85, 135), st.floats(60, 140))
SIZE = st.tuples(st.floats(12, 30), st.floats(3, 8))


@settings(max_examples=60)
@given(st.lists(ANCHOR, min_size=2, max_size=22), SIZE)
def test_leaders_do_not_cross_nor_pass_through_boxes(
    rows: list[tuple[float, float]], size: tuple[float, float]
) -> None:
    anchors, sizes = np.array(rows), np.full((len(rows), 2), size)
    ground = CalloutGround(BOUNDS, CoverSurface(BOUNDS), np.zeros((0, 4)))
    stands = stand_in_columns(anchors, sizes, ground, GAP_MM)
    placed = [(n, stand) for n, stand in enumerate(stands) if stand is not None]
    assert len(placed) >= 0.7 * len(rows)
    boxes = np.array([(*stand.corner, *(stand.corner + sizes[n])) for n, stand in placed])
    lines = np.array([(*anchors[n], *stand.port) for n, stand in placed])
    half = grown(boxes, GAP_MM / 2 - 1e-6)
    assert not np.triu(boxes_meet(half, half), 1).any()
    through = lines_meet_boxes(lines, grown(boxes, -1e-6))
    np.fill_diagonal(through, val=False)
    faults = np.triu(lines_cross(lines, lines), 1).sum() + through.sum()
    assert faults == 0


def test_columns_pass_obstacles_and_stay_on_the_sheet() -> None:
    anchors = np.array([(110.0 + 3 * (n % 4), 60.0 + 4 * n) for n in range(18)])
    sizes = np.full((18, 2), (24.0, 5.0))
    inset = np.array([[10.0, 10.0, 60.0, 90.0]])
    ground = CalloutGround(BOUNDS, CoverSurface(BOUNDS), inset)
    stands = [stand for stand in stand_in_columns(anchors, sizes, ground, GAP_MM) if stand is not None]
    corner = np.array([stand.corner for stand in stands])
    boxes = np.concatenate([corner, corner + np.array([24.0, 5.0])], axis=1)
    assert len(stands) >= 16
    assert not boxes_meet(boxes, inset).any()
    assert (boxes[:, 0] >= 10).all()
    assert (boxes[:, 2] <= 210).all()
