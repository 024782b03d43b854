"""A short walk through many places: neighbours joined first, then 2-opt and Or-opt until nothing is gained.

Owns the geometry only and knows no records. The walk is open: it begins at a given place and ends where it
ends. Equal places give an equal walk on every machine; what was walked once is kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asin, dist
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import EARTH_RADIUS_M, GeoPoint

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
_Neighbours: TypeAlias = list[list[tuple[int, float]]]
_KEPT = 4096
_NEIGHBOURS = 7
_FINE = 2.0**50  # of the square of a chord
_FEW = 200  # two walks of so few places are made, the shorter of which is never longer than its beginning
_LEAF = 260  # among so many places neighbours are compared each with each
_LEAST_GAIN_M = 0.01  # less is rounding
_HALF = 0.5 - 1e-13  # of a chord is the sine of half the angle; rounding must not lead beyond 1
_HALF_ANGLE_M = 2 * EARTH_RADIUS_M
_LONGEST_TURN = 30_000  # turning longer stretches of very long walks costs more than it brings


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
    if len(places) < 3:
        return tuple(nearest_neighbour(vectors, start).tolist())
    pieces = _Pieces(vectors, start)
    beginnings = [pieces.order]
    if len(places) <= _FEW:
        beginnings.insert(0, nearest_neighbour(vectors, start))
    walks = [_Walk(vectors, order, pieces.near) for order in beginnings]
    for walk in walks:
        walk.improve()
    # Lengths that differ by rounding only must not decide: the first walk of those equally long is taken.
    return tuple(min(walks, key=lambda walk: round(walk.length_m, 1)).order[:-1])


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


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Places and others near them, in no order.

    Attributes:
        ones, others: numbers of places.
        gaps: half of the angle between them.
    """

    ones: IntArray
    others: IntArray
    gaps: FloatArray


def _neighbours(vectors: FloatArray, members: IntArray) -> _Pairs:
    """Return each member with up to 7 or 14 members near it, each pair once in either direction.

    Of very many places only those in the same part of the land are compared, for two partitions.
    """
    found = []
    for turned in (False, True) if len(members) > _LEAF else (False,):
        for leaf in _leaves(vectors, members, turned):
            own, count = vectors[leaf], min(_NEIGHBOURS, len(leaf) - 1)
            # Places in the lower digits make every key another one: what is nearest is the same everywhere.
            keys = np.rint((1.0 - own @ own.T) * _FINE).astype(np.int64) * len(leaf) + np.arange(len(leaf))
            np.fill_diagonal(keys, np.iinfo(np.int64).max)
            nearest = np.partition(keys, count - 1, axis=1)[:, :count] % len(leaf)
            found.append(leaf[:, None] * len(vectors) + leaf[nearest])
    pairs = np.unique(np.concatenate([one.ravel() for one in found]))
    ones, others = np.divmod(pairs, len(vectors))
    return _Pairs(ones, others, np.arcsin(np.linalg.norm(vectors[ones] - vectors[others], axis=1) * _HALF))


class _Pieces:
    """The shortest ways between neighbours that fit together, taken until they are one walk.

    What is left open where no neighbour is free is joined in the same way, end by end; such ends become
    neighbours of each other.

    Source: Bentley 1992 (greedy edges).
    """

    def __init__(self, vectors: FloatArray, start: int) -> None:
        self._room = [2] * len(vectors)  # for ways at a place
        self._room[start] = 1
        self._beside: list[list[int]] = [[] for _ in vectors]
        self._far_end = list(range(len(vectors)))  # of the piece, for each of its ends
        found = []
        ends = np.arange(len(vectors))
        while len(ends) > 1:
            found.append(_neighbours(vectors, ends))
            self._join(found[-1])
            ends = np.flatnonzero(self._room)
        self.near = _listed(found, len(vectors))
        order, before = [start], -1
        while len(order) < len(vectors):
            here = order[-1]
            order.append(next(place for place in self._beside[here] if place != before))
            before = here
        self.order = np.array(order, dtype=np.int64)

    def _join(self, pairs: _Pairs) -> None:
        """Take ways, the shortest first; none that would close a ring."""
        room, beside, far_end = self._room, self._beside, self._far_end
        ranked = np.argsort(pairs.gaps, kind="stable")
        for one, other in zip(pairs.ones[ranked].tolist(), pairs.others[ranked].tolist(), strict=True):
            if room[one] and room[other] and far_end[one] != other:
                beside[one].append(other)
                beside[other].append(one)
                room[one] -= 1
                room[other] -= 1
                one_end, other_end = far_end[one], far_end[other]
                far_end[one_end], far_end[other_end] = other_end, one_end


def _listed(found: Sequence[_Pairs], count: int) -> _Neighbours:
    """Return for each place those near it with half of the angle to them, nearest first."""
    ones, others = (np.concatenate([getattr(one, name) for one in found]) for name in ("ones", "others"))
    gaps = np.concatenate([one.gaps for one in found])
    ranked = np.lexsort((gaps, ones))
    rows = list(zip(others[ranked].tolist(), gaps[ranked].tolist(), strict=True))
    ends = np.cumsum(np.bincount(ones, minlength=count)).tolist()
    return [rows[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


class _Move(NamedTuple):
    """A stretch of the walk that is turned where it is, or taken to another place.

    Attributes:
        gain: half of the angle that is saved.
        first, last: where the stretch lies.
        before: it goes behind what lies here; -1: it stays.
        turned: whether it is walked the other way round.
    """

    gain: float
    first: int
    last: int
    before: int
    turned: bool

    @property
    def gain_m(self) -> float:
        """What is saved in metres."""
        return self.gain * _HALF_ANGLE_M


_STAY = _Move(_LEAST_GAIN_M / _HALF_ANGLE_M, 0, 0, -1, turned=False)


class _Walk:
    """A walk that is made shorter move by move; distances are halves of angles.

    `order` holds the places and at its end a place that is no place: it lies at no distance to any, so
    that the last stretch may be turned like all others. The first place stays the first. `_legs` holds
    the way from each position to the next, so that most of what a move changes is known already.
    """

    def __init__(self, vectors: FloatArray, order: IntArray, near: _Neighbours) -> None:
        self.count = len(vectors)
        self.order: list[int] = [*order.tolist(), self.count]
        self._place = np.argsort(self.order).tolist()
        self._points: list[tuple[float, ...]] = [tuple(row) for row in (vectors * _HALF).tolist()]
        self._near = near
        legs = np.linalg.norm(np.diff(vectors[order], axis=0), axis=1) * _HALF
        self._legs: list[float] = [*np.arcsin(legs).tolist(), 0.0]

    @property
    def length_m(self) -> float:
        """From the first place to the last in metres."""
        return sum(self._legs) * _HALF_ANGLE_M

    def improve(self) -> None:
        """Make moves until none gains: ask every place for its best one, and again where something moved."""
        queue = deque(self.order[:-1] if self.count > 2 else ())
        waiting = set(queue)
        while queue:
            place = queue.popleft()
            waiting.discard(place)
            move = self._best_shift(place, self._best_turn(place))
            if move is _STAY:
                continue
            for end in self._make(move):
                if end not in waiting and end != self.count:
                    waiting.add(end)
                    queue.append(end)

    def _gap(self, one: int, other: int) -> float:
        if one == self.count or other == self.count:
            return 0.0
        return asin(dist(self._points[one], self._points[other]))

    def _best_turn(self, one: int) -> _Move:
        """Return the best turn that brings a place next to one nearer than that before or behind it."""
        order, place, legs, gap = self.order, self._place, self._legs, self._gap
        best, least, at = _STAY, _STAY.gain, self._place[one]
        for step in (1, -1) if at else (1,):
            leg_shift = min(step, 0)
            beside, now = order[at + step], legs[at + leg_shift]
            for other, near in self._near[one]:
                if near >= now:
                    break
                to = place[other]
                # Most are given up before the fourth distance is reckoned.
                most = now - near + legs[to + leg_shift]
                if most <= least or to + step < 0:
                    continue
                gain = most - gap(beside, order[to + step])
                low, high = (at, to) if at < to else (to, at)
                first, last = (low + 1, high) if step == 1 else (low, high - 1)
                if gain > least and last - first <= _LONGEST_TURN:
                    least, best = gain, _Move(gain, first, last, -1, turned=True)
        return best

    def _best_shift(self, one: int, best: _Move) -> _Move:
        """Return the best shift of up to three places, of which one goes next to one that is near it.

        Args:
            one: an end of what is shifted.
            best: what is to be surpassed, returned when nothing does.
        """
        order, legs, points, at = self.order, self._legs, self._points, self._place[one]
        least = max(best.gain, self._near[one][0][1])  # nothing comes nearer than the nearest
        for first, last in ((at, at), (at, at + 1), (at - 1, at), (at, at + 2), (at - 2, at)):
            if first < 1 or last >= self.count:
                continue
            away = legs[first - 1] + legs[last]
            if away > least and last + 1 < self.count:
                away -= asin(dist(points[order[first - 1]], points[order[last + 1]]))
            if away > least:
                best = self._shift_to(one, (first, last), away, best)
                least = max(best.gain, least)
        return best

    def _shift_to(self, one: int, stretch: tuple[int, int], away: float, best: _Move) -> _Move:
        """Return the best place of a stretch at whose end a place lies, or what was best before.

        Args:
            one: an end of the stretch, which goes next to a neighbour of it.
            stretch: where it begins and ends.
            away: what its absence saves.
            best: what is to be surpassed.
        """
        order, place, legs, gap = self.order, self._place, self._legs, self._gap
        first, last = stretch
        at, least = place[one], best.gain
        far = order[first + last - at]
        for other, near in self._near[one]:
            if near >= away:
                break
            to = place[other]
            for before, beside in ((to, to + 1), (to - 1, to - 1)):
                most = away - near + legs[before]
                if most <= least or beside < 0 or first - 1 <= before <= last:
                    continue
                gain = most - gap(far, order[beside])
                if gain > least:
                    turned = (before == to) != (at == first)
                    least, best = gain, _Move(gain, first, last, before, turned=turned)
        return best

    def _make(self, move: _Move) -> tuple[int, ...]:
        """Make a move; returns the places that got others beside them."""
        order, legs, first, last, before = self.order, self._legs, move.first, move.last, move.before
        ends = [order[first - 1], order[first], order[last], order[last + 1]]
        stretch, ways = order[first : last + 1], legs[first:last]
        if move.turned:
            stretch.reverse()
            ways.reverse()
        joins = [first - 1, last]
        if before >= 0:
            ends += order[before], order[before + 1]
        if before > last:
            joins = [first - 1, first + before - last - 1, before]
            stretch, ways = order[last + 1 : before + 1] + stretch, [*legs[last + 1 : before], 0.0, *ways]
            last = before
        elif before >= 0:
            joins = [before, before + last - first + 1, last]
            stretch, ways = stretch + order[before + 1 : first], [*ways, 0.0, *legs[before + 1 : first - 1]]
            first = before + 1
        order[first : last + 1] = stretch
        legs[first:last] = ways
        for at in joins:
            legs[at] = self._gap(order[at], order[at + 1])
        place = self._place
        for at, member in enumerate(stretch, start=first):
            place[member] = at
        return tuple(ends)
