from __future__ import annotations

import dataclasses

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, factory, small
from tests.unit.booklet.pages import patterns_of

from ofdesk.booklet.flow import filling_place, missing_to_sheets
from ofdesk.booklet.plan import Plan, paginate
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import PageLayout
from ofdesk.model.records import Record
from ofdesk.model.settings import Section


def planned(records: list[Record], *sections: Section, fours: bool = False) -> Plan:
    settings = dataclasses.replace(SETTINGS, sections=sections, pages_in_fours=fours)
    return paginate(Catalogue.of(records, None, settings))


def section(pattern: str, starts: str = "") -> Section:
    return Section(pattern=pattern, included=True, starts=starts)


def test_a_blank_page_before_a_right_hand_start_belongs_to_what_follows() -> None:
    plan = planned([], section("cover"), section("nation_map", "right_hand"))
    assert patterns_of(plan) == ["cover", "blank", "nation_map"]
    assert [slot.section for slot in plan.slots] == [0, 1, 1]
    (entry,) = plan.entries
    assert entry.number == 3


def test_a_section_that_shows_nothing_leaves_no_blank_page() -> None:
    plan = planned([], section("cover"), section("reports", "right_hand"), section("colophon"))
    assert patterns_of(plan) == ["cover", "colophon"]


def test_an_event_begins_on_the_side_it_asks_for_and_a_spread_on_facing_pages() -> None:
    right = event(1, reading="あ", layout=PageLayout(starts="right_hand"))
    spread = event(2, reading="い", layout=PageLayout(pages="spread"))
    plan = planned([right, spread], section("region_events"))
    numbers = plan.event_page
    assert numbers[right.id] == 3
    assert numbers[spread.id] == 4


def test_a_list_breaks_where_a_factory_asks_for_a_page() -> None:
    factories: list[Record] = [factory(number, reading=f"{number:03d}") for number in range(1, 13)]
    factories[2] = dataclasses.replace(factories[2], layout=PageLayout(starts="page"))  # type: ignore[call-arg]
    plan = planned(factories, section("factory_list"))
    assert [len(slot.records) for slot in plan.slots] == [2, 8, 2]
    assert [slot.part for slot in plan.slots] == [0, 1, 2]


def test_sheets_are_filled_before_the_colophon() -> None:
    patterns = ("cover", "nation_map", "contents", "colophon", "back_cover")
    plan = planned([], *map(section, patterns), fours=True)
    assert patterns_of(plan) == ["cover", "nation_map", "contents", *3 * ["blank"], "colophon", "back_cover"]
    assert {entry.key: entry.number for entry in plan.entries} == {"nation_map": 2, "colophon": 7}


@pytest.mark.parametrize(
    ("sides", "missing", "place"),
    [
        (["", "", ""], 1, 1),
        (["", "right_hand", ""], 2, 1),
        (["", "right_hand", ""], 1, 2),
        (["", "", "left_hand"], 3, 2),
    ],
)
def test_blank_pages_push_no_closing_page_to_the_wrong_side(
    sides: list[str], missing: int, place: int
) -> None:
    assert filling_place(["cover", "colophon", "back_cover"], sides, missing) == place


def test_without_closing_pages_the_blank_ones_come_last() -> None:
    assert filling_place(["cover", "event"], ["", ""], 2) == 2
    assert [missing_to_sheets(count) for count in (0, 1, 2, 3, 4, 53)] == [0, 3, 2, 1, 0, 3]


def test_the_whole_sample_fills_its_sheets_and_keeps_its_back_cover_last() -> None:
    plain = paginate(small())
    plan = paginate(small(dataclasses.replace(SETTINGS, pages_in_fours=True)))
    assert len(plan.slots) == len(plain.slots) + missing_to_sheets(len(plain.slots))
    assert plan.slots[-1].pattern == "back_cover"
