"""Conflicts looked at closely only where shapes are near are those that comparing everything finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.cartography.all_pairs import lines_cross, lines_meet_boxes

from ofdesk.cartography.collisions import boxes_meet, grown
from ofdesk.cartography.conflicts import Meeting, Shapes, meeting

GAP_MM = 0.9
NUMBER = st.floats(-30, 30).map(lambda value: round(value, 1))
ROW = st.tuples(NUMBER, NUMBER, st.floats(1, 12), st.floats(1, 8), NUMBER, NUMBER, NUMBER, NUMBER)
ROWS = st.lists(ROW, min_size=1, max_size=8)


def shapes_of(rows: list[tuple[float, ...]]) -> Shapes:
    table = np.array(rows)
    lines = table[:, 4:].copy()
    lines[::4] = np.nan  # some have no leader
    return Shapes.of(np.concatenate([table[:, :2], table[:, :2] + table[:, 2:4]], axis=1), lines)


def as_table(found: Meeting, of: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    table = np.zeros(shape, dtype=bool)
    table[found.one[of], found.other[of]] = True
    return table


@settings(max_examples=100)
@given(ROWS, ROWS)
def test_pairs_are_those_that_comparing_everything_finds(
    rows: list[tuple[float, ...]], others: list[tuple[float, ...]]
) -> None:
    one, other = shapes_of(rows), shapes_of(others)
    found, shape = meeting(one, other, GAP_MM), (len(rows), len(others))
    assert (as_table(found, found.boxes, shape) == boxes_meet(grown(one.boxes, GAP_MM), other.boxes)).all()
    assert (as_table(found, found.crossing, shape) == lines_cross(one.lines, other.lines)).all()
    for through, lines, boxes in (
        (as_table(found, found.first_through, shape), one.lines, other.boxes),
        (as_table(found, found.second_through, shape).T, other.lines, one.boxes),
    ):
        # Touching an edge is decided by the last digit.
        assert not (through & ~lines_meet_boxes(lines, grown(boxes, 1e-9))).any()
        assert not (lines_meet_boxes(lines, grown(boxes, -1e-9)) & ~through).any()
