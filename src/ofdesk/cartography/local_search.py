"""Local search: labels move to cheaper free places, push others aside, change places, are rebuilt in groups.

Starts from any choice without conflicts and never makes one. Neighbourhoods are taken out and put back in
another order for as long as that makes the whole cheaper (large neighbourhood search, Shaw 1998).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ofdesk.cartography.candidates import CROSSING_PRICE, Candidates
from ofdesk.cartography.conflicts import Shapes, meeting

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
_ROUNDS = 8
_MOST_PUSHED = 2
_PUSHES_TRIED = 24
_PUSHES_SEEN = 300  # of the cheapest candidates
_UNPLACED_PRICE = 100_000.0
_EJECTION_PRICE = 200.0  # to put a label out costs as much as so many mm of leader
_GAIN_MM = 20.0  # of leader: for less it is not worth pushing others aside
_MOST_ASIDE = 2
_ASIDE_TRIED, _CHOICES_ASIDE = 24, 400
_NEIGHBOURHOODS = (2, 3, 5, 8)  # labels taken out together
_CHUNK = 64


class LocalSearch:
    """Chooses one candidate for each label, or none.

    The choices stand in two tables, so that one label is compared with all others at once; the rows of
    labels without a place are NaN.
    """

    def __init__(self, items: Sequence[Candidates], gap_mm: float, most_choices: int) -> None:
        """Take labels.

        Args:
            items: labels with their candidates and choices; a choice that those before it exclude is undone.
            gap_mm: free space between boxes.
            most_choices: after so many choices of a candidate the search ends, whatever it might still find.
        """
        self._items = items
        self._gap_mm = gap_mm
        self._taken = Shapes.of(*(np.full((len(items), 4), np.nan) for _ in range(2)))
        self._choices, self._most_choices = 0, most_choices
        for item in items:
            self._keep(item)

    def _keep(self, item: Candidates) -> None:
        choice = item.chosen
        if choice >= 0:
            self._take(item, -1)
            found = meeting(item.shapes.at(slice(choice, choice + 1)), self._taken, self._gap_mm)
            self._take(item, -1 if found.excluded.any() else choice)

    def run(self) -> None:
        """Place what has no place yet, then improve until nothing changes."""
        self._place_waiting()
        for _ in range(_ROUNDS):
            moved = [self._choose(item) for item in self._items]
            pushed = [self._push(item) for item in self._items if item.chosen < 0 and len(item.prices)]
            if (not any(moved) and not any(pushed)) or self._spent:
                break
        self._improve()

    def eject(self, most_turns: int) -> None:
        """Place what has no place yet by putting others out, which then look for another place themselves.

        A label that was put out often becomes dear to put out again, so that the same few do not take turns
        for ever. The best that was seen stays.
        Source: ejection chains, Glover, Discrete Applied Mathematics 65 (1996).

        Args:
            most_turns: after so many placings the search ends.
        """
        waiting = [item for item in self._items if item.chosen < 0 and len(item.prices)]
        waiting.sort(key=lambda item: (len(item.prices), item.index))
        dearness = np.full(len(self._items), _EJECTION_PRICE)
        fewest, best = len(waiting), [item.chosen for item in self._items]
        queue = deque(waiting)
        for _ in range(most_turns):
            if not queue:
                break
            for other in self._put_in(queue.popleft(), dearness):
                dearness[other.index] += _EJECTION_PRICE / 2
                queue.append(other)
            if len(queue) < fewest:
                fewest, best = len(queue), [item.chosen for item in self._items]
        if len(queue) > fewest:
            for item, choice in zip(self._items, best, strict=True):
                self._take(item, choice)

    def _put_in(self, item: Candidates, dearness: FloatArray) -> list[Candidates]:
        """Take the candidate that costs least with those it puts out; return these."""
        found = meeting(item.shapes, self._taken, self._gap_mm)
        crossings = np.bincount(found.one[found.crossing], minlength=len(item.prices))
        total = item.prices + CROSSING_PRICE * crossings
        out = found.excluded
        total += np.bincount(found.one[out], dearness[found.other[out]], minlength=len(total))
        best = int(total.argmin())
        ejected = [self._items[other] for other in found.other[out & (found.one == best)].tolist()]
        for other in ejected:
            self._take(other, -1)
        self._take(item, best)
        return ejected

    def settle(self, rounds: int) -> None:
        """Let every label, those with the longest leaders first, take a cheaper place that is free."""
        for _ in range(rounds):
            placed = [item for item in self._items if item.chosen >= 0]
            placed.sort(key=lambda item: (-item.leader_mm, item.index))
            moved = [self._choose(item) for item in placed]
            if not any(moved):
                break

    def untangle(self) -> None:
        """Let labels whose leaders cross change places, as long as that makes the whole cheaper."""
        price = self._total()
        while not self._spent:
            found = self._untangled(price)
            if found >= price - 1e-6:
                return
            price = found

    def shorten(self, most: int) -> None:
        """Let the labels with the longest leaders push others aside where that makes the whole cheaper.

        A place nearby is often free but for one or two others, which would find another as good.

        Args:
            most: how many labels may try, the longest leaders first.
        """
        price, found, last = np.inf, self._total(), self._choices + _CHOICES_ASIDE
        while found < price - 1e-6 and self._choices < last:
            price = found
            placed = [item for item in self._items if item.chosen >= 0]
            placed.sort(key=lambda item: (-item.leader_mm, item.index))
            for item in placed[:most]:
                found = self._pushed_aside(item, found)
            found = self._untangled(found)

    def _pushed_aside(self, item: Candidates, price: float) -> float:
        """Take the first of some cheaper candidates that makes the whole cheaper; return the price."""
        forbidden = self._forbidden(item, slice(None))
        forbidden[:, item.index] = False
        worth = (item.prices < item.prices[item.chosen] - _GAIN_MM) & (forbidden.sum(axis=1) <= _MOST_ASIDE)
        cheaper = np.flatnonzero(worth)
        # Neighbours among the candidates fail alike: better a few from everywhere.
        for candidate in cheaper[:: max(1, len(cheaper) // _ASIDE_TRIED)][:_ASIDE_TRIED].tolist():
            pushed = [self._items[int(index)] for index in np.flatnonzero(forbidden[candidate])]
            saved = [(moved, moved.chosen) for moved in (item, *pushed)]
            for moved, _ in saved:
                self._take(moved, -1)
            self._take(item, candidate)
            for other in pushed:
                self._choose(other)
            found = self._kept_if_cheaper(saved, price)
            if found < price:
                return found
        return price

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
        taken, own, index = self._taken, item.shapes, item.index
        if candidate < 0:
            taken.boxes[index] = taken.lines[index] = taken.hulls[:, index] = np.nan
        else:
            taken.boxes[index], taken.lines[index] = own.boxes[candidate], own.lines[candidate]
            taken.hulls[:, index] = own.hulls[:, candidate]

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
            found = meeting(item.shapes.at(part), self._taken, self._gap_mm)
            prices = item.prices[part]
            crossings = np.bincount(found.one[found.crossing], minlength=len(prices))
            total = prices + CROSSING_PRICE * crossings
            total[found.one[found.excluded]] = np.inf
            least = int(np.argmin(total))
            if total[least] < cheapest:
                cheapest, best = float(total[least]), begin + least
        self._take(item, best)
        return best != before

    def _forbidden(self, item: Candidates, part: slice) -> BoolArray:
        """Return, for each candidate of a part and each label in place, whether they exclude each other."""
        own = item.shapes.at(part)
        found = meeting(own, self._taken, self._gap_mm)
        forbidden = np.zeros((len(own), len(self._items)), dtype=bool)
        forbidden[found.one[found.excluded], found.other[found.excluded]] = True
        return forbidden

    def _crossing(self) -> IntArray:
        """Return the pairs of labels whose leaders cross, shape (n, 2)."""
        found = meeting(self._taken, self._taken, self._gap_mm)
        pairs = np.stack([found.one, found.other], axis=1)
        return pairs[found.crossing & (found.one < found.other)]

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
        for one, other in self._crossing().tolist():
            for mover, giver in ((one, other), (other, one)):
                if self._spent:
                    return price
                price = self._swapped(self._items[mover], self._items[giver], price)
        return price

    def _swapped(self, mover: Candidates, giver: Candidates, price: float) -> float:
        """Put a label where another stands, and that one elsewhere; undo it unless that is cheaper."""
        if mover.chosen < 0 or giver.chosen < 0:
            return price
        wanted = self._taken.at(slice(giver.index, giver.index + 1))
        wanted = Shapes.of_boxes(wanted.boxes.copy())
        saved = [(mover, mover.chosen), (giver, giver.chosen)]
        for item, _ in saved:
            self._take(item, -1)
        there = meeting(Shapes.of_boxes(mover.shapes.boxes), wanted, 0.0)
        standing = np.unique(there.one[there.boxes])
        free = standing[~self._forbidden(mover, slice(None))[standing].any(axis=1)]
        if len(free):
            self._take(mover, int(free[0]))
            self._choose(giver)
            self._choose(mover)
        return self._kept_if_cheaper(saved, price)

    def _could_gain(self, item: Candidates) -> bool:
        """Tell whether a label stands worse than it would alone."""
        if item.chosen < 0 or item.prices[item.chosen] > item.prices[0] + 1e-6:
            return True
        own = item.shapes.at(slice(item.chosen, item.chosen + 1))
        return bool(meeting(own, self._taken, self._gap_mm).crossing.any())

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
        return _UNPLACED_PRICE * lost + own + CROSSING_PRICE * len(self._crossing())
