"""The calendar: which year, which editions, in which order, and how it is printed."""

from __future__ import annotations

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, record_id
from tests.unit.booklet.pages import operations, page_of, patterns_of, runs, source_of, text_of
from tests.unit.booklet.test_all_pages import check_page

from ofdesk.booklet.calendar import Calendar, calendar_of, days_of, fiscal_year
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page, Path
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.records import Edition, Event, Record


def date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def held(number: int, of_event: int, begins: str, ends: str = "") -> Edition:
    own, whose = record_id(100 + number), record_id(of_event)
    return Edition(id=own, event=whose, label="回", begins=date(begins), ends=date(ends))


def calendar(*records: Record) -> Calendar | None:
    catalogue = Catalogue.of(records)
    return calendar_of(catalogue, catalogue.all_of(Event))


@pytest.mark.parametrize(
    ("text", "year"), [("2026-04-01", 2026), ("2026-03-31", 2025), ("2026-12", 2026), ("2026", None)]
)
def test_a_year_runs_from_april_to_march(text: str, year: int | None) -> None:
    assert fiscal_year(PartialDate.parse(text)) == year


@pytest.mark.parametrize(
    ("begins", "ends", "days"),
    [
        ("2026-10-02", "2026-10-05", "2026-10-02 2026-10-05"),
        ("2026-10-02", "", "2026-10-02 2026-10-02"),
        ("", "2026-10-05", "2026-10-05 2026-10-05"),
        ("2026-10", "", "2026-10-01 2026-10-31"),
        ("2024-02", "2024-02", "2024-02-01 2024-02-29"),
        ("2026-10-05", "2026-10-02", "2026-10-05 2026-10-05"),
        ("2026-10-05", "2026", "2026-10-05 2026-10-05"),
        ("2026", "2026", None),
        ("", "", None),
    ],
)
def test_days_are_as_exact_as_they_are_known(begins: str, ends: str, days: str | None) -> None:
    found = days_of(held(1, 1, begins, ends))
    assert (f"{found[0]} {found[1]}" if found else None) == days


def test_the_year_is_the_one_in_which_most_events_are_held_last() -> None:
    found = calendar(
        *(event(n) for n in (1, 2, 3)),
        held(1, 1, "2025-10"),
        held(2, 1, "2024-10"),
        held(3, 2, "2026-02-01"),
        held(4, 3, "2026-10"),
    )
    assert found
    assert found.year == 2025
    assert [(row.event, len(row.editions)) for row in found.rows] == [
        (record_id(1), 1),
        (record_id(2), 1),
        (record_id(3), 0),
    ]
    assert found.rows[2].other == held(4, 3, "2026-10")


def test_rows_stand_by_their_first_day_and_permanent_events_follow() -> None:
    found = calendar(
        event(1, frequency="permanent"),
        event(2),
        event(3),
        event(4),
        held(1, 2, "2026-11-01"),
        held(2, 3, "2026-12-01"),
        held(3, 3, "2026-05-01"),
        held(4, 3, "2020-05-01"),
    )
    assert found
    assert [row.event for row in found.rows] == [record_id(3), record_id(2), record_id(1)]
    assert [edition.id for edition in found.rows[0].editions] == [record_id(103), record_id(102)]


def test_without_a_date_there_is_no_calendar_and_no_page() -> None:
    assert calendar(event(1), held(1, 1, ""), held(2, 1, "2026")) is None
    assert "calendar" not in patterns_of(source_of(Catalogue.of([event(1)])).plan)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "0001-04", "9998-05"])
def test_years_at_the_ends_of_time_do_no_harm(text: str, toolkit: Toolkit) -> None:
    records = (event(1), held(1, 1, text, text), event(2), held(2, 2, "2026-10-01", "9999-12-31"))
    found = calendar(*records)
    assert found
    assert found.year <= 2026
    check_page(page_of("calendar", Catalogue.of(records, None, SETTINGS), toolkit))


def words(*records: Record, toolkit: Toolkit) -> tuple[Page, str]:
    page = page_of("calendar", Catalogue.of(records, None, SETTINGS), toolkit)
    check_page(page)
    return page, text_of(page).replace(" ", "")


def test_every_edition_says_its_days(toolkit: Toolkit) -> None:
    _, text = words(
        *(event(n) for n in range(1, 6)),
        held(1, 1, "2026-10-02", "2026-10-05"),
        held(2, 2, "2026-10-30", "2026-11-03"),
        held(3, 3, "2027-03-31"),
        held(4, 4, "2026-11"),
        held(5, 5, "2020-05-01"),
        toolkit=toolkit,
    )
    latest = "直近の開催は2020年5月1日"
    year = "2026年度（2026年4月～2027年3月）"
    for expected in (year, "10/2～5", "10/30～11/3", "3/31", "11月", latest):
        assert expected in text.split("\n"), expected


def test_bars_lie_within_the_year_in_order_of_time(toolkit: Toolkit) -> None:
    held_twice = (held(1, 1, "2026-04-01", "2026-04-02"), held(2, 1, "2027-03-30", "2027-04-20"))
    page, _ = words(event(1), *held_twice, toolkit=toolkit)
    paths = [op for op in operations(page.ops) if isinstance(op, Path)]
    bars = [path for path in paths if path.fill and path.fill.role == "region.kinki"]
    (first, last) = [(path.segments[0][1], path.segments[1][1]) for path in bars]  # type: ignore[misc]
    assert first[0] < first[1] < last[0] < last[1]
    assert last[1] <= toolkit.theme.type_area(1).right_mm + 0.01


def test_many_events_take_several_pages(toolkit: Toolkit) -> None:
    records: list[Record] = []
    for number in range(1, 71):
        records += [event(number), held(number, number, "2026-10-01")]
    catalogue = Catalogue.of(records, None, SETTINGS)
    slots = [slot for slot in source_of(catalogue).plan.slots if slot.pattern == "calendar"]
    assert [slot.part for slot in slots] == [0, 1, 2]
    shown = [run.text for part in range(3) for run in runs(page_of("calendar", catalogue, toolkit, part))]
    assert sum("オープンファクトリー" in text and text != SETTINGS.title for text in shown) == 70
