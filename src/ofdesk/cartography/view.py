"""A view: which part of the earth stands where on the sheet, at which scale.

Owns the way from degrees to millimetres and back, and cutting lines to a frame.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoExtent, GeoPoint, Point, Rect
from ofdesk.cartography.lines import LineSet
from ofdesk.cartography.projection import Projection

FloatArray = NDArray[np.float64]
_MM_PER_M = 1000.0
_EDGE_SAMPLES = 24


@dataclass(frozen=True)
class View:
    """A projection laid on a frame of the sheet.

    Attributes:
        projection: earth to metres.
        scale_denominator: 2,000,000 for 1:2,000,000.
        frame: where the view stands on the sheet.
        centre_m: metres (x, y) of the projection that stand in the middle of the frame.
    """

    projection: Projection
    scale_denominator: float
    frame: Rect
    centre_m: tuple[float, float]

    @property
    def mm_per_m(self) -> float:
        """Millimetres on the sheet for a metre of the projection."""
        return _MM_PER_M / self.scale_denominator

    def to_sheet(self, degrees: FloatArray) -> FloatArray:
        """Return places on the sheet, in mm, of points (longitude, latitude); arrays of shape (n, 2)."""
        metres = self.projection.forward(degrees)
        middle = self.frame.centre
        x_mm = middle.x_mm + (metres[:, 0] - self.centre_m[0]) * self.mm_per_m
        y_mm = middle.y_mm - (metres[:, 1] - self.centre_m[1]) * self.mm_per_m
        return np.stack([x_mm, y_mm], axis=1)

    def to_earth(self, places_mm: FloatArray) -> FloatArray:
        """Return points (longitude, latitude) of places on the sheet."""
        middle = self.frame.centre
        x_m = self.centre_m[0] + (places_mm[:, 0] - middle.x_mm) / self.mm_per_m
        y_m = self.centre_m[1] - (places_mm[:, 1] - middle.y_mm) / self.mm_per_m
        return self.projection.inverse(np.stack([x_m, y_m], axis=1))

    def place(self, point: GeoPoint) -> Point:
        """Return where a point stands on the sheet."""
        x_mm, y_mm = self.to_sheet(np.array([[point.lon_deg, point.lat_deg]]))[0]
        return Point(float(x_mm), float(y_mm))

    def geo_point(self, place: Point) -> GeoPoint:
        """Return the point of the earth at a place on the sheet."""
        lon, lat = self.to_earth(np.array([[place.x_mm, place.y_mm]]))[0]
        return GeoPoint(float(lat), float(lon))

    def shows(self, point: GeoPoint, inset_mm: float = 0.0) -> bool:
        """Tell whether a point falls inside the frame, by at least a distance from its edge."""
        place = self.place(point)
        inner = self.frame.grown(-inset_mm)
        inside_x = inner.x_mm <= place.x_mm <= inner.right_mm
        return inside_x and inner.y_mm <= place.y_mm <= inner.bottom_mm

    def extent(self, painted: Rect | None = None) -> GeoExtent:
        """Return the extent of the earth that a rectangle (default: the frame) shows."""
        rect = painted or self.frame
        share = np.linspace(0.0, 1.0, _EDGE_SAMPLES)
        x_mm = rect.x_mm + share * rect.width_mm
        y_mm = rect.y_mm + share * rect.height_mm
        edges = [np.stack([x_mm, np.full(_EDGE_SAMPLES, y)], axis=1) for y in (rect.y_mm, rect.bottom_mm)] + [
            np.stack([np.full(_EDGE_SAMPLES, x), y_mm], axis=1) for x in (rect.x_mm, rect.right_mm)
        ]
        points = self.to_earth(np.concatenate(edges))
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return GeoExtent(float(south), float(west), float(north), float(east))

    def reframed(self, frame: Rect) -> View:
        """Return the same view moved so that its middle stands in the middle of another frame."""
        return View(self.projection, self.scale_denominator, frame, self.centre_m)


def fitted_view(projection: Projection, degrees: FloatArray, frame: Rect, margin_mm: float) -> View:
    """Return the largest view that shows all points inside a frame with a margin around them.

    Raises:
        ValueError: no points, all in one place, or a margin that leaves no room.
    """
    if not len(degrees):
        raise ValueError("nothing to fit")
    metres = projection.forward(degrees)
    low, high = metres.min(axis=0), metres.max(axis=0)
    room = np.array([frame.width_mm, frame.height_mm]) - 2 * margin_mm
    span = high - low
    if room.min() <= 0 or span.max() <= 0:
        raise ValueError("no room or no size to fit")
    scale = float(np.max(span / room)) * _MM_PER_M
    centre = (low + high) / 2
    return View(projection, scale, frame, (float(centre[0]), float(centre[1])))


def clipped_rings(rings: LineSet, rect: Rect) -> list[FloatArray]:
    """Return rings cut to a rectangle, for filling (edges along the rectangle close them).

    Source: Sutherland and Hodgman, Reentrant Polygon Clipping, CACM 17 (1974), one side at a time.
    """
    kept = rings.meeting(rect.x_mm, rect.y_mm, rect.right_mm, rect.bottom_mm)
    low = np.array([rect.x_mm, rect.y_mm])
    high = np.array([rect.right_mm, rect.bottom_mm])
    cut = []
    for number, box in enumerate(kept.boxes):
        ring = kept.line(number)
        for axis in (0, 1):
            if box[axis] < low[axis]:
                ring = _cut_ring(ring, ring[:, axis] - low[axis])
            if len(ring) and box[axis + 2] > high[axis]:
                ring = _cut_ring(ring, high[axis] - ring[:, axis])
        if len(ring) > 2:
            cut.append(ring)
    return cut


def _cut_ring(ring: FloatArray, inside_by: FloatArray) -> FloatArray:
    """Keep the part of a ring where `inside_by` is not negative."""
    follow = np.roll(inside_by, -1)
    inside = inside_by >= 0
    crossing = inside != (follow >= 0)
    safe = np.where(crossing, inside_by - follow, 1.0)
    share = np.where(crossing, inside_by / safe, 0.0)[:, None]
    cuts = ring + share * (np.roll(ring, -1, axis=0) - ring)
    both: FloatArray = np.stack([ring, cuts], axis=1).reshape(-1, 2)
    kept: FloatArray = both[np.stack([inside, crossing], axis=1).reshape(-1)]
    return kept


def visible_pieces(lines: LineSet, rect: Rect) -> tuple[list[FloatArray], list[FloatArray]]:
    """Return what a rectangle shows of lines, for stroking: open pieces and whole rings.

    Segments outside the rectangle are left out; those that cross its edge stay whole (a clip cuts them).
    """
    kept = lines.meeting(rect.x_mm, rect.y_mm, rect.right_mm, rect.bottom_mm)
    pieces: list[FloatArray] = []
    rings: list[FloatArray] = []
    for number, box in enumerate(kept.boxes):
        line, closed = kept.line(number), bool(kept.closed[number])
        within = box[0] >= rect.x_mm and box[1] >= rect.y_mm
        if within and box[2] <= rect.right_mm and box[3] <= rect.bottom_mm:
            (rings if closed else pieces).append(line)
        else:
            pieces.extend(_visible_runs(np.concatenate([line, line[:1]]) if closed else line, rect))
    return pieces, rings


def _visible_runs(line: FloatArray, rect: Rect) -> Iterable[FloatArray]:
    one, other = line[:-1], line[1:]
    low, high = np.minimum(one, other), np.maximum(one, other)
    seen = (
        (low[:, 0] <= rect.right_mm)
        & (high[:, 0] >= rect.x_mm)
        & (low[:, 1] <= rect.bottom_mm)
        & (high[:, 1] >= rect.y_mm)
    )
    steps = np.diff(seen.astype(np.int8), prepend=0, append=0)
    begins, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return [line[begin : end + 1] for begin, end in zip(begins, ends, strict=True)]
