"""Pouring paragraphs into rectangles: baselines and what finds no room."""

import pytest

from ofdesk.base.geometry import Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.frame import BaselineGrid
from ofdesk.typesetting.style import TextRun, TextStyle

BODY = TextStyle(size_pt=8.5, leading_pt=14)
LEADING_MM = pt_to_mm(14)
TEXT = "工" * 100
TEN_EM_MM = 10 * BODY.em_mm


def frame_of(lines: float) -> Rect:
    return Rect(20, 30, TEN_EM_MM, lines * LEADING_MM)


def test_the_em_box_stands_in_the_middle_of_the_leading(composer: Composer) -> None:
    placed = composer.frame(TEXT, BODY, frame_of(4))
    # half of (14 − 8.5) pt above the em box, whose top is 0.88 em above the baseline
    assert placed.first_baseline_mm == pytest.approx(30 + pt_to_mm(2.75 + 0.88 * 8.5))
    assert placed.last_baseline_mm == pytest.approx(placed.first_baseline_mm + 3 * LEADING_MM)
    assert [run.y_mm for run in placed.ops] == pytest.approx(
        [placed.first_baseline_mm + number * LEADING_MM for number in range(4)]
    )
    assert placed.used_height_mm == pytest.approx(4 * LEADING_MM)


def test_what_finds_no_room_is_counted_to_the_character(composer: Composer) -> None:
    placed = composer.frame(TEXT, BODY, frame_of(4))
    assert (placed.set_chars, placed.left_out_chars) == (40, 60)
    assert composer.capacity(BODY, frame_of(4)) == 40


def test_room_that_is_left_on_the_last_line_is_told(composer: Composer) -> None:
    # four lines of ten: 26 characters fill two lines and six of the third
    assert composer.frame("工" * 26, BODY, frame_of(4)).last_line == (6, 4)
    assert composer.frame("工" * (26 + 14), BODY, frame_of(4)).left_out_chars == 0
    assert composer.frame("工" * 41, BODY, frame_of(4)).last_line == (10, 0)


def test_a_text_of_nothing_takes_no_height(composer: Composer) -> None:
    for text in ("", " ", "\n"):
        placed = composer.frame(text, BODY, frame_of(4))
        assert (placed.lines, placed.used_height_mm, placed.left_out_chars) == ((), 0.0, 0)
        assert placed.last_line is None


def test_a_limit_of_lines_counts_too(composer: Composer) -> None:
    assert composer.frame(TEXT, BODY, frame_of(4), max_lines=2).set_chars == 20
    assert composer.capacity(BODY, frame_of(4), max_lines=2) == 20


def test_line_breaks_part_paragraphs_and_are_no_characters(composer: Composer) -> None:
    placed = composer.frame("工場\n\n見学\r\n祭典", BODY, frame_of(10))
    assert [line.text for line in placed.lines] == ["工場", "", "見学", "祭典"]
    assert (placed.set_chars, placed.left_out_chars) == (6, 0)


def test_a_frame_lower_than_a_line_sets_nothing(composer: Composer) -> None:
    placed = composer.frame(TEXT, BODY, frame_of(0.5))
    assert (placed.ops, placed.left_out_chars, placed.used_height_mm) == ((), 100, 0.0)


def test_the_first_baseline_can_hang_on_a_grid(composer: Composer) -> None:
    grid = BaselineGrid(origin_mm=18.0, step_pt=14)
    placed = composer.frame(TEXT, BODY, Rect(20, 31, TEN_EM_MM, 40), grid=grid)
    steps = (placed.first_baseline_mm - 18.0) / LEADING_MM
    assert steps == pytest.approx(round(steps))
    free = composer.frame(TEXT, BODY, Rect(20, 31, TEN_EM_MM, 40))
    assert 0 <= placed.first_baseline_mm - free.first_baseline_mm < LEADING_MM


def test_a_baseline_already_on_the_grid_stays(composer: Composer) -> None:
    free = composer.frame(TEXT, BODY, frame_of(4))
    grid = BaselineGrid(origin_mm=free.first_baseline_mm - 3 * LEADING_MM)
    assert composer.frame(TEXT, BODY, frame_of(4), grid=grid).first_baseline_mm == pytest.approx(
        free.first_baseline_mm
    )


def test_a_large_figure_pushes_its_line_down_and_stays_inside(composer: Composer) -> None:
    figure = TextStyle(size_pt=28)
    placed = composer.frame((TextRun("76", figure), TextRun("社", BODY)), BODY, frame_of(4))
    assert placed.first_baseline_mm == pytest.approx(30 + pt_to_mm(0.88 * 28))


def test_missing_characters_of_a_frame_come_once(composer: Composer) -> None:
    assert composer.frame("👍工👍✨", BODY, frame_of(4)).missing == ("👍", "✨")
