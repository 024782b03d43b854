from __future__ import annotations

import pytest

from ofdesk.booklet.headline import SMALLEST_PT, clipped, fitted_headline
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.typesetting.style import TextRun, TextStyle

STYLE = TextStyle(size_pt=20.0, leading_pt=28.0, align="left")
EM_MM = STYLE.em_mm


@pytest.mark.parametrize(
    ("chars", "size_pt", "lines"),
    [
        (10, 20.0, 1),  # fills the line of ten em
        (11, 17.0, 1),  # 11 × 0.85 = 9.35 em
        (12, 20.0, 2),  # 12 × 0.85 = 10.2 em: two lines of full size
        (20, 20.0, 2),
        (22, 17.0, 2),  # eleven to a line: 11 × 0.85 = 9.35 em
        (26, 14.4, 2),  # thirteen to a line: 13 × 0.72 = 9.36 em
        (200, 10.0, 2),  # never fits: smallest type
    ],
)
def test_a_name_takes_the_largest_type_that_holds_it(
    chars: int, size_pt: float, lines: int, toolkit: Toolkit
) -> None:
    found = fitted_headline(toolkit.composer, "あ" * chars, STYLE, 10 * EM_MM + 0.01, 2)
    assert found.style.size_pt == pytest.approx(size_pt)
    assert found.lines == lines
    assert found.height_mm == pytest.approx(lines * found.style.leading_mm)


def test_small_type_is_never_set_smaller_than_print_holds(toolkit: Toolkit) -> None:
    style = TextStyle(size_pt=7.0, leading_pt=10.0, align="left")
    found = fitted_headline(toolkit.composer, "あ" * 99, style, 20.0, 1)
    assert found.style.size_pt == SMALLEST_PT


def test_runs_shrink_together(toolkit: Toolkit) -> None:
    runs = (TextRun("あ" * 9, STYLE), TextRun("い" * 4, TextStyle(size_pt=10.0)))
    found = fitted_headline(toolkit.composer, runs, STYLE, 10 * EM_MM, 1)
    assert [run.style.size_pt for run in found.runs] == pytest.approx([17.0, 8.5])


def test_clipping_keeps_the_beginning_and_counts_the_rest() -> None:
    assert clipped("あいうえお", 5) == ("あいうえお", 0)
    assert clipped("あいうえお", 3) == ("あいう", 2)
    runs = (TextRun("あいう", STYLE), TextRun("えお", STYLE), TextRun("か", STYLE))
    shown, cut = clipped(runs, 4)
    assert not isinstance(shown, str)
    assert ([run.text for run in shown], cut) == (["あいう", "え", ""], 2)
