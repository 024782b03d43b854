"""Short walks: every place once, never longer than the nearest neighbour's, the same on every run."""

from __future__ import annotations

import itertools
import random
import time

import numpy as np
import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.booklet import route
from ofdesk.booklet.route import length_m, short_route


def scattered(count: int, seed: int) -> tuple[GeoPoint, ...]:
    chance = random.Random(seed)
    return tuple(GeoPoint(chance.uniform(34, 35), chance.uniform(135, 136)) for _ in range(count))


def by_nearest_neighbour(places: tuple[GeoPoint, ...], start: int) -> list[int]:
    left, walk = set(range(len(places))) - {start}, [start]
    while left:
        walk.append(min(left, key=lambda one: places[walk[-1]].distance_m(places[one])))
        left.discard(walk[-1])
    return walk


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 7, 20, 60, 450])
def test_every_place_is_passed_once_and_no_longer_way_than_by_the_nearest_neighbour(count: int) -> None:
    for seed in range(4 if count < 100 else 1):
        places = scattered(count, seed)
        walk = short_route(places)
        assert sorted(walk) == list(range(count))
        if count:
            plain = by_nearest_neighbour(places, walk[0])
            assert length_m(places, walk) <= length_m(places, plain) + 1e-3
        if count >= 60:
            assert length_m(places, walk) < 0.97 * length_m(places, plain)


def test_of_few_places_the_walk_is_the_shortest_or_nearly() -> None:
    for seed in range(8):
        places = scattered(7, seed)
        walk = short_route(places)
        rest = [number for number in range(7) if number != walk[0]]
        best = min(length_m(places, (walk[0], *order)) for order in itertools.permutations(rest))
        assert length_m(places, walk) <= 1.06 * best


def test_no_turn_of_a_stretch_makes_the_walk_shorter() -> None:
    places = scattered(13, 3)  # of so few places each is a neighbour of each
    walk = list(short_route(places))
    length = length_m(places, walk)
    for first, last in itertools.combinations(range(1, 13), 2):
        turned = walk[:first] + walk[first : last + 1][::-1] + walk[last + 1 :]
        assert length_m(places, turned) >= length - 0.02


def test_every_move_gains_what_it_was_made_for(monkeypatch: pytest.MonkeyPatch) -> None:
    places = scattered(80, 11)
    make, made = route._Walk._make, []

    def watched(walk: route._Walk, move: route._Move) -> tuple[int, ...]:
        before = length_m(places, walk.order[:-1])
        ends = make(walk, move)
        assert before - length_m(places, walk.order[:-1]) == pytest.approx(move.gain_m, abs=1e-3)
        assert [walk._place[place] for place in walk.order] == list(range(len(walk.order)))
        made.append((move.before >= 0, move.turned))
        return ends

    monkeypatch.setattr(route._Walk, "_make", watched)
    short_route(places)
    assert set(made) == {(False, True), (True, False), (True, True)}


def test_the_walk_begins_in_the_north_west_or_next_to_a_given_place() -> None:
    places = (GeoPoint(34.0, 135.0), GeoPoint(34.9, 135.1), GeoPoint(34.9, 135.9), GeoPoint(34.1, 135.9))
    assert short_route(places) == (1, 2, 3, 0)
    assert short_route(places, GeoPoint(34.0, 136.0)) == (3, 0, 1, 2)


def test_lengths_are_great_circle_distances() -> None:
    places = scattered(5, 1)
    expected = sum(one.distance_m(other) for one, other in itertools.pairwise(places))
    assert length_m(places, range(5)) == pytest.approx(expected, rel=1e-9)


def test_what_was_walked_once_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    places = scattered(30, 9)
    first = short_route(places)

    def fail(vectors: object, start: int) -> None:
        raise AssertionError

    monkeypatch.setattr(route, "nearest_neighbour", fail)
    assert short_route(places) == first


def test_neighbours_of_many_places_are_those_near_them() -> None:
    places = scattered(900, 2)
    vectors = route._unit_vectors(places)
    exact = np.argsort(-(vectors @ vectors.T), axis=1)[:, 1:4]
    pairs = route._neighbours(vectors, np.arange(900))
    found = set(zip(pairs.ones.tolist(), pairs.others.tolist(), strict=True))
    share = np.mean([(one, other) in found for one, near in enumerate(exact.tolist()) for other in near])
    assert share > 0.97


def test_a_walk_through_the_largest_event_is_found_while_a_key_is_held() -> None:
    places = scattered(133, 77)
    begin = time.process_time()
    short_route(places)
    assert time.process_time() - begin < 0.25  # 10 ms on the machine it was written on
