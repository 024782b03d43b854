"""Where glyphs stand on a line, in mm or in em of 10 pt type."""

from itertools import pairwise

import pytest
from tests.unit.typesetting.ink import ink_bounds_mm, widest_gap_mm
from tests.unit.typesetting.specimens import JAPANESE

from ofdesk.drawing.display_list import GlyphRun
from ofdesk.drawing.fonts import BOLD, FontBook
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.linebreak import MAX_SQUEEZE_EM
from ofdesk.typesetting.lines import SetLine
from ofdesk.typesetting.style import TextRun, TextStyle

BODY = TextStyle(size_pt=10, leading_pt=17)
EM_MM = BODY.em_mm
OVERSHOOT_MM = 0.05 * EM_MM  # a j or an f reaches that far out of its own body


def pens_em(line: SetLine) -> dict[str, float]:
    """Where each (different) character's glyph origin stands, in em."""
    return {
        text: (run.x_mm + offset) / EM_MM
        for run in line.runs
        for text, offset in zip(run.texts, run.offsets_mm, strict=True)
    }


def test_neighbouring_marks_share_their_space(composer: Composer) -> None:
    # 工 1 + 」 0.5 + gap 0.5 + 「 0.5: three half bodies where each alone would take a full em
    assert composer.line("」「", BODY).width_mm == pytest.approx(1.5 * EM_MM)
    assert composer.line("（（例）」。", BODY).width_mm == pytest.approx((0.5 + 0.5 + 1 + 3 * 0.5) * EM_MM)


def test_a_line_ends_with_the_half_body_of_its_mark(composer: Composer) -> None:
    assert composer.line("工場。", BODY).width_mm == pytest.approx(2.5 * EM_MM)


def test_an_opening_bracket_stands_flush_at_the_start(composer: Composer, fonts: FontBook) -> None:
    line = composer.line("「工場", BODY)
    assert line.width_mm == pytest.approx(2.5 * EM_MM)
    left_mm, _ = ink_bounds_mm(line.ops_at(0, 0), fonts)
    assert 0 <= left_mm < 0.2 * EM_MM  # the bracket's own white, not the half em before it


def test_quarter_em_stands_between_japanese_and_figures(composer: Composer) -> None:
    pens = pens_em(composer.line("全8社", BODY))
    assert pens["8"] == pytest.approx(1.25)
    assert pens["社"] == pytest.approx(1.25 + 0.555 + 0.25)  # figures of the face are 0.555 em wide


def test_full_lines_are_flush_and_all_ink_stays_inside(composer: Composer, fonts: FontBook) -> None:
    for measure_em in range(14, 41, 2):
        measure_mm = measure_em * EM_MM
        for text in JAPANESE:
            for line in composer.paragraph(text, BODY, measure_mm).lines:
                left_mm, right_mm = ink_bounds_mm(line.ops_at(0, 0), fonts)
                assert left_mm > -OVERSHOOT_MM
                assert right_mm < measure_mm + OVERSHOOT_MM


def test_no_space_between_two_kanji_exceeds_a_third_of_an_em(composer: Composer) -> None:
    for text in JAPANESE:
        for line in composer.paragraph(text, BODY, 14 * EM_MM).lines[:-1]:
            run = line.runs[0]
            for (before, x0), (after, x1) in pairwise(zip(run.texts, run.offsets_mm, strict=True)):
                if "一" <= before <= "鿿" and "一" <= after <= "鿿":
                    assert 1 - 0.06 - 1e-6 <= (x1 - x0) / EM_MM <= 1 + 1 / 3


def test_space_beside_latin_never_exceeds_a_third_of_an_em(composer: Composer, fonts: FontBook) -> None:
    for text in JAPANESE:
        for measure_em in (14, 17, 20, 26):
            for line in composer.paragraph(text, BODY, measure_em * EM_MM).lines:
                assert widest_gap_mm(line.runs, fonts) <= EM_MM / 3


def test_a_line_that_nothing_else_fills_is_squeezed_a_little(composer: Composer) -> None:
    # One em in forty too long, no mark to give way, and the word cannot go to the next line alone.
    text = "工場のCREATIVE"
    natural_mm = composer.line(text, BODY).width_mm
    first = composer.paragraph(text + "MANUFACTURERS", BODY, natural_mm * 3).lines[0]
    assert first.spread_em == 0.0
    lines = composer.paragraph(text + "を見学", BODY, natural_mm * 0.975).lines
    assert lines[0].text == text
    assert -MAX_SQUEEZE_EM <= lines[0].spread_em < 0
    assert lines[0].width_mm == pytest.approx(natural_mm * 0.975)


def test_a_middle_dot_keeps_its_body_at_the_end_of_a_line(composer: Composer) -> None:
    # 12 kanji and ・ on 13 em: full without any space between characters.
    lines = composer.paragraph("漆器和紙刃物箪笥焼物眼鏡・" + "産地の工場見学", BODY, 13 * EM_MM).lines
    assert lines[0].text.endswith("・")
    assert lines[0].spread_em == 0.0  # ・ has a quarter em before it, and one behind


def test_word_spaces_open_before_anything_else(composer: Composer) -> None:
    # natural: Open 0.25… the lack of 0.2 em is less than the two spaces can take
    text = "Open Factory Tour"
    natural_mm = composer.line(text, BODY).width_mm
    first = composer.paragraph(text + " Guide", BODY, natural_mm + 0.2 * EM_MM).lines[0]
    assert first.text == text
    assert first.spread_em == 0.0
    assert first.width_mm == pytest.approx(natural_mm + 0.2 * EM_MM)


def test_alignments_place_the_line_in_the_measure(composer: Composer) -> None:
    measure_mm = 10 * EM_MM
    starts = {
        align: composer.paragraph("見本工場", TextStyle(size_pt=10, align=align), measure_mm).lines[0].left_mm
        for align in ("justify", "left", "centre", "right")
    }
    # four em of text leave six
    assert starts == pytest.approx(
        {"justify": 0, "left": 0, "centre": 3 * EM_MM, "right": 6 * EM_MM}, abs=1e-6
    )


def test_the_first_line_is_indented_and_a_typed_blank_does_not_double_it(composer: Composer) -> None:
    indented = TextStyle(size_pt=10, first_indent_em=1.0)
    for text in ("工場を見る", "　工場を見る"):
        assert composer.paragraph(text, indented, 20 * EM_MM).lines[0].left_mm == pytest.approx(EM_MM)


def test_runs_of_several_styles_stand_on_one_baseline(composer: Composer) -> None:
    figure = TextStyle(face=BOLD, size_pt=20)
    line = composer.line((TextRun("76", figure), TextRun("社", BODY)), BODY)
    large, small = line.ops_at(5.0, 30.0)
    assert (large.size_pt, large.face, small.size_pt) == (20, BOLD, 10)
    assert large.y_mm == small.y_mm == 30.0
    # quarter of the smaller em between them
    assert small.x_mm == pytest.approx(5.0 + line.width_mm - EM_MM)
    assert line.text == "76社"


def test_tracking_spaces_an_area_name_without_a_tail(composer: Composer) -> None:
    wide = TextStyle(size_pt=10, tracking_em=0.5)
    assert composer.line("近畿地方", wide).width_mm == pytest.approx((4 + 3 * 0.5) * EM_MM)


def test_condensed_type_scales_widths_and_says_so(composer: Composer) -> None:
    narrow = TextStyle(size_pt=10, scale_x=0.8)
    line = composer.line("工場7社", narrow)
    assert line.width_mm == pytest.approx(0.8 * composer.line("工場7社", BODY).width_mm)
    assert line.runs[0].scale_x == 0.8


def test_blanks_inside_a_line_keep_their_characters(composer: Composer) -> None:
    runs: tuple[GlyphRun, ...] = composer.line("燕三条 工場の祭典", BODY).runs
    assert "".join(run.text for run in runs) == "燕三条 工場の祭典"
