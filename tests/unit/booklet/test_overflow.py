from __future__ import annotations

import dataclasses

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, record_id, small
from tests.unit.booklet.pages import lay_out, source_of

from ofdesk.base.errors import Cancelled
from ofdesk.base.geometry import Rect, Size
from ofdesk.base.progress import CancelToken
from ofdesk.booklet.engine import LayoutEngine
from ofdesk.booklet.overflow import GLYPH_MISSING, OVERFLOW, find_overflow, overflow_on
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import FieldBox, GlyphRun, Group, Page
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


def boxed(text: str, x_mm: float, y_mm: float, *, vertical: bool = False) -> Group:
    """Return type without any glyph, 3 mm from character to character."""
    offsets = tuple(3.0 * number for number in range(len(text)))
    zeros = (0,) * len(text)
    run = GlyphRun("Face", 8.5, x_mm, y_mm, zeros, offsets, tuple(text), vertical=vertical)
    return Group((Group((run,)),))


def test_characters_without_a_glyph_are_told_once_with_their_code_points_and_the_smallest_frame() -> None:
    boxes = (
        FieldBox(record_id(1), "overview_long", Rect(0, 0, 100, 100), 5),
        FieldBox(record_id(1), "name", Rect(10, 10, 50, 5), 5),
        FieldBox(record_id(1), "focus_x", Rect(10, 12, 1, 1)),  # a picture: no text stands in it
    )
    ops = (boxed("👍ሀ👍", 10, 14), boxed("ሀ", 30, 80))
    found = overflow_on([dataclasses.replace(page(*boxes), ops=ops)])
    assert found == (
        Problem(
            GLYPH_MISSING,
            Severity.ERROR,
            record_id(1),
            "name",
            (("chars", "👍 U+1F44D, ሀ U+1200"), ("page", "7")),
        ),
        Problem(
            GLYPH_MISSING,
            Severity.ERROR,
            record_id(1),
            "overview_long",
            (("chars", "ሀ U+1200"), ("page", "7")),
        ),
    )


def test_boxes_in_a_column_of_vertical_type_are_told_with_the_frame_each_stands_in() -> None:
    boxes = (
        FieldBox(record_id(1), "name", Rect(0, 0, 10, 4), 5),
        FieldBox(record_id(1), "reading", Rect(0, 20, 10, 10), 5),
    )
    ops = (boxed("ሀ" * 9, 5, 1, vertical=True),)
    found = overflow_on([dataclasses.replace(page(*boxes), ops=ops)])
    assert [problem.field for problem in found] == ["name", "", "reading"]


def test_a_character_outside_every_frame_is_told_without_a_record() -> None:
    (found,) = overflow_on([Page(Size(210, 297), (boxed("ሀ", 10, 14),), label="7")])
    assert (found.code, found.record_id, found.field) == (GLYPH_MISSING, None, "")


@pytest.mark.parametrize("field", ["name", "overview_short", "overview_long"])
def test_a_character_that_no_face_has_is_told_with_the_field_it_was_typed_into(
    toolkit: Toolkit, field: str
) -> None:
    told = event(1, **{"overview_short": "短い概要。", field: "見本ሀの催し"})
    found = find_overflow(LayoutEngine(PATTERNS, toolkit), source_of(Catalogue.of([told], None, SETTINGS)))
    assert {problem.code for problem in found} == {GLYPH_MISSING}
    assert (told.id, field) in {(problem.record_id, problem.field) for problem in found}


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
def test_the_problems_have_a_sentence(language: str) -> None:
    problem = Problem(OVERFLOW, Severity.ERROR, None, "greeting", (("chars", 12), ("page", "3")))
    sentence = load_words(language).problem(problem)
    assert "12" in sentence
    assert "3" in sentence
    missing = Problem(GLYPH_MISSING, Severity.ERROR, None, "", (("chars", "ሀ U+1200"), ("page", "3")))
    assert "ሀ U+1200" in load_words(language).problem(missing)
