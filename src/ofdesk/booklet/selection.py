"""Which records a section shows: the filter of the section, asked of each record in the section's order.

It is asked alike of records in lists and on the section's maps, of each kind for itself.

A field of a filter that a kind of records does not have lets all of them pass, so that a section may
change its pattern and keep its filter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from ofdesk.base.japan import Prefecture
from ofdesk.booklet.order import BookletOrder
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import RecordFilter
from ofdesk.model.queries import prefectures_of
from ofdesk.model.records import Event, Factory, Forum, Link, Record, Report, Survey
from ofdesk.model.search import SearchIndex, query_words
from ofdesk.model.settings import Section

RecordT = TypeVar("RecordT", bound=Record)

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
KINDS_ON_MAPS = MappingProxyType(
    {
        "nation_map": (Event.kind,),
        "region_events": (Event.kind, Factory.kind),
    }
)
"""Kinds of records that stand on the maps of a pattern; the section's filter narrows them as well."""
_FIELDS = MappingProxyType(
    {
        Event.kind: (*_PLACE, "duration_facets", *_FOR_ALL),
        Factory.kind: (*_PLACE, *_FOR_ALL),
        Forum.kind: (*_PLACE, *_FOR_ALL),
        Link.kind: (*_PLACE, *_FOR_ALL),
    }
)


def kinds_of(pattern: str) -> tuple[str, ...]:
    """Return the kinds of records that a pattern shows, first the one it is counted by; () for none."""
    kind = KIND_OF_PATTERN.get(pattern)
    listed = () if kind is None else (kind,)
    return tuple(dict.fromkeys((*listed, *KINDS_ON_MAPS.get(pattern, ()))))


def fields_for(pattern: str) -> tuple[str, ...]:
    """Return the fields of a filter that mean something for the records of a pattern; () for none."""
    kinds = kinds_of(pattern)
    return _FIELDS.get(kinds[0], _FOR_ALL) if kinds else ()


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
        """Return the records that a section shows, each once, in its order; () for sections of none.

        They are of the kind the section is counted by; others on its maps are asked for by `narrowed`.
        """
        kinds = kinds_of(section.pattern)
        return self.chosen(self.every(kinds[0]), section.selection) if kinds else ()

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

    def narrowed(self, records: Sequence[RecordT], wanted: RecordFilter | None) -> tuple[RecordT, ...]:
        """Return which of the records of one kind a filter leaves, in the order given."""
        if wanted is None:
            return tuple(records)
        left = frozenset(self.chosen([record.id for record in records], wanted))
        return tuple(record for record in records if record.id in left)

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
    selector: Selector, sections: Sequence[Section], chosen: Mapping[int, tuple[RecordId, ...]]
) -> Mapping[str, int]:
    """Return for events and factories how many the filters of all sections leave out.

    Args:
        selector, sections, chosen: see `shown_order`.
    """
    order, shown = selector.order, shown_order(selector, sections, chosen)
    return {
        Event.kind: len(order.events) - len(shown.events),
        Factory.kind: len(order.factories) - len(shown.factories),
    }


def shown_order(
    selector: Selector, sections: Sequence[Section], chosen: Mapping[int, tuple[RecordId, ...]]
) -> BookletOrder:
    """Return the order without events and factories that the filters of all their sections leave out.

    Indexes and calendar list these. Their sections are those that list them, else those whose maps show
    them; kinds of neither stay whole.

    Args:
        selector: asks the records; has the order of all.
        sections: of the booklet.
        chosen: for each section printed the records it shows, by its place.
    """
    order = selector.order
    events = _shown(Event.kind, selector, sections, chosen)
    if events is not None:
        order = replace(order, events=tuple(e for e in order.events if e.id in events))
    factories = _shown(Factory.kind, selector, sections, chosen)
    if factories is not None:
        order = replace(order, factories=tuple(f for f in order.factories if f.id in factories))
    return order


def _shown(
    kind: str,
    selector: Selector,
    sections: Sequence[Section],
    chosen: Mapping[int, tuple[RecordId, ...]],
) -> frozenset[RecordId] | None:
    """Return the records of a kind that the filters of its sections leave; None for all."""
    listing = [place for place in chosen if KIND_OF_PATTERN.get(sections[place].pattern) == kind]
    if listing:
        if any(sections[place].selection is None for place in listing):
            return None
        return frozenset(record_id for place in listing for record_id in chosen[place])
    wanted = [sections[p].selection for p in chosen if kind in KINDS_ON_MAPS.get(sections[p].pattern, ())]
    if not wanted or None in wanted:
        return None
    every = selector.every(kind)
    return frozenset(record_id for one in wanted for record_id in selector.chosen(every, one))
