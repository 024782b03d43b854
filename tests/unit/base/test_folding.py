"""Text folded for search and for the order of readings."""

from __future__ import annotations

import pytest

from ofdesk.base.text import fold_for_search, fold_uncached, reading_key


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("こうば", "コウバ"), ("コウバ", "ｺｳﾊﾞ"), ("ＲＥＮＥＷ", "renew"), ("工場　見学", "工場見学"),
        ("２０２６", "2026"), ("ヴァイオリン", "ゔぁいおりん"), ("㈱見本", "(株)見本"),
    ],
)  # fmt: skip
def test_width_case_and_kana_do_not_matter(typed: str, stored: str) -> None:
    assert fold_for_search(typed) == fold_for_search(stored) == fold_uncached(stored)


def test_different_words_stay_different() -> None:
    assert fold_for_search("工場") != fold_for_search("工業")
    assert fold_for_search("は") != fold_for_search("ば")


def ordered(*readings: str) -> list[str]:
    return sorted(readings, key=reading_key)


def test_readings_follow_the_fifty_sounds() -> None:
    assert ordered("わ", "さ", "か", "あ", "ん") == ["あ", "か", "さ", "わ", "ん"]


def test_voiced_and_small_kana_follow_the_plain_ones_only_when_all_else_is_equal() -> None:
    assert ordered("がき", "かき", "かく", "かぎ") == ["かき", "かぎ", "がき", "かく"]
    assert ordered("きやく", "きゃく", "きゃあ") == ["きゃあ", "きゃく", "きやく"]
    assert ordered("はは", "ぱぱ", "ばば", "ひ") == ["はは", "ばば", "ぱぱ", "ひ"]


def test_a_long_vowel_counts_as_the_vowel_before_it() -> None:
    assert reading_key("コーヒー")[0] == reading_key("こおひい")[0]
    assert ordered("こうば", "コーヒー", "こあ") == ["こあ", "こうば", "コーヒー"]
    assert reading_key("ー")[0] == "ー"


def test_script_does_not_matter_for_the_order() -> None:
    assert ordered("ミホン", "ｱｵｲ", "あさひ") == ["ｱｵｲ", "あさひ", "ミホン"]
