"""Folding: what compares equal, and the way back to the typed characters."""

from __future__ import annotations

import pytest

from ofdesk.geocoding.normalise import compose, fold, fold_name, fold_names, skeleton
from ofdesk.geocoding.variants import fold_table


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("霞が関", "霞ヶ関"),
        ("霞が関", "霞ケ関"),
        ("丸の内", "丸ノ内"),
        ("丸の内", "丸之内"),
        ("三ツ沢", "三ッ澤"),
        ("宮崎", "宮﨑"),
        ("龍ケ崎", "竜ヶ崎"),
        ("１－２−３", "1-2‐3"),
        ("北二十五条西十一丁目", "北25条西11丁目"),
        ("代々木", "代代木"),
        ("⻄区⼯場", "西区工場"),
        ("ﾆｭｰﾀｳﾝ", "ニュータウン"),
        ("か\u3099んばら", "がんばら"),
        ("葛\U000e0100城", "葛城"),
        ("二 十一条", "21条"),
        ("佐 々木", "佐々木"),
        ("1一2", "1-2"),
        ("中央1 2-3", "中央1-2-3"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("大坂", "大阪"), ("清洲", "清須"), ("埼", "崎"), ("東一1", "東11"), ("総社", "惣社")]
)
def test_names_of_different_places_stay_apart(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_way_back_counts_removed_and_joined_characters() -> None:
    folded = fold("大阪府 北二十五条")
    assert folded.text == "大阪府北25条"
    # 大阪府 | blank 北 | 二十五 as "25" | 条
    assert [folded.source_end(count) for count in (3, 4, 6, 7)] == [3, 5, 8, 9]
    assert folded.source[: folded.source_end(4)] == "大阪府 北"


def test_plain_text_needs_no_way_back() -> None:
    assert fold("八尾市本町").offsets is None


def test_composing_keeps_what_only_folding_may_change() -> None:
    assert compose("ｶﾞｰﾃﾞﾝ①１") == "ガーデン①１"


def test_many_names_fold_as_one_by_one() -> None:
    names = ["十八条", "一", "二", "佐々木", "1", "丸ノ内 "]
    assert fold_names(names) == [fold_name(name) for name in names]
    assert fold_names([]) == []


def test_skeleton_leaves_out_what_spellings_leave_out() -> None:
    assert skeleton(fold_name("霞ヶ関")) == skeleton(fold_name("霞関"))


def test_each_character_folds_to_exactly_one() -> None:
    assert {len(folded) for folded in fold_table().values()} == {1}


def test_folded_forms_are_final() -> None:
    table = fold_table()
    assert [chr(code) for code, folded in table.items() if table.get(ord(folded), folded) != folded] == []


def test_numerals_too_long_for_int_do_no_harm() -> None:
    assert fold("1" * 9000 + "十").text.endswith("10")
