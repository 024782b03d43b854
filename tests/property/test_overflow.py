"""The law of lost characters: those missing from a page are told, by field and number, and no others."""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.fit_cases import RARE, engine, rare_on, told_lost, with_text
from tests.unit.booklet.catalogues import much, photo, record_id, small
from tests.unit.booklet.pages import source_of, text_of

from ofdesk.booklet.fit_steps import MAP_PATTERNS
from ofdesk.booklet.fit_text import FULL_WIDTH, text_fields
from ofdesk.drawing.display_list import Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import PageLayout, Person
from ofdesk.model.records import Edition, Event, Factory, Forum, Link, Report

ALONE = (
    (Event, "overview_long", "event"),
    (Event, "overview_short", "six_events"),
    (Event, "catchphrase", "event"),
    (Event, "features", "event"),
    (Event, "name", "event"),
    (Edition, "label", "event"),
    (Factory, "summary", "factory_list"),
    (Factory, "can_see", "factory_list"),
    (Factory, "notes", "factory_list"),
    (Factory, "name", "event"),
    (Forum, "summary", "forums"),
    (Forum, "programme", "forums"),
    (Link, "sentence", "links"),
    (Report, "name", "reports"),
    (Report, "summary", "reports"),
)
"""Fields that share their frame with no other text, and a page that shows them."""
KINDS = (Event, Factory, Link)
LONG = 400
LENGTHS = (60, 4000)


def pages_of(catalogue: Catalogue, pattern: str = "") -> dict[tuple[str, int], Page]:
    """Return the pages of a pattern, or of all but maps, by pattern and number."""
    source = source_of(catalogue)
    return {
        (slot.pattern, slot.number): engine("standard").page(slot, source)
        for slot in source.plan.slots
        if (slot.pattern == pattern if pattern else slot.pattern not in MAP_PATTERNS)
    }


@cache
def times_shown(kind: type, field: str, pattern: str) -> dict[tuple[str, int], int]:
    """Return how many times each page of a pattern shows a field."""
    pages = pages_of(with_rare(kind, field, RARE), pattern)
    return {key: count for key, page in pages.items() if (count := rare_on(page))}


def with_rare(kind: type, field: str, text: str) -> Catalogue:
    return with_text(small(), first_of(kind), field, text)


def first_of(kind: type) -> str:
    return small().all_of(kind)[0].id


BETWEEN = st.sampled_from(["", "", "", "、", "。", "「", "」", "12", "a b", " ", "\n", "\n\n"])
TEXTS = st.builds(
    lambda parts, times: "".join(RARE + part for part in parts) * times,
    st.lists(BETWEEN, min_size=1, max_size=12),
    st.sampled_from([1, 3, 10, 30, 100, 300]),
)


@pytest.mark.parametrize(("kind", "field", "pattern"), ALONE)
def test_what_is_missing_is_told_to_the_character(kind: type, field: str, pattern: str) -> None:
    shown_once = times_shown(kind, field, pattern)
    assert shown_once
    owner = first_of(kind)
    for length in LENGTHS:
        for key, page in pages_of(with_rare(kind, field, RARE * length), pattern).items():
            if key in shown_once:
                lost = told_lost(page).get((owner, field), 0)
                assert rare_on(page) + lost == shown_once[key] * length, (key, length)


@given(st.sampled_from(ALONE), TEXTS)
@settings(max_examples=30, deadline=None)
def test_a_text_of_many_kinds_is_told_as_lost_where_it_is_and_only_there(
    shown: tuple[type, str, str], text: str
) -> None:
    kind, field, pattern = shown
    once, owner = times_shown(kind, field, pattern), first_of(kind)
    for key, page in pages_of(with_rare(kind, field, text), pattern).items():
        if key in once:
            missing = text.count(RARE) * once[key] - rare_on(page)
            lost = told_lost(page).get((owner, field), 0)
            assert missing <= lost
            assert missing or not lost or not text.endswith(RARE)


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_of_a_record_is_cut_silently_on_any_page(kind: type) -> None:
    asked = 0
    for field in text_fields(kind):
        once = times_shown(kind, field, "")
        if once:
            pages = pages_of(with_rare(kind, field, RARE * LONG))
            moved = pages.keys() != pages_of(small()).keys()  # to a second page, then all are told together
            shown = [pages.values()] if moved else [[pages[key]] for key in once]
            most = [sum(once.values())] if moved else once.values()
            for those, times in zip(shown, most, strict=True):
                missing = times * LONG - sum(map(rare_on, those))
                told = sum(sum(told_lost(page).values()) for page in those)
                assert missing <= told, field
                asked += 1
    assert asked >= 1


@pytest.mark.parametrize("photos", [0, 6, 14])
def test_the_name_on_the_second_page_of_an_event_is_told_where_it_is_cut(photos: int) -> None:
    catalogue = much()
    shown = [photo(910 + number) for number in range(photos)]
    for picture in shown:
        catalogue = catalogue.with_record(picture)
    event = dataclasses.replace(
        catalogue.all_of(Event)[0],
        photos=tuple(picture.id for picture in shown),
        layout=PageLayout(pages="spread"),
    )
    cut = 0
    for length in (30, 60, 90, 300):
        named = dataclasses.replace(event, name=RARE * length)
        (page,) = pages_of(catalogue.with_record(named), "event_more").values()
        missing = length - rare_on(page)
        cut += missing > 0
        assert missing <= told_lost(page).get((event.id, "name"), 0)
    assert cut


@pytest.mark.parametrize(
    ("kind", "pushing", "pattern"),
    [(Factory, "summary", "factory_list"), (Event, "overview_long", "event")],
)
def test_what_a_long_text_pushes_out_is_told(kind: type, pushing: str, pattern: str) -> None:
    owner, pushed = first_of(kind), 0
    for field in set(text_fields(kind)) - {pushing}:
        for key, times in times_shown(kind, field, pattern).items():
            catalogue = with_text(with_rare(kind, field, RARE * 4), owner, pushing, FULL_WIDTH * 5000)
            page = pages_of(catalogue, pattern)[key]
            missing = 4 * times - rare_on(page)
            others = {name: lost for name, lost in told_lost(page).items() if name != (owner, pushing)}
            assert missing <= sum(others.values()), field
            pushed += missing > 0
    assert pushed


@pytest.mark.parametrize("name", [1, 8, 12, 13, 16, 40])
@pytest.mark.parametrize("comment", ["", "人が変わる。"])
def test_a_person_whose_name_leaves_no_room_for_the_reading_loses_it_aloud(name: int, comment: str) -> None:
    catalogue = much()
    event = catalogue.all_of(Event)[0]
    person = Person(name="鶯" * name, reading=RARE * 9, role="代表", comment=comment)
    told = catalogue.with_record(dataclasses.replace(event, key_persons=(person,)))
    (page,) = (page for page in pages_of(told, "event_more").values())
    shown = rare_on(page) + text_of(page).count("鶯")
    assert shown + told_lost(page).get((event.id, "key_persons"), 0) == name + 9


def test_persons_without_room_are_told_with_all_that_is_theirs() -> None:
    catalogue = much()
    event = catalogue.all_of(Event)[0]
    person = Person(name=RARE * 5, reading=RARE * 7, role=RARE * 3, comment=RARE * 200)
    told = catalogue.with_record(dataclasses.replace(event, key_persons=(person,) * 20))
    (page,) = (page for page in pages_of(told, "event_more").values())
    lost = told_lost(page)[event.id, "key_persons"]
    assert lost >= 215
    assert rare_on(page) + lost == 20 * 215


@pytest.mark.parametrize("blanks", ["\n ", " \n \n\u3000\n"])
@pytest.mark.parametrize(("kind", "field", "pattern"), [ALONE[0], ALONE[12]])
def test_blanks_behind_a_text_are_never_missed(kind: type, field: str, pattern: str, blanks: str) -> None:
    owner = first_of(kind)
    (key,) = times_shown(kind, field, pattern)

    def lost(text: str) -> int:
        page = pages_of(with_rare(kind, field, text), pattern)[key]
        return told_lost(page).get((owner, field), 0)

    room = full(kind, field, pattern)
    assert lost(RARE * (room + 1)) > 0
    assert lost(RARE * room + blanks) == 0


@cache
def full(kind: type, field: str, pattern: str) -> int:
    """Return how many characters a field holds before it loses one itself, found by halves."""
    (key,) = times_shown(kind, field, pattern)
    low, high = 0, 4000
    while high - low > 1:
        middle = (low + high) // 2
        page = pages_of(with_rare(kind, field, RARE * middle), pattern)[key]
        low, high = (low, middle) if (first_of(kind), field) in told_lost(page) else (middle, high)
    return low


def test_the_rare_character_stands_for_itself_alone() -> None:
    assert not any(map(rare_on, pages_of(small()).values()))
    assert record_id(1) == first_of(Event)
