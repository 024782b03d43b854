"""Questions to a catalogue: where a record belongs, in which order, who takes part, what a filter leaves."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import TypeVar

from ofdesk.base.japan import PREFECTURES, REGIONS, Prefecture, prefecture_at_start, prefecture_named
from ofdesk.base.text import reading_key
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Edition, Event, Factory, Forum, Participation, Record
from ofdesk.model.search import SearchIndex

RecordT = TypeVar("RecordT", bound=Record)
_RANK_OF_PREFECTURE = {
    prefecture.name: (REGIONS.index(prefecture.region), int(prefecture.code)) for prefecture in PREFECTURES
}
_UNKNOWN_RANK = (len(REGIONS), 0)


def prefecture_of(record: Event | Factory) -> Prefecture | None:
    """Return the prefecture under which the booklet puts a record.

    For an event the first it names, for a factory the one its address begins with; None when not known.
    """
    if isinstance(record, Factory):
        return prefecture_at_start(record.address)
    return prefecture_named(record.prefectures[0]) if record.prefectures else None


def region_of(record: Event | Factory) -> str:
    """Return the key of the region under which the booklet puts a record, or ""."""
    prefecture = prefecture_of(record)
    return prefecture.region if prefecture else ""


def prefectures_of(catalogue: Catalogue, record: Record) -> tuple[Prefecture, ...]:
    """Return all prefectures a record belongs to; editions and participations follow what they belong to."""
    match record:
        case Event(prefectures=names):
            found = map(prefecture_named, names)
            return tuple(prefecture for prefecture in found if prefecture is not None)
        case Factory(address=text) | Forum(place=text):
            prefecture = prefecture_at_start(text)
            return (prefecture,) if prefecture else ()
        case Edition(event=event_id):
            event = catalogue.find(Event, event_id)
            return prefectures_of(catalogue, event) if event else ()
        case Participation(factory=factory_id):
            factory = catalogue.find(Factory, factory_id)
            return prefectures_of(catalogue, factory) if factory else ()
        case _:
            return ()


def reading_of(record: Record) -> str:
    """Return what a record is ordered by: its よみ, or its title when it has none."""
    return str(getattr(record, "reading", "")) or record.title


def by_reading(records: Iterable[RecordT]) -> tuple[RecordT, ...]:
    """Order records by よみ; identity decides between equal ones, so that the order never wavers."""
    return tuple(sorted(records, key=lambda record: (reading_key(reading_of(record)), record.id)))


def in_booklet_order(records: Iterable[Event]) -> tuple[Event, ...]:
    """Order events by region, prefecture and よみ; those whose prefecture is not known come last."""
    return tuple(sorted(records, key=lambda r: (_rank(prefecture_of(r)), reading_key(reading_of(r)), r.id)))


def _rank(prefecture: Prefecture | None) -> tuple[int, int]:
    return _RANK_OF_PREFECTURE[prefecture.name] if prefecture else _UNKNOWN_RANK


def editions_of(catalogue: Catalogue, event_id: RecordId) -> tuple[Edition, ...]:
    """Return the editions of an event, the latest first; undated ones come last."""
    return tuple(sorted(catalogue.referring(Edition, "event", event_id), key=_edition_rank, reverse=True))


def _edition_rank(edition: Edition) -> tuple[tuple[int, int, int], int, str]:
    return edition.begins.sort_key if edition.begins else (0, 0, 0), edition.number or 0, edition.id


def factories_of_edition(catalogue: Catalogue, edition_id: RecordId) -> tuple[Factory, ...]:
    """Return the factories that take part in an edition, each once, by よみ."""
    return by_reading(_participants(catalogue, (edition_id,)))


def factories_of_event(catalogue: Catalogue, event_id: RecordId) -> tuple[Factory, ...]:
    """Return the factories that take part in any edition of an event, each once, by よみ."""
    editions = catalogue.referring(Edition, "event", event_id)
    return by_reading(_participants(catalogue, (edition.id for edition in editions)))


def _participants(catalogue: Catalogue, edition_ids: Iterable[RecordId]) -> tuple[Factory, ...]:
    found: dict[RecordId, Factory] = {}
    for edition_id in edition_ids:
        for participation in catalogue.referring(Participation, "edition", edition_id):
            factory = catalogue.find(Factory, participation.factory)
            if factory is not None:
                found[factory.id] = factory
    return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """What a list of records is narrowed to; empty values do not narrow.

    Attributes:
        kind: kind of records.
        query: words that must occur.
        prefecture, region: official name and region key.
        state, owner: codes of workflow and bureau.
        with_problem: only records a check found fault with.
        without_pin: only records of a kind with a place that have none.
    """

    kind: str
    query: str = ""
    prefecture: str = ""
    region: str = ""
    state: str = ""
    owner: str = ""
    with_problem: bool = False
    without_pin: bool = False


def select(
    catalogue: Catalogue,
    index: SearchIndex,
    wanted: RecordFilter,
    faulty: Set[RecordId] = frozenset(),
) -> tuple[Record, ...]:
    """Return the records a filter leaves, in the order set by hand.

    Args:
        catalogue: snapshot.
        index: kept by the caller between calls.
        wanted: the filter.
        faulty: records with problems, as the caller knows them.
    """
    matching = index.matches(catalogue, wanted.kind, wanted.query) if wanted.query.strip() else None
    return tuple(
        record
        for record in catalogue.table(wanted.kind)
        if (matching is None or record.id in matching)
        and (not wanted.state or record.state == wanted.state)
        and (not wanted.owner or record.owner == wanted.owner)
        and (not wanted.with_problem or record.id in faulty)
        and (not wanted.without_pin or _lacks_pin(record))
        and _lies_in(catalogue, record, wanted)
    )


def _lacks_pin(record: Record) -> bool:
    return isinstance(record, Event | Factory) and (record.location is None or record.location.point is None)


def _lies_in(catalogue: Catalogue, record: Record, wanted: RecordFilter) -> bool:
    if not wanted.prefecture and not wanted.region:
        return True
    return any(
        (not wanted.prefecture or prefecture.name == wanted.prefecture)
        and (not wanted.region or prefecture.region == wanted.region)
        for prefecture in prefectures_of(catalogue, record)
    )
