from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.booklet.catalogues import crowd, event, factory

from ofdesk.booklet.index import (
    INDEX_COLUMNS,
    INDEX_LINES_PER_COLUMN,
    IndexPage,
    IndexRow,
    index_pages,
    index_rows,
)
from ofdesk.booklet.order import booklet_order
from ofdesk.model.catalogue import Catalogue


def rows_of(catalogue: Catalogue, *, english: bool = False) -> tuple[IndexRow, ...]:
    return index_rows(booklet_order(catalogue), english=english)


def lines_in(column: tuple[IndexRow, ...]) -> int:
    first_heading = 1 if column[0].kind == "prefecture" else 0
    return sum(row.lines for row in column) - first_heading


def test_prefectures_stand_in_the_order_of_the_booklet_with_events_before_factories() -> None:
    catalogue = Catalogue.of(
        [event(1, prefectures=("大阪府",)), factory(2, address="大阪府"), factory(3, address="青森県青森市")]
    )
    assert [(row.kind, row.text) for row in rows_of(catalogue)] == [
        ("prefecture", "青森県"),
        ("factory", "見本製作所3"),
        ("prefecture", "大阪府"),
        ("event", "見本オープンファクトリー1"),
        ("factory", "見本製作所2"),
    ]


def test_records_of_unknown_prefectures_stand_last_under_a_heading_of_their_own() -> None:
    found = rows_of(Catalogue.of([event(1, prefectures=()), factory(2, address="沖縄県那覇市")]))
    assert [row.text for row in found if row.kind == "prefecture"] == ["沖縄県", ""]


def test_an_english_index_names_records_in_english_where_it_can() -> None:
    catalogue = Catalogue.of([event(1, name_en="Walk"), event(2)])
    names = {row.text for row in rows_of(catalogue, english=True) if row.kind == "event"}
    assert names == {"Walk", "見本オープンファクトリー2"}


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("見本製作所", 1),
        ("あ" * 12, 1),
        ("あ" * 13, 2),
        ("あ" * 22, 2),
        ("あ" * 60, 4),
        ("i" * 40, 1),
        ("W" * 40, 3),
    ],
)
def test_long_names_take_more_lines(name: str, lines: int) -> None:
    found = [row for row in rows_of(Catalogue.of([factory(1, name=name)])) if row.kind == "factory"]
    assert found[0].lines == lines


def test_nothing_gives_no_pages() -> None:
    assert index_pages(()) == ()


def check(rows: tuple[IndexRow, ...], pages: tuple[IndexPage, ...]) -> None:
    for page in pages:
        assert 1 <= len(page) <= INDEX_COLUMNS
        for column in page:
            assert lines_in(column) <= INDEX_LINES_PER_COLUMN
        # No heading is last in a column, save a heading that nothing follows at all.
        last_rows = [column[-1] for column in page if column is not pages[-1][-1]]
        assert all(row.kind != "prefecture" for row in last_rows)
    flat = [row for page in pages for column in page for row in column]
    assert tuple(row for row in flat if not row.continued) == rows


def test_a_page_in_the_middle_of_a_prefecture_repeats_its_name() -> None:
    catalogue = Catalogue.of([factory(n, address="大阪府") for n in range(1, 400)])
    pages = index_pages(rows_of(catalogue))
    assert len(pages) == 2
    first = pages[1][0][0]
    assert (first.kind, first.text, first.continued) == ("prefecture", "大阪府", True)


def test_the_columns_of_the_last_page_are_of_one_length() -> None:
    catalogue = Catalogue.of([factory(n, address="大阪府") for n in range(1, 42)])
    (page,) = index_pages(rows_of(catalogue))
    assert len(page) == INDEX_COLUMNS
    lengths = [lines_in(column) for column in page]
    assert max(lengths) - min(lengths) <= 3


def test_the_largest_index_is_broken_cleanly() -> None:
    rows = rows_of(crowd(100, 4000))
    check(rows, index_pages(rows))


@given(
    st.lists(
        st.tuples(st.sampled_from(["prefecture", "factory"]), st.integers(1, 4)), min_size=1, max_size=700
    )
)
def test_any_rows_are_broken_without_loss(kinds: list[tuple[str, int]]) -> None:
    # A heading is always followed by a member, as index_rows gives them.
    rows: list[IndexRow] = [IndexRow("prefecture", "県", lines=2)]
    for number, (kind, lines) in enumerate(kinds):
        if kind == "prefecture" and rows[-1].kind != "prefecture":
            rows.append(IndexRow("prefecture", f"県{number}", lines=2))
        else:
            rows.append(IndexRow("factory", f"工場{number}", number=number + 1, lines=lines))
    if rows[-1].kind == "prefecture":
        rows.append(IndexRow("factory", "終", number=1))
    check(tuple(rows), index_pages(rows))


def test_numbers_rise_through_the_index() -> None:
    numbers = [row.number for row in rows_of(crowd(3, 500)) if row.number]
    assert all(a < b for a, b in itertools.pairwise(numbers))
