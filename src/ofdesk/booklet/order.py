"""The order in which the booklet tells its records: region, prefecture, reading.

Owns the numbers of factories: they are the same in lists, on maps and in the index, because all take
them from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ofdesk.base.japan import PREFECTURES, REGIONS, Prefecture, prefecture_at_start, prefecture_named
from ofdesk.base.text import reading_key
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Edition, Event, Factory, Participation

_RANK_OF_PREFECTURE = {
    prefecture.name: (REGIONS.index(prefecture.region), int(prefecture.code)) for prefecture in PREFECTURES
}
_UNKNOWN_RANK = (len(REGIONS), 0)


def prefecture_of_event(event: Event) -> Prefecture | None:
    """Return the first prefecture an event names, or None."""
    return prefecture_named(event.prefectures[0]) if event.prefectures else None


def prefecture_of_factory(factory: Factory) -> Prefecture | None:
    """Return the prefecture a factory's address begins with, or None."""
    return prefecture_at_start(factory.address)


def _rank(prefecture: Prefecture | None) -> tuple[int, int]:
    return _RANK_OF_PREFECTURE[prefecture.name] if prefecture else _UNKNOWN_RANK


def region_of(prefecture: Prefecture | None) -> str:
    """Return the region key, or "" when the prefecture is not known."""
    return prefecture.region if prefecture else ""


def events_in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Order events by region, prefecture and reading."""
    return tuple(
        sorted(events, key=lambda e: (_rank(prefecture_of_event(e)), reading_key(e.reading or e.name), e.id))
    )


def factories_in_order(factories: Iterable[Factory]) -> tuple[Factory, ...]:
    """Order factories by region, prefecture and reading."""
    return tuple(
        sorted(
            factories,
            key=lambda f: (_rank(prefecture_of_factory(f)), reading_key(f.reading or f.name), f.id),
        )
    )


@dataclass(frozen=True)
class BookletOrder:
    """Everything ordered once for one snapshot.

    Attributes:
        events, factories: in the order of the booklet.
        factory_numbers: 1, 2, 3 … by identity.
        factories_of_event: identities of the factories of all editions of an event, in order.
    """

    events: tuple[Event, ...]
    factories: tuple[Factory, ...]
    factory_numbers: Mapping[RecordId, int]
    factories_of_event: Mapping[RecordId, tuple[RecordId, ...]]

    def events_of(self, region: str) -> tuple[Event, ...]:
        """Return the events of a region, in order ("" for those whose prefecture is not known)."""
        return tuple(e for e in self.events if region_of(prefecture_of_event(e)) == region)

    def factories_of(self, region: str) -> tuple[Factory, ...]:
        """Return the factories of a region, in order."""
        return self._factories_by_region.get(region, ())

    @cached_property
    def _factories_by_region(self) -> Mapping[str, tuple[Factory, ...]]:
        found: dict[str, list[Factory]] = {}
        for factory in self.factories:
            found.setdefault(region_of(prefecture_of_factory(factory)), []).append(factory)
        return {region: tuple(factories) for region, factories in found.items()}


def booklet_order(catalogue: Catalogue) -> BookletOrder:
    """Order a catalogue's events and factories and number the factories."""
    factories = factories_in_order(catalogue.all_of(Factory))
    numbers = {factory.id: number for number, factory in enumerate(factories, start=1)}
    return BookletOrder(
        events_in_order(catalogue.all_of(Event)), factories, numbers, _factories_by_event(catalogue, numbers)
    )


def _factories_by_event(
    catalogue: Catalogue, numbers: Mapping[RecordId, int]
) -> dict[RecordId, tuple[RecordId, ...]]:
    event_of_edition = {edition.id: edition.event for edition in catalogue.all_of(Edition)}
    found: dict[RecordId, set[RecordId]] = {}
    for participation in catalogue.all_of(Participation):
        event = event_of_edition.get(participation.edition) if participation.edition else None
        factory = participation.factory
        if event and factory and factory in numbers:
            found.setdefault(event, set()).add(factory)
    return {event: tuple(sorted(ids, key=numbers.__getitem__)) for event, ids in found.items()}


def latest_edition(catalogue: Catalogue, event: Event) -> Edition | None:
    """Return the edition of an event that begins last, or None; undated ones count as earliest."""
    editions = catalogue.referring(Edition, "event", event.id)
    return max(editions, key=_edition_rank, default=None)


def _edition_rank(edition: Edition) -> tuple[tuple[int, int, int], int, str]:
    return edition.begins.sort_key if edition.begins else (0, 0, 0), edition.number or 0, edition.id
