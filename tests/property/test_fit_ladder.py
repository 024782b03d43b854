"""The laws of the ladder, read from what stands on the pages: design first, then leading, size, 長体."""

from __future__ import annotations

import dataclasses
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.property.fit_cases import (
    RARE,
    THEMES,
    box_of,
    engine,
    first_event_of_one_page,
    rare_on,
    read_aloud,
    sample,
    slot_of,
    with_text,
)
from tests.unit.booklet.pages import source_of

from ofdesk.base.resources import resource_table
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.fit_ladder import FitLadder
from ofdesk.booklet.fit_steps import MAP_PATTERNS, lost_on
from ofdesk.booklet.fit_text import FULL_WIDTH, text_fields
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.toolkit import Toolkit, load_toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import PageLayout
from ofdesk.model.records import Factory, Report

LEAST_PT = 6.0
NARROWEST = 0.95
PLENTY = 2500
CHARS = st.sampled_from("工場をひらく催し。、「」（）12 AbcーッN\n")


class Case(NamedTuple):
    """A text that gives way, and the style whose limits it has."""

    pattern: str
    owner: str
    field: str
    style: str


@cache
def cases() -> dict[str, Case]:
    factory, report = sample().all_of(Factory)[0], sample().all_of(Report)[0]
    event = first_event_of_one_page()
    found = (
        Case("event", event.id, "overview_long", "body"),
        Case("factory_list", factory.id, "summary", "entry"),
        Case("factory_list", factory.id, "can_see", "entry_value"),
        Case("reports", report.id, "summary", "small"),
        Case("greeting", "booklet", "greeting", "lead"),
    )
    return {f"{case.pattern}-{case.field}": case for case in found}


@cache
def source_of_sample() -> Source:
    return source_of(sample())


NAMES = (
    "event-overview_long",
    "factory_list-summary",
    "factory_list-can_see",
    "reports-summary",
    "greeting-greeting",
)
SET = (*((name, "standard") for name in NAMES), (NAMES[0], "lively"))


# What fits as designed


@cache
def without_ladder(theme: str) -> LayoutEngine:
    """Return an engine whose theme gives way nowhere."""
    toolkit = load_toolkit("ja", theme)
    styles = toolkit.theme.ladder.styles
    stiff = FitLadder(dict.fromkeys(styles, ()), toolkit.theme.ladder.least_pt, (), 1.0)
    return LayoutEngine(
        PATTERNS, dataclasses.replace(toolkit, theme=dataclasses.replace(toolkit.theme, ladder=stiff))
    )


@pytest.mark.parametrize("theme", THEMES)
def test_pages_with_room_for_all_are_those_of_a_theme_that_never_gives_way(theme: str) -> None:
    source = source_of_sample()
    fitting: Counter[str] = Counter()
    for slot in source.plan.slots:
        if slot.pattern in MAP_PATTERNS or fitting[slot.pattern] == 2:
            continue
        designed = without_ladder(theme).page(slot, source)
        if not lost_on(designed):
            fitting[slot.pattern] += 1
            assert engine(theme).page(slot, source) == designed, slot
    assert fitting.keys() >= {"event", "event_more", "six_events", "factory_list", "links", "reports"}


@cache
def designed_room(name: str, theme: str) -> int:
    """Return how many characters of a text find room as designed, found by halves."""
    low, high = 0, PLENTY
    while high - low > 1:
        middle = (low + high) // 2
        page = laid_out(without_ladder(theme), cases()[name], FULL_WIDTH * middle)
        low, high = (low, middle) if lost_on(page) else (middle, high)
    return low


def laid_out(by: LayoutEngine, case: Case, text: str) -> Page:
    source = source_with(case, text)
    return by.page(slot_of(source, case.pattern, case.owner), source)


def source_with(case: Case, text: str) -> Source:
    """Return the sample with a text that moves no page."""
    return Source(with_text(sample(), case.owner, case.field, text), source_of_sample().plan)


PLACES = st.sampled_from(SET)


@given(
    PLACES,
    st.text(CHARS.filter(lambda char: char != "\n"), max_size=40),
    st.integers(-30, 30),
)
@settings(max_examples=16, deadline=None)
@example(("event-overview_long", "standard"), "", 0)
@example(("event-overview_long", "lively"), "", 1)
def test_only_a_text_without_room_takes_a_step(place: tuple[str, str], beginning: str, more: int) -> None:
    name, theme = place
    case = cases()[name]
    text = beginning + FULL_WIDTH * max(1, designed_room(name, theme) + more - len(beginning))
    page, designed = (laid_out(by, case, text) for by in (engine(theme), without_ladder(theme)))
    if lost_on(designed):
        assert page.tightened is not None
        assert (case.owner, case.field) in page.tightened.crowded or lost_on(page) == 0
    else:
        assert page == designed


# One step after another


class Measures(NamedTuple):
    """How a text stands on a page: distance of lines in ems, type size in points, horizontal scale."""

    leading_em: float
    size_pt: float
    scale_x: float


def measured(page: Page, owner: str, field: str) -> Measures:
    """Measure the lines of rare characters in the frame of a field."""
    frame = box_of(page, owner, field).rect
    lines = [
        run
        for run in read_aloud(page)
        if RARE in run.text
        and frame.x_mm - 0.1 <= run.x_mm <= frame.right_mm
        and frame.y_mm <= run.y_mm <= frame.bottom_mm + 1.0
    ]
    (size,) = {run.size_pt for run in lines}
    (scale,) = {run.scale_x for run in lines}
    distances = {
        round((below.y_mm - above.y_mm) / pt_to_mm(size), 4)
        for above, below in pairwise(sorted(lines, key=lambda run: run.y_mm))
    }
    assert max(distances) - min(distances) < 0.001
    return Measures(min(distances), size, scale)


def at_every_step(case: Case, theme: str, text: str) -> list[Page]:
    source = source_with(case, text)
    slot = slot_of(source, case.pattern, case.owner)
    by = engine(theme)
    return [by.trial_at(slot, source, step) for step in range(by.last_step(case.pattern) + 1)]


@pytest.mark.parametrize(("name", "theme"), SET)
def test_each_step_does_one_thing_more_and_stops_at_the_limit(name: str, theme: str) -> None:
    case = cases()[name]
    pages = at_every_step(case, theme, RARE * PLENTY)
    assert rare_on(pages[-1]) > rare_on(pages[0])
    found = [measured(page, case.owner, case.field) for page in pages]
    taken = []
    for before, after in pairwise(found):
        kept = [late / early for early, late in zip(before, after, strict=True)]
        (fallen,) = (kind for kind, factor in enumerate(kept) if factor != pytest.approx(1.0, abs=5e-4))
        assert kept[fallen] < 1.0
        taken.append(fallen)
    assert taken == sorted(taken)
    assert set(taken) == {0, 1, 2}
    entry = resource_table("themes", f"{theme}.yaml")["fit"]
    limits = {**entry["steps"], **entry["styles"][case.style]}
    least = [min(limits[kind]) for kind in ("leading", "size", "width")]
    assert [last / first for first, last in zip(found[0], found[-1], strict=True)] == pytest.approx(
        least, abs=5e-4
    )
    assert found[-1].scale_x >= NARROWEST - 1e-9
    assert found[-1].size_pt >= LEAST_PT


@given(PLACES, st.text(CHARS, min_size=20, max_size=200))
@settings(max_examples=12, deadline=None)
def test_each_step_holds_as_many_characters_as_the_one_before(place: tuple[str, str], text: str) -> None:
    name, theme = place
    case = cases()[name]
    text = (text * (PLENTY // len(text)))[: designed_room(name, theme) * 5 // 4]
    held = list(map(visible_on, at_every_step(case, theme, text)))
    assert held == sorted(held)


def visible_on(page: Page) -> int:
    """Count what stands on a page but blanks, which ends of lines swallow."""
    return sum(len("".join(run.text.split())) for run in read_aloud(page))


# The limits of everything

LAYOUTS = st.builds(PageLayout, text_percent=st.sampled_from([None, 85, 90, 95, 105, 115]))


@st.composite
def crowds(draw: st.DrawFn) -> Catalogue:
    """Draw the sample with an event and a factory whose texts are of any length."""
    catalogue = sample()
    for record in (first_event_of_one_page(), sample().all_of(Factory)[0]):
        names = draw(st.lists(st.sampled_from(text_fields(type(record))), max_size=8, unique=True))
        layout = draw(st.none() | LAYOUTS)
        catalogue = catalogue.with_record(dataclasses.replace(record, layout=layout))
        for name in names:
            text = RARE * draw(st.sampled_from([1, 12, 30, 45, 60, 120, 300, 1200]))
            catalogue = with_text(catalogue, record.id, name, text)
    return catalogue


@given(crowds(), st.sampled_from(THEMES))
@settings(max_examples=10, deadline=None)
def test_no_text_is_smaller_or_narrower_than_the_limits(catalogue: Catalogue, theme: str) -> None:
    source = source_of(catalogue)
    owners = (first_event_of_one_page().id, sample().all_of(Factory)[0].id)
    for slot in source.plan.slots:
        if slot.pattern in MAP_PATTERNS or not set(owners) & set(slot.records):
            continue
        for run in read_aloud(engine(theme).page(slot, source)):
            if RARE in run.text:
                assert run.scale_x >= NARROWEST - 1e-9, (slot.pattern, run.text)
                assert run.size_pt >= LEAST_PT - 1e-9, (slot.pattern, run.text)


# Nothing is remembered


@cache
def variants() -> tuple[Catalogue, ...]:
    """Return catalogues whose event page stands in different steps, and one that loses characters."""
    case = cases()["event-overview_long"]
    room = designed_room("event-overview_long", "standard")
    return tuple(
        with_text(sample(), case.owner, case.field, FULL_WIDTH * (room + more))
        for more in (-200, 20, 60, 110, 160, 900)
    )


@cache
def fresh(variant: int) -> Page:
    """Return the page of a variant as an engine sets it that has set nothing before."""
    return page_by(LayoutEngine(PATTERNS, load_toolkit("ja", "standard")), variant)


def page_by(by: LayoutEngine, variant: int) -> Page:
    source = source_of(variants()[variant])
    return by.page(slot_of(source, "event", cases()["event-overview_long"].owner), source)


def test_the_variants_stand_in_different_steps() -> None:
    steps = [page.tightened.step if page.tightened else 0 for page in map(fresh, range(len(variants())))]
    assert len(set(steps)) >= 5
    assert lost_on(fresh(len(steps) - 1)) > 0


@cache
def shared() -> Toolkit:
    """Return the toolkit that all examples work with, so that what it keeps piles up."""
    return load_toolkit("ja", "standard")


DONE_BEFORE = st.lists(
    st.tuples(st.sampled_from(["page", "page_at", "trial_at"]), st.integers(0, 5), st.integers(0, 7)),
    max_size=8,
)


@given(DONE_BEFORE, st.integers(0, 5))
@settings(max_examples=8, deadline=None)
def test_a_page_knows_nothing_of_what_was_set_before(done: list[tuple[str, int, int]], last: int) -> None:
    by = LayoutEngine(PATTERNS, shared())
    for call, variant, step in done:
        source = source_of(variants()[variant])
        slot = slot_of(source, "event", cases()["event-overview_long"].owner)
        if call == "page":
            by.page(slot, source)
        else:
            getattr(by, call)(slot, source, step)
    assert page_by(by, last) == fresh(last)
