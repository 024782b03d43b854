"""A shape drawn by hand around pins, and what lies inside it. In pixels; knows no pins and paints nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ofdesk.gui.map.view_transform import FloatArray

_LEAST_STEP_PX = 2.0  # a slow hand gives many equal points
_LEAST_POINTS = 3


class Lasso:
    """The way of the pointer from pressing to letting go."""

    def __init__(self, x: float, y: float) -> None:
        self._points = [(x, y)]

    def extend(self, x: float, y: float) -> None:
        """Go on to a pixel."""
        last_x, last_y = self._points[-1]
        if max(abs(x - last_x), abs(y - last_y)) >= _LEAST_STEP_PX:
            self._points.append((x, y))

    @property
    def outline(self) -> FloatArray:
        """The corners drawn so far, n × 2; the last is joined to the first."""
        return np.array(self._points)

    @property
    def is_shape(self) -> bool:
        """Whether there is an inside."""
        return len(self._points) >= _LEAST_POINTS


def points_inside(outline: FloatArray, points: FloatArray) -> NDArray[np.bool_]:
    """Tell which points an outline goes round, however often it crosses itself.

    A hand's line crosses itself, which is no valid polygon for a geometry library; counting turns
    (Sunday, Geometry Algorithms: winding number) takes it as it is.

    Args:
        outline: corners, n × 2; the last is joined to the first.
        points: m × 2.
    """
    inside = np.zeros(len(points), dtype=np.bool_)
    if len(outline) < _LEAST_POINTS or not len(points):
        return inside
    low, high = outline.min(axis=0), outline.max(axis=0)
    near = np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))
    x, y = points[near].T
    found = np.zeros(len(near), dtype=np.intp)
    for (x_0, y_0), (x_1, y_1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if y_0 == y_1:
            continue
        side = (x_1 - x_0) * (y - y_0) - (x - x_0) * (y_1 - y_0)
        if y_0 < y_1:
            found += (y >= y_0) & (y < y_1) & (side > 0)
        else:
            found -= (y >= y_1) & (y < y_0) & (side < 0)
    inside[near] = found != 0
    return inside
