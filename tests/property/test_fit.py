"""The law of the fit meter: what it says fits is set whole on the page, one character more is not."""

from __future__ import annotations

import dataclasses
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.booklet.catalogues import small
from tests.unit.booklet.pages import source_of

from ofdesk.booklet.engine import LayoutEngine
from ofdesk.booklet.fit import FULL_WIDTH, LATIN, MOST_COUNTED, Question, field_fit
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.toolkit import load_toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Event

FIELDS = ("overview_long", "overview_short", "catchphrase", "name")
TEXTS = st.text(st.sampled_from("工場をひらく催し。、「」（）12 AbcーッN\n"), min_size=1, max_size=160)


@cache
def engine() -> LayoutEngine:
    return LayoutEngine(PATTERNS, load_toolkit("ja", ""))


def with_text(field: str, text: str) -> tuple[Catalogue, Event]:
    catalogue = small()
    event = dataclasses.replace(catalogue.all_of(Event)[0], **{field: text})  # type: ignore[arg-type]
    return catalogue.with_record(event), event


def left_out(field: str, text: str, page: int) -> int:
    source = source_of(with_text(field, text)[0])
    return sum(box.left_out_chars for box in engine().trial(source.plan.slot(page), source).fields)


@given(st.sampled_from(FIELDS), TEXTS, st.dictionaries(st.integers(1, 14), st.integers(-5, 400), max_size=3))
@settings(max_examples=25, deadline=None)
def test_what_is_left_fits_and_one_more_does_not(field: str, text: str, guesses: dict[int, int]) -> None:
    catalogue, event = with_text(field, text)
    filler = LATIN if text.isascii() else FULL_WIDTH
    for place in field_fit(engine(), source_of(catalogue), Question(event.id, field), {**guesses}):
        if place is None:
            continue
        if place.is_over:
            assert left_out(field, text, place.page) >= place.excess > 0
        elif place.pattern != "index":  # of which longer names may move the page
            assert left_out(field, text + filler * place.remaining, place.page) == 0
            if place.remaining < MOST_COUNTED:
                assert left_out(field, text + filler * (place.remaining + 1), place.page) > 0
