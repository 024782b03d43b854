"""Statistics: a ring for a whole, bars for several answers, and what is said of sums."""

from __future__ import annotations

import pytest
from tests.unit.booklet.catalogues import record_id
from tests.unit.booklet.pages import operations, page_of, text_of, words_of
from tests.unit.booklet.test_all_pages import check_page

from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page, Path
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import SurveyRow
from ofdesk.model.records import Survey

ROUNDED = "四捨五入のため、合計は100%になりません。"


def survey_page(toolkit: Toolkit, shares: tuple[float, ...], answers: str = "single") -> Page:
    rows = tuple(SurveyRow(label=f"答え{n}", share_percent=share) for n, share in enumerate(shares))
    survey = Survey(
        id=record_id(1),
        question="見本の問い",
        respondents=25,
        answers=answers,
        source="見本の統計",
        rows=rows,
    )
    page = page_of("statistics", Catalogue.of([survey]), toolkit)
    check_page(page)
    return page


def is_ring(page: Page) -> bool:
    """Tell whether there is a round hole of paper."""
    paths = [op for op in operations(page.ops) if isinstance(op, Path)]
    return any(path.fill == Ink("paper") and len(path.segments) == 6 for path in paths)


@pytest.mark.parametrize(
    ("shares", "answers", "ring", "remark"),
    [
        ((84.0, 8.0, 8.0), "single", True, False),
        ((33.3, 33.3, 33.3), "single", True, True),
        ((50.0, 30.0), "single", False, False),
        ((60.0, 40.0), "multiple", False, False),
        ((90.0, 70.0, 55.5), "multiple", False, False),
        ((20.0,) * 5 + (0.0,) * 2, "single", False, False),
    ],
)
def test_only_a_whole_is_drawn_as_a_ring(
    shares: tuple[float, ...], answers: str, ring: bool, remark: bool, toolkit: Toolkit
) -> None:
    page = survey_page(toolkit, shares, answers)
    assert is_ring(page) is ring
    assert (ROUNDED in words_of(page)) is remark


def test_the_page_says_how_many_answered_in_which_way_and_the_source(toolkit: Toolkit) -> None:
    words = words_of(survey_page(toolkit, (90.0, 70.0), "multiple"))
    for expected in ("N=25", "複数回答", "出典：見本の統計"):
        assert expected in words


def test_every_share_stands_in_figures_beside_its_mark_so_that_grey_is_enough(toolkit: Toolkit) -> None:
    for shares, answers in (((84.0, 12.5, 3.5), "single"), ((90.0, 70.0, 55.5), "multiple")):
        text = text_of(survey_page(toolkit, shares, answers)).replace(" ", "")
        for share in shares:
            assert f"{share:g}%" in text
        for mark in "①②③":
            assert text.count(mark) >= 2
