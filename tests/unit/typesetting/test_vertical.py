"""Columns of vertical text: how pieces stand, where columns end, what they fill."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.bench.torture_check import BAD_ENDS, BAD_STARTS
from tests.unit.typesetting.specimens import JAPANESE

from ofdesk.base.geometry import Rect
from ofdesk.base.ruby import plain
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.drawing.fonts import REGULAR, FontBook
from ofdesk.typesetting.style import TextStyle
from ofdesk.typesetting.vertical import VerticalComposer, VerticalFrame
from ofdesk.typesetting.vertical_clusters import VerticalCluster, VerticalTable, split_vertical

BODY = TextStyle(size_pt=10, leading_pt=17)
EM_MM = BODY.em_mm


@pytest.fixture
def vertical(fonts: FontBook) -> VerticalComposer:
    return VerticalComposer(fonts)


@pytest.fixture
def table(fonts: FontBook) -> VerticalTable:
    return VerticalTable(fonts.face(REGULAR), (), 0.0, with_ruby=True)


def cluster(table: VerticalTable, piece: str) -> VerticalCluster:
    found = table.cluster(piece)
    assert isinstance(found, VerticalCluster)
    return found


def set_in(vertical: VerticalComposer, text: str, height_em: float, **changes: object) -> VerticalFrame:
    style = TextStyle(size_pt=10, leading_pt=17, **changes)  # type: ignore[arg-type]
    return vertical.frame(text, style, Rect(20, 30, 150, height_em * EM_MM))


@pytest.mark.parametrize(
    ("piece", "stance", "height_em"),
    [
        ("工", "upright", 1.0),
        ("。", "upright", 0.5),
        ("「", "upright", 0.5),
        ("ー", "upright", 1.0),
        ("――", "upright", 2.0),
        ("8", "across", 1.0),
        ("25", "across", 1.0),
        ("113", "across", 1.0),
        ("！？", "across", 1.0),
        ("2025", "upright", 4.0),
        ("A", "upright", 1.0),
    ],
)
def test_pieces_stand_as_readers_expect(
    table: VerticalTable, piece: str, stance: str, height_em: float
) -> None:
    found = cluster(table, piece)
    assert (found.stance, found.width_em) == (stance, height_em)
    assert "".join(found.texts) == piece


@pytest.mark.parametrize("piece", ["RENEW", "IoT", "1,234.5", "10:00", "https://example.jp/"])
def test_words_and_composed_numbers_are_turned(table: VerticalTable, piece: str) -> None:
    assert cluster(table, piece).stance == "turned"


@pytest.mark.parametrize("char", "ー「」（）、。…〜ぁっゃゅょァッー：")
def test_marks_and_small_kana_have_their_vertical_forms(
    table: VerticalTable, fonts: FontBook, char: str
) -> None:
    assert cluster(table, char).glyphs != fonts.face(REGULAR).shape(char).glyphs


def test_emphatic_marks_are_paired_and_nothing_else() -> None:
    assert split_vertical("えっ！？　本当？！！？") == ["え", "っ", "！？", "　", "本", "当", "？！", "！？"]


def test_figures_side_by_side_stay_within_one_em_around_the_middle(table: VerticalTable) -> None:
    found = cluster(table, "113")
    assert found.scale_x < 1
    assert found.across_em[0] == pytest.approx(-0.5)
    assert cluster(table, "8").scale_x == 1


def test_columns_run_from_the_right_and_stand_a_leading_apart(vertical: VerticalComposer) -> None:
    placed = set_in(vertical, "工" * 25, 10)
    lefts = [run.x_mm for run in placed.ops]
    assert lefts[0] == pytest.approx(20 + 150 - EM_MM)  # an em wide, flush with the right edge
    assert [a - b for a, b in pairwise(lefts)] == pytest.approx([BODY.leading_mm] * 2)
    assert placed.used_width_mm == pytest.approx(2 * BODY.leading_mm + EM_MM)
    assert (placed.set_chars, placed.left_out_chars) == (25, 0)


def test_what_finds_no_room_is_counted(vertical: VerticalComposer) -> None:
    placed = vertical.frame("工" * 25, BODY, Rect(20, 30, EM_MM + BODY.leading_mm, 10 * EM_MM))
    assert (placed.set_chars, placed.left_out_chars) == (20, 5)
    assert vertical.frame("工場", BODY, Rect(20, 30, 1, 40)).left_out_chars == 2
    assert vertical.frame("工" * 25, BODY, Rect(0, 0, 90, 10 * EM_MM), max_columns=1).left_out_chars == 15


@pytest.mark.parametrize("height_em", [14, 17, 20, 26, 33])
def test_columns_keep_the_rules_of_line_ends(vertical: VerticalComposer, height_em: int) -> None:
    for text in JAPANESE:
        columns = set_in(vertical, text, height_em).columns
        for column, following in pairwise(columns):
            inside_address = "example" in column.text + following.text
            assert following.text[0] not in BAD_STARTS or inside_address
            assert column.text[-1] not in BAD_ENDS
            assert not (column.text[-1].isdigit() and following.text[0].isdigit())
        assert "".join(column.text for column in columns) == text.replace(" ", "") or " " in text


@pytest.mark.parametrize("height_em", [14, 20, 33])
def test_all_columns_but_the_last_reach_the_foot(vertical: VerticalComposer, height_em: int) -> None:
    for text in JAPANESE:
        for column in set_in(vertical, text, height_em).columns[:-1]:
            tail_mm = 0.25 * EM_MM if column.text[-1] in "・：；" else 0.0
            assert column.height_mm + tail_mm == pytest.approx(height_em * EM_MM)


def test_readings_stand_to_the_right_and_stay_in_the_column(vertical: VerticalComposer) -> None:
    text = "志《こころざし》ある職人《しょくにん》が産地《さんち》で磨く" * 4
    placed = set_in(vertical, text, 9)
    silent = [run for run in placed.ops if run.silent]
    assert len(silent) == 12
    assert "".join(column.text for column in placed.columns) == plain(text)
    for run in silent:
        assert run.y_mm >= 30 - 1e-6
        assert run.y_mm + max(run.offsets_mm) <= 30 + 9 * EM_MM + 1e-6
    first: GlyphRun = silent[0]
    assert first.x_mm == pytest.approx(20 + 150)  # beside the first column, which stands at the right edge
    assert first.size_pt == 5.0


def test_indent_and_ragged_columns(vertical: VerticalComposer) -> None:
    indented = set_in(vertical, "工場" * 10, 12, first_indent_em=1.0)
    assert min(indented.columns[0].runs[0].offsets_mm) - min(
        indented.columns[1].runs[0].offsets_mm
    ) == pytest.approx(EM_MM)
    ragged = set_in(vertical, "オープンファクトリーは楽しい。" * 3, 11.6, align="left")
    assert all(column.height_mm <= 11.6 * EM_MM for column in ragged.columns)
    assert set_in(vertical, "", 10).columns[0].runs == ()


def test_missing_characters_are_told(vertical: VerticalComposer) -> None:
    assert set_in(vertical, "工場👍", 10).missing == ("👍",)


def test_hostile_heights_leave_no_endless_columns(vertical: VerticalComposer) -> None:
    for height_em in (0.0, 0.3, 1.0):
        placed = set_in(vertical, "工場RENEW2025！？" * 5, height_em)
        assert placed.set_chars + placed.left_out_chars == len("工場RENEW2025！？" * 5)
