"""Estimates how far an address may lie from the point of its town.

Owns the rule: a town reaches about as far as its nearest neighbours are away. Distances are taken on a plane
around each point, which at these lengths (below 100 km) is exact to a few metres.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from gazetteer_join import Place

_METRES_PER_DEG = 111_195.0
_CELL_DEG = 0.02
_NEIGHBOURS = 5
# Of addresses spread evenly over a square lattice of towns one side apart, all lie within 0.71 sides, and the
# five nearest points are 1.08 sides away in the mean. Real towns are less even; the factors below hold 95 %
# of the public buildings in tests/data/geocoding/public_places.csv.
_SHARE_OF_DISTANCE = 0.95
OF_QUARTER, OF_TOWN = 0.75, 1.35  # a 丁目 lies snugly around its point, a 大字 reaches far from its houses
_LEAST_M, _MOST_M = 120.0, 12_000.0


def distance_m(one: Place, other: Place) -> float:
    """Return the distance in metres on a plane around the two places."""
    north = (other[0] - one[0]) * _METRES_PER_DEG
    east = (other[1] - one[1]) * _METRES_PER_DEG * math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot(north, east)


def radii_of_points(places: Sequence[Place]) -> list[float]:
    """Return for each place the radius in metres within which its addresses are expected."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        cells[_cell(place)].append(index)
    return [_radius(places, cells, index) for index in range(len(places))]


def _cell(place: Place) -> tuple[int, int]:
    return math.floor(place[0] / _CELL_DEG), math.floor(place[1] / _CELL_DEG)


def _radius(places: Sequence[Place], cells: dict[tuple[int, int], list[int]], index: int) -> float:
    row, column = _cell(places[index])
    for reach in (1, 2, 4, 8, 16):
        near = sorted(
            distance_m(places[index], places[other])
            for r in range(row - reach, row + reach + 1)
            for c in range(column - reach, column + reach + 1)
            for other in cells.get((r, c), ())
            if other != index
        )
        # Only what is nearer than the border of the searched square is surely the nearest.
        searched_m = reach * _CELL_DEG * _METRES_PER_DEG * math.cos(math.radians(places[index][0]))
        if len(near) >= _NEIGHBOURS and near[_NEIGHBOURS - 1] <= searched_m:
            break
    mean = sum(near[:_NEIGHBOURS]) / _NEIGHBOURS if len(near) >= _NEIGHBOURS else math.inf
    return min(_MOST_M, max(_LEAST_M, _SHARE_OF_DISTANCE * mean))


def middle(places: Iterable[Place]) -> Place:
    """Return the median of latitudes and of longitudes: it lies where most towns are."""
    listed = list(places)
    return _median([place[0] for place in listed]), _median([place[1] for place in listed])


def _median(values: list[float]) -> float:
    values.sort()
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def reach_m(centre: Place, places: Iterable[Place], share: float = 1.0) -> float:
    """Return the distance within which the given share of the places lies."""
    distances = sorted(distance_m(centre, place) for place in places)
    if not distances:
        return 0.0
    return distances[min(len(distances) - 1, math.ceil(share * len(distances)) - 1)]
