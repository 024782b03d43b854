"""The assignment is as cheap as the cheapest of all, and nobody shares a place."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ofdesk.cartography.assignment import assigned

COST = st.integers(-20, 50).map(float)


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    rows = draw(st.integers(1, 5))
    places = draw(st.integers(rows, 6))
    size = rows * places
    return np.array(draw(st.lists(COST, min_size=size, max_size=size))).reshape(rows, places)


@given(tables())
def test_no_other_assignment_is_cheaper(costs: np.ndarray) -> None:
    rows, places = costs.shape
    found = assigned(costs)
    assert len(set(found.tolist())) == rows
    total = costs[np.arange(rows), found].sum()
    others = permutations(range(places), rows)
    assert total == min(costs[np.arange(rows), list(other)].sum() for other in others)


def test_equal_places_are_taken_in_their_order() -> None:
    assert assigned(np.zeros((3, 4))).tolist() == [0, 1, 2]
