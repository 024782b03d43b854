"""Places boxes on a sheet so that nothing overlaps: pins moved apart, names, callouts put by hand.

Every label offers candidate boxes with a price; local search (`local_search`) chooses. Forbidden at any
price: box on box, box on obstacle, leader through a box or obstacle. Priced: length, what is covered,
leaders that cross. Callouts the sheet places itself: `callout_placement`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ofdesk.base.geometry import Point, Rect
from ofdesk.cartography.candidates import Candidates, Ground, feasible
from ofdesk.cartography.candidates import Label as Label
from ofdesk.cartography.local_search import LocalSearch

_CHOICES = 1200  # of the local search; then it ends, whatever it might still find


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
    ground = Ground.of(obstacles, passable, leaders)
    items = [feasible(index, label, ground, gap_mm) for index, label in enumerate(labels)]
    LocalSearch(items, gap_mm, _CHOICES).run()
    return placement_of(labels, items)


def placement_of(labels: Sequence[Label], items: Sequence[Candidates]) -> Placement:
    """Return what was chosen for labels."""
    found = list(zip(labels, items, strict=True))
    return Placement(
        tuple(_placed(label.key, item) for label, item in found if item.chosen >= 0),
        tuple(label.key for label, item in found if item.chosen < 0),
    )


def _placed(key: str, item: Candidates) -> PlacedLabel:
    left, top, right, bottom = item.shapes.boxes[item.chosen].tolist()
    begin_x, begin_y, end_x, end_y = item.shapes.lines[item.chosen].tolist()
    leader = None if np.isnan(begin_x) else (Point(begin_x, begin_y), Point(end_x, end_y))
    return PlacedLabel(key, Rect(left, top, right - left, bottom - top), leader)
