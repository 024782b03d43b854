"""Clusters: pins that would touch on the main map, and the enlarged view that draws them apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import GeoExtent, GeoPoint, Rect, Size
from ofdesk.cartography.projection import projection_for
from ofdesk.cartography.view import View, fitted_view

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
_FEWEST = 6  # fewer pins are moved apart on the main map
_MOST_VIEWS = 2
_LEAST_ENLARGED = 1.8
_SMALLEST_M = 1500.0
_MARGIN_MM = 7.0
_SMALLEST_MM = 40.0


def touching(places: FloatArray, reach_mm: float) -> list[IntArray]:
    """Return the groups of places each of which lies within reach of another of its group, the largest first.

    Groups too small to need a view of their own are left out.
    """
    count = len(places)
    near = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1)) < reach_mm
    group = np.arange(count)
    for _ in range(count):
        spread = np.where(near, group[None, :], count).min(axis=1) if count else group
        if (spread == group).all():
            break
        group = spread
    found = [np.flatnonzero(group == number) for number in np.unique(group)]
    crowded = [members for members in found if len(members) >= _FEWEST]
    return sorted(crowded, key=lambda members: (-len(members), int(members[0])))


def enlarged_views(points: Sequence[GeoPoint], main: View, room: Size, reach_mm: float) -> list[View]:
    """Return views of the clusters among points, in frames of their own at the sheet's origin.

    Args:
        points: where the pins stand.
        main: the main view.
        room: the largest frame there may be.
        reach_mm: pins nearer than this touch on the main map.
    """
    degrees = np.array([(point.lon_deg, point.lat_deg) for point in points]).reshape(-1, 2)
    views: list[View] = []
    for members in touching(main.to_sheet(degrees), reach_mm)[:_MOST_VIEWS]:
        view = _view_of(degrees[members], room)
        if view.scale_denominator * _LEAST_ENLARGED <= main.scale_denominator:
            views.append(view)
    return views


def _view_of(degrees: FloatArray, room: Size) -> View:
    low, high = degrees.min(axis=0), degrees.max(axis=0)
    middle = (low + high) / 2
    metres_per_deg = GeoPoint(0.0, 0.0).distance_m(GeoPoint(1.0, 0.0))
    least = _SMALLEST_M / metres_per_deg / np.array([np.cos(np.radians(middle[1])), 1.0])
    half = np.maximum(high - low, least) / 2
    (west, south), (east, north) = middle - half, middle + half
    projection = projection_for(GeoExtent(float(south), float(west), float(north), float(east)))
    corners = np.array([(west, south), (west, north), (east, south), (east, north)])
    whole = fitted_view(projection, corners, Rect(0.0, 0.0, room.width_mm, room.height_mm), _MARGIN_MM)
    metres = projection.forward(corners)
    span = (metres.max(axis=0) - metres.min(axis=0)) * whole.mm_per_m + 2 * _MARGIN_MM
    width, height = np.maximum(span, [min(_SMALLEST_MM, room.width_mm), min(_SMALLEST_MM, room.height_mm)])
    return whole.reframed(Rect(0.0, 0.0, float(width), float(height)))
