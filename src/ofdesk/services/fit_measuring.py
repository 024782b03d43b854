"""Measures what fits, step by step; runs inside the process of `fit`."""

from __future__ import annotations

from collections.abc import Generator, Hashable
from math import ceil
from typing import TypeAlias

from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.fit import FieldFit, Question, may_stand_on_maps
from ofdesk.booklet.fit_page import FitPlace, Guesses
from ofdesk.booklet.fit_steps import MAP_PATTERNS
from ofdesk.booklet.fit_text import text_width
from ofdesk.booklet.overflow import overflow_on, tightened_on
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import PageSlot, Plan, paginate
from ofdesk.booklet.toolkit import Toolkit, load_toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import Change, SetField, apply
from ofdesk.model.problems import Problem
from ofdesk.model.search import SearchIndex
from ofdesk.services.fit import FitAnswer, FitRequest, FitStep, OverflowFound, Rest
from ofdesk.services.layer_shelf import LayerShelf
from ofdesk.storage.photo_store import PhotoStore

_Steps: TypeAlias = Generator[FitStep | None, None, None]
_Measured: TypeAlias = Generator[None, None, tuple[FitPlace, ...]]
_SETTLING_REST_S = 0.04
_OTHERS_REST_S = 0.15
_MAPS_REST_S = 0.8
_ALL_PAGES_REST_S = 1.5
_ALL_MAPS_REST_S = 6.0


class FitMeasurer:
    """Keeps a snapshot, and what was found before, by which the next answer is found at once."""

    def __init__(self) -> None:
        self._catalogue = Catalogue()
        self._store = PhotoStore()
        self._shelf = LayerShelf(self._store)
        self._toolkit: Toolkit | None = None
        self._engine: LayoutEngine | None = None
        self._plan: Plan | None = None
        self._words = SearchIndex()
        self._owner = ""
        self._known: dict[Question, tuple[float, Guesses]] = {}
        self._keys: dict[int, Hashable] = {}  # what the pages showed when they were looked at last
        self._overflow: dict[int, tuple[Problem, ...]] = {}

    def load(self, catalogue: Catalogue, store: PhotoStore) -> None:
        """Begin anew with a catalogue."""
        if store != self._store:
            self._toolkit = None  # it knows the layers of another project
            self._store, self._shelf = store, LayerShelf(store)
        self._catalogue, self._plan = catalogue, None
        self._words = SearchIndex()

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Follow an edit."""
        for change in changes:
            self._catalogue = apply(self._catalogue, change)
            self._doubt(change)
        self._plan = None

    def _doubt(self, change: Change) -> None:
        """Look anew for the pages of a field unless it is the field itself that was edited."""
        edited = (change.record_id, change.field) if isinstance(change, SetField) else None
        for question, (_, guesses) in self._known.items():
            if (question.owner, question.field) != edited:
                for page in [page for page, left in guesses.items() if left is None]:
                    del guesses[page]

    def measure(self, wish: FitRequest) -> _Steps:
        """Answer field by field, then for the pages with maps, then tell of the whole booklet.

        Yields None after each page laid out; between any two steps the caller may turn to a newer wish.

        Raises:
            ResourceError: a resource of the program is missing.
        """
        engine = self._tools()
        if wish.owner != self._owner:
            self._owner, self._known = wish.owner, {}
        found: dict[str, tuple[FitPlace, ...]] = {}
        for position, field in enumerate(wish.fields):
            if position == 1:
                yield Rest(_OTHERS_REST_S)
            maps = may_stand_on_maps(wish.owner, field)
            fit = self._measurement(engine, Question(wish.owner, field))
            if not position and (places := (yield from _sketched(fit))):
                yield FitAnswer(wish.serial, wish.owner, field, places, not maps, settled=False)
                yield Rest(_SETTLING_REST_S)  # the next key goes first, and so does the preview
            found[field] = yield from _settled(fit)
            yield FitAnswer(wish.serial, wish.owner, field, found[field], not maps)
        # A map takes half a second, in which no stroke is answered: only for what is being typed, and late.
        for field in wish.fields[:1]:
            if may_stand_on_maps(wish.owner, field):
                yield Rest(_MAPS_REST_S)
                more = yield from _settled(self._measurement(engine, Question(wish.owner, field, maps=True)))
                places = tuple(sorted(found[field] + more, key=_page))
                yield FitAnswer(wish.serial, wish.owner, field, places, complete=True)
        yield from self._whole_booklet(engine)

    def _measurement(self, engine: LayoutEngine, question: Question) -> FieldFit:
        """Begin to measure; what was left at the text's former width tells nearly what is left now."""
        width = text_width(self._catalogue, question.owner, question.field)
        before, guesses = self._known.get(question, (width, {}))
        typed = ceil(width - before)  # half a character is kept in mind until there are two
        for page, left in guesses.items():
            guesses[page] = left if left is None else left.after(typed)
        self._known[question] = before + typed, guesses
        return FieldFit(engine, self._source(), question, guesses)

    def _whole_booklet(self, engine: LayoutEngine) -> _Steps:
        """Look through all pages, of which only those are laid out that show something else than before."""
        source = self._source()
        slots = source.plan.slots
        for maps, rest_s in ((False, _ALL_PAGES_REST_S), (True, _ALL_MAPS_REST_S)):
            yield Rest(rest_s)
            for slot in slots:
                if (slot.pattern in MAP_PATTERNS) == maps:
                    key = engine.content(slot, source)
                    if self._keys.get(slot.number) != key:
                        self._overflow[slot.number] = _overflow(engine, slot, source)
                        self._keys[slot.number] = key
                    yield None
            known = (self._overflow.get(slot.number, ()) for slot in slots)
            yield OverflowFound(tuple(problem for page in known for problem in page))

    def _source(self) -> Source:
        if self._plan is None:
            self._plan = paginate(self._catalogue, self._words)
        return Source(self._catalogue, self._plan)

    def _tools(self) -> LayoutEngine:
        """Return the engine of the booklet's language and theme, a new one when these changed."""
        settings = self._catalogue.booklet
        wanted = (settings.language, settings.theme)
        if self._toolkit is None or self._engine is None or self._toolkit.chosen != wanted:
            self._toolkit = load_toolkit(*wanted, self._shelf)
            self._engine = LayoutEngine(PATTERNS, self._toolkit)
            self._keys, self._overflow = {}, {}
        return self._engine


def _sketched(fit: FieldFit) -> _Measured:
    try:
        places = yield from fit.sketch()
    except Exception:  # noqa: BLE001 - measured in full, what can be known will be told
        return ()
    return tuple(sorted(places, key=_page))


def _settled(fit: FieldFit) -> _Measured:
    places: list[FitPlace] = []
    steps = fit.steps()
    while True:
        try:
            step = next(steps)
        except StopIteration:
            break
        except Exception:  # noqa: BLE001 - the live page tells why; what is known already is told
            break
        if step is not None:
            places.append(step)
        yield None
    return tuple(sorted(places, key=_page))


def _overflow(engine: LayoutEngine, slot: PageSlot, source: Source) -> tuple[Problem, ...]:
    try:
        page = engine.page(slot, source)
        return overflow_on((page,)) + tightened_on((page,))
    except Exception:  # noqa: BLE001 - one page that cannot be laid out must not cost all others
        return ()


def _page(place: FitPlace) -> int:
    return place.page
