"""The program's base map, read when it is first needed, and its areas as the geocoder asks for them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ofdesk.base.geometry import GeoPoint

if TYPE_CHECKING:
    from ofdesk.cartography.base_map import BaseMap


class MapPolygons:
    """The areas of a base map as the geocoder asks for them; threads may share it."""

    def __init__(self, base_map: BaseMap) -> None:
        self._map = base_map

    def municipality_near(self, point: GeoPoint, reach_m: float) -> tuple[str, float] | None:
        """Return the code of the municipality (or known ward) at a point or nearest, and its distance."""
        found = self._map.area_near(point, reach_m)
        return (found[0].code, found[1]) if found is not None else None


@cache
def program_map() -> BaseMap:
    """Return the program's base map, read once.

    Raises:
        ResourceError: code "resource.missing" or "map.damaged".
    """
    # The map needs a large library that a catalogue without pins should not wait for.
    from ofdesk.cartography.base_map import load_base_map

    return load_base_map()
