"""Whatever the text: nothing is lost, nothing leaves the measure, no rule of line ends is broken."""

import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.typesetting.ink import ink_bounds_mm, widest_gap_mm
from tests.unit.typesetting.line_faults import faults_of

from ofdesk.base.geometry import Rect
from ofdesk.base.ruby import plain
from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.fonts import load_built_in_fonts
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import Align, TextRun, TextStyle

EM_MM = pt_to_mm(10)
OVERSHOOT_MM = 0.05 * EM_MM  # natural overhang of letters such as j
BLANKS = re.compile(r"[ \t\u00a0\u200b\u3000]+")

PIECES = [
    *"工場見学産地職人技術地域漆器和紙のはをにがでとへもやいうえおかきくけこさしすせそたちつて",
    *"ァィーッャょ々ゝー、。・：；！？「」『』（）【】〈〉〜～％℃￥〒…―“”‘’①㎡×＋／",
    *" 　\u00a0\t\u200b👍",
    "か\u3099",
    "RENEW",
    "FactorISM",
    "open-factory",
    "1,234.5",
    "10:00〜17:00",
    "12 kg",
    "2025年",
    "第3回",
    "76社",
    "１，２３４",
    "ＤＸ",
    "……",
    "――",
    "https://example.jp/a/b.html",
    "(株)",
    "Vol.14",
]
WORDS = ["MONOZUKURIOPENFACTORY", "0123456789012345678901234567"]  # wider than a narrow measure
TEXTS = st.lists(st.sampled_from(PIECES + WORDS), max_size=120).map("".join)
READINGS = [
    *("漆《うるし》", "志《こころざし》", "見《み》本《ほん》", "｜RENEW《リニュー》"),
    *("｜《", "《技》", "｜産地《さんち》"),
]
WITH_READINGS = st.sampled_from(PIECES + READINGS + READINGS)
UNQUOTED = TEXTS.map(lambda text: re.sub("[“”]", "", text))
PROSE = st.lists(
    st.sampled_from([*"工場見学産地職人技術地域漆器のはをにがでとへもいうえお"]).flatmap(
        lambda char: st.sampled_from(
            [char, char, char, char + "、", char + "。", f"「{char}場」", f"（{char}）"]
        )
    )
    | st.sampled_from(["RENEW", "2025", "1,234", "第3回", "ッ", "ー", "々", "……", "――", "76％"]),
    min_size=30,
    max_size=160,
).map("".join)
ALIGNS = st.sampled_from(["justify", "left", "centre", "right"])


@cache
def composer() -> Composer:
    return Composer(load_built_in_fonts())


@given(TEXTS, ALIGNS, st.floats(4, 40), st.booleans())
@settings(max_examples=200)
def test_lines_joined_are_the_text_but_for_blanks(
    text: str, align: Align, measure_em: float, hanging: bool
) -> None:
    style = TextStyle(size_pt=10, align=align, hanging=hanging)
    paragraph = composer().paragraph(text, style, measure_em * EM_MM)
    joined = "".join(line.text for line in paragraph.lines)
    assert BLANKS.sub("", joined) == BLANKS.sub("", text)


@given(st.lists(WITH_READINGS, max_size=60).map("".join), ALIGNS, st.floats(6, 30))
@settings(max_examples=100)
def test_readings_are_no_part_of_the_line_and_stay_in_the_measure(
    text: str, align: Align, measure_em: float
) -> None:
    style = TextStyle(size_pt=10, leading_pt=17, align=align)
    lines = composer().paragraph(text, style, measure_em * EM_MM).lines
    assert BLANKS.sub("", "".join(line.text for line in lines)) == BLANKS.sub("", plain(text))
    for line in lines:
        left_mm, right_mm = ink_bounds_mm(line.runs, composer().fonts)
        assert left_mm > -OVERSHOOT_MM
        assert right_mm < measure_em * EM_MM + OVERSHOOT_MM


@given(st.lists(WITH_READINGS, max_size=80).map("".join), ALIGNS, st.floats(4, 30), st.floats(0, 80))
@settings(max_examples=100)
def test_columns_lose_nothing_and_stay_in_their_height(
    text: str, align: Align, height_em: float, width_mm: float
) -> None:
    style = TextStyle(size_pt=10, leading_pt=17, align=align)
    rect = Rect(20, 30, width_mm, height_em * EM_MM)
    placed = composer().vertical.frame(text, style, rect)
    assert placed.set_chars + placed.left_out_chars == len(text)
    joined = "".join(column.text for column in placed.columns)
    assert BLANKS.sub("", joined) == BLANKS.sub("", plain(text[: placed.set_chars]))
    assert placed.used_height_mm <= rect.height_mm + 1e-6
    assert placed.used_width_mm <= rect.width_mm + OVERSHOOT_MM


@given(TEXTS | PROSE, ALIGNS, st.floats(6, 30))
@settings(max_examples=200)
def test_no_ink_leaves_the_measure(text: str, align: Align, measure_em: float) -> None:
    style = TextStyle(size_pt=10, align=align)
    for line in composer().paragraph(text, style, measure_em * EM_MM).lines:
        left_mm, right_mm = ink_bounds_mm(line.runs, composer().fonts)
        assert left_mm > -OVERSHOOT_MM
        assert right_mm < measure_em * EM_MM + OVERSHOOT_MM


@given(PROSE, st.integers(14, 40), st.booleans())
@settings(max_examples=200)
def test_prose_is_set_without_a_fault(text: str, measure_em: int, hanging: bool) -> None:
    style = TextStyle(size_pt=10, hanging=hanging)
    measure_mm = measure_em * EM_MM
    paragraph = composer().paragraph(text, style, measure_mm)
    assert [fault for fault in faults_of(text, paragraph, measure_mm) if fault.kind != "loose"] == []


@given(PROSE, st.integers(14, 40))
@settings(max_examples=200)
def test_prose_shows_no_hole(text: str, measure_em: int) -> None:
    lines = composer().paragraph(text, TextStyle(size_pt=10), measure_em * EM_MM).lines
    assert all(widest_gap_mm(line.runs, composer().fonts) <= EM_MM / 3 for line in lines)


@given(st.lists(TEXTS, max_size=4).map("\n".join), st.floats(0, 60), st.floats(6, 40))
@settings(max_examples=100)
def test_every_character_is_set_or_counted_as_left_out(
    text: str, height_mm: float, measure_em: float
) -> None:
    style = TextStyle(size_pt=10, leading_pt=17)
    rect = Rect(10, 20, measure_em * EM_MM, height_mm)
    frame = composer().frame(text, style, rect)
    characters = text.replace("\n", "")
    assert frame.set_chars + frame.left_out_chars == len(characters)
    joined = "".join(line.text for line in frame.lines)
    assert BLANKS.sub("", joined) == BLANKS.sub("", characters[: frame.set_chars])
    for run in frame.ops:
        assert rect.y_mm < run.y_mm < rect.bottom_mm


@given(UNQUOTED, UNQUOTED, st.floats(10, 40))
@settings(max_examples=100)
def test_a_text_in_two_runs_of_one_style_is_set_like_the_whole(
    before: str, after: str, measure_em: float
) -> None:
    # Cut between two kanji: a word in two runs is two pieces, and quotation marks are paired in a run.
    style = TextStyle(size_pt=10)
    runs = (TextRun(before + "工", style), TextRun("場" + after, style))
    whole = composer().paragraph(before + "工場" + after, style, measure_em * EM_MM)
    parts = composer().paragraph(runs, style, measure_em * EM_MM)
    assert [line.text for line in parts.lines] == [line.text for line in whole.lines]


@given(TEXTS.filter(lambda text: bool(text.strip())), st.floats(3, 60))
@settings(max_examples=100)
def test_a_fitted_line_is_never_wider_than_asked(text: str, width_em: float) -> None:
    style = TextStyle(size_pt=10)
    fitted = composer().fit_line(text, style, width_em * EM_MM)
    assert fitted.line.width_mm <= width_em * EM_MM + 1e-6
    assert (fitted.left_out_chars > 0) == fitted.truncated
