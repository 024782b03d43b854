"""The view of a map on a screen: Mercator, as the editor's own map is, in millimetres of 96 pixels an inch.

What is drawn for sheets can be drawn for screens through it, with the same widths and sizes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoPoint, Rect
from ofdesk.base.units import MM_PER_INCH
from ofdesk.cartography.view import View

FloatArray = NDArray[np.float64]
MM_PER_PX = MM_PER_INCH / 96
_METRES_PER_DEG = 111_195.08  # of a great circle on the mean sphere
_MOST_LAT_DEG = 85.0


@dataclass(frozen=True)
class ScreenMercator:
    """Mercator of the sphere whose metres are true at one latitude."""

    true_lat_deg: float

    @property
    def _metres_per_deg(self) -> float:
        return _METRES_PER_DEG * math.cos(math.radians(self.true_lat_deg))

    def forward(self, degrees: FloatArray) -> FloatArray:
        """Return metres (x, y) of points (longitude, latitude); beyond 85° north or south those of 85°."""
        lat = np.radians(np.clip(degrees[:, 1], -_MOST_LAT_DEG, _MOST_LAT_DEG))
        y = np.degrees(np.arcsinh(np.tan(lat)))
        return np.stack([degrees[:, 0], y], axis=1) * self._metres_per_deg

    def inverse(self, metres: FloatArray) -> FloatArray:
        """Return points (longitude, latitude) of metres (x, y)."""
        plane = metres / self._metres_per_deg
        return np.stack([plane[:, 0], np.degrees(np.arctan(np.sinh(np.radians(plane[:, 1]))))], axis=1)

    def scale_factor(self, degrees: FloatArray) -> FloatArray:
        """Return by how much lengths at points are enlarged."""
        factor: FloatArray = math.cos(math.radians(self.true_lat_deg)) / np.cos(np.radians(degrees[:, 1]))
        return factor


def screen_view(centre: GeoPoint, pixels_per_deg: float, width_px: int, height_px: int) -> View:
    """Return the view of a widget.

    Args:
        centre: point in its middle.
        pixels_per_deg: pixels a degree of longitude.
        width_px, height_px: its size.
    """
    projection = ScreenMercator(centre.lat_deg)
    middle = projection.forward(np.array([[centre.lon_deg, centre.lat_deg]]))[0]
    metres_per_px = _METRES_PER_DEG * math.cos(math.radians(centre.lat_deg)) / pixels_per_deg
    frame = Rect(0.0, 0.0, width_px * MM_PER_PX, height_px * MM_PER_PX)
    scale = metres_per_px * 1000 / MM_PER_PX
    return View(projection, scale, frame, (float(middle[0]), float(middle[1])))
