"""Places boxes on a sheet so that nothing overlaps: pins moved apart, callouts, names.

Every label offers candidate boxes with a price. Simulated annealing (`annealing`) chooses among the best of
them for all labels at once; local search (`local_search`) then works with all candidates. Forbidden at any
price: box on box, box on obstacle, leader through a box or obstacle. Priced: length, what is covered,
leaders that cross. Chance is drawn from a fixed seed: the same input gives the same sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect
from ofdesk.cartography.annealing import anneal, effort
from ofdesk.cartography.candidates import Candidates, Ground, corners, feasible
from ofdesk.cartography.candidates import Label as Label
from ofdesk.cartography.local_search import LocalSearch

FloatArray = NDArray[np.float64]
_CHOICES = 1200  # of the local search; then it ends, whatever it might still find
_PLACES_OFFERED = 40  # of other labels, the nearest


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
    annealed: bool = False,
) -> Placement:
    """Find places for labels.

    Args:
        labels: in the order of their importance.
        obstacles: rectangles no box may touch and no leader may pass, save one that begins inside.
        leaders: lines that boxes must keep off and new leaders should not cross.
        gap_mm: free space between boxes, and between boxes and obstacles.
        passable: rectangles no box may touch, but beneath which a leader may pass at a price.
        annealed: whether the labels are annealed before the local search: right for callouts, of which each
            has a choice of many places.
    """
    lines = np.array([(a.x_mm, a.y_mm, b.x_mm, b.y_mm) for a, b in leaders]).reshape(-1, 4)
    ground = Ground(corners(obstacles), corners(passable), lines)
    items = [feasible(index, label, ground, gap_mm) for index, label in enumerate(labels)]
    if annealed:
        _anneal_and_repair(labels, items, ground, gap_mm)
    else:
        LocalSearch(items, gap_mm, _CHOICES).run()
    found = list(zip(labels, items, strict=True))
    return Placement(
        tuple(_placed(label.key, item) for label, item in found if item.chosen >= 0),
        tuple(label.key for label, item in found if item.chosen < 0),
    )


def _anneal_and_repair(
    labels: Sequence[Label], items: Sequence[Candidates], ground: Ground, gap_mm: float
) -> None:
    def offers(number: int, boxes: FloatArray) -> Candidates:
        label = labels[number]
        return feasible(number, label.elsewhere(boxes) if label.elsewhere else label, ground, gap_mm)

    work = effort(len(items))
    for schedule in work.schedules:
        _exchange_places(labels, items, ground, gap_mm)
        anneal(items, gap_mm, schedule)
        search = LocalSearch(items, gap_mm, work.choices_to_fill)  # takes conflicts back
    search.fill()
    LocalSearch(items, gap_mm, work.choices_to_untangle, offers).untangle()


def _exchange_places(
    labels: Sequence[Label], items: Sequence[Candidates], ground: Ground, gap_mm: float
) -> None:
    """Offer every label the places that the others found, so that they can change with one another."""
    boxes = np.array([item.box for item in items if item.box is not None]).reshape(-1, 4)
    for label, item in zip(labels, items, strict=True):
        if label.elsewhere is not None and len(boxes):
            middle = (boxes[:, :2] + boxes[:, 2:]) / 2
            near = np.argsort(np.hypot(*(middle - np.array(item.anchor)).T), kind="stable")[:_PLACES_OFFERED]
            item.add(feasible(item.index, label.elsewhere(boxes[near]), ground, gap_mm))


def _placed(key: str, item: Candidates) -> PlacedLabel:
    left, top, right, bottom = (float(v) for v in item.boxes[item.chosen])
    begin_x, begin_y, end_x, end_y = (float(v) for v in item.lines[item.chosen])
    leader = None if np.isnan(begin_x) else (Point(begin_x, begin_y), Point(end_x, end_y))
    return PlacedLabel(key, Rect(left, top, right - left, bottom - top), leader)
