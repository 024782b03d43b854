"""What stands on the map above the base: pins of records, and candidates of an address search."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import GeoPoint


@dataclass(frozen=True, slots=True)
class Pin:
    """A marker.

    Attributes:
        key: identity of the record, or the number of a candidate as text.
        point: where it stands.
        radius_m: circle in which the true place lies; 0 for none.
        title: spoken for the current pin; shown beside candidates, where there are several.
        current: whether it is the one at work, which alone can be dragged.
        candidate: whether it is only proposed.
        locked: whether it may not be dragged.
    """

    key: str
    point: GeoPoint
    radius_m: float = 0.0
    title: str = ""
    current: bool = False
    candidate: bool = False
    locked: bool = False
