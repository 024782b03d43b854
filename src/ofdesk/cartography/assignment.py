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
    owner = np.full(places + 1, -1)  # the last place is a root: the row that looks for a place
    row_price, place_price = np.zeros(rows), np.zeros(places)
    came_from = np.zeros(places, dtype=np.int64)
    for row in range(rows):
        owner[places] = row
        at, done = places, np.zeros(places, dtype=bool)
        least, reached = np.full(places, np.inf), []
        while owner[at] >= 0:
            if at < places:
                done[at] = True
                reached.append(at)
            here = owner[at]
            reduced = costs[here] - row_price[here] - place_price
            nearer = (reduced < least) & ~done
            least[nearer], came_from[nearer] = reduced[nearer], at
            open_least = np.where(done, np.inf, least)
            at = int(open_least.argmin())
            step = open_least[at]
            row_price[owner[[*reached, places]]] += step
            place_price[reached] -= step
            least[~done] -= step
        while at != places:
            owner[at], at = owner[came_from[at]], int(came_from[at])
    found = np.empty(rows, dtype=np.int64)
    taken = np.flatnonzero(owner[:places] >= 0)
    found[owner[taken]] = taken
    return found
