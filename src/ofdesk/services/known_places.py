"""Gazetteer and map as the checks ask for them, with remembered answers.

Owns the translation between the floors; the rules of what is wrong belong to `model.checks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality, PostalTown
from ofdesk.geocoding.match import Level, Match, Note
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.geocoding.normalise import fold_name
from ofdesk.model.checks.knowledge import AddressPlace, Land, PostalPlace
from ofdesk.services.official_names import GazetteerNames, codes_with_wards
from ofdesk.services.program_map import MapPolygons

if TYPE_CHECKING:
    from ofdesk.cartography.base_map import BaseMap

# More than the addresses of the largest catalogue; every pause in typing one adds another.
_MOST_ANSWERS = 50_000
_SEA = Land()
_LOT = re.compile("[0-9]+(?:(?:番地の|番地|番|号|-|の)[0-9]+)*")
_LOT_NUMBER = re.compile("[0-9]+")
_UNCERTAIN_TOWN = frozenset({Note.TOWN_CONTINUES, Note.TOWN_SAME_NAMED, Note.TOWN_AMBIGUOUS})


class KnownPlaces:
    """Answers the questions of `model.validation.PlaceKnowledge`; threads may share it.

    The same addresses and pins are asked for after every edit: each is looked up once.
    """

    def __init__(self, matcher: AddressMatcher, base_map: Callable[[], BaseMap | None]) -> None:
        """Take the matcher, and what gives the map when a pin is first asked for (None: not read yet)."""
        self._matcher = matcher
        self._gazetteer: Gazetteer = matcher.gazetteer
        self._base_map = base_map
        names = GazetteerNames(self._gazetteer)
        self._prefectures_with = lru_cache(_MOST_ANSWERS)(names.prefectures_with)
        self._similar = lru_cache(_MOST_ANSWERS)(names.similar)
        self._successors = lru_cache(_MOST_ANSWERS)(names.successors)
        self._codes_of = lru_cache(_MOST_ANSWERS)(names.codes_of)
        self._addresses = lru_cache(_MOST_ANSWERS)(self._place_of)
        self._postal_codes = lru_cache(_MOST_ANSWERS)(self._bearers_of)
        self._lands = lru_cache(_MOST_ANSWERS)(self._land_of)
        self._on_map = lru_cache(_MOST_ANSWERS)(self._codes_on_map)
        self._distances_m = lru_cache(_MOST_ANSWERS)(self._distance_of)

    def prefectures_with(self, municipality: str) -> tuple[str, ...]:
        """Return the prefectures that have a municipality of exactly this name."""
        return self._prefectures_with(municipality)

    def similar(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        """Return official names a wrong one may mean, best first."""
        return self._similar(municipality, prefecture)

    def successors(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        """Return what a municipality that is no more belongs to today."""
        return self._successors(municipality, prefecture)

    def codes_of(self, municipality: str, prefectures: tuple[str, ...]) -> frozenset[str]:
        """Return the codes of the municipalities of a name, in some prefectures."""
        return self._codes_of(municipality, prefectures)

    def place_of_address(self, address: str) -> AddressPlace | None:
        """Return what an address means, None when not even its municipality is certain."""
        return self._addresses(address)

    def places_of_postal_code(self, postal_code: str) -> tuple[PostalPlace, ...]:
        """Return the places that bear a code."""
        return self._postal_codes(postal_code)

    def land_at(self, point: GeoPoint, reach_m: float) -> Land | None:
        """Return the municipality a point lies in, or the nearest within reach; None without a map."""
        base_map = self._base_map()
        return self._lands(base_map, point, reach_m) if base_map is not None else None

    def distance_m(self, codes: frozenset[str], point: GeoPoint) -> float | None:
        """Return how far a point lies outside municipalities; None without a map."""
        base_map = self._base_map()
        return self._distances_m(base_map, codes, point) if base_map is not None else None

    def _place_of(self, address: str) -> AddressPlace | None:
        match = self._matcher.match(address)
        municipality = self._gazetteer.by_code(match.municipality_code)
        if municipality is None:
            return None
        codes, name = codes_with_wards(self._gazetteer, municipality), _short_name(municipality)
        if match.level.depth < Level.TOWN.depth or not match.town or _UNCERTAIN_TOWN & set(match.notes):
            return AddressPlace(codes, name)
        return AddressPlace(
            codes,
            name,
            match.town,
            match.chome,
            _lot_of(match),
            tuple(f"{code[:3]}-{code[3:]}" for code in match.postal_codes),
            match.point,
            match.radius_m,
        )

    def _bearers_of(self, postal_code: str) -> tuple[PostalPlace, ...]:
        return tuple(map(self._bearer, self._gazetteer.towns_for_postal_code(postal_code)))

    def _bearer(self, found: PostalTown) -> PostalPlace:
        municipality = found.municipality
        return PostalPlace(
            frozenset({municipality.code}),
            _short_name(municipality),
            found.town,
            found.chomes,
            bool(found.office),
        )

    def _land_of(self, base_map: BaseMap, point: GeoPoint, reach_m: float) -> Land:
        found = MapPolygons(base_map).municipality_near(point, reach_m)
        if found is None:
            return _SEA
        municipality = self._gazetteer.by_code(found[0])
        if municipality is not None:
            return Land(codes_with_wards(self._gazetteer, municipality), _short_name(municipality))
        unknown_here = base_map.municipality(found[0])  # 北方領土
        return Land(frozenset({found[0]}), unknown_here.name if unknown_here is not None else "")

    def _distance_of(self, base_map: BaseMap, codes: frozenset[str], point: GeoPoint) -> float | None:
        distances_m = [base_map.distance_m(code, point) for code in self._on_map(base_map, codes)]
        return min((distance_m for distance_m in distances_m if distance_m is not None), default=None)

    def _codes_on_map(self, base_map: BaseMap, codes: frozenset[str]) -> tuple[str, ...]:
        """Return the codes to measure to: a city once, not each of its wards again."""
        owners = {code: base_map.municipality(code) for code in sorted(codes)}
        found = (
            owner.code if owner.code in codes else code for code, owner in owners.items() if owner is not None
        )
        return tuple(dict.fromkeys(found))


def _short_name(municipality: Municipality) -> str:
    return municipality.prefecture + municipality.name


def _lot_of(match: Match) -> str:
    """Return the numbers in front of the rest, however they are joined: 1番地2 and 1-2 are one lot."""
    lot = _LOT.match(fold_name(match.rest))
    return "-".join(_LOT_NUMBER.findall(lot.group())) if lot is not None else ""
