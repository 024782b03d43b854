"""Sheets of the MAP: their sizes, what stays clear, and the list on the back of the folded one."""

from __future__ import annotations

import pytest
from tests.unit.booklet.catalogues import event, factory, place, record_id, taking_part
from tests.unit.booklet.pages import runs, source_of, text_of

from ofdesk.base.geometry import Point, Size
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_content import MapArea
from ofdesk.booklet.map_sheets import SHEET_SIZES, map_pages_of
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import CalloutPlace
from ofdesk.model.records import Edition

KINKI = MapArea("region", "kinki")
MIDDLE_MM, GUTTER_MM = 210.0, 8.0


@pytest.fixture(scope="module")
def walk() -> Source:
    """Return an event with 60 factories around 八尾."""
    own = event(1)
    edition = Edition(id=record_id(2), event=own.id, label="1")
    factories = [
        factory(100 + n, name=f"見本{n:02d}号", location=place(34.5 + n % 8 * 0.04, 135.4 + n // 8 * 0.05))
        for n in range(60)
    ]
    parts = [taking_part(300 + n, one, edition) for n, one in enumerate(factories)]
    return source_of(Catalogue.of([own, edition, *factories, *parts]))


@pytest.mark.parametrize(
    ("size", "sheet", "pages"),
    [
        ("a4", Size(210.0, 297.0), 1),
        ("spread", Size(420.0, 297.0), 1),
        ("a3", Size(297.0, 420.0), 1),
        ("a3-folded", Size(420.0, 297.0), 2),
        ("a2", Size(420.0, 594.0), 1),
    ],
)
def test_each_sheet_has_its_size_and_pages(
    walk: Source, toolkit: Toolkit, size: str, sheet: Size, pages: int
) -> None:
    assert size in SHEET_SIZES
    made = map_pages_of(KINKI, walk, toolkit, size)
    assert [page.size for page in made] == [sheet] * pages
    assert all(page.bleed_mm == 3.0 for page in made)


def test_no_letter_stands_in_the_gutter_of_a_spread(walk: Source, toolkit: Toolkit) -> None:
    (page,) = map_pages_of(KINKI, walk, toolkit, "spread")
    for run in runs(page):
        right = run.x_mm + (run.offsets_mm[-1] if run.offsets_mm else 0.0)
        assert right < MIDDLE_MM - GUTTER_MM + 2.5 or run.x_mm > MIDDLE_MM + GUTTER_MM - 0.1, run.text


def test_the_folded_sheet_lists_every_factory_with_the_number_of_the_map(
    walk: Source, toolkit: Toolkit
) -> None:
    map_side, list_side = map_pages_of(KINKI, walk, toolkit, "a3-folded")
    on_map = {run.text for run in runs(map_side)}
    listed = text_of(list_side)
    for record, number in walk.plan.order.factory_numbers.items():
        assert str(number) in on_map
        found = next(one for one in walk.plan.order.factories if one.id == record)
        assert f"\n{number}\n{found.name}\n" in listed
    assert not any(box.left_out_chars for page in (map_side, list_side) for box in page.fields)


def test_nothing_is_printed_over_a_fold_of_the_list_side(walk: Source, toolkit: Toolkit) -> None:
    _, page = map_pages_of(KINKI, walk, toolkit, "a3-folded")
    for run in runs(page):
        left, right = run.x_mm, run.x_mm + (run.offsets_mm[-1] if run.offsets_mm else 0.0)
        assert not any(left < fold < right for fold in (105.0, 210.0, 315.0)), run.text


@pytest.mark.parametrize(("size", "magnified"), [("a4", 1.0), ("spread", 1.0), ("a3", 1.15), ("a2", 1.45)])
def test_everything_on_a_poster_is_larger_by_one_factor(
    walk: Source, toolkit: Toolkit, size: str, magnified: float
) -> None:
    (page,) = map_pages_of(KINKI, walk, toolkit, size)
    smallest = min(run.size_pt for run in runs(page))
    assert smallest == pytest.approx(6.0 * magnified)
    credit = next(run for run in runs(page) if "GSHHG" in run.text)
    assert credit.size_pt == pytest.approx(6.0 * magnified)
    for run in runs(page):  # nothing was magnified off the sheet
        assert 0.0 < run.x_mm < page.size.width_mm
        assert 0.0 < run.y_mm < page.size.height_mm


@pytest.mark.parametrize("size", ["a4", "a3", "a2"])
def test_a_callout_put_by_hand_stays_where_it_was_put_on_any_sheet(toolkit: Toolkit, size: str) -> None:
    at = Point(150.0, 200.0)
    by_hand = CalloutPlace(sheet=KINKI.sheet(size), x_mm=at.x_mm, y_mm=at.y_mm)
    own = event(1, location=place(34.6, 135.6), callouts=(by_hand,))
    (page,) = map_pages_of(KINKI, source_of(Catalogue.of([own])), toolkit, size)
    (box,) = [box for box in page.fields if box.record == own.id and box.movable]
    centre = box.rect.centre
    assert [centre.x_mm, centre.y_mm] == pytest.approx([at.x_mm, at.y_mm])


def test_both_sides_of_a_folded_sheet_have_the_legend(walk: Source, toolkit: Toolkit) -> None:
    wanted = {"凡例", "参加企業（番号は参加企業一覧の番号）", "市区町村の境"}
    for page in map_pages_of(KINKI, walk, toolkit, "a3-folded"):
        assert wanted <= set(text_of(page).split("\n"))
