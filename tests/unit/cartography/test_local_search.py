"""Local search: labels push others aside when the whole gets cheaper, and never otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ofdesk.cartography.candidates import Candidates
from ofdesk.cartography.conflicts import Shapes
from ofdesk.cartography.local_search import LocalSearch

GAP_MM = 0.9


def label(index: int, places: Sequence[tuple[float, float]], chosen: int) -> Candidates:
    """Return a label at the origin with boxes of 10 × 5 mm at places, priced by their leaders."""
    at = np.array(places)
    boxes = np.concatenate([at, at + np.array([10.0, 5.0])], axis=1)
    lines = np.concatenate([np.zeros_like(at), at], axis=1)
    prices = np.hypot(*at.T)
    assert list(prices) == sorted(prices)
    return Candidates(index, (0.0, 0.0), Shapes.of(boxes, lines), prices, chosen)


def test_a_label_far_away_pushes_aside_one_that_has_another_place_near() -> None:
    far = label(0, [(20.0, 0.0), (0.0, 90.0)], chosen=1)
    near = label(1, [(20.0, 0.0), (-22.0, 0.0)], chosen=0)
    LocalSearch([far, near], GAP_MM, 60).shorten(1)
    assert (far.chosen, near.chosen) == (0, 1)


def test_a_label_stays_far_where_the_other_would_have_to_go_as_far() -> None:
    far = label(0, [(20.0, 0.0), (0.0, 90.0)], chosen=1)
    near = label(1, [(20.0, 0.0), (-95.0, 0.0)], chosen=0)
    LocalSearch([far, near], GAP_MM, 60).shorten(1)
    assert (far.chosen, near.chosen) == (1, 0)


def test_a_label_is_not_put_out_for_good() -> None:
    far = label(0, [(20.0, 0.0), (0.0, 90.0)], chosen=1)
    near = label(1, [(20.0, 0.0)], chosen=0)
    LocalSearch([far, near], GAP_MM, 60).shorten(1)
    assert (far.chosen, near.chosen) == (1, 0)
