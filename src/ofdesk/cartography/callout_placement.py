"""Finds places for callouts so that nothing overlaps, few leaders cross and few callouts are left out.

Three steps, of which each begins with what the one before found: all callouts stand in columns beside the
map (`boundary`: an integer programme, solved exactly); those without a row put others out, which look for
another place (`local_search.eject`); then all draw nearer to their anchors as far as the others allow, and of
few callouts those with the longest leaders push others aside.
Forbidden at any price: box on box, box on obstacle, leader through a box or obstacle. Priced: length, what
is covered, leaders that cross. There is no chance in it: the same input gives the same sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ofdesk.cartography.boundary import stand_in_columns
from ofdesk.cartography.candidates import Candidates, Ground, Label, feasible
from ofdesk.cartography.collisions import boxes_meet
from ofdesk.cartography.local_search import LocalSearch
from ofdesk.cartography.placement import Placement, placement_of
from ofdesk.cartography.surface import CalloutGround

FloatArray = NDArray[np.float64]
_TURNS = 150  # of labels that put others out
_CHOICES = 60  # to let labels change places; then that ends, whatever it might still find
_MANY, _SETTLINGS = 100, (2, 1)  # of few, of many callouts: time would not allow more
_FEW, _LONGEST_LEADERS = 40, 2  # some tenths of a second, which more callouts would multiply
_STEPS = 16  # places offered along a leader
_BREATH_MM = 3.0  # leaders do not get shorter than this


def place_callouts(labels: Sequence[Label], ground: Ground, room: CalloutGround, gap_mm: float) -> Placement:
    """Find places for callouts.

    Args:
        labels: in the order of their importance; all with `at`.
        ground: what stands already.
        room: where boxes may stand, and what they should not hide.
        gap_mm: free space between boxes, and between boxes and obstacles.
    """
    items = [feasible(index, label, ground, gap_mm) for index, label in enumerate(labels)]
    if len(items) > 1:
        _stand_in_columns(labels, items, ground, room, gap_mm)
    search = LocalSearch(items, gap_mm, _CHOICES)
    search.eject(_TURNS + len(items))
    for label, item in zip(labels, items, strict=True):
        _offer_nearer(label, item, ground, gap_mm)
    search.settle(_SETTLINGS[len(items) > _MANY])
    search.untangle()
    if len(items) <= _FEW:
        search.shorten(_LONGEST_LEADERS)
    return placement_of(labels, items)


def _stand_in_columns(
    labels: Sequence[Label], items: Sequence[Candidates], ground: Ground, room: CalloutGround, gap_mm: float
) -> None:
    anchors = np.array([(label.anchor.x_mm, label.anchor.y_mm) for label in labels])
    sizes = np.array([label.size_mm for label in labels])
    dots = np.concatenate([anchors, anchors], axis=1)
    # What lies in an inset has its own surroundings.
    members = np.flatnonzero(~boxes_meet(dots, room.blocked).any(axis=1))
    stands = stand_in_columns(anchors[members], sizes[members], room, gap_mm)
    for number, stand in zip(members.tolist(), stands, strict=True):
        label, item = labels[number], items[number]
        if stand is not None and label.at is not None:
            found = feasible(number, label.at(stand.corner[None], stand.port[None]), ground, gap_mm)
            places = item.add(found)
            if len(places):
                item.chosen = int(places[0])


def _offer_nearer(label: Label, item: Candidates, ground: Ground, gap_mm: float) -> None:
    """Offer the places along a label's leader: nearer ones, whose leaders cross nothing new."""
    length_mm = item.leader_mm
    if length_mm < 2 * _BREATH_MM or label.at is None:
        return
    line, box = item.shapes.lines[item.chosen], item.shapes.boxes[item.chosen]
    count = min(_STEPS, int(length_mm / _BREATH_MM))
    share = np.linspace(1.0 - _BREATH_MM / length_mm, 0.0, count, endpoint=False)[:, None]
    shift = share * (line[:2] - line[2:])
    item.add(feasible(item.index, label.at(box[:2] + shift, line[2:] + shift), ground, gap_mm))
