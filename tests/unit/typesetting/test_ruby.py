"""Readings over their words: width, overhang, place, and what the rest of the program sees of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.unit.typesetting.ink import ink_bounds_mm

from ofdesk.base.geometry import Rect
from ofdesk.base.ruby import plain
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.drawing.fonts import FontBook
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.lines import SetLine
from ofdesk.typesetting.style import TextStyle

BODY = TextStyle(size_pt=10, leading_pt=17)
EM_MM = BODY.em_mm


def reading_of(line: SetLine) -> GlyphRun:
    """Return the one reading of a line."""
    (run,) = (run for run in line.runs if run.silent)
    return run


def span_em(run: GlyphRun) -> tuple[float, float]:
    """Return where the first and the last character of a reading stand, in em of the word."""
    return (run.x_mm + run.offsets_mm[0]) / EM_MM, (run.x_mm + run.offsets_mm[-1]) / EM_MM


def test_a_reading_has_half_the_size_and_stands_on_the_word(composer: Composer) -> None:
    run = reading_of(composer.line("産地《さんち》", BODY))
    assert run.size_pt == 5.0
    assert run.texts == ("さ", "ん", "ち")
    assert run.y_mm == pytest.approx(-(0.88 + 0.06) * EM_MM)  # em boxes touch: 0.88 + half of 0.12
    # 2 em of word, 1.5 em of reading: half an em free, a sixth between, a twelfth at the ends
    assert span_em(run) == pytest.approx((1 / 12, 2 - 1 / 12 - 0.5))


def test_a_reading_of_one_character_stands_over_the_middle(composer: Composer) -> None:
    assert span_em(reading_of(composer.line("見《み》る", BODY)))[0] == pytest.approx(0.25)


def test_a_wide_reading_reaches_over_kana_but_not_over_kanji(composer: Composer) -> None:
    # 2.5 em over 1: half an em on each side, and the quarters left open the word
    kana = composer.line("の志《こころざし》を", BODY)
    assert kana.width_mm == pytest.approx((3 + 0.5) * EM_MM)
    assert span_em(reading_of(kana))[0] == pytest.approx(0.5)
    kanji = composer.line("大｜志《こころざし》者", BODY)
    assert kanji.width_mm == pytest.approx((3 + 1.5) * EM_MM)
    assert span_em(reading_of(kanji)) == pytest.approx((1.0, 3.0))


def test_a_reading_over_several_characters_spreads_a_short_word(composer: Composer) -> None:
    line = composer.line("｜三条《さんじょうし》", BODY)  # 3 em over 2
    word = line.runs[0]
    assert [offset / EM_MM for offset in word.offsets_mm] == pytest.approx([0.25, 1.75])


def test_readings_do_not_stand_out_at_the_ends_of_lines(composer: Composer, fonts: FontBook) -> None:
    text = "志《こころざし》を承《うけたまわ》る" * 8
    for measure_em in (6, 7, 8, 9, 10):
        for line in composer.paragraph(text, BODY, measure_em * EM_MM).lines:
            left_mm, right_mm = ink_bounds_mm(line.runs, fonts)
            assert left_mm >= -0.05
            assert right_mm <= measure_em * EM_MM + 0.05


def test_a_word_under_one_reading_is_not_broken(composer: Composer) -> None:
    for lead in range(14, 28):
        text = "工" * lead + "｜燕三条《つばめさんじょう》の工場を見学した。"
        assert any("燕三条" in line.text for line in composer.paragraph(text, BODY, 14 * EM_MM).lines)


def test_lines_with_readings_keep_their_distance(composer: Composer) -> None:
    rect = Rect(20, 30, 10 * EM_MM, 100)
    with_readings = composer.frame("産地《さんち》を" * 20, BODY, rect)
    without = composer.frame("産地を" * 20, BODY, rect)
    baselines = sorted({run.y_mm for run in with_readings.ops if not run.silent})
    assert baselines[0] == without.first_baseline_mm
    assert {round(b - a, 6) for a, b in pairwise(baselines)} == {round(BODY.leading_mm, 6)}


def test_the_frame_counts_characters_as_they_were_typed(composer: Composer) -> None:
    text = "産地《さんち》を訪ねる。" * 12
    placed = composer.frame(text, BODY, Rect(20, 30, 10 * EM_MM, 30))
    assert placed.left_out_chars > 0
    assert placed.set_chars + placed.left_out_chars == len(text)
    assert "".join(line.text for line in placed.lines) == plain(text[: placed.set_chars])


def test_the_line_says_the_word_only(composer: Composer) -> None:
    text = "名工｜志《こころざし》展"
    line = composer.line(text, BODY)
    assert line.text == "名工志展"
    assert (line.start, line.end) == (0, len(text))
    assert composer.line("映画｜《いろは》", BODY).text == "映画《いろは》"


def test_small_or_narrow_set_type_carries_no_readings(composer: Composer) -> None:
    for style in (TextStyle(size_pt=6, leading_pt=10), TextStyle(size_pt=20, leading_pt=28)):
        line = composer.line("志《こころざし》あり", style)
        assert line.text == "志あり"
        assert len(line.runs) == 1
        assert line.width_mm == pytest.approx(3 * style.em_mm)


def test_a_cut_name_is_never_cut_inside_its_reading(composer: Composer) -> None:
    text = "見本の産地《さんち》めぐり"
    for width_em in range(1, 9):
        fitted = composer.fit_line(text, BODY, width_em * EM_MM)
        shown = "".join(fitted.line.text)
        assert "《" not in shown
        assert "ち" not in shown


def test_characters_missing_in_a_reading_are_told(composer: Composer) -> None:
    assert composer.paragraph("｜産地《👍》", BODY, 50.0).missing == ("👍",)
