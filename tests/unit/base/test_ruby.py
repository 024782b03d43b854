"""The notation of readings, and what stays a bracket."""

import pytest

from ofdesk.base.ruby import Reading, plain, readings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("産地《さんち》を訪ねる", [("産地", "さんち")]),
        ("古い産地《さんち》", [("産地", "さんち")]),
        ("見《み》本《ほん》", [("見", "み"), ("本", "ほん")]),
        ("佐々木《ささき》ヶ原", [("佐々木", "ささき")]),
        ("｜燕三条《つばめさんじょう》駅", [("燕三条", "つばめさんじょう")]),
        ("｜Craft《クラフト》展", [("Craft", "クラフト")]),
        ("｜承る《うけたまわる》", [("承る", "うけたまわる")]),
        ("《技術》と《意匠》", []),
        ("職人の《わざ》", []),
        ("職人《技術》", []),
        ("題《とてもながいなまえのさくひん》", []),
        ("産地《》", []),
        ("｜産地｜《さんち》", [("《", "")]),
    ],
)
def test_readings_are_told_from_brackets(text: str, found: list[tuple[str, str]]) -> None:
    assert [(reading.base, reading.ruby) for reading in readings(text)] == found


def test_a_sign_keeps_a_bracket_a_bracket() -> None:
    assert readings("映画｜《いろは》") == [Reading("《", "", 2, 4)]
    assert plain("映画｜《いろは》") == "映画《いろは》"


def test_a_text_without_readings_is_the_plain_text() -> None:
    assert plain("｜燕三条《つばめさんじょう》の産地《さんち》で、《技術》を") == "燕三条の産地で、《技術》を"
    assert plain("縦線｜だけ") == "縦線｜だけ"


def test_a_reading_does_not_reach_over_the_end_of_a_paragraph() -> None:
    assert readings("｜産地《さん\nち》") == []
