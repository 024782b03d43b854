"""How many characters still fit where a field is printed, and how many find no room.

Exact because nothing is estimated: the page itself is laid out with so many characters more, with everything
that gives way on it (size of headlines, 長体, the height of pictures), until a character of any text is lost.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.index_kinds import INDEXES
from ofdesk.booklet.overflow import BOOKLET
from ofdesk.booklet.plan import PageSlot, Plan, paginate
from ofdesk.drawing.display_list import Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.fields import FieldSpec, ListType, TextType, spec_of, specs_of
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Edition, Factory, Link, Photo

MOST_COUNTED = 999
"""More room than this is not measured."""

FULL_WIDTH = "あ"
LATIN = "n"
Guesses: TypeAlias = dict[int, int | None]
_FIRST_TRIED = 16
MAP_PATTERNS = frozenset({"nation_map", "region_opener"})
_LISTING_PATTERNS = frozenset({"calendar", "contents", *INDEXES})
_LISTED_FIELDS = frozenset({"name", "name_en"})  # what stands on maps, in contents and index
_NARROW = tuple(map(chr, range(0x20, 0x7F)))
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
        pushed_out: characters of other texts that are left out for want of the room this field takes.
    """

    page: int
    pattern: str
    frames: int
    remaining: int
    excess: int
    pushed_out: int = 0

    @property
    def is_over(self) -> bool:
        """Whether a character is left out because of the field."""
        return bool(self.excess or self.pushed_out)


def is_measured(spec: FieldSpec) -> bool:
    """Tell whether a field holds text, or a list of texts, that somebody words and that might be printed."""
    inner = spec.type.item if isinstance(spec.type, ListType) else spec.type
    return isinstance(inner, TextType) and not spec.private and inner.content != "municipality"


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


def field_fit(
    engine: LayoutEngine, source: Source, question: Question, guesses: Guesses
) -> Iterator[FitPlace | None]:
    """Measure a field page by page.

    Yields None after each page that was laid out on the way, so that the caller may give up.

    Args:
        engine: lays out pages.
        source: catalogue and plan.
        question: which field, on which pages.
        guesses: what is probably left on each page, by its number; right ones save time. None where the
            field does not stand, which holds until something else is edited. Brought up to date with every
            step, so that a measurement given up was not in vain.
    """
    text = _Lengthened.of(source.catalogue, question.owner, question.field)
    if text is None:
        return
    for slot in _slots(source, question):
        yield from _PageMeasure(engine, source, slot, text).steps(guesses)


def may_stand_on_maps(owner: str, field: str) -> bool:
    """Tell whether pages with maps, or lists of all records, may show a field."""
    return owner != BOOKLET and field in _LISTED_FIELDS


def text_width(catalogue: Catalogue, owner: str, field: str) -> float:
    """Return about how many of the characters that are counted a text has; 0 when there is no such field."""
    text = _Lengthened.of(catalogue, owner, field)
    return text.width if text is not None else 0.0


def text_fields(owner: type) -> tuple[str, ...]:
    """Return the fields of a record class or of the settings that might be printed as text."""
    return tuple(spec.name for spec in specs_of(owner) if not spec.hidden and is_measured(spec))


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
    def length(self) -> int:
        return sum(map(len, self._value()))

    @property
    def width(self) -> float:
        text = "".join(self._value())
        narrow = sum(map(text.count, _NARROW))
        return len(text) - narrow / 2 if self.filler == FULL_WIDTH else 2 * len(text) - narrow

    def _value(self) -> Any:
        owner = self.owner
        holder = self.catalogue.booklet if owner == BOOKLET else self.catalogue.get(RecordId(owner))
        return getattr(holder, self.field)

    def by(self, count: int) -> Catalogue:
        """Return the catalogue with so many characters more at the end of the field."""
        value, filler = self._value(), self.filler * count
        if isinstance(value, str):
            return self._with(value + filler)
        return self._with((*value[:-1], (value[-1] if value else "") + filler))

    def emptied(self) -> Catalogue:
        """Return the catalogue with nothing in the field."""
        return self._with(type(self._value())())

    def _with(self, value: Any) -> Catalogue:
        if self.owner == BOOKLET:
            return replace(self.catalogue, booklet=replace(self.catalogue.booklet, **{self.field: value}))
        record = self.catalogue.get(RecordId(self.owner))
        assert record is not None
        return self.catalogue.with_record(replace(record, **{self.field: value}))


class _PageMeasure:
    """One page, laid out with more and more characters."""

    def __init__(self, engine: LayoutEngine, source: Source, slot: PageSlot, text: _Lengthened) -> None:
        self._engine, self._source, self._slot, self._text = engine, source, slot, text
        self._key = (text.owner, text.field)
        self._others = 0

    def steps(self, guesses: Guesses) -> Iterator[FitPlace | None]:
        """Yield None for each page laid out, and the place when it is known, if the field stands here."""
        number = self._slot.number
        guess, low, high = guesses.get(number), 0, MOST_COUNTED + 1  # so many fit, so many do not
        if self._text.length and guess is None and number in guesses:
            return
        found: FitPlace | None = None
        if self._text.length and guess is not None and 0 < guess <= MOST_COUNTED:
            page = self._page(guess)
            yield None
            if self._frames(page) and self._lost(page) == (0, 0):  # then nothing is lost without the filler
                found, low = self._place(page, 0), guess
            else:
                high = guess
        if found is None:
            found = yield from self._as_it_is()
            if self._others:  # losses that are there anyway may be all that the guess brought
                high = MOST_COUNTED + 1
        if found is None:
            guesses[number] = None
        elif found.is_over:
            yield found
        else:
            remaining = low
            for remaining in self._search(guess, low, high):
                guesses[number] = remaining
                yield None
            yield replace(found, remaining=remaining)

    def _as_it_is(self) -> Generator[None, None, FitPlace | None]:
        """Look at the page without filler, and see what the field pushes out."""
        page = shown = self._page(0)
        yield None
        if not self._text.length and not self._frames(page):
            shown = self._page(1)  # an empty field has no frame, but will have one
            yield None
        if not self._frames(shown):
            return None
        excess, self._others = self._lost(page)
        pushed = 0
        if self._others and self._text.length:
            pushed = self._others - self._lost(self._laid_out(self._text.emptied()))[1]
            yield None
        return replace(self._place(shown, excess), pushed_out=max(0, pushed))

    def _place(self, page: Page, excess: int) -> FitPlace:
        return FitPlace(self._slot.number, self._slot.pattern, self._frames(page), 0, excess)

    def _search(self, guess: int | None, low: int, high: int) -> Iterator[int]:
        """Yield better and better guesses, at last the right answer: `low` fits, `high` does not."""
        tried, step = (_FIRST_TRIED, _FIRST_TRIED) if guess is None else (guess, 1)
        while high - low > 1:
            tried = min(max(tried, low + 1), high - 1)
            if self._fits(tried):
                low = tried
            else:
                high = tried
            # Away from the guess in growing steps until the answer lies between, then by halves.
            tried = low + step if high > MOST_COUNTED else high - step if not low else (low + high) // 2
            step *= 2
            yield tried if high - low > 1 else low

    def _page(self, count: int) -> Page:
        if not count:
            return self._engine.page(self._slot, self._source)
        return self._laid_out(self._text.by(count))

    def _laid_out(self, catalogue: Catalogue) -> Page:
        plan, slot = self._source.plan, self._slot
        if slot.pattern in _LISTING_PATTERNS | MAP_PATTERNS:
            plan = paginate(catalogue)  # the names that these pages show come with the plan
            slot = _same_slot(plan, slot, self._text.owner)
        return self._engine.trial(slot, Source(catalogue, plan))

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
