"""The linear assignment problem: who takes which place, so that the sum of all costs is least."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def assigned(costs: FloatArray) -> IntArray:
    """Return the place of each row, every place taken once at most, at the least sum of costs.

    The integer programme is solved exactly by shortest augmenting paths with dual prices.
    Source: Jonker and Volgenant, Computing 38 (1987); ties go to the first place.

    Args:
        costs: finite, shape (rows, places), not fewer places than rows.
    """
    rows, places = costs.shape
    owner = np.full(places, -1)
    row_price, place_price = costs.min(axis=1), np.zeros(places)
    waiting = []
    for row, place in enumerate(costs.argmin(axis=1).tolist()):
        if owner[place] < 0:  # nobody else wanted it first: it is the cheapest there is
            owner[place] = row
        else:
            waiting.append(row)
    for row in waiting:
        _give_place(row, costs, owner, row_price, place_price)
    found = np.empty(rows, dtype=np.int64)
    taken = np.flatnonzero(owner >= 0)
    found[owner[taken]] = taken
    return found


def _give_place(
    row: int, costs: FloatArray, owner: IntArray, row_price: FloatArray, place_price: FloatArray
) -> None:
    """Find the cheapest chain of moves that ends at a free place, and make them; the prices follow."""
    places = len(owner)
    distance, ahead = np.full(places, np.inf), np.full(places, np.inf)  # ahead: infinite once reached
    came_from = np.full(places, -1)
    reached: list[int] = []
    mover, last, so_far = row, -1, 0.0
    while True:
        onward = costs[mover] - place_price
        onward += so_far - row_price[mover]
        nearer = onward < ahead
        nearer[reached] = False
        ahead[nearer], came_from[nearer] = onward[nearer], last
        last = int(ahead.argmin())
        so_far = distance[last] = float(ahead[last])
        if owner[last] < 0:
            break
        ahead[last] = np.inf
        reached.append(last)
        mover = int(owner[last])
    row_price[row] += so_far
    row_price[owner[reached]] += so_far - distance[reached]
    place_price[reached] -= so_far - distance[reached]
    while last >= 0:
        before = int(came_from[last])
        owner[last] = owner[before] if before >= 0 else row
        last = before
