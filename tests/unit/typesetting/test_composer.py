"""The composer's services: single lines, fitting, missing glyphs, bounded memory."""

import pytest

from ofdesk.drawing.fonts import FontBook
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.frame import code_points
from ofdesk.typesetting.style import TextStyle

NAME = "見本金属工業株式会社　第一工場"
STYLE = TextStyle(size_pt=10)


def test_a_line_that_fits_is_left_alone(composer: Composer) -> None:
    fitted = composer.fit_line(NAME, STYLE, 200.0)
    assert (fitted.scale_x, fitted.left_out_chars, fitted.line.text) == (1.0, 0, NAME)


def test_a_line_slightly_too_long_is_condensed(composer: Composer) -> None:
    natural_mm = composer.line(NAME, STYLE).width_mm
    fitted = composer.fit_line(NAME, STYLE, natural_mm * 0.9)
    assert fitted.scale_x == pytest.approx(0.9)
    assert fitted.line.width_mm == pytest.approx(natural_mm * 0.9)
    assert not fitted.truncated


def test_a_line_much_too_long_is_cut_and_counted(composer: Composer) -> None:
    natural_mm = composer.line(NAME, STYLE).width_mm
    fitted = composer.fit_line(NAME, STYLE, natural_mm * 0.5)
    assert fitted.truncated
    assert fitted.line.width_mm <= natural_mm * 0.5
    kept = fitted.line.text.removesuffix("…")
    assert NAME.startswith(kept)
    assert len(kept) + fitted.left_out_chars == len(NAME)


def test_numbers_are_not_cut_in_half(composer: Composer) -> None:
    text = "参加1,234社"
    for width_em in range(2, 6):
        kept = composer.fit_line(text, STYLE, width_em * STYLE.em_mm).line.text.removesuffix("…")
        assert kept in ("", "参", "参加", "参加1,234", text)


def test_missing_glyphs_are_reported_with_their_code_points(composer: Composer) -> None:
    paragraph = composer.paragraph("工場👍見学👍", STYLE, 50.0)
    assert paragraph.missing == ("👍",)
    assert code_points("👍") == "U+1F44D"
    assert composer.line("👍", STYLE).runs[0].glyphs == (0,)


def test_a_text_of_blanks_is_an_empty_line(composer: Composer) -> None:
    assert composer.line("  ", STYLE).runs == ()
    assert len(composer.paragraph("", STYLE, 50.0).lines) == 1


def test_paragraphs_are_set_once_for_each_measure(composer: Composer) -> None:
    first = composer.paragraph(NAME, STYLE, 50.0)
    assert composer.paragraph(NAME, STYLE, 50.0) is first
    assert composer.paragraph(NAME, STYLE, 30.0) is not first


def test_results_do_not_depend_on_what_was_set_before(fonts: FontBook) -> None:
    used = Composer(fonts)
    for size in (7.0, 8.5, 12.0):
        used.paragraph(NAME * 20, TextStyle(size_pt=size), 40.0)
    assert used.paragraph(NAME * 3, STYLE, 60.0) == Composer(fonts).paragraph(NAME * 3, STYLE, 60.0)


def test_line_breaks_in_a_single_line_become_blanks(composer: Composer) -> None:
    assert composer.line("見本\n工場", STYLE).text == "見本 工場"
