"""A short walk through many places: nearest neighbour first, then 2-opt and Or-opt until nothing is gained.

Owns the geometry only and knows no records. The walk is open: it begins at a given place and ends where it
ends. Equal places give an equal walk on every machine; what was walked once is kept.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import EARTH_RADIUS_M, GeoPoint

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
_KEPT = 4096
_NEIGHBOURS = 12
_LEAF = 400  # among so many places neighbours are compared each with each
_LEAST_GAIN_M = 0.01  # less is rounding
_LONGEST_SHIFT = 3
_LONGEST_TURN = 1000  # turning longer stretches of very long walks costs more than it brings


@lru_cache(maxsize=_KEPT)
def short_route(places: tuple[GeoPoint, ...], near: GeoPoint | None = None) -> tuple[int, ...]:
    """Return the numbers of places in the order of a short walk through all of them.

    Args:
        places: to be walked through, each once.
        near: the walk begins at the place nearest to it; None: nearest to the north-west corner.

    Source: Croes 1958 (2-opt); Or 1976 (moving up to three places). Great-circle distances.
    """
    if not places:
        return ()
    vectors = _unit_vectors(places)
    corner = near or GeoPoint(max(p.lat_deg for p in places), min(p.lon_deg for p in places))
    start = int(np.argmax(vectors @ _unit_vectors([corner])[0]))
    walk = _Walk(vectors, nearest_neighbour(vectors, start))
    walk.improve()
    return tuple(walk.order[:-1])


def length_m(places: Sequence[GeoPoint], order: Sequence[int]) -> float:
    """Return the length of a walk in metres."""
    vectors = _unit_vectors(places)[list(order)]
    return float(_arcs_m(np.linalg.norm(np.diff(vectors, axis=0), axis=1)).sum())


def nearest_neighbour(vectors: FloatArray, start: int) -> IntArray:
    """Return the walk that always goes on to the nearest place not yet seen.

    Args:
        vectors: shape (n, 3), of length one.
        start: where it begins.
    """
    order = np.empty(len(vectors), dtype=np.int64)
    closed = np.zeros(len(vectors))
    here = start
    for step in range(len(vectors)):
        order[step] = here
        closed[here] = -np.inf
        here = int(np.argmax(vectors @ vectors[here] + closed))
    return order


def _unit_vectors(places: Sequence[GeoPoint]) -> FloatArray:
    angles = np.radians([(p.lat_deg, p.lon_deg) for p in places])
    lat, lon = angles[:, 0], angles[:, 1]
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _arcs_m(chords: FloatArray) -> FloatArray:
    arcs: FloatArray = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, chords / 2))
    return arcs


def _leaves(vectors: FloatArray, members: IntArray, turned: bool) -> Iterator[IntArray]:
    """Halve places until few are left together; `turned` cuts along other axes than before."""
    if len(members) <= _LEAF:
        yield members
        return
    own = vectors[members]
    axes = np.stack([own[:, 0] + own[:, 1], own[:, 1] - own[:, 2]], axis=1) if turned else own
    along = axes[:, int(np.argmax(np.ptp(axes, axis=0)))]
    ranked = members[np.argsort(along, kind="stable")]
    half = len(ranked) // 2
    yield from _leaves(vectors, ranked[:half], turned)
    yield from _leaves(vectors, ranked[half:], turned)


def _neighbours(vectors: FloatArray) -> IntArray:
    """Return for each place the places near it, nearest first, shape (n, up to 12 or 24).

    Of very many places only those in the same part of the land are compared, for two partitions.
    """
    count = len(vectors)
    found = []
    for turned in (False, True) if count > _LEAF else (False,):
        near = np.empty((count, min(_NEIGHBOURS, count - 1)), dtype=np.int64)
        for leaf in _leaves(vectors, np.arange(count), turned):
            own = vectors[leaf]
            likeness = own @ own.T
            np.fill_diagonal(likeness, -np.inf)
            nearest = np.argsort(-likeness, axis=1, kind="stable")[:, : near.shape[1]]
            near[leaf] = leaf[nearest]
        found.append(near)
    return np.concatenate(found, axis=1)


@dataclass(frozen=True, slots=True)
class _Move:
    """A stretch of the walk that is turned where it is, or taken to another place.

    Attributes:
        first, last: where the stretch lies.
        before: it goes behind what lies here; -1: it stays.
        turned: whether it is walked the other way round.
    """

    gain_m: float
    first: int
    last: int
    before: int
    turned: bool


_STAY = _Move(_LEAST_GAIN_M, 0, 0, -1, turned=False)


class _Walk:
    """A walk that is made shorter move by move.

    `order` holds the places and at its end a place that is no place: it lies at no distance to any, so
    that the last stretch may be turned like all others. The first place stays the first.
    """

    def __init__(self, vectors: FloatArray, order: IntArray) -> None:
        self.count = len(vectors)
        self.order: list[int] = [*order.tolist(), self.count]
        self._place = np.argsort(self.order).tolist()
        self._points: list[tuple[float, ...]] = [tuple(row) for row in vectors.tolist()]
        self._near: list[list[tuple[int, float]]] = []
        # Looking up is quicker than reckoning, but the table grows with the square.
        self._table: list[list[float]] = []
        if self.count <= _LEAF:
            between = _arcs_m(np.linalg.norm(vectors[:, None] - vectors, axis=2))
            self._table = np.pad(between, (0, 1)).tolist()
        if self.count > 2:
            near = _neighbours(vectors)
            gaps = _arcs_m(np.linalg.norm(vectors[:, None] - vectors[near], axis=2))
            self._near = [
                list(zip(*row, strict=True)) for row in zip(near.tolist(), gaps.tolist(), strict=True)
            ]

    def improve(self) -> None:
        """Make moves until none gains."""
        while self._near and self._pass():
            pass

    def _pass(self) -> bool:
        """Ask every place for its best move, and again where something moved; tells whether any did."""
        queue = deque(self.order[:-1])
        waiting = set(queue)
        any_moved = False
        while queue:
            place = queue.popleft()
            waiting.discard(place)
            move = max(self._best_turn(place), self._best_shift(place), key=lambda one: one.gain_m)
            if move is _STAY:
                continue
            any_moved = True
            for end in self._make(move):
                if end not in waiting and end != self.count:
                    waiting.add(end)
                    queue.append(end)
        return any_moved

    def _gap(self, one: int, other: int) -> float:
        if self._table:
            return self._table[one][other]
        if one == self.count or other == self.count:
            return 0.0
        chord = math.dist(self._points[one], self._points[other])
        return 2 * EARTH_RADIUS_M * math.asin(min(1.0, chord / 2))

    def _best_turn(self, one: int) -> _Move:
        """Return the best turn that brings a place next to one nearer than that before or behind it."""
        order, place, gap = self.order, self._place, self._gap
        best, at = _STAY, place[one]
        for step in (1, -1):
            if at + step < 0:
                continue
            beside = order[at + step]
            now_m = gap(one, beside)
            for other, gap_m in self._near[one]:
                if gap_m >= now_m:
                    break
                to = place[other]
                if to + step < 0:
                    continue
                third = order[to + step]
                gain_m = now_m + gap(other, third) - gap_m - gap(beside, third)
                low, high = (at, to) if at < to else (to, at)
                first, last = (low + 1, high) if step == 1 else (low, high - 1)
                if gain_m > best.gain_m and last - first <= _LONGEST_TURN:
                    best = _Move(gain_m, first, last, -1, turned=True)
        return best

    def _best_shift(self, one: int) -> _Move:
        """Return the best shift of up to three places, of which one goes next to one that is near it."""
        best, order = _STAY, self.order
        for length in range(1, _LONGEST_SHIFT + 1):
            for step in (1, -1) if length > 1 else (1,):
                ends = (self._place[one], self._place[one] + step * (length - 1))
                first, last = min(ends), max(ends)
                if first < 1 or last >= self.count:
                    continue
                before, behind = order[first - 1], order[last + 1]
                away_m = self._gap(before, order[first]) + self._gap(order[last], behind)
                away_m -= self._gap(before, behind)
                if away_m > best.gain_m:
                    best = self._shift_to(one, (first, last), away_m, best)
        return best

    def _shift_to(self, one: int, stretch: tuple[int, int], away_m: float, best: _Move) -> _Move:
        """Return the best place of a stretch at whose end a place lies, or what was best before.

        Args:
            one: an end of the stretch, which goes next to a neighbour of it.
            stretch: where it begins and ends.
            away_m: what its absence saves.
            best: what is to be surpassed.
        """
        order, gap = self.order, self._gap
        first, last = stretch
        at = self._place[one]
        far = order[first + last - at]
        for other, gap_m in self._near[one]:
            if gap_m >= away_m:
                break
            to = self._place[other]
            for before, beside in ((to, to + 1), (to - 1, to - 1)):
                if beside < 0 or first - 1 <= before <= last:
                    continue
                third = order[beside]
                gain_m = away_m - gap_m - gap(far, third) + gap(other, third)
                if gain_m > best.gain_m:
                    turned = (before == to) != (at == first)
                    best = _Move(gain_m, first, last, before, turned=turned)
        return best

    def _make(self, move: _Move) -> tuple[int, ...]:
        """Make a move; returns the places that got others beside them."""
        order, first, last, before = self.order, move.first, move.last, move.before
        ends = [order[first - 1], order[first], order[last], order[last + 1]]
        stretch = order[first : last + 1]
        if move.turned:
            stretch.reverse()
        if before >= 0:
            ends += order[before], order[before + 1]
        if before > last:
            stretch, last = order[last + 1 : before + 1] + stretch, before
        elif before >= 0:
            stretch, first = stretch + order[before + 1 : first], before + 1
        order[first : last + 1] = stretch
        place = self._place
        for at, member in enumerate(stretch, start=first):
            place[member] = at
        return tuple(ends)
