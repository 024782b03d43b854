"""How much a box on the sheet would hide: land counts, the land in focus more, the sea nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ofdesk.base.geometry import Rect

FloatArray = NDArray[np.float64]
_CELL_MM = 1.5
COVER_PRICE = 130.0
"""A box wholly on land in focus costs a callout as much as so many mm of leader."""


@dataclass(frozen=True)
class CalloutGround:
    """Where callouts may stand.

    Attributes:
        bounds: no box leaves it.
        surface: what boxes should not hide.
        blocked: what no box may meet with its gap, as rows left, top, right, bottom in mm.
        candidates: how many places each callout considers.
    """

    bounds: Rect
    surface: CoverSurface
    blocked: FloatArray
    candidates: int = 420


class CoverSurface:
    """Values from 0 to 1 in square cells over a frame; sums over boxes take constant time."""

    def __init__(self, frame: Rect) -> None:
        self._frame = frame
        self._columns = max(1, int(np.ceil(frame.width_mm / _CELL_MM)))
        self._rows = max(1, int(np.ceil(frame.height_mm / _CELL_MM)))
        self._values = np.zeros((self._rows, self._columns))
        self._sums = np.zeros((self._rows + 1, self._columns + 1))

    def add_land(self, rings: Sequence[FloatArray], value: float) -> None:
        """Raise the cells of land to a value.

        Args:
            rings: outlines in mm; islands smaller than a cell count too.
            value: from 0 to 1.
        """
        if not rings:
            return
        x_mm = self._frame.x_mm + (np.arange(self._columns) + 0.5) * _CELL_MM
        y_mm = self._frame.y_mm + (np.arange(self._rows) + 0.5) * _CELL_MM
        centres = shapely.points(*(axis.reshape(-1) for axis in np.meshgrid(x_mm, y_mm)))
        polygons = shapely.polygons([shapely.linearrings(ring) for ring in rings])
        hit = shapely.STRtree(centres).query(polygons, predicate="contains_properly")[1]
        land = np.zeros(self._rows * self._columns, dtype=bool)
        land[hit] = True
        self._raise(land.reshape(self._rows, self._columns), value)
        vertices = np.concatenate(list(rings))
        column = ((vertices[:, 0] - self._frame.x_mm) / _CELL_MM).astype(np.int64)
        row = ((vertices[:, 1] - self._frame.y_mm) / _CELL_MM).astype(np.int64)
        # Cut rings run along the frame: those vertices are no shore.
        inside = (column > 0) & (column < self._columns - 1) & (row > 0) & (row < self._rows - 1)
        shore = np.zeros_like(self._values, dtype=bool)
        shore[row[inside], column[inside]] = True
        self._raise(shore, value)

    def _raise(self, cells: NDArray[np.bool_], value: float) -> None:
        self._values = np.maximum(self._values, np.where(cells, value, 0.0))
        sums = self._values.cumsum(axis=0).cumsum(axis=1)
        self._sums = np.pad(sums, ((1, 0), (1, 0)))

    def covered(self, boxes: FloatArray) -> FloatArray:
        """Return the mean value under boxes (left, top, right, bottom in mm), shape (n,)."""
        left = self._cells(boxes[:, 0] - self._frame.x_mm, self._columns)
        right = np.maximum(self._cells(boxes[:, 2] - self._frame.x_mm, self._columns), left + 1)
        top = self._cells(boxes[:, 1] - self._frame.y_mm, self._rows)
        bottom = np.maximum(self._cells(boxes[:, 3] - self._frame.y_mm, self._rows), top + 1)
        right, bottom = np.minimum(right, self._columns), np.minimum(bottom, self._rows)
        sums = self._sums
        total = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        mean: FloatArray = total / np.maximum((right - left) * (bottom - top), 1)
        return mean

    @staticmethod
    def _cells(distance_mm: FloatArray, count: int) -> NDArray[np.int64]:
        return np.clip(np.rint(distance_mm / _CELL_MM).astype(np.int64), 0, count)
