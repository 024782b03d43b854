"""Local search: labels move to cheaper free places, push others aside, change places, are rebuilt in groups.

Starts from any choice without conflicts and never makes one. Neighbourhoods are taken out and put back in
another order for as long as that makes the whole cheaper (large neighbourhood search, Shaw 1998).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ofdesk.cartography.candidates import CROSSING_PRICE, Candidates
from ofdesk.cartography.collisions import boxes_meet, grown, lines_cross, lines_meet_boxes

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
_ROUNDS = 8
_MOST_PUSHED = 2
_PUSHES_TRIED = 24
_PUSHES_SEEN = 300  # of the cheapest candidates
_UNPLACED_PRICE = 100_000.0
_NEIGHBOURHOODS = (2, 3, 5, 8)  # labels taken out together
_CHUNK = 64


class LocalSearch:
    """Chooses one candidate for each label, or none.

    The choices stand in two tables, so that one label is compared with all others at once; the rows of
    labels without a place are NaN.
    """

    def __init__(
        self,
        items: Sequence[Candidates],
        gap_mm: float,
        most_choices: int,
        offers: Callable[[int, FloatArray], Candidates] | None = None,
    ) -> None:
        """Take labels.

        Args:
            items: labels with their candidates and choices.
            gap_mm: free space between boxes.
            most_choices: after so many choices of a candidate the search ends, whatever it might still find.
            offers: returns further candidates of a label (by its number) where given boxes stand.
        """
        self._items = items
        self._gap_mm = gap_mm
        self._boxes = np.full((len(items), 4), np.nan)
        self._lines = np.full((len(items), 4), np.nan)
        self._offers = offers
        self._choices, self._most_choices = 0, most_choices
        for item in items:
            self._keep(item)

    def _keep(self, item: Candidates) -> None:
        """Leave a label where it was put, unless those before it exclude that."""
        choice = item.chosen
        if choice >= 0:
            self._take(item, -1)
            forbidden = self._forbidden(item, slice(choice, choice + 1)).any()
            self._take(item, -1 if forbidden else choice)

    def run(self) -> None:
        """Place what has no place yet, then improve until nothing changes."""
        self._place_waiting()
        for _ in range(_ROUNDS):
            moved = [self._choose(item) for item in self._items]
            pushed = [self._push(item) for item in self._items if item.chosen < 0 and len(item.prices)]
            if (not any(moved) and not any(pushed)) or self._spent:
                break
        self._improve()

    def fill(self) -> None:
        """Place what has no place yet, pushing others aside where that helps; leave the rest as it is."""
        self._place_waiting()
        for item in self._items:
            if item.chosen < 0 and len(item.prices) and not self._spent:
                self._push(item)

    def untangle(self) -> None:
        """Let labels whose leaders cross change places, as long as that makes the whole cheaper."""
        price = self._total()
        while not self._spent:
            found = self._untangled(price)
            if found >= price - 1e-6:
                return
            price = found

    def _place_waiting(self) -> None:
        waiting = [item for item in self._items if item.chosen < 0]
        for item in sorted(waiting, key=lambda item: (len(item.prices), item.index)):
            self._choose(item)

    @property
    def _spent(self) -> bool:
        return self._choices >= self._most_choices

    def _take(self, item: Candidates, candidate: int) -> None:
        """Give a label a candidate, or none (−1)."""
        item.chosen = candidate
        self._boxes[item.index] = item.boxes[candidate] if candidate >= 0 else np.nan
        self._lines[item.index] = item.lines[candidate] if candidate >= 0 else np.nan

    def _choose(self, item: Candidates) -> bool:
        """Take the cheapest candidate that the others allow; tell whether the choice changed."""
        self._choices += 1
        before, best = item.chosen, -1
        self._take(item, -1)
        cheapest = np.inf
        for begin in range(0, len(item.prices), _CHUNK):
            if cheapest <= item.prices[begin]:
                break  # candidates are in the order of their own price: no later one can be cheaper
            part = slice(begin, begin + _CHUNK)
            total = item.prices[part] + CROSSING_PRICE * lines_cross(item.lines[part], self._lines).sum(
                axis=1
            )
            total[self._forbidden(item, part).any(axis=1)] = np.inf
            least = int(np.argmin(total))
            if total[least] < cheapest:
                cheapest, best = float(total[least]), begin + least
        self._take(item, best)
        return best != before

    def _forbidden(self, item: Candidates, part: slice) -> BoolArray:
        """Return, for each candidate of a part and each label in place, whether they exclude each other."""
        boxes, lines = item.boxes[part], item.lines[part]
        forbidden = boxes_meet(grown(boxes, self._gap_mm), self._boxes)
        forbidden |= lines_meet_boxes(self._lines, boxes).T
        forbidden |= lines_meet_boxes(lines, self._boxes)
        return forbidden

    def _push(self, item: Candidates) -> bool:
        """Take a candidate that one or two others block, if each of them finds another place."""
        forbidden = self._forbidden(item, slice(_PUSHES_SEEN))
        for candidate in np.flatnonzero(forbidden.sum(axis=1) <= _MOST_PUSHED)[:_PUSHES_TRIED]:
            if self._spent:
                break
            pushed = [self._items[int(index)] for index in np.flatnonzero(forbidden[candidate])]
            saved = [other.chosen for other in pushed]
            for other in pushed:
                self._take(other, -1)
            self._take(item, int(candidate))
            for other in pushed:
                self._choose(other)
            if all(other.chosen >= 0 for other in pushed):
                return True
            self._take(item, -1)
            for other, choice in zip(pushed, saved, strict=True):
                self._take(other, choice)
        return False

    def _improve(self) -> None:
        """Take out each label with its nearest neighbours and put them back, while the whole gets cheaper."""
        live = [item for item in self._items if len(item.prices)]
        anchors = np.array([item.anchor for item in live]).reshape(-1, 2)
        price, improved = self._total(), True
        while improved and not self._spent:
            before = price
            price = self._untangled(price)
            for size in _NEIGHBOURHOODS:
                for index, item in enumerate(live):
                    if self._spent or size > len(live):
                        break
                    if not self._could_gain(item):
                        continue
                    near = np.argsort(np.hypot(*(anchors - anchors[index]).T), kind="stable")[:size]
                    group = [live[i] for i in near]
                    price = self._rebuilt(group, price)
                    price = self._rebuilt(group[::-1], price)
            improved = price < before - 1e-6

    def _untangled(self, price: float) -> float:
        """Let labels whose leaders cross change places where that makes the whole cheaper."""
        for one, other in np.argwhere(np.triu(lines_cross(self._lines, self._lines))).tolist():
            for mover, giver in ((one, other), (other, one)):
                if self._spent:
                    return price
                price = self._swapped(self._items[mover], self._items[giver], price)
        return price

    def _swapped(self, mover: Candidates, giver: Candidates, price: float) -> float:
        """Put a label where another stands, and that one elsewhere; undo it unless that is cheaper."""
        if mover.chosen < 0 or giver.chosen < 0:
            return price
        wanted = self._boxes[giver.index : giver.index + 1].copy()
        if self._offers is not None:
            left = self._boxes[mover.index : mover.index + 1].copy()
            mover.add(self._offers(mover.index, wanted))
            giver.add(self._offers(giver.index, left))
        saved = [(mover, mover.chosen), (giver, giver.chosen)]
        for item, _ in saved:
            self._take(item, -1)
        there = boxes_meet(mover.boxes, wanted)[:, 0] & ~self._forbidden(mover, slice(None)).any(axis=1)
        if there.any():
            self._take(mover, int(np.argmax(there)))
            self._choose(giver)
            self._choose(mover)
        return self._kept_if_cheaper(saved, price)

    def _could_gain(self, item: Candidates) -> bool:
        """Tell whether a label stands worse than it would alone."""
        if item.chosen < 0 or item.prices[item.chosen] > item.prices[0] + 1e-6:
            return True
        own = self._lines[item.index : item.index + 1]
        return bool(lines_cross(own, self._lines).any())

    def _rebuilt(self, group: Sequence[Candidates], price: float) -> float:
        """Place a group anew in its order; undo that unless the whole got cheaper. Return the price."""
        saved = [(item, item.chosen) for item in group]
        for item in group:
            self._take(item, -1)
        for item in group:
            self._choose(item)
        return self._kept_if_cheaper(saved, price)

    def _kept_if_cheaper(self, saved: Sequence[tuple[Candidates, int]], price: float) -> float:
        """Return the price after a change, or take the change back and return the price before."""
        found = self._total()
        if found < price - 1e-6:
            return found
        for item, choice in saved:
            self._take(item, choice)
        return price

    def _total(self) -> float:
        """Return the price of the whole: of candidates, crossings, and labels without a place."""
        lost = sum(1 for item in self._items if item.chosen < 0 and len(item.prices))
        own = sum(float(item.prices[item.chosen]) for item in self._items if item.chosen >= 0)
        crossings = float(lines_cross(self._lines, self._lines).sum()) / 2
        return _UNPLACED_PRICE * lost + own + CROSSING_PRICE * crossings
