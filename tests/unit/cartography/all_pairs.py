"""Lines and boxes compared each with each: what the program, which looks only at neighbours, is held against.

Boxes are rows left, top, right, bottom; lines are rows begin x, begin y, end x, end y; NaN meets nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def lines_meet_boxes(lines: FloatArray, boxes: FloatArray) -> BoolArray:
    """Return, for each line and box, whether the line passes through the box; shape (lines, boxes).

    Separating axes of a segment and an upright box: the two sides of the box and the segment's normal.
    """
    begin_x, begin_y, end_x, end_y = lines.T
    left, top, right, bottom = boxes.T
    half_x, half_y = (right - left) / 2, (bottom - top) / 2
    arm_x, arm_y = ((end_x - begin_x) / 2)[:, None], ((end_y - begin_y) / 2)[:, None]
    off_x = ((begin_x + end_x) / 2)[:, None] - (left + half_x)
    off_y = ((begin_y + end_y) / 2)[:, None] - (top + half_y)
    long_x, long_y = np.abs(arm_x), np.abs(arm_y)
    meet: BoolArray = (
        (np.abs(off_x) < half_x + long_x)
        & (np.abs(off_y) < half_y + long_y)
        & (np.abs(off_x * arm_y - off_y * arm_x) < half_x * long_y + half_y * long_x)
    )
    return meet


def lines_cross(one: FloatArray, other: FloatArray) -> BoolArray:
    """Return, for each pair, whether two segments cross (touching ends do not); shape (n, m)."""
    ax, ay, bx, by = (column[:, None] for column in one.T)
    cx, cy, dx, dy = other.T
    along_x, along_y = bx - ax, by - ay
    other_x, other_y = dx - cx, dy - cy
    apart_x, apart_y = cx - ax, cy - ay
    of_c = along_x * apart_y - along_y * apart_x
    of_d = of_c + along_x * other_y - along_y * other_x
    of_a = other_x * -apart_y - other_y * -apart_x
    of_b = of_a + other_x * along_y - other_y * along_x
    crosses: BoolArray = (of_c * of_d < 0) & (of_a * of_b < 0)
    return crosses
