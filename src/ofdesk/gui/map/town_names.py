"""Names of towns around a place, so that a pin can be judged where the base map is bare."""

from __future__ import annotations

from ofdesk.base.geometry import GeoExtent, GeoPoint
from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality

_MOST = 3000
_IN_THE_MIDDLE = (gf.POINT_OWN, gf.POINT_OF_QUARTERS)  # other points may lie in a neighbour


class TownNames:
    """Finds names in an extent; those of a municipality are read when it is first looked at."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._whole = [one for one in gazetteer.municipalities() if not one.wards]
        self._names: dict[int, list[tuple[GeoPoint, str]]] = {}

    def within(self, extent: GeoExtent) -> list[tuple[GeoPoint, str]]:
        """Return point and name of the towns in the extent, at most 3,000."""
        found: list[tuple[GeoPoint, str]] = []
        for municipality in self._whole:
            if _meet(municipality.extent, extent):
                found += [one for one in self._of(municipality) if extent.contains(one[0])]
            if len(found) > _MOST:
                break
        return found[:_MOST]

    def _of(self, municipality: Municipality) -> list[tuple[GeoPoint, str]]:
        names = self._names.get(municipality.number)
        if names is None:
            table = self._gazetteer.towns(municipality.number)
            names = self._names[municipality.number] = [
                (table.point(town), name)
                for town, name in enumerate(table.names)
                if name and table.point_kind(town) in _IN_THE_MIDDLE
            ]
        return names


def _meet(one: GeoExtent, other: GeoExtent) -> bool:
    return (
        one.south_deg <= other.north_deg
        and other.south_deg <= one.north_deg
        and one.west_deg <= other.east_deg
        and other.west_deg <= one.east_deg
    )
