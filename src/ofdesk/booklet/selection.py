"""Which records a section shows: the filter of the section, asked of each record in the section's order.

A field of a filter that a kind of records does not have lets all of them pass, so that a section may
change its pattern and keep its filter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from ofdesk.base.japan import Prefecture
from ofdesk.booklet.order import BookletOrder
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import RecordFilter
from ofdesk.model.queries import prefectures_of
from ofdesk.model.records import Event, Factory, Forum, Link, Record, Report, Survey
from ofdesk.model.search import SearchIndex, query_words
from ofdesk.model.settings import Section

_PLACE = ("regions", "prefectures")
_FOR_ALL = ("states", "words")
KIND_OF_PATTERN = MappingProxyType(
    {
        "region_events": Event.kind,
        "events_six": Event.kind,
        "factory_list": Factory.kind,
        "statistics": Survey.kind,
        "forums": Forum.kind,
        "links": Link.kind,
        "reports": Report.kind,
    }
)
"""Patterns that list records of a kind, and hence take a filter."""
_FIELDS = MappingProxyType(
    {
        Event.kind: (*_PLACE, "duration_facets", *_FOR_ALL),
        Factory.kind: (*_PLACE, *_FOR_ALL),
        Forum.kind: (*_PLACE, *_FOR_ALL),
        Link.kind: (*_PLACE, *_FOR_ALL),
    }
)


def fields_for(pattern: str) -> tuple[str, ...]:
    """Return the fields of a filter that mean something for the records of a pattern; () for none."""
    kind = KIND_OF_PATTERN.get(pattern, "")
    return _FIELDS.get(kind, _FOR_ALL) if kind else ()


@dataclass(frozen=True)
class Selector:
    """Asks records of one snapshot.

    Attributes:
        catalogue: the snapshot.
        order: of its events and factories; says which prefectures form a region.
        index: of the words; kept by a caller who asks often.
    """

    catalogue: Catalogue
    order: BookletOrder
    index: SearchIndex

    def ids_of(self, section: Section) -> tuple[RecordId, ...]:
        """Return the records that a section shows, each once, in its order; () for sections of none."""
        kind = KIND_OF_PATTERN.get(section.pattern)
        return self.chosen(self.every(kind), section.selection) if kind else ()

    def printed(self, sections: Sequence[Section]) -> Mapping[int, tuple[RecordId, ...]]:
        """Return for each section printed the records it shows, by its place."""
        return {place: self.ids_of(section) for place, section in enumerate(sections) if section.included}

    def every(self, kind: str) -> tuple[RecordId, ...]:
        """Return all records of a kind in the order of the booklet."""
        if kind == Event.kind:
            return tuple(event.id for event in self.order.events)
        if kind == Factory.kind:
            return tuple(self.order.factory_numbers)
        return self.catalogue.table(kind).ids

    def chosen(self, ids: Sequence[RecordId], wanted: RecordFilter | None) -> tuple[RecordId, ...]:
        """Return the records of one kind that a filter leaves, in the order given."""
        if wanted is None or wanted == RecordFilter() or not ids:
            return tuple(ids)
        kind = self._kind(ids)
        by_words = self._by_words(kind, wanted.words)
        found = (self.catalogue.get(record_id) for record_id in ids)
        return tuple(
            record.id
            for record in found
            if record is not None
            and (by_words is None or record.id in by_words)
            and (not wanted.states or record.state in wanted.states)
            and _of_facets(record, wanted)
            and self._lies_in(record, wanted)
        )

    def _kind(self, ids: Sequence[RecordId]) -> str:
        first = self.catalogue.get(ids[0])
        return first.kind if first is not None else ""

    def _by_words(self, kind: str, words: str) -> frozenset[RecordId] | None:
        return self.index.matches(self.catalogue, kind, words) if kind and query_words(words) else None

    def _lies_in(self, record: Record, wanted: RecordFilter) -> bool:
        """Whether a record belongs to one of the regions and one of the prefectures.

        An event counts to the one region under which the booklet tells it, but to all its prefectures.
        """
        if not (wanted.regions or wanted.prefectures) or record.kind not in _FIELDS:
            return True
        if wanted.regions and not set(wanted.regions).intersection(self._regions(record)):
            return False
        return not wanted.prefectures or any(p.name in wanted.prefectures for p in self._prefectures(record))

    def _regions(self, record: Record) -> Iterator[str]:
        if isinstance(record, Event | Factory):
            yield self.order.region_of(record)
        else:
            yield from (self.order.definition.region_of(p.code) for p in self._prefectures(record))

    def _prefectures(self, record: Record) -> Iterator[Prefecture]:
        if isinstance(record, Link):
            for end in (record.first, record.second):
                target = self.catalogue.get(end)
                if target is not None:
                    yield from prefectures_of(self.catalogue, target)
        else:
            yield from prefectures_of(self.catalogue, record)


def _of_facets(record: Record, wanted: RecordFilter) -> bool:
    if not wanted.duration_facets or not isinstance(record, Event):
        return True
    return not set(wanted.duration_facets).isdisjoint(record.duration_facets)


def left_out(
    order: BookletOrder, sections: Sequence[Section], chosen: Mapping[int, tuple[RecordId, ...]]
) -> Mapping[str, int]:
    """Return for events and factories how many the filters of all sections leave out.

    Args:
        order, sections, chosen: see `shown_order`.
    """
    shown = shown_order(order, sections, chosen)
    return {
        Event.kind: len(order.events) - len(shown.events),
        Factory.kind: len(order.factories) - len(shown.factories),
    }


def shown_order(
    order: BookletOrder, sections: Sequence[Section], chosen: Mapping[int, tuple[RecordId, ...]]
) -> BookletOrder:
    """Return the order without events and factories that the filters of all their sections leave out.

    Indexes and calendar list these. Kinds that no section lists stay whole: they have places on the maps.

    Args:
        order: of all.
        sections: of the booklet.
        chosen: for each section printed the records it shows, by its place.
    """
    kinds = {place: KIND_OF_PATTERN.get(sections[place].pattern, "") for place in chosen}
    for kind in (Event.kind, Factory.kind):
        own = [place for place in chosen if kinds[place] == kind]
        if not own or any(sections[place].selection is None for place in own):
            continue
        shown = frozenset(record_id for place in own for record_id in chosen[place])
        if kind == Event.kind:
            order = replace(order, events=tuple(e for e in order.events if e.id in shown))
        else:
            order = replace(order, factories=tuple(f for f in order.factories if f.id in shown))
    return order
