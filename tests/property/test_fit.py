"""The laws of fit: what the meter says fits is set whole, one character more is not; steps come in order."""


from __future__ import annotations

import dataclasses
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.booklet.catalogues import small
from tests.unit.booklet.pages import source_of

from ofdesk.booklet.engine import LayoutEngine
from ofdesk.booklet.fit import FieldFit, Question
from ofdesk.booklet.fit_page import MOST_COUNTED, FitPlace, Guess
from ofdesk.booklet.fit_text import FULL_WIDTH, LATIN
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.toolkit import load_toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Event

FIELDS = ("overview_long", "overview_short", "catchphrase", "name")
CHARS = st.sampled_from("工場をひらく催し。、「」（）12 AbcーッN\n")
TEXTS = st.text(CHARS, min_size=1, max_size=160)
GUESSES = st.builds(Guess, st.integers(-5, 400), st.integers(-5, 60))
EVENT_PAGE = "event"


@cache
def engine() -> LayoutEngine:
    return LayoutEngine(PATTERNS, load_toolkit("ja", ""))


def with_text(field: str, text: str) -> tuple[Catalogue, Event]:
    catalogue = small()
    event = dataclasses.replace(catalogue.all_of(Event)[0], **{field: text})  # type: ignore[arg-type]
    return catalogue.with_record(event), event


def page_with(field: str, text: str, number: int) -> Page:
    source = source_of(with_text(field, text)[0])
    return engine().page(source.plan.slot(number), source)


def left_out(field: str, text: str, number: int) -> int:
    return sum(box.left_out_chars for box in page_with(field, text, number).fields)


@given(st.sampled_from(FIELDS), TEXTS, st.dictionaries(st.integers(1, 14), GUESSES, max_size=3))
@settings(max_examples=25, deadline=None)
def test_what_is_left_fits_and_one_more_does_not(field: str, text: str, guesses: dict[int, Guess]) -> None:
    catalogue, event = with_text(field, text)
    filler = LATIN if text.isascii() else FULL_WIDTH
    for place in FieldFit(engine(), source_of(catalogue), Question(event.id, field), {**guesses}).steps():
        if place is None:
            continue
        if place.is_over:
            assert left_out(field, text, place.page) >= place.excess > 0
        elif place.pattern != "index":  # of which longer names may move the page
            assert left_out(field, text + filler * place.remaining, place.page) == 0
            if place.remaining < MOST_COUNTED:
                assert left_out(field, text + filler * (place.remaining + 1), place.page) > 0


@cache
def roomy() -> FitPlace:
    """Return what the long overview of the catalogue's event leaves, from which crowded texts are made."""
    catalogue, event = with_text("overview_long", "催し。")
    places = FieldFit(engine(), source_of(catalogue), Question(event.id, "overview_long"), {}).steps()
    return next(place for place in places if place is not None)


@st.composite
def crowded_texts(draw: st.DrawFn) -> str:
    """Draw overviews that nearly fill the page, fill it, or are a little too long for it."""
    beginning = draw(st.text(CHARS.filter(lambda char: char != "\n"), max_size=80))
    return beginning + FULL_WIDTH * (roomy().remaining - draw(st.integers(-60, 200)) - len(beginning))


@given(crowded_texts())
@settings(max_examples=12, deadline=None)
def test_a_page_gives_way_no_more_than_it_must(text: str) -> None:
    catalogue, _ = with_text("overview_long", text)
    source = source_of(catalogue)
    slot = source.plan.slot(roomy().page)
    page = engine().page(slot, source)
    lost = [
        sum(box.left_out_chars for box in engine().trial_at(slot, source, step).fields)
        for step in range(engine().last_step(EVENT_PAGE) + 1)
    ]
    step = page.tightened.step if page.tightened else 0
    assert lost[step] == min(lost)
    if 0 in lost:
        assert step == lost.index(0)


@given(crowded_texts(), st.integers(1, 40))
@settings(max_examples=12, deadline=None)
def test_more_text_never_gives_fewer_problems(text: str, more: int) -> None:
    texts = (text, text + "を" * more)
    shorter, longer = (page_with("overview_long", words, roomy().page) for words in texts)
    lost, lost_of_more = (sum(box.left_out_chars for box in page.fields) for page in (shorter, longer))
    assert lost_of_more >= lost
    steps = [page.tightened.step if page.tightened else 0 for page in (shorter, longer)]
    assert steps == sorted(steps)


@given(crowded_texts(), GUESSES)
@settings(max_examples=8, deadline=None)
def test_what_is_to_be_taken_away_brings_the_design_back(text: str, guess: Guess) -> None:
    catalogue, event = with_text("overview_long", text)
    number = roomy().page
    question = Question(event.id, "overview_long")
    found = FieldFit(engine(), source_of(catalogue), question, {number: guess}).steps()
    place = next(place for place in found if place is not None)
    page = page_with("overview_long", text, number)
    if place.is_over:
        assert left_out("overview_long", text, number) > 0
    elif place.tight_by:
        assert page.tightened is not None
        assert page_with("overview_long", text[: -place.tight_by], number).tightened is None
        assert page_with("overview_long", text[: 1 - place.tight_by or None], number).tightened is not None
    else:
        assert page.tightened is None
