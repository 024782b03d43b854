"""Many lines in one array: cutting out, joining and measuring without a loop over vertices."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import EARTH_RADIUS_M, GeoPoint

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class LineSet:
    """Lines as columns.

    Attributes:
        vertices: x and y of all vertices, shape (n, 2); degrees (longitude, latitude) or any plane.
        starts: index of the first vertex of each line, and at the end the number of vertices.
        closed: whether each line is a ring; a ring does not repeat its first vertex.
    """

    vertices: FloatArray
    starts: NDArray[np.int64]
    closed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.closed)

    def line(self, number: int) -> FloatArray:
        """Return the vertices of one line."""
        return self.vertices[self.starts[number] : self.starts[number + 1]]

    @cached_property
    def boxes(self) -> FloatArray:
        """Least x, least y, greatest x, greatest y of each line; NaN for a line without vertices."""
        boxes = np.full((len(self), 4), np.nan)
        filled = np.diff(self.starts) > 0
        first = self.starts[:-1][filled]
        if len(first):
            boxes[filled, :2] = np.minimum.reduceat(self.vertices, first)
            boxes[filled, 2:] = np.maximum.reduceat(self.vertices, first)
        return boxes

    def with_vertices(self, vertices: FloatArray) -> LineSet:
        """Return the same lines with vertices mapped elsewhere (same number, same order)."""
        return LineSet(vertices, self.starts, self.closed)

    def chosen(self, mask: NDArray[np.bool_]) -> LineSet:
        """Return some of the lines; those without vertices go too."""
        counts = np.diff(self.starts)
        mask = mask & (counts > 0)
        return LineSet(
            self.vertices[np.repeat(mask, counts)],
            np.concatenate([[0], np.cumsum(counts[mask])]).astype(np.int64),
            self.closed[mask],
        )

    def meeting(self, west: float, south: float, east: float, north: float) -> LineSet:
        """Return the lines whose box meets a box."""
        low_x, low_y, high_x, high_y = self.boxes.T
        with np.errstate(invalid="ignore"):
            mask = (low_x <= east) & (high_x >= west) & (low_y <= north) & (high_y >= south)
        return self.chosen(mask)

    def without(self, west: float, south: float, east: float, north: float) -> LineSet:
        """Return the lines but for those that lie wholly inside a box."""
        low_x, low_y, high_x, high_y = self.boxes.T
        with np.errstate(invalid="ignore"):
            inside = (low_x >= west) & (high_x <= east) & (low_y >= south) & (high_y <= north)
        return self.chosen(~inside)

    def followed_by(self, other: LineSet) -> LineSet:
        """Return the lines of both, in order."""
        return LineSet(
            np.concatenate([self.vertices, other.vertices]),
            np.concatenate([self.starts[:-1], other.starts + self.starts[-1]]),
            np.concatenate([self.closed, other.closed]),
        )

    def joined(self, rings: Sequence[Sequence[int]]) -> LineSet:
        """Return rings put together from numbered lines (`~n`: line n backwards), without empty ones."""
        signed = np.array([number for ring in rings for number in ring], dtype=np.int64)
        lines = np.where(signed >= 0, signed, ~signed)
        first, past = self.starts[lines], self.starts[lines + 1]
        # The next line begins where an open one ends.
        sizes = np.maximum(past - first - np.where(self.closed[lines], 0, 1), 0)
        begins = np.concatenate([[0], np.cumsum(sizes)])
        turn = np.where(signed >= 0, 1, -1)
        origin = np.where(signed >= 0, first, past - 1) - turn * begins[:-1]
        picked = np.repeat(origin, sizes) + np.repeat(turn, sizes) * np.arange(begins[-1])
        ends = begins[np.cumsum([0, *(len(ring) for ring in rings)])]
        counts = np.diff(ends)
        if ((counts > 0) & (counts < 3)).any():
            raise ValueError("a ring of fewer than three vertices")
        counts = counts[counts > 0]
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return LineSet(self.vertices[picked], starts, np.ones(len(counts), dtype=bool))

    @cached_property
    def segments(self) -> tuple[FloatArray, FloatArray]:
        """First and second ends of all segments, those that close rings included."""
        count = len(self.vertices)
        follow = np.arange(1, count + 1)
        last = self.starts[1:] - 1
        follow[last] = self.starts[:-1]
        kept = np.ones(count, dtype=bool)
        kept[last[~self.closed]] = False
        return self.vertices[kept], self.vertices[follow[kept]]


def inside_rings(rings: LineSet, point: GeoPoint) -> bool:
    """Tell whether a point lies inside rings by the even-odd rule (rings in degrees)."""
    one, other = rings.segments
    above = (one[:, 1] > point.lat_deg) != (other[:, 1] > point.lat_deg)
    one, other = one[above], other[above]
    share = (point.lat_deg - one[:, 1]) / (other[:, 1] - one[:, 1])
    crossing = one[:, 0] + share * (other[:, 0] - one[:, 0])
    return bool(np.count_nonzero(crossing > point.lon_deg) % 2)


def distance_to_rings_m(rings: LineSet, point: GeoPoint) -> float:
    """Return the distance in metres from a point to the nearest segment.

    Computed on the plane that touches the sphere at the point: good to 1 % within 100 km.
    """
    metres_per_deg = math.radians(EARTH_RADIUS_M)
    scale = np.array([metres_per_deg * math.cos(math.radians(point.lat_deg)), metres_per_deg])
    origin = np.array([point.lon_deg, point.lat_deg])
    one, other = (((ends - origin) * scale) for ends in rings.segments)
    along = other - one
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(-(one * along).sum(axis=1) / length, 0.0, 1.0)
    nearest = one + share[:, None] * along
    return float(np.sqrt((nearest**2).sum(axis=1).min()))
