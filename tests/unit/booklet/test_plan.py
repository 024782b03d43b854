from __future__ import annotations

import dataclasses
import itertools
import time

import pytest
from tests.unit.booklet.catalogues import SETTINGS, crowd, event, factory, small
from tests.unit.booklet.pages import patterns_of

from ofdesk.base.japan import REGIONS
from ofdesk.booklet.plan import (
    CONTENTS_ROWS_PER_PAGE,
    EVENTS_PER_GRID,
    FACTORIES_PER_PAGE,
    default_sections,
    paginate,
)
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.settings import PATTERNS_ON_REQUEST, SECTION_PATTERNS, BookletSettings, Section


def sections(*patterns: str) -> tuple[Section, ...]:
    return tuple(Section(pattern=pattern, included=True) for pattern in patterns)


def with_sections(catalogue: Catalogue, *patterns: str) -> Catalogue:
    booklet = dataclasses.replace(catalogue.booklet, sections=sections(*patterns))
    return dataclasses.replace(catalogue, booklet=booklet)


def test_pages_are_numbered_without_gap_from_the_first() -> None:
    settings = dataclasses.replace(SETTINGS, first_page_number=5)
    plan = paginate(small(settings))
    assert [slot.number for slot in plan.slots] == list(range(5, 5 + len(plan.slots)))
    assert plan.slot(5).pattern == "cover"
    with pytest.raises(KeyError):
        plan.slot(4)


def test_every_section_is_on_its_place() -> None:
    plan = paginate(small())
    assert patterns_of(plan) == [
        "cover",
        "greeting",
        "contents",
        "how_to_read",
        "nation_map",
        "region_opener",
        "event",
        "event",
        "six_events",
        "factory_list",
        "statistics",
        "calendar",
        "forums",
        "links",
        "reports",
        "index",
        "colophon",
        "back_cover",
    ]


def test_an_empty_catalogue_has_the_pages_that_need_no_record() -> None:
    plan = paginate(Catalogue())
    assert patterns_of(plan) == ["cover", "contents", "how_to_read", "nation_map", "colophon", "back_cover"]
    assert plan.index == ()


def test_only_included_sections_are_planned_in_their_order() -> None:
    chosen = (
        Section(pattern="colophon", included=True),
        Section(pattern="index", included=False),
        Section(pattern="cover", included=True),
    )
    plan = paginate(small(dataclasses.replace(SETTINGS, sections=chosen)))
    assert patterns_of(plan) == ["colophon", "cover"]
    assert [slot.section for slot in plan.slots] == [0, 2]


def test_a_section_of_a_newer_version_is_passed_over() -> None:
    plan = paginate(with_sections(small(), "holograms", "cover"))
    assert patterns_of(plan) == ["cover"]


def test_the_usual_sections_are_all_but_those_one_asks_for() -> None:
    usual = [pattern for pattern in SECTION_PATTERNS if pattern not in PATTERNS_ON_REQUEST]
    assert [section.pattern for section in default_sections()] == usual


def test_regions_open_in_order_and_unknown_prefectures_come_last() -> None:
    events = [
        event(1, prefectures=("沖縄県",)),
        event(2, prefectures=("架空県",)),
        event(3, prefectures=("北海道",)),
        event(4, prefectures=()),
    ]
    plan = paginate(with_sections(Catalogue.of(events), "region_events"))
    openers = [slot.region for slot in plan.slots if slot.pattern == "region_opener"]
    assert openers == ["hokkaido", "okinawa", ""]
    assert all(region in (*REGIONS, "") for region in openers)
    assert next(slot.records for slot in plan.slots if slot.region == "") == (events[1].id, events[3].id)


def test_each_event_has_a_page_and_a_line_of_the_contents() -> None:
    plan = paginate(small())
    told = {slot.records[0]: slot.number for slot in plan.slots if slot.pattern == "event"}
    listed = {entry.record: entry.number for entry in plan.entries if entry.record}
    assert told == listed == dict(plan.event_page)


def test_the_page_in_full_is_named_even_where_the_grid_comes_first() -> None:
    plan = paginate(with_sections(small(), "events_six", "region_events"))
    assert {plan.slot(number).pattern for number in plan.event_page.values()} == {"event"}


def test_without_pages_of_their_own_events_are_told_in_the_grid() -> None:
    plan = paginate(with_sections(small(), "events_six"))
    assert set(plan.event_page.values()) == {plan.slots[0].number}


def test_grids_and_lists_are_cut_into_full_pages() -> None:
    plan = paginate(with_sections(crowd(13, 17), "events_six", "factory_list"))
    grids = [slot for slot in plan.slots if slot.pattern == "six_events"]
    assert [len(slot.records) for slot in grids] == [EVENTS_PER_GRID, EVENTS_PER_GRID, 1]
    assert [slot.part for slot in grids] == [0, 1, 2]
    lists = [slot for slot in plan.slots if slot.pattern == "factory_list"]
    assert all(len(slot.records) <= FACTORIES_PER_PAGE for slot in lists)
    assert sum(len(slot.records) for slot in lists) == 17
    assert len({slot.region for slot in lists}) > 1


def test_contents_of_several_pages_still_lead_to_the_right_ones() -> None:
    plan = paginate(crowd(2 * CONTENTS_ROWS_PER_PAGE, 3))
    contents = [slot for slot in plan.slots if slot.pattern == "contents"]
    assert len(contents) == -(-len(plan.entries) // CONTENTS_ROWS_PER_PAGE) >= 3
    assert [slot.part for slot in contents] == list(range(len(contents)))
    for entry in plan.entries:
        slot = plan.slot(entry.number)
        assert slot.records == (entry.record,) if entry.record else slot.part == 0


def test_the_entries_of_the_contents_rise() -> None:
    numbers = [entry.number for entry in paginate(crowd(50, 50)).entries]
    assert all(a <= b for a, b in itertools.pairwise(numbers))


def test_records_know_all_their_pages() -> None:
    catalogue = small()
    plan = paginate(catalogue)
    for record_id, numbers in plan.pages_of.items():
        assert [plan.slot(n).number for n in numbers if record_id in plan.slot(n).records] == list(numbers)
    first = next(e for e in plan.order.events if e.name == "見本の工場めぐり")
    assert {plan.slot(n).pattern for n in plan.pages_of[first.id]} == {"region_opener", "event", "six_events"}


def test_a_greeting_without_text_takes_no_page() -> None:
    plan = paginate(small(BookletSettings(title="見本")))
    assert "greeting" not in patterns_of(plan)


def test_planning_the_largest_booklet_takes_no_time_to_speak_of() -> None:
    # Measured 0.05 s; the bound is far off, since this machine may be busy, yet would catch a square.
    catalogue = crowd(100, 10_000)
    paginate(catalogue)
    start = time.process_time()
    plan = paginate(catalogue.with_record(factory(5)))
    assert time.process_time() - start < 0.6
    assert len(plan.slots) > 1400
