"""The order in which factories are numbered: by reading, by municipality, or along a walk through each event.

Owns the three orders; `order` counts. Whatever the order, a region's factories stand together, so that
numbers rise in every list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TypeAlias

from ofdesk.base.geometry import GeoPoint
from ofdesk.base.japan import prefecture_at_start
from ofdesk.base.text import reading_key
from ofdesk.cartography.regions import RegionDefinition
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.normalise import fold_name, fold_names
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory

ReadingKey: TypeAlias = tuple[tuple[str, str], RecordId]
BY_READING, BY_AREA, BY_ROUTE = "by_reading", "by_area", "by_route"
_ADDRESSES_KEPT = 32_768
_LONGEST_NAME = 12  # 市 and 区, or 郡 and 町, of one address
_NO_MUNICIPALITY = "99999"


@dataclass(frozen=True)
class Numbering:
    """What the order of factories follows.

    Attributes:
        way: by_reading, by_area or by_route; "" is by_reading.
        definition: which prefectures form a region.
        events: in the order of the booklet.
        taking_part: identities of the factories of each event, in any order.
    """

    way: str
    definition: RegionDefinition
    events: Sequence[Event]
    taking_part: Mapping[RecordId, Iterable[RecordId]]

    def ordered(self, factories: Iterable[Factory]) -> tuple[Factory, ...]:
        """Return factories in the order in which they are numbered.

        Raises:
            ResourceError: the table of municipalities is missing or damaged (not by reading).
        """
        if self.way == BY_AREA:
            return tuple(sorted(factories, key=self._area_key))
        if self.way == BY_ROUTE:
            return self._along_routes(factories)
        return tuple(sorted(factories, key=self._reading_key))

    def _rank(self, factory: Factory) -> tuple[int, int]:
        return self.definition.rank_of(prefecture_at_start(factory.address))

    def _reading_key(self, factory: Factory) -> tuple[tuple[int, int], ReadingKey]:
        return self._rank(factory), reading_of(factory)

    def _area_key(self, factory: Factory) -> tuple[tuple[int, int], str, ReadingKey]:
        return self._rank(factory), municipality_code(factory.address), reading_of(factory)

    def _along_routes(self, factories: Iterable[Factory]) -> tuple[Factory, ...]:
        """Return factories by region, in it by their first event along its walk; those of no event last."""
        no_event = len(self.events)
        first_event: dict[RecordId, int] = {}
        for rank, event in enumerate(self.events):
            for record in self.taking_part.get(event.id, ()):
                first_event.setdefault(record, rank)
        groups: dict[tuple[int, int], list[Factory]] = {}
        for factory in factories:
            key = (self._rank(factory)[0], first_event.get(factory.id, no_event))
            groups.setdefault(key, []).append(factory)
        found: list[Factory] = []
        for (_, rank), members in sorted(groups.items(), key=lambda group: group[0]):
            if rank == no_event:
                found += sorted(members, key=self._area_key)
            else:
                location = self.events[rank].location
                found += _walked(members, location.point if location else None)
        return tuple(found)


def numbered_as(catalogue: Catalogue, way: str) -> Catalogue:
    """Return a catalogue whose booklet numbers its factories in another way; "" leaves it as it is."""
    if not way:
        return catalogue
    return replace(catalogue, booklet=replace(catalogue.booklet, number_order=way))


def reading_of(record: Event | Factory) -> ReadingKey:
    """Return what orders records by よみ; identity decides between equal ones."""
    return reading_key(record.reading or record.name), record.id


def _walked(factories: Iterable[Factory], near: GeoPoint | None) -> list[Factory]:
    """Return factories along a short walk, those at one place by reading, those without place at the end."""
    at: dict[GeoPoint, list[Factory]] = {}
    lost: list[Factory] = []
    for factory in sorted(factories, key=reading_of):
        point = factory.location.point if factory.location else None
        (lost if point is None else at.setdefault(point, [])).append(factory)
    from ofdesk.booklet.route import short_route  # numpy: commands that only count need not load it

    # The walk depends on the places alone: no other edit makes it anew.
    places = tuple(sorted(at, key=lambda point: (-point.lat_deg, point.lon_deg)))
    walk = short_route(places, near)
    return [factory for number in walk for factory in at[places[number]]] + lost


@lru_cache(maxsize=_ADDRESSES_KEPT)
def municipality_code(address: str) -> str:
    """Return the JIS code of the municipality or ward that an address names behind its prefecture.

    郡 and the island before 町 and 村 may be left out. A designated city without its ward has the city's
    code, which is lower than those of its wards. An unknown municipality comes after all others.

    Source: JIS X 0402.

    Raises:
        ResourceError: the table is missing or damaged.
    """
    prefecture = prefecture_at_start(address)
    if prefecture is None:
        return _NO_MUNICIPALITY
    rest = address[len(prefecture.name) :].lstrip()
    start = fold_name(rest[:_LONGEST_NAME])
    known = _codes_by_name().get(prefecture.code, {})
    return next(
        (known[start[:end]] for end in range(len(start), 1, -1) if start[:end] in known), _NO_MUNICIPALITY
    )


@cache
def _codes_by_name() -> Mapping[str, Mapping[str, str]]:
    """Return for each prefecture the codes of its municipalities by name, with and without 郡."""
    municipalities = sorted(Gazetteer().municipalities(), key=lambda one: one.code)
    found: dict[str, dict[str, str]] = {}
    full = fold_names([one.full_name for one in municipalities])
    bare = fold_names([one.name for one in municipalities])
    # Names without 郡 come second: where two are alike the full name decides, then the lower code.
    for names in (full, bare):
        for one, name in zip(municipalities, names, strict=True):
            found.setdefault(one.code[:2], {}).setdefault(name, one.code)
    return found

