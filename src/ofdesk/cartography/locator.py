"""Where in its region a place lies: outlines of prefectures, small and coarse, drawn in no time.

Owns the outlines of one region in one frame; refuses names, scales and neighbours: a sheet has these. A
page takes the outlines as they are and moves them, so that a hundred of them cost no more than one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoPoint, Point, Rect, Size
from ofdesk.cartography import framing
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.projection import projection_for
from ofdesk.cartography.view import View, fitted_view

FloatArray = NDArray[np.float64]

_UNSEEN_MM = 0.08
_LEAST_ISLAND_MM2 = 0.12
_LARGE_SHARE = 0.03  # of the largest piece of land
_MARGIN_MM = 0.5
_LEVEL = 3
_DECIMALS = 2
_OFF_MM = 4.0  # a point so far from the outlines lies on islands that are not drawn


@dataclass(frozen=True)
class Locator:
    """The outlines of a region in a frame at the sheet's origin.

    Attributes:
        size: of the frame, no larger than asked for.
        rings: for each prefecture its pieces of land, each a flat tuple x0, y0, x1, y1, … in mm.
        view: from degrees to the frame.
    """

    size: Size
    rings: Mapping[str, tuple[tuple[float, ...], ...]]
    view: View

    def place(self, point: GeoPoint) -> Point | None:
        """Return where a point stands in the frame, None for one that lies off what is drawn."""
        place = self.view.place(point)
        frame = Rect(0.0, 0.0, self.size.width_mm, self.size.height_mm)
        if not (0.0 <= place.x_mm <= frame.right_mm and 0.0 <= place.y_mm <= frame.bottom_mm):
            return None
        spot = shapely.Point(place.x_mm, place.y_mm)
        off = min(
            (_line(ring).distance(spot) for rings in self.rings.values() for ring in rings), default=99.0
        )
        inside = any(shapely.Polygon(_line(r)).contains(spot) for own in self.rings.values() for r in own)
        return place if inside or off <= _OFF_MM else None


def locator(base_map: BaseMap, region: framing.Region, room: Size) -> Locator:
    """Draw the outlines of the prefectures of a region as large as a room allows.

    Raises:
        InputError: code "map.unknown_area".
    """
    focus = framing.focus_on(region, base_map)
    fit = _main_land(base_map, focus)
    whole = fitted_view(
        projection_for(focus.extent), fit, Rect(0.0, 0.0, room.width_mm, room.height_mm), _MARGIN_MM
    )
    seen = whole.to_sheet(fit)
    (left, top), (right, bottom) = seen.min(axis=0) - _MARGIN_MM, seen.max(axis=0) + _MARGIN_MM
    size = Size(float(right - left), float(bottom - top))
    middle = Rect(float(left), float(top), size.width_mm, size.height_mm).centre
    shift = (middle.x_mm - whole.frame.centre.x_mm, middle.y_mm - whole.frame.centre.y_mm)
    centre = (
        whole.centre_m[0] + shift[0] / whole.mm_per_m,
        whole.centre_m[1] - shift[1] / whole.mm_per_m,
    )
    frame = Rect(0.0, 0.0, size.width_mm, size.height_mm)
    view = View(whole.projection, whole.scale_denominator, frame, centre)
    rings = {code: _rings(base_map, code, focus, view) for code in focus.prefectures}
    return Locator(size, rings, view)


def _main_land(base_map: BaseMap, focus: framing.Focus) -> FloatArray:
    """Return the outlines of the large pieces of land: small islands far out would make all else tiny."""
    land = base_map.outline(base_map.area_numbers(focus.prefectures), _LEVEL)
    areas = np.array([_area(land.line(number)) for number in range(len(land))])
    return land.chosen(areas >= _LARGE_SHARE * areas.max()).vertices


def _area(ring: FloatArray) -> float:
    """Return the area within a ring, by the formula of Gauss; 0 for less than a triangle."""
    if len(ring) < 4:
        return 0.0
    x, y = (ring - ring[0]).T
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)


def _rings(base_map: BaseMap, code: str, focus: framing.Focus, view: View) -> tuple[tuple[float, ...], ...]:
    land = base_map.outline(base_map.area_numbers((code,)), _LEVEL)
    for outlier in focus.outliers:
        box = outlier.apart
        land = land.without(box.west_deg, box.south_deg, box.east_deg, box.north_deg)
    placed = land.with_vertices(view.to_sheet(land.vertices))
    found = []
    for number in range(len(placed)):
        ring = placed.line(number)
        if len(ring) < 4 or not _is_seen(ring, view.frame):
            continue
        shape = shapely.Polygon(ring).simplify(_UNSEEN_MM, preserve_topology=True)
        if shape.area >= _LEAST_ISLAND_MM2 and shape.geom_type == "Polygon":
            found.append(tuple(np.round(np.array(shape.exterior.coords)[:-1], _DECIMALS).ravel().tolist()))
    return tuple(found)


def _is_seen(ring: FloatArray, frame: Rect) -> bool:
    """Tell whether the box of a ring meets the frame and is not too small to be drawn."""
    left, top = ring.min(axis=0).tolist()
    right, bottom = ring.max(axis=0).tolist()
    if (right - left) * (bottom - top) < _LEAST_ISLAND_MM2:
        return False
    return bool(left < frame.right_mm and right > 0 and top < frame.bottom_mm and bottom > 0)


def _line(ring: tuple[float, ...]) -> shapely.LinearRing:
    return shapely.LinearRing(np.array(ring).reshape(-1, 2))
