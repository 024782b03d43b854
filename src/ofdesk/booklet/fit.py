"""How many characters still fit where a field is printed, and how many find no room.

Exact because nothing is estimated: the page itself is laid out with so many characters more, with everything
that gives way on it (size of headlines, 長体, the height of pictures), until a character of any text is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.overflow import BOOKLET
from ofdesk.booklet.plan import PageSlot, Plan, paginate
from ofdesk.drawing.display_list import Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.fields import FieldSpec, ListType, TextType, spec_of
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Edition, Event, Factory, Link, Photo

MOST_COUNTED = 999
"""More room than this is not measured."""

FULL_WIDTH = "あ"
LATIN = "n"
_FIRST_TRIED = 16
_MAP_PATTERNS = frozenset({"nation_map", "region_opener"})
_LISTING_PATTERNS = frozenset({"contents", "index"})
_LISTED_FIELDS = frozenset({"name", "name_en"})  # what stands on maps, in contents and index
_LATIN_CONTENT = frozenset({"english", "mail", "phone", "postal_code", "url"})


@dataclass(frozen=True, slots=True)
class FitPlace:
    """A page on which a field stands.

    Attributes:
        page: its number.
        pattern: name of the page pattern.
        frames: how many frames on it show the field.
        remaining: characters that may be added before any text of the page loses one, at most
            `MOST_COUNTED`; 0 when the field is too long.
        excess: characters of the field that are left out, as the problem "fit.overflow" counts them.
    """

    page: int
    pattern: str
    frames: int
    remaining: int
    excess: int


def is_measured(spec: FieldSpec) -> bool:
    """Tell whether a field holds text, or a list of texts, that might be printed."""
    inner = spec.type.item if isinstance(spec.type, ListType) else spec.type
    return isinstance(inner, TextType) and not spec.private


def field_fit(
    engine: LayoutEngine, source: Source, owner: str, field: str, known: Mapping[int, int] | None = None
) -> Iterator[FitPlace | None]:
    """Measure a field page by page; the quick pages first.

    Yields None after each page that was laid out on the way, so that the caller may give up.

    Args:
        engine: lays out pages.
        source: catalogue and plan.
        owner: identity of a record, or "booklet" for the booklet's settings.
        field: name of a field.
        known: what is probably left on each page, by its number; right guesses save time.
    """
    text = _Lengthened.of(source.catalogue, owner, field)
    if text is None:
        return
    for slot in _slots(source, owner, field):
        measure = _PageMeasure(engine, source, slot, text)
        yield from measure.steps((known or {}).get(slot.number))


@dataclass(frozen=True)
class _Lengthened:
    """A field whose text can be made longer."""

    catalogue: Catalogue
    owner: str
    field: str
    filler: str

    @classmethod
    def of(cls, catalogue: Catalogue, owner: str, field: str) -> _Lengthened | None:
        holder = catalogue.booklet if owner == BOOKLET else catalogue.get(RecordId(owner))
        if holder is None:
            return None
        try:
            spec = spec_of(type(holder), field)
        except KeyError:
            return None
        inner = spec.type.item if isinstance(spec.type, ListType) else spec.type
        if not is_measured(spec) or not isinstance(inner, TextType):
            return None
        text = "".join(getattr(holder, field))
        latin = inner.content in _LATIN_CONTENT or (text != "" and text.isascii())
        return cls(catalogue, owner, field, LATIN if latin else FULL_WIDTH)

    @property
    def is_empty(self) -> bool:
        return not self._value()

    def _value(self) -> Any:
        owner = self.owner
        holder = self.catalogue.booklet if owner == BOOKLET else self.catalogue.get(RecordId(owner))
        return getattr(holder, self.field)

    def by(self, count: int) -> Catalogue:
        """Return the catalogue with so many characters more at the end of the field."""
        if not count:
            return self.catalogue
        value, filler = self._value(), self.filler * count
        if not isinstance(value, str):
            value = (*value[:-1], (value[-1] if value else "") + filler)
        else:
            value += filler
        if self.owner == BOOKLET:
            return replace(self.catalogue, booklet=replace(self.catalogue.booklet, **{self.field: value}))
        record = self.catalogue.get(RecordId(self.owner))
        assert record is not None
        return self.catalogue.with_record(replace(record, **{self.field: value}))


class _PageMeasure:
    """One page, laid out with more and more characters."""

    def __init__(
        self, engine: LayoutEngine, source: Source, slot: PageSlot, text: _Lengthened
    ) -> None:
        self._engine, self._source, self._slot, self._text = engine, source, slot, text
        self._key = (text.owner, text.field)
        self._others = 0

    def steps(self, guess: int | None) -> Iterator[FitPlace | None]:
        """Yield None for each page laid out, and the place when it is known, if the field stands here."""
        page = self._page(0)
        yield None
        shown = page
        if self._text.is_empty and not self._frames(page):
            shown = self._page(1)  # an empty field has no frame, but will have one
            yield None
        frames = self._frames(shown)
        if not frames:
            return
        excess, self._others = self._lost(page)
        found = FitPlace(self._slot.number, self._slot.pattern, frames, 0, excess)
        if excess:
            yield found
            return
        low, high = 0, MOST_COUNTED + 1  # so many fit, so many do not
        tried, step = (_FIRST_TRIED, _FIRST_TRIED) if guess is None else (guess, 1)
        while high - low > 1:
            tried = min(max(tried, low + 1), high - 1)
            if self._fits(tried):
                low = tried
            else:
                high = tried
            yield None
            # Away from the guess in growing steps until the answer lies between, then by halves.
            tried = low + step if high > MOST_COUNTED else high - step if not low else (low + high) // 2
            step *= 2
        yield replace(found, remaining=low)

    def _page(self, count: int) -> Page:
        catalogue, plan, slot = self._text.by(count), self._source.plan, self._slot
        if count and slot.pattern in _LISTING_PATTERNS | _MAP_PATTERNS:
            plan = paginate(catalogue)  # the names that these pages show come with the plan
            slot = _same_slot(plan, slot, self._text.owner)
        source = Source(catalogue, plan)
        return self._engine.trial(slot, source) if count else self._engine.page(slot, source)

    def _frames(self, page: Page) -> int:
        return sum((box.record, box.field) == self._key for box in page.fields)

    def _lost(self, page: Page) -> tuple[int, int]:
        """Return how many characters of the field, and of all others, are left out."""
        own = sum(b.left_out_chars for b in page.fields if (b.record, b.field) == self._key)
        return own, sum(box.left_out_chars for box in page.fields) - own

    def _fits(self, count: int) -> bool:
        own, others = self._lost(self._page(count))
        return not own and others <= self._others


def _same_slot(plan: Plan, slot: PageSlot, owner: str) -> PageSlot:
    """Return the page of another plan that shows what a page did: longer names may move rows of the index."""
    same = [other for other in plan.slots if (other.pattern, other.section) == (slot.pattern, slot.section)]
    if slot.pattern == "index":
        for other in same:
            if any(row.record == owner for column in plan.index[other.part] for row in column):
                return other
    return next((other for other in same if other.number == slot.number), slot)


def _slots(source: Source, owner: str, field: str) -> list[PageSlot]:
    """Return the pages on which a field may stand, the quick ones first."""
    listed = owner != BOOKLET and field in _LISTED_FIELDS
    related = frozenset(_related(source, RecordId(owner))) if owner != BOOKLET else frozenset()
    found: list[tuple[int, PageSlot]] = []
    for slot in source.plan.slots:
        if slot.pattern in _MAP_PATTERNS:
            if listed and (not slot.records or not related.isdisjoint(slot.records)):
                found.append((2, slot))
        elif slot.pattern in _LISTING_PATTERNS:
            if listed:
                found.append((1, slot))
        elif (not slot.records) if owner == BOOKLET else not related.isdisjoint(slot.records):
            found.append((0, slot))
    return [slot for _, slot in sorted(found, key=lambda one: (one[0], one[1].number))]


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
            for holder in chain(catalogue.all_of(Event), catalogue.all_of(Factory)):
                if record_id in holder.photos:
                    yield from _related(source, holder.id)
