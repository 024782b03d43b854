"""From degrees to pixels of the map on the screen and back: Mercator, one scale, one centre.

Screen maps follow Mercator so that shapes stay true at every zoom; the printed MAP has its own projection.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoExtent, GeoPoint

FloatArray = NDArray[np.float64]
METRES_PER_DEG = 111_195.08  # of a great circle on the mean sphere
LEAST_SCALE, MOST_SCALE = 6.0, 200_000.0  # pixels a degree: the nation in a small window … 0.5 m a pixel


def mercator_y(lat_deg: float) -> float:
    """Return the ordinate of a latitude in degrees of longitude at the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(lat_deg))))


def latitude_of(y: float) -> float:
    """Return the latitude of a Mercator ordinate."""
    return math.degrees(math.atan(math.sinh(math.radians(y))))


def mercator_points(degrees: FloatArray) -> FloatArray:
    """Return x and −y of points (longitude, latitude), ready for a screen whose y grows downwards."""
    y = np.degrees(np.arcsinh(np.tan(np.radians(degrees[:, 1]))))
    return np.stack([degrees[:, 0], -y], axis=1)


_LEAST_SHOWN_M, _MOST_SHOWN_M = 500.0, 3000.0  # around a small circle: a few towns … half a municipality
_ROOM = 2.5  # times the circle
_MARGIN_PX, _MARGIN_SHARE = 40, 0.12


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """Where the map stands on a screen.

    Attributes:
        centre: point in the middle of the widget.
        scale: pixels a degree of longitude.
        width_px, height_px: size of the widget.
    """

    centre: GeoPoint
    scale: float
    width_px: int
    height_px: int

    def to_screen(self, point: GeoPoint) -> tuple[float, float]:
        """Return the pixel of a point."""
        x = (point.lon_deg - self.centre.lon_deg) * self.scale + self.width_px / 2
        y = (mercator_y(self.centre.lat_deg) - mercator_y(point.lat_deg)) * self.scale + self.height_px / 2
        return x, y

    def to_point(self, x: float, y: float) -> GeoPoint:
        """Return the point of a pixel, kept on the earth."""
        lon = self.centre.lon_deg + (x - self.width_px / 2) / self.scale
        ordinate = mercator_y(self.centre.lat_deg) - (y - self.height_px / 2) / self.scale
        return GeoPoint(max(-85.0, min(85.0, latitude_of(ordinate))), max(-180.0, min(180.0, lon)))

    @property
    def pixels_per_metre(self) -> float:
        """Scale on the ground in the middle of the screen."""
        return self.scale / (METRES_PER_DEG * math.cos(math.radians(self.centre.lat_deg)))

    def extent(self) -> GeoExtent:
        """Return what the widget shows."""
        north_west, south_east = self.to_point(0, 0), self.to_point(self.width_px, self.height_px)
        return GeoExtent(south_east.lat_deg, north_west.lon_deg, north_west.lat_deg, south_east.lon_deg)

    def moved(self, dx_px: float, dy_px: float) -> ViewTransform:
        """Return the transform after the map was pulled by pixels."""
        centre = self.to_point(self.width_px / 2 - dx_px, self.height_px / 2 - dy_px)
        return ViewTransform(centre, self.scale, self.width_px, self.height_px)

    def zoomed(self, factor: float, x: float, y: float) -> ViewTransform:
        """Return the transform after zooming about a pixel, which keeps its place."""
        scale = min(MOST_SCALE, max(LEAST_SCALE, self.scale * factor))
        held = self.to_point(x, y)
        fresh = ViewTransform(held, scale, self.width_px, self.height_px)
        return fresh.moved(x - self.width_px / 2, y - self.height_px / 2)

    def resized(self, width_px: int, height_px: int) -> ViewTransform:
        """Return the transform of a widget of another size."""
        return ViewTransform(self.centre, self.scale, width_px, height_px)

    def showing(self, extent: GeoExtent) -> ViewTransform:
        """Return the transform that shows an extent whole."""
        top, bottom = mercator_y(extent.north_deg), mercator_y(extent.south_deg)
        width = max(1e-6, extent.east_deg - extent.west_deg)
        height = max(1e-6, top - bottom)
        margin_px = min(_MARGIN_PX, _MARGIN_SHARE * min(self.width_px, self.height_px))
        room_x, room_y = max(40, self.width_px - 2 * margin_px), max(40, self.height_px - 2 * margin_px)
        scale = min(MOST_SCALE, max(LEAST_SCALE, min(room_x / width, room_y / height)))
        centre = GeoPoint(latitude_of((top + bottom) / 2), (extent.west_deg + extent.east_deg) / 2)
        return ViewTransform(centre, scale, self.width_px, self.height_px)

    def showing_point(self, point: GeoPoint, radius_m: float) -> ViewTransform:
        """Return the transform with a point in the middle, its whole circle and something around it.

        A small circle is seen as one, with the names of the towns around; a point without a circle is shown
        from as far as half a municipality, since nobody can tell where a pin stands on an empty map.
        """
        radius_px = max(60.0, min(self.width_px, self.height_px) * 0.3)
        around = min(_MOST_SHOWN_M, max(_LEAST_SHOWN_M, radius_m * _ROOM)) if radius_m else _MOST_SHOWN_M
        metres = max(radius_m, around)
        per_metre = radius_px / metres
        scale = per_metre * METRES_PER_DEG * math.cos(math.radians(point.lat_deg))
        return ViewTransform(point, min(MOST_SCALE, max(LEAST_SCALE, scale)), self.width_px, self.height_px)
