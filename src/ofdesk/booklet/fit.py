"""How many characters still fit where a field is printed, and how many find no room.

Exact because nothing is estimated: the page itself is laid out with so many characters more, with everything
that gives way on it (size of headlines, 長体, the height of pictures), until a character of any text is lost.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from functools import partial

from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.extent import takes_two_pages
from ofdesk.booklet.fit_page import FitPlace, Guesses, PageMeasure, Shown
from ofdesk.booklet.fit_steps import MAP_PATTERNS
from ofdesk.booklet.fit_text import ElasticText
from ofdesk.booklet.index_kinds import INDEXES
from ofdesk.booklet.overflow import BOOKLET
from ofdesk.booklet.plan import PageSlot, Plan, paginate
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Edition, Event, Factory, Link, Photo

_LISTING_PATTERNS = frozenset({"calendar", "contents", *INDEXES})
_LISTED_FIELDS = frozenset({"name", "name_en"})  # what stands on maps, in contents and index


@dataclass(frozen=True)
class Question:
    """What is to be measured.

    Attributes:
        owner: identity of a record, or "booklet" for the booklet's settings.
        field: name of a field.
        maps: whether on the pages with maps, which take a hundred times as long, or on all others.
    """

    owner: str
    field: str
    maps: bool = False


class FieldFit:
    """One measurement of a field."""

    def __init__(self, engine: LayoutEngine, source: Source, question: Question, guesses: Guesses) -> None:
        """Take what to measure.

        Args:
            engine: lays out pages.
            source: catalogue and plan.
            question: which field, on which pages.
            guesses: what is probably left on each page, by its number; right ones save time. None where the
                field does not stand, which holds until something else is edited. Brought up to date with
                every step, so that a measurement given up was not in vain.
        """
        self._guesses = guesses
        self._measures: dict[int, PageMeasure] = {}
        text = ElasticText.of(source.catalogue, question.owner, question.field)
        if text is not None:
            for slot in _slots(source, question):
                shown = partial(_shown, source, slot, question.owner)
                self._measures[slot.number] = PageMeasure(engine, source, slot, text, shown)
        self._empty = text is None or not text.length

    def sketch(self) -> Generator[None, None, tuple[FitPlace, ...]]:
        """Return for each page a number of characters that fit, nothing when there is one without.

        Yields None after each page laid out. What is told fits; perhaps a few characters more do.
        """
        if self._empty or not self._guesses.keys() >= self._measures.keys():
            return ()
        places: list[FitPlace] = []
        for number, measure in self._measures.items():
            if self._guesses[number] is None:  # the field does not stand there
                continue
            place = yield from measure.sketch(self._guesses)
            if place is None:
                return ()
            places.append(place)
        return tuple(places)

    def steps(self) -> Iterator[FitPlace | None]:
        """Measure page by page, to the character; yields None after each page laid out on the way."""
        for measure in self._measures.values():
            yield from measure.steps(self._guesses)


def may_stand_on_maps(owner: str, field: str) -> bool:
    """Tell whether pages with maps, or lists of all records, may show a field."""
    return owner != BOOKLET and field in _LISTED_FIELDS


def _shown(source: Source, slot: PageSlot, owner: str, catalogue: Catalogue) -> Shown:
    """Return the pages that show, in a catalogue with a changed text, what a page shows now."""
    plan = source.plan
    if slot.pattern in _LISTING_PATTERNS | MAP_PATTERNS:
        plan = paginate(catalogue, plan.words)  # the names that these pages show come with the plan
        slot = _same_slot(plan, slot, owner)
    changed = Source(catalogue, plan)
    if slot.pattern != "event":
        return ((slot, changed),)
    event = catalogue.find(Event, slot.records[0])
    goes_on = event is not None and takes_two_pages(catalogue, event)
    if goes_on == plan.goes_on(slot):
        return ((slot, changed),)
    # A longer text may send what stands below it to a second page, a shorter one may bring it back.
    more = replace(slot, pattern="event_more", number=slot.number + 1, part=1)
    index = slot.number - plan.slots[0].number + 1
    before, behind = plan.slots[:index], plan.slots[index + (not goes_on) :]
    plan = replace(plan, slots=(*before, *([more] if goes_on else []), *behind))
    changed = Source(catalogue, plan)
    return ((slot, changed), (more, changed)) if goes_on else ((slot, changed),)


def _same_slot(plan: Plan, slot: PageSlot, owner: str) -> PageSlot:
    """Return the page of another plan that shows what a page did: longer names may move rows of the index."""
    same = [other for other in plan.slots if (other.pattern, other.section) == (slot.pattern, slot.section)]
    if slot.pattern in INDEXES:
        pages = plan.indexes[slot.pattern]
        for other in same:
            if any(row.record == owner for column in pages[other.part] for row in column):
                return other
    return next((other for other in same if other.number == slot.number), slot)


def _slots(source: Source, question: Question) -> list[PageSlot]:
    """Return the pages on which a field may stand; lists of all records, which need a new plan, come last."""
    owner = question.owner
    listed = may_stand_on_maps(owner, question.field)
    related = frozenset(_related(source, RecordId(owner))) if owner != BOOKLET else frozenset()
    pages: list[PageSlot] = []
    lists: list[PageSlot] = []
    for slot in source.plan.slots:
        if slot.pattern in _LISTING_PATTERNS:
            if listed and not question.maps:
                lists.append(slot)
            continue
        if (slot.pattern in MAP_PATTERNS) != question.maps or (question.maps and not listed):
            continue
        # Pages of no certain records show the settings, and the nation's map all records.
        of_all = not slot.records and bool(related) == question.maps
        if of_all or not related.isdisjoint(slot.records):
            pages.append(slot)
    return pages + lists


def _related(source: Source, record_id: RecordId) -> Iterator[RecordId]:
    """Yield the records whose pages may show a field of a record: itself, what it belongs to, its ties."""
    catalogue = source.catalogue
    yield record_id
    for end in ("first", "second"):
        yield from (link.id for link in catalogue.referring(Link, end, record_id))
    match catalogue.get(record_id):
        case Edition(event=event) if event is not None:
            yield event
        case Factory():
            members = source.plan.order.factories_of_event
            yield from (event for event, factories in members.items() if record_id in factories)
        case Photo():
            for holder in catalogue:
                if record_id in getattr(holder, "photos", ()):
                    yield from _related(source, holder.id)
