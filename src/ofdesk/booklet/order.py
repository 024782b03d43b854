"""The order in which the booklet tells its records.

Owns the numbers of factories: they are the same in lists, on maps and in the index, because all take
them from here; `numbering` knows the ways to order them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ofdesk.base.japan import Prefecture, prefecture_at_start, prefecture_named
from ofdesk.booklet.numbering import Numbering, reading_of
from ofdesk.cartography.regions import BUREAU_REGIONS, RegionDefinition, region_definition
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Edition, Event, Factory, Participation

ToldT = TypeVar("ToldT", Event, Factory)


def prefecture_of_event(event: Event) -> Prefecture | None:
    """Return the first prefecture an event names, or None."""
    return prefecture_named(event.prefectures[0]) if event.prefectures else None


def prefecture_of_factory(factory: Factory) -> Prefecture | None:
    """Return the prefecture a factory's address begins with, or None."""
    return prefecture_at_start(factory.address)


def events_in_order(
    events: Iterable[Event], definition: RegionDefinition = BUREAU_REGIONS
) -> tuple[Event, ...]:
    """Order events by region, prefecture and reading."""
    return tuple(
        sorted(events, key=lambda e: (definition.rank_of(prefecture_of_event(e)), reading_of(e)))
    )


@dataclass(frozen=True)
class BookletOrder:
    """Everything ordered once for one snapshot.

    Attributes:
        events, factories: in the order of the booklet.
        factory_numbers: 1, 2, 3 … by identity.
        factories_of_event: identities of the factories of all editions of an event, in order.
        definition: which prefectures form a region.
    """

    events: tuple[Event, ...]
    factories: tuple[Factory, ...]
    factory_numbers: Mapping[RecordId, int]
    factories_of_event: Mapping[RecordId, tuple[RecordId, ...]]
    definition: RegionDefinition

    def region_of(self, record: Event | Factory) -> str:
        """Return the key of the region a record belongs to, or "" when its prefecture is not known."""
        own = prefecture_of_event(record) if isinstance(record, Event) else prefecture_of_factory(record)
        return self.definition.region_of(own.code) if own else ""

    def prefecture_codes(self, event: Event) -> tuple[str, ...]:
        """Return the JIS codes of the prefectures an event names, those that are not known left out."""
        found = (prefecture_named(name) for name in event.prefectures)
        return tuple(prefecture.code for prefecture in found if prefecture)

    def events_of(self, region: str) -> tuple[Event, ...]:
        """Return the events of a region, in order ("" for those whose prefecture is not known)."""
        return self._events_by_region.get(region, ())

    def factories_of(self, region: str) -> tuple[Factory, ...]:
        """Return the factories of a region, in order."""
        return self._factories_by_region.get(region, ())

    @cached_property
    def _events_by_region(self) -> Mapping[str, tuple[Event, ...]]:
        return self._by_region(self.events)

    @cached_property
    def _factories_by_region(self) -> Mapping[str, tuple[Factory, ...]]:
        return self._by_region(self.factories)

    def _by_region(self, records: Iterable[ToldT]) -> Mapping[str, tuple[ToldT, ...]]:
        found: dict[str, list[ToldT]] = {}
        for record in records:
            found.setdefault(self.region_of(record), []).append(record)
        return {region: tuple(members) for region, members in found.items()}


def booklet_order(catalogue: Catalogue) -> BookletOrder:
    """Order a catalogue's events and factories and number the factories, as the booklet's settings say.

    Raises:
        ResourceError: the table of municipalities is missing or damaged (not by reading).
    """
    settings = catalogue.booklet
    definition = region_definition(settings.region_definition)
    events = events_in_order(catalogue.all_of(Event), definition)
    taking_part = _factories_by_event(catalogue)
    numbering = Numbering(settings.number_order, definition, events, taking_part)
    factories = numbering.ordered(catalogue.all_of(Factory))
    numbers = {factory.id: number for number, factory in enumerate(factories, start=1)}
    rising = {event: tuple(sorted(ids, key=numbers.__getitem__)) for event, ids in taking_part.items()}
    return BookletOrder(events, factories, numbers, rising, definition)


def _factories_by_event(catalogue: Catalogue) -> dict[RecordId, set[RecordId]]:
    event_of_edition = {edition.id: edition.event for edition in catalogue.all_of(Edition)}
    known = catalogue.table(Factory.kind)
    found: dict[RecordId, set[RecordId]] = {}
    for participation in catalogue.all_of(Participation):
        event = event_of_edition.get(participation.edition) if participation.edition else None
        factory = participation.factory
        if event and factory and factory in known:
            found.setdefault(event, set()).add(factory)
    return found


def latest_edition(catalogue: Catalogue, event: Event) -> Edition | None:
    """Return the edition of an event that begins last, or None; undated ones count as earliest."""
    editions = catalogue.referring(Edition, "event", event.id)
    return max(editions, key=_edition_rank, default=None)


def _edition_rank(edition: Edition) -> tuple[tuple[int, int, int], int, str]:
    return edition.begins.sort_key if edition.begins else (0, 0, 0), edition.number or 0, edition.id
