from __future__ import annotations

import dataclasses

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, record_id, small
from tests.unit.booklet.pages import lay_out, source_of

from ofdesk.base.errors import Cancelled
from ofdesk.base.geometry import Rect, Size
from ofdesk.base.progress import CancelToken
from ofdesk.booklet.engine import LayoutEngine
from ofdesk.booklet.overflow import OVERFLOW, find_overflow, overflow_on
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import FieldBox, Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem, Severity
from ofdesk.services.words import load_words

RECT = Rect(0, 0, 10, 10)


def page(*boxes: FieldBox, label: str = "7") -> Page:
    return Page(Size(210, 297), (), label=label, fields=boxes)


def test_a_field_that_does_not_fit_is_told_with_what_it_loses_and_where() -> None:
    boxes = (FieldBox(record_id(1), "name", RECT, 5, 3), FieldBox(record_id(1), "reading", RECT, 5, 0))
    assert overflow_on([page(*boxes)]) == (
        Problem(OVERFLOW, Severity.ERROR, record_id(1), "name", (("chars", 3), ("page", "7"))),
    )


def test_frames_of_one_field_on_a_page_are_added_up_and_pages_told_apart() -> None:
    box = FieldBox(record_id(1), "rows", RECT, 5, 3)
    found = overflow_on([page(box, dataclasses.replace(box, left_out_chars=4)), page(box, label="9")])
    assert [dict(problem.details) for problem in found] == [
        {"chars": 7, "page": "7"},
        {"chars": 3, "page": "9"},
    ]


def test_the_settings_of_the_booklet_are_no_record() -> None:
    (found,) = overflow_on([page(FieldBox("booklet", "greeting", RECT, 5, 3))])
    assert found.record_id is None
    assert found.field == "greeting"


def test_pages_on_which_all_fits_have_no_problem(toolkit: Toolkit) -> None:
    assert overflow_on(lay_out(small(), toolkit)) == ()


def test_a_text_that_is_too_long_is_found_by_laying_out(toolkit: Toolkit) -> None:
    told = event(1, overview_short="短い概要。", overview_long="概" * 9000)
    settings = dataclasses.replace(SETTINGS, greeting="挨拶。" * 3000)
    source = source_of(Catalogue.of([told], None, settings))
    found = find_overflow(LayoutEngine(PATTERNS, toolkit), source)
    assert {(problem.record_id, problem.field) for problem in found} == {
        (told.id, "overview_long"),
        (None, "greeting"),
    }
    lost = {problem.field: dict(problem.details)["chars"] for problem in found}
    assert 7000 < int(lost["overview_long"]) < 9000


def test_looking_for_overflow_can_be_called_off(toolkit: Toolkit) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        find_overflow(LayoutEngine(PATTERNS, toolkit), source_of(small()), cancel=cancel)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_problem_has_a_sentence(language: str) -> None:
    problem = Problem(OVERFLOW, Severity.ERROR, None, "greeting", (("chars", 12), ("page", "3")))
    sentence = load_words(language).problem(problem)
    assert "12" in sentence
    assert "3" in sentence
