"""Factories whose pins lie at one point though their addresses tell of different places.

Two firms in one building are right to share a point, and so are all firms of a town that was found only as a
town. What is left was copied from another record.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ofdesk.base.text import fold_for_search
from ofdesk.model.checks.knowledge import PlaceKnowledge
from ofdesk.model.records import Factory

_CELLS_PER_DEG = 20_000  # cells of about 5 m
_COARSE_LEVELS = frozenset({"prefecture", "municipality", "town", "chome", "block"})
_Cell = tuple[int, int]
_Town = tuple[frozenset[str], str, int]


class _Claim(NamedTuple):
    """What of an address and its pin decides whether another may lie at the same point.

    Attributes:
        coarse: whether the pin stands for more than one lot.
        lot: the numbers behind the town, or the whole address where those are not known.
    """

    town: _Town | None
    coarse: bool
    lot: str

    def agrees(self, other: _Claim) -> bool:
        """Tell whether both may rightly lie at one point."""
        either_coarse = self.coarse or other.coarse
        if self.town is None or other.town is None:
            return either_coarse or self.lot == other.lot
        return self.town == other.town and (either_coarse or self.lot == other.lot)


class SharedPoints:
    """The factories of a catalogue by point; made once for a run over all records."""

    def __init__(self, factories: Iterable[Factory], places: PlaceKnowledge) -> None:
        self._places = places
        cells: dict[_Cell, list[Factory]] = {}
        for factory in factories:
            cell = _cell_of(factory)
            if cell is not None and factory.address:
                cells.setdefault(cell, []).append(factory)
        self._shared = {cell: sharing for cell, sharing in cells.items() if len(sharing) > 1}
        self._claims: dict[_Cell, dict[_Claim, Factory]] = {}

    def other_than(self, factory: Factory) -> Factory | None:
        """Return another factory at the point of this one that cannot rightly be there too."""
        cell = _cell_of(factory)
        if cell is None or cell not in self._shared or not factory.address:
            return None
        own = _claim(factory, self._places)
        for claim, other in self._claims_at(cell).items():
            if other.id != factory.id and not own.agrees(claim):
                return other
        return None

    def _claims_at(self, cell: _Cell) -> dict[_Claim, Factory]:
        """Return one factory for each different claim, which is enough to disagree with."""
        claims = self._claims.get(cell)
        if claims is None:
            claims = {_claim(factory, self._places): factory for factory in reversed(self._shared[cell])}
            self._claims[cell] = claims
        return claims


def _cell_of(factory: Factory) -> _Cell | None:
    location = factory.location
    if location is None or location.lat_deg is None or location.lon_deg is None:
        return None
    return round(location.lat_deg * _CELLS_PER_DEG), round(location.lon_deg * _CELLS_PER_DEG)


def _claim(factory: Factory, places: PlaceKnowledge) -> _Claim:
    location = factory.location
    coarse = location is not None and location.level in _COARSE_LEVELS
    place = places.place_of_address(factory.address)
    if place is None:
        return _Claim(None, coarse, "" if coarse else fold_for_search(factory.address))
    town = (place.codes, place.town, place.chome)
    return _Claim(town, coarse, "" if coarse else place.lot or fold_for_search(factory.address))
