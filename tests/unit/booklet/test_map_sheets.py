"""Sheets of the MAP: their sizes, what stays clear, and the list on the back of the folded one."""

from __future__ import annotations

import pytest
from tests.unit.booklet.catalogues import event, factory, place, record_id, taking_part
from tests.unit.booklet.pages import runs, source_of, text_of

from ofdesk.base.geometry import Size
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_content import MapArea
from ofdesk.booklet.map_sheets import SHEET_SIZES, map_pages_of
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.model.catalogue import Catalogue
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
