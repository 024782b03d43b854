"""The number of the meter on the pages of the sample: so many characters fit, one more does not."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.fit_cases import (
    THEMES,
    engine,
    first_event_of_one_page,
    holder_of,
    read_aloud,
    sample,
    told_lost,
    with_text,
)
from tests.unit.booklet.pages import source_of

from ofdesk.booklet.engine import Source
from ofdesk.booklet.fit import FieldFit, Question
from ofdesk.booklet.fit_page import MOST_COUNTED, FitPlace
from ofdesk.booklet.fit_steps import lost_on
from ofdesk.booklet.fit_text import FULL_WIDTH, LATIN
from ofdesk.drawing.display_list import Page
from ofdesk.model.records import Event, Factory, Link

STANDARD, LIVELY = THEMES
MEASURED = (
    ("event", "overview_long", STANDARD),
    ("event", "catchphrase", STANDARD),
    ("event of two pages", "overview_long", STANDARD),
    ("first factory", "summary", STANDARD),
    ("first factory", "can_see", STANDARD),
    ("last factory", "notes", STANDARD),
    ("event", "overview_en", STANDARD),
    ("link", "sentence", STANDARD),
    ("booklet", "colophon_note", STANDARD),
    ("event", "overview_long", LIVELY),
    ("first factory", "can_see", LIVELY),
    ("link", "sentence", LIVELY),
)


@cache
def source_of_sample() -> Source:
    return source_of(sample())


@cache
def owners() -> dict[str, str]:
    more = next(slot for slot in source_of_sample().plan.slots if slot.pattern == "event_more")
    factories = sample().all_of(Factory)
    return {
        "event": first_event_of_one_page().id,
        "event of two pages": sample().find(Event, more.records[0]).id,  # type: ignore[union-attr]
        "first factory": factories[0].id,
        "last factory": factories[-1].id,
        "link": sample().all_of(Link)[0].id,
        "booklet": "booklet",
    }


@cache
def places(name: str, field: str, theme: str) -> tuple[FitPlace, ...]:
    steps = FieldFit(engine(theme), source_of_sample(), Question(owners()[name], field), {}).steps()
    return tuple(place for place in steps if place is not None)


def filler_of(name: str, field: str) -> str:
    text = getattr(holder_of(sample(), owners()[name]), field)
    return LATIN if field == "overview_en" or (text and text.isascii()) else FULL_WIDTH


def source_with(name: str, field: str, more: int) -> Source:
    owner = owners()[name]
    text = getattr(holder_of(sample(), owner), field) + filler_of(name, field) * more
    return source_of(with_text(sample(), owner, field, text))


def counted(page: Page, char: str) -> int:
    return sum(run.text.count(char) for run in read_aloud(page))


@pytest.mark.parametrize(("name", "field", "theme"), MEASURED)
def test_the_number_told_is_exact_where_the_text_is_printed(name: str, field: str, theme: str) -> None:
    filler = filler_of(name, field)
    found = places(name, field, theme)
    assert found
    for place in found:
        assert not place.is_over
        longer = source_with(name, field, place.remaining + 1)
        before, full, over = (
            engine(theme).page(source.plan.slot(place.page), source)
            for source in (source_of_sample(), source_with(name, field, place.remaining), longer)
        )
        assert told_lost(full) == {}
        assert counted(full, filler) - counted(before, filler) == place.remaining * place.frames
        if place.remaining < MOST_COUNTED:
            assert sum(told_lost(over).values()) > 0
            # Not for want of trying: the last step loses one as well.
            last = engine(theme).last_step(place.pattern)
            assert lost_on(engine(theme).trial_at(longer.plan.slot(place.page), longer, last)) > 0


@given(st.sampled_from(MEASURED), st.integers(1, 80))
@settings(max_examples=25, deadline=None)
def test_any_fewer_characters_fit_as_well(shown: tuple[str, str, str], less: int) -> None:
    name, field, theme = shown
    for place in places(name, field, theme):
        source = source_with(name, field, max(0, place.remaining - less))
        assert told_lost(engine(theme).page(source.plan.slot(place.page), source)) == {}
