"""History charts: which editions stand in them, and how their figures are told."""

from __future__ import annotations

import pytest
from tests.unit.booklet.catalogues import event, record_id
from tests.unit.booklet.pages import page_of, runs

from ofdesk.booklet.history import history_of
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.parts import Figure
from ofdesk.model.records import Edition


def edition(
    number: int, year: int, visitors: int | None, unit: str = "people", month: int | None = 10
) -> Edition:
    figure = None if visitors is None else Figure(value=visitors, unit=unit, source=f"資料{year}")
    begins = PartialDate(year, month)
    return Edition(
        id=record_id(number), event=record_id(1), label=str(year), begins=begins, visitors=figure
    )


def test_editions_stand_in_order_of_time_with_their_sources() -> None:
    (series,) = history_of([edition(12, 2024, 300), edition(11, 2022, 100), edition(13, 2023, None)])
    assert [(figure.when, figure.value) for figure in series.figures] == [("2022", 100), ("2024", 300)]
    assert series.sources == ("資料2022", "資料2024")


def test_one_edition_is_no_history() -> None:
    assert history_of([edition(11, 2022, 100), edition(12, 2023, None)]) == ()
    undated = Edition(id=record_id(13), event=record_id(1), visitors=Figure(value=5, unit="people"))
    assert history_of([edition(11, 2022, 100), undated]) == ()


def test_figures_of_another_unit_than_the_latest_are_left_out() -> None:
    told = [edition(11, 2021, 9000, "total_people"), edition(12, 2022, 100), edition(13, 2023, 120)]
    (series,) = history_of(told)
    assert [figure.value for figure in series.figures] == [100, 120]


def test_several_editions_of_a_year_are_told_apart_by_month() -> None:
    (series,) = history_of([edition(11, 2022, 1, month=3), edition(12, 2022, 2, month=11)])
    assert [figure.when for figure in series.figures] == ["2022.3", "2022.11"]


@pytest.mark.parametrize(("count", "shown"), [(2, 2), (5, 5), (12, 8)])
def test_the_latest_editions_stand_on_the_page_with_their_numbers(
    count: int, shown: int, toolkit: Toolkit
) -> None:
    editions = [edition(100 + n, 2010 + n, 1001 + n) for n in range(count)]
    page = page_of("event", Catalogue.of([event(1), *editions]), toolkit)
    told = {run.text for run in runs(page)}
    assert [n for n in range(count) if f"{1001 + n:,}" in told] == list(range(count - shown, count))


def test_figures_of_the_largest_kind_keep_all_their_digits(toolkit: Toolkit) -> None:
    editions = [edition(100 + n, 2010 + n, 1_000_000_000 - n) for n in range(8)]
    page = page_of("event", Catalogue.of([event(1), *editions]), toolkit)
    assert "999,999,993" in {run.text for run in runs(page)}
    assert [box for box in page.fields if box.left_out_chars] == []


def test_no_visitors_at_all_are_told_without_a_column(toolkit: Toolkit) -> None:
    page = page_of("event", Catalogue.of([event(1), edition(11, 2021, 0), edition(12, 2022, 0)]), toolkit)
    assert [run.text for run in runs(page)].count("0") == 2
