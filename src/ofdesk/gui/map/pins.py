"""What stands on the map above the base: pins of records, and candidates of an address search."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ofdesk.base.geometry import GeoExtent, GeoPoint
from ofdesk.gui.map.view_transform import METRES_PER_DEG


@dataclass(frozen=True, slots=True)
class Pin:
    """A marker.

    Attributes:
        key: identity of the record, or the number of a candidate as text.
        point: where it stands.
        radius_m: circle in which the true place lies; 0 for none.
        title: spoken for the current pin; shown beside candidates, where there are several.
        caption: how wide the circle is, written at its edge.
        current: whether it is the one at work.
        candidate: whether it is only proposed.
        locked: whether it may not be dragged.
        highlighted: whether it stands out among the candidates.
        kind: of the record, which gives shape and colour; "" for candidates.
    """

    key: str
    point: GeoPoint
    radius_m: float = 0.0
    title: str = ""
    current: bool = False
    candidate: bool = False
    locked: bool = False
    highlighted: bool = False
    caption: str = ""
    kind: str = ""


def extent_of(pins: Iterable[Pin]) -> GeoExtent | None:
    """Return the extent that holds pins with their circles, or None without any."""
    corners: list[GeoPoint] = []
    for pin in pins:
        reach_lat = pin.radius_m / METRES_PER_DEG
        reach_lon = reach_lat / math.cos(math.radians(min(85.0, abs(pin.point.lat_deg))))
        for sign in (-1, 1):
            lat_deg = max(-85.0, min(85.0, pin.point.lat_deg + sign * reach_lat))
            lon_deg = max(-180.0, min(180.0, pin.point.lon_deg + sign * reach_lon))
            corners.append(GeoPoint(lat_deg, lon_deg))
    return GeoExtent.around(tuple(corners)) if corners else None
