"""Simulated annealing over candidates of all labels at once.

Which candidates exclude each other is found out first (`conflicts`); after that a step is a handful of
numbers. Every step draws a label's candidate anew with the probability exp(−price / temperature), the heat
bath of statistical physics, while the temperature sinks. Source: Kirkpatrick, Gelatt and Vecchi, Science
220 (1983); for labels Christensen, Marks and Shieber, ACM Transactions on Graphics 14 (1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.cartography.candidates import CROSSING_PRICE, Candidates
from ofdesk.cartography.collisions import boxes_meet, grown, lines_cross, lines_meet_boxes
from ofdesk.cartography.conflicts import conflicting_pairs

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
_SECTORS = 16
_RINGS_MM = np.array([14.0, 24.0, 36.0, 52.0, 75.0, 110.0])


@dataclass(frozen=True)
class Schedule:
    """How the annealing goes.

    Attributes:
        temperatures_mm: first and last; a leader longer by this much is taken with the probability 1/e.
        conflict_price, unplaced_price: in millimetres of leader; a high price makes hills that nobody climbs.
        steps: how many in all.
        candidates: how many there are in all, at most 100 and at least 16 for a label.
        seen: among how many of the cheapest candidates of a label those that suit what stands are looked for.
    """

    temperatures_mm: tuple[float, float]
    conflict_price: float
    unplaced_price: float
    steps: int
    candidates: int
    seen: int


@dataclass(frozen=True)
class Effort:
    """What is done to place callouts: annealings, one after the other, then choices of the local search."""

    schedules: tuple[Schedule, ...]
    choices_to_fill: int
    choices_to_untangle: int


_FIRST = Schedule((200.0, 1.0), 1000.0, 8000.0, 90_000, 5_000, 500)
_AGAIN = Schedule((60.0, 0.5), 1000.0, 8000.0, 20_000, 3_500, 500)
_LAST = Schedule((20.0, 0.5), 1000.0, 8000.0, 20_000, 3_500, 500)
_LAST_OF_MANY = Schedule((20.0, 0.5), 1000.0, 8000.0, 20_000, 3_500, 250)
_FEW, _MANY = 30, 100
_MOST_SWEEPS = 150
_CANDIDATES = (16, 100)  # of a label


def effort(count: int) -> Effort:
    """Return what so many callouts are worth: few need no more, very many would take too long."""
    if count > _MANY:
        return Effort((_FIRST, _LAST_OF_MANY), 30, 30)
    return Effort((_FIRST, _LAST) if count <= _FEW else (_FIRST, _AGAIN, _LAST), 100, 60)


def anneal(items: Sequence[Candidates], gap_mm: float, schedule: Schedule) -> None:
    """Choose a candidate for each label, or none; some may still exclude each other.

    Args:
        items: what each label may take; `chosen` is where it begins, and is set.
        gap_mm: free space between boxes.
        schedule: how hot it is and how long it lasts.
    """
    live = [item for item in items if len(item.prices)]
    if len(live) > 1:
        annealer = _Annealer(live, gap_mm, schedule)
        annealer.run(schedule)
        for item, choice in zip(live, annealer.choices(), strict=True):
            item.chosen = choice


class _Noise:
    """Numbers that look like chance and are the same on every machine.

    Source: SplitMix64; Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
    """

    def __init__(self) -> None:
        self._used = 0

    def numbers(self, count: int) -> FloatArray:
        """Return the next numbers, greater than 0 and less than 1."""
        mixed = np.arange(self._used + 1, self._used + 1 + count, dtype=np.uint64)
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        self._used += count
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        uniform: FloatArray = ((mixed >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
        return uniform


class _Annealer:
    """The choices, and what each candidate would cost beside them.

    Candidates of all labels stand in one table; each label owns a run of it, whose last row is "not placed".
    """

    def __init__(self, items: Sequence[Candidates], gap_mm: float, schedule: Schedule) -> None:
        each = int(np.clip(schedule.candidates // len(items), *_CANDIDATES))
        taken = _taken(items)
        self._kept = [
            _varied(item, each)
            if taken is None or len(item.prices) <= each
            else _hopeful(item, each, taken.without(number), schedule, gap_mm)
            for number, item in enumerate(items)
        ]
        counts = [len(kept) + 1 for kept in self._kept]
        self._begins = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        boxes, lines, prices = [], [], []
        nowhere = np.full((1, 4), np.nan)
        for item, kept in zip(items, self._kept, strict=True):
            boxes += [item.boxes[kept], nowhere]
            lines += [item.lines[kept], nowhere]
            prices += [item.prices[kept], np.array([schedule.unplaced_price])]
        pairs = conflicting_pairs(np.concatenate(boxes), np.concatenate(lines), self._begins, gap_mm)
        self._pairs = pairs
        self._weights = np.where(pairs.excluded, schedule.conflict_price, CROSSING_PRICE)
        self._field = np.concatenate(prices)  # what each candidate costs beside the choices of the others
        self._chosen = self._begins[1:] - 1  # nothing is placed
        for number, (item, kept) in enumerate(zip(items, self._kept, strict=True)):
            if item.chosen >= 0:
                self._take(number, int(self._begins[number]) + int(np.flatnonzero(kept == item.chosen)[0]))

    def run(self, schedule: Schedule) -> None:
        """Anneal."""
        count = len(self._kept)
        noise_source = _Noise()
        sweeps = max(8, min(schedule.steps // count, _MOST_SWEEPS if count <= _FEW else schedule.steps))
        begins = self._begins.tolist()
        for temperature in np.geomspace(*schedule.temperatures_mm, sweeps).tolist():
            # Gumbel's trick: the least of prices minus scaled noise is drawn with the right probability.
            noise = temperature * np.log(-np.log(noise_source.numbers(len(self._field))))
            for number in np.argsort(noise_source.numbers(count), kind="stable").tolist():
                begin, end = begins[number], begins[number + 1]
                self._take(number, begin + int((self._field[begin:end] + noise[begin:end]).argmin()))

    def _take(self, number: int, candidate: int) -> None:
        before = int(self._chosen[number])
        if candidate != before:
            starts, others = self._pairs.starts, self._pairs.others
            begin, end = starts[before], starts[before + 1]
            self._field[others[begin:end]] -= self._weights[begin:end]
            begin, end = starts[candidate], starts[candidate + 1]
            self._field[others[begin:end]] += self._weights[begin:end]
            self._chosen[number] = candidate

    def choices(self) -> list[int]:
        """Return the candidate of each label as its index in `Candidates`, −1 for none."""
        found = []
        for number, kept in enumerate(self._kept):
            place = int(self._chosen[number] - self._begins[number])
            found.append(int(kept[place]) if place < len(kept) else -1)
        return found


def _varied(item: Candidates, most: int) -> IntArray:
    """Return candidates to begin with: cheap ones on all sides, near and far."""
    count = len(item.prices)
    if count <= most:
        return np.arange(count)
    arm = (item.boxes[:, :2] + item.boxes[:, 2:]) / 2 - np.array(item.anchor)
    turn = np.arctan2(arm[:, 1], arm[:, 0]) / (2 * np.pi) + 0.5
    sector = np.minimum((turn * _SECTORS).astype(np.int64), _SECTORS - 1)
    cell = sector * (len(_RINGS_MM) + 1) + np.searchsorted(_RINGS_MM, np.hypot(*arm.T))
    # Candidates are in the order of their price; the n-th of each cell comes before the next of any.
    by_cell = np.argsort(cell, kind="stable")
    _, firsts, sizes = np.unique(cell[by_cell], return_index=True, return_counts=True)
    rank = np.empty(count, dtype=np.int64)
    rank[by_cell] = np.arange(count) - np.repeat(firsts, sizes)
    return np.sort(np.lexsort((np.arange(count), rank))[:most])


@dataclass(frozen=True)
class _Taken:
    """What stands at the beginning: boxes and leaders of the labels that are placed; NaN for the others."""

    boxes: FloatArray
    lines: FloatArray

    def without(self, number: int) -> _Taken:
        """Return what stands there but for one label."""
        others = np.arange(len(self.boxes)) != number
        return _Taken(self.boxes[others], self.lines[others])

    def conflicts(self, boxes: FloatArray, lines: FloatArray, gap_mm: float) -> IntArray:
        """Return how many labels each candidate excludes."""
        out = boxes_meet(grown(boxes, gap_mm), self.boxes)
        out |= lines_meet_boxes(lines, self.boxes)
        out |= lines_meet_boxes(self.lines, boxes).T
        counts: IntArray = out.sum(axis=1)
        return counts


def _taken(items: Sequence[Candidates]) -> _Taken | None:
    if all(item.chosen < 0 for item in items):
        return None
    nowhere = np.full(4, np.nan)
    return _Taken(
        np.array([item.boxes[item.chosen] if item.chosen >= 0 else nowhere for item in items]),
        np.array([item.lines[item.chosen] if item.chosen >= 0 else nowhere for item in items]),
    )


def _hopeful(item: Candidates, most: int, others: _Taken, schedule: Schedule, gap_mm: float) -> IntArray:
    """Return the candidates that suit what stands already, and the present choice."""
    boxes, lines = item.boxes[: schedule.seen], item.lines[: schedule.seen]
    prices = item.prices[: schedule.seen] + schedule.conflict_price * others.conflicts(boxes, lines, gap_mm)
    prices += CROSSING_PRICE * lines_cross(lines, others.lines).sum(axis=1)
    best = np.argsort(prices, kind="stable")[:most]
    return np.union1d(best, [item.chosen]) if item.chosen >= 0 else np.sort(best)
