"""Splitting of text into pieces that no line may divide, and their glyphs."""

import pytest

from ofdesk.drawing.fonts import REGULAR, FontBook
from ofdesk.typesetting.characters import CharClass
from ofdesk.typesetting.clusters import BREAK_HERE, ClusterTable, split_text


@pytest.fixture
def table(fonts: FontBook) -> ClusterTable:
    return ClusterTable(fonts.face(REGULAR), (), 0.0)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("工場見学", ["工", "場", "見", "学"]),
        ("Factory Tourで", ["Factory", " ", "Tour", "で"]),
        ("1,234.5人", ["1,234.5", "人"]),
        ("06-6966-6000へ", ["06-6966-6000", "へ"]),
        ("1,800×1,200", ["1,800×1,200"]),
        ("伝統×革新", ["伝", "統", "×", "革", "新"]),
        ("−5℃", ["−5", "℃"]),
        ("１，２３４社", ["１，２３４", "社"]),
        ("が……だ――と", ["が", "……", "だ", "――", "と"]),
        ("CO₂を", ["CO₂", "を"]),
        ("か\u3099き", ["か\u3099", "き"]),
        ("葛\U000e0100城", ["葛\U000e0100", "城"]),
        ("吉田　太郎", ["吉", "田", "　", "太", "郎"]),
    ],
)
def test_pieces_are_the_smallest_that_must_stay_whole(text: str, pieces: list[str]) -> None:
    assert split_text(text) == pieces


def test_web_addresses_may_be_broken_behind_slashes_and_points_only() -> None:
    pieces = split_text("詳しくはhttps://example.jp/renew/2025.htmlへ")
    address = "".join("|" if piece == BREAK_HERE else piece for piece in pieces)
    assert address == "詳しくはhttps://|example.|jp/|renew/|2025.|htmlへ"


def test_quotation_marks_belong_to_the_language_they_enclose(table: ClusterTable) -> None:
    latin = [table.cluster(piece) for piece in split_text("“KOUBA”と")]
    japanese = [table.cluster(piece) for piece in split_text("“いま”と")]
    assert latin[0].text == "“KOUBA”"
    assert [cluster.text for cluster in japanese] == ["“", "い", "ま", "”", "と"]
    assert japanese[0].first is CharClass.OPEN
    assert japanese[0].width_em == 0.5  # as a bracket: half ink, half space


def test_characters_that_serve_as_marks_inside_are_not_taken_from_the_text() -> None:
    assert split_text("a\ufdd4b") == ["a", "\ufffd", "b"]


@pytest.mark.parametrize(
    ("char", "shift_em"), [("「", -0.5), ("」", 0.0), ("。", 0.0), ("、", 0.0), ("・", -0.25)]
)
def test_japanese_marks_have_half_a_body(table: ClusterTable, char: str, shift_em: float) -> None:
    cluster = table.cluster(char)
    assert cluster.width_em == 0.5
    assert cluster.offsets_em == (shift_em,)


def test_dashes_join_to_one_unbroken_line(table: ClusterTable) -> None:
    assert len(table.cluster("――").glyphs) == 1


def test_variation_selectors_choose_the_form_of_a_kanji(table: ClusterTable) -> None:
    plain, chosen = table.cluster("葛"), table.cluster("葛\U000e0100")
    assert plain.glyphs != chosen.glyphs
    assert (chosen.texts, chosen.missing) == (("葛\U000e0100",), "")


def test_tracking_stands_between_the_letters_of_a_word(fonts: FontBook) -> None:
    plain = ClusterTable(fonts.face(REGULAR), (), 0.0).cluster("ABC")
    tracked = ClusterTable(fonts.face(REGULAR), (), 0.1).cluster("ABC")
    assert tracked.width_em == pytest.approx(plain.width_em + 2 * 0.1)


def test_a_missing_glyph_is_named_and_takes_the_box(table: ClusterTable) -> None:
    cluster = table.cluster("👍")
    assert cluster.missing == "👍"
    assert cluster.glyphs == (0,)


def test_a_word_can_be_cut_into_its_letters(table: ClusterTable) -> None:
    assert [letter.text for letter in table.letters(table.cluster("OPEN"))] == ["O", "P", "E", "N"]
