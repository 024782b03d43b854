"""Do boxes meet? Asked for all pairs at once; boxes with leaders are looked at in `conflicts`.

Boxes are rows left, top, right, bottom; NaN, "not there", meets nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def grown(boxes: FloatArray, by_mm: float) -> FloatArray:
    """Return boxes with every side moved outwards."""
    moved: FloatArray = boxes + np.array([-by_mm, -by_mm, by_mm, by_mm])
    return moved


def boxes_meet(one: FloatArray, other: FloatArray) -> BoolArray:
    """Return, for each pair, whether two boxes share an area; shape (n, m)."""
    left, top, right, bottom = (column[:, None] for column in one.T)
    other_left, other_top, other_right, other_bottom = other.T
    meet: BoolArray = (
        (left < other_right) & (other_left < right) & (top < other_bottom) & (other_top < bottom)
    )
    return meet
