"""Whole paragraphs at many measures, judged by a counter that knows only the printed result."""

import itertools

import pytest
from tests.unit.typesetting.line_faults import Fault, faults_of
from tests.unit.typesetting.specimens import ENGLISH, FACTS, JAPANESE, OVERVIEW

from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

BODY = TextStyle(size_pt=10, leading_pt=17)
MEASURES_EM = range(14, 41)


def faults_at(composer: Composer, text: str, style: TextStyle, measure_em: float) -> list[Fault]:
    measure_mm = measure_em * style.em_mm
    paragraph = composer.paragraph(text, style, measure_mm)
    return faults_of(text, paragraph, measure_mm, justified=style.align == "justify")


@pytest.mark.parametrize("style", [BODY, TextStyle(hanging=True), TextStyle(first_indent_em=1.0)])
def test_no_fault_at_any_measure(composer: Composer, style: TextStyle) -> None:
    faults = [
        (measure_em, fault)
        for measure_em in MEASURES_EM
        for text in JAPANESE
        for fault in faults_at(composer, text, style, measure_em)
    ]
    assert faults == []


def test_no_fault_in_ragged_setting(composer: Composer) -> None:
    ragged = TextStyle(align="left")
    faults = [
        fault for em in MEASURES_EM for text in JAPANESE for fault in faults_at(composer, text, ragged, em)
    ]
    assert faults == []


def test_english_is_justified_by_its_word_spaces(composer: Composer) -> None:
    assert [fault for em in MEASURES_EM for fault in faults_at(composer, ENGLISH, BODY, em)] == []


def test_the_counter_sees_what_a_careless_composer_does() -> None:
    class Line:
        def __init__(self, start: int, end: int, text: str) -> None:
            self.start, self.end, self.text = start, end, text
            self.left_mm, self.width_mm, self.spread_em = 0.0, 10.0, 0.0

    class Lines:
        def __init__(self, text: str, size: int) -> None:
            cuts = [*range(0, len(text), size), len(text)]
            self.lines = [Line(a, b, text[a:b]) for a, b in itertools.pairwise(cuts)]

    text = "「工」、1,234人……Factoryの（例）"
    kinds = {fault.kind for fault in faults_of(text, Lines(text, 1), 12.0)}  # type: ignore[arg-type]
    assert kinds == {"start", "end", "number", "word", "dash", "not flush"}


def test_a_mark_is_drawn_in_when_the_line_has_room_to_give(composer: Composer) -> None:
    # 10 em: six kanji (6) + 「 」 (1 + 1 with their spaces) + two kanji = 10, and 。 needs half an em more:
    # the space at 「 is taken away (追い込み).
    lines = composer.paragraph("漆器和紙刃物「見学」。次の行に続く文章である。", BODY, 10 * BODY.em_mm).lines
    assert lines[0].text == "漆器和紙刃物「見学」。"


def test_characters_are_pushed_out_when_nothing_gives(composer: Composer) -> None:
    # Twelve kanji, then 。 at the thirteenth place: with nothing to shrink, the last kanji goes down with it.
    lines = composer.paragraph(
        "漆器和紙刃物箪笥焼物眼鏡。次の行に続く文章である。", BODY, 12 * BODY.em_mm
    ).lines
    assert lines[0].text == "漆器和紙刃物箪笥焼物眼"
    assert lines[0].spread_em == pytest.approx(1 / 10)  # eleven kanji on 12 em: one em over ten gaps


def test_the_same_mark_hangs_where_hanging_is_asked_for(composer: Composer) -> None:
    hanging = TextStyle(size_pt=10, hanging=True)
    measure_mm = 12 * hanging.em_mm
    line = composer.paragraph(
        "漆器和紙刃物箪笥焼物眼鏡。次の行に続く文章である。", hanging, measure_mm
    ).lines[0]
    assert line.text == "漆器和紙刃物箪笥焼物眼鏡。"
    assert line.width_mm == pytest.approx(measure_mm)
    assert line.runs[0].offsets_mm[-1] == pytest.approx(measure_mm)  # 。 begins where the measure ends


def test_no_single_character_is_left_for_the_last_line(composer: Composer) -> None:
    # Sixteen characters and 。 on 16 em: broken greedily, one kanji and 。 would stand alone.
    text = "職人の手仕事を間近に見られる工房" + "街。"
    last = composer.paragraph(text, TextStyle(size_pt=10, align="left"), 16 * BODY.em_mm).lines[-1]
    assert len(last.text) > 2


def test_a_row_of_marks_breaks_the_rule_rather_than_the_frame(composer: Composer) -> None:
    measure_mm = 14 * BODY.em_mm
    lines = composer.paragraph("！" * 40, BODY, measure_mm).lines
    # Two ！ may give a quarter em to each other: 18 of them are 13.75 em wide.
    assert sum(len(line.text) for line in lines) == 40
    assert all(len(line.text) in range(14, 19) for line in lines[:-1])


@pytest.mark.parametrize("rows", ["すごーーーーーーーーい", "……――……――……――……", "わっっっっっっっっっっっっっ"])
def test_rows_are_broken_where_it_shows_least(composer: Composer, rows: str) -> None:
    text = "見本の産地で、" + rows + "、と話した。"
    for line in composer.paragraph(text, BODY, 14 * BODY.em_mm).lines[:-1]:
        assert line.spread_em <= 1 / 3


@pytest.mark.parametrize(
    "told",
    [
        *("12㎏", "12㎡", "¥1,280", "$1,280", "€99", "№12", "12.5°C", "１２㎜", "12 kWh", "No. 12"),
        *("１２kg", "12ｋｇ", "10：00", "1，234", "3／4", "$１２", "SUS３０４"),
    ],
)
def test_numbers_keep_their_units_and_signs(composer: Composer, told: str) -> None:
    for lead in range(1, 30):
        text = "工" * lead + told + "工" * 30
        lines = [line.text for line in composer.paragraph(text, BODY, 14 * BODY.em_mm).lines]
        assert any(told in line for line in lines), lead


def test_a_number_is_parted_from_what_it_counts_only_when_the_line_would_be_torn(composer: Composer) -> None:
    for lead in range(14, 40):
        text = "工" * lead + "2025年" + "工" * 30
        lines = [line.text for line in composer.paragraph(text, BODY, 14 * BODY.em_mm).lines]
        assert any("2025年" in line for line in lines), lead


def test_mail_addresses_are_broken_behind_signs_only(composer: Composer) -> None:
    text = "問合せはopen-factory-mihon@example.mihon.lg.jpへ。"
    lines = composer.paragraph(text, BODY, 14 * BODY.em_mm).lines
    assert len(lines) > 1
    assert all(line.text[-1] in "/.@" for line in lines[:-1])


def test_a_word_longer_than_the_measure_is_cut(composer: Composer) -> None:
    measure_mm = 14 * BODY.em_mm
    paragraph = composer.paragraph("A" * 100, BODY, measure_mm)
    assert all(line.width_mm <= measure_mm + 1e-6 for line in paragraph.lines)
    assert "".join(line.text for line in paragraph.lines) == "A" * 100


@pytest.mark.parametrize("told", ["(12 kg)", "12 kg, ", "[35 km]", "(1 ha); "])
def test_a_unit_before_a_latin_mark_stays_with_its_number(composer: Composer, told: str) -> None:
    number, unit = told.split()[:2]
    for lead in range(1, 30):
        text = "工" * lead + told + "工" * 30
        lines = [line.text for line in composer.paragraph(text, BODY, 14 * BODY.em_mm).lines]
        assert any(number in line and unit in line for line in lines), lead


def test_number_and_unit_stay_together_over_a_blank(composer: Composer) -> None:
    for measure_em in MEASURES_EM:
        lines = composer.paragraph(FACTS, BODY, measure_em * BODY.em_mm).lines
        assert not any(line.text.endswith("12") for line in lines)


def test_lines_tell_which_part_of_the_text_they_show(composer: Composer) -> None:
    for line in composer.paragraph(OVERVIEW, BODY, 20 * BODY.em_mm).lines:
        assert OVERVIEW[line.start : line.end] == line.text
