"""The grammar below the municipality."""

from __future__ import annotations

import pytest
from tests.unit.geocoding.test_towns import table

from ofdesk.geocoding.normalise import fold
from ofdesk.geocoding.parser import (
    Ending,
    ending,
    find_town,
    find_town_behind_streets,
    has_streets,
    read_chome,
    read_postal_code,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("〒581-0003大阪府", ("5810003", 9)),
        ("5810003大阪府", ("5810003", 7)),
        ("〒5810003-大阪府", ("5810003", 9)),
        ("大阪府", ("", 0)),
        ("123-45678", ("", 0)),
        ("12-3", ("", 0)),
    ],
)
def test_postal_code_stands_in_front(text: str, expected: tuple[str, int]) -> None:
    assert read_postal_code(text) == expected


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("本町", Ending.CLEAN),
        ("本町1-2", Ending.CLEAN),
        ("本町字上", Ending.CLEAN),
        ("本町番外地", Ending.CLEAN),
        ("本町 見本ビル", Ending.CLEAN),
        ("本町、見本ビル", Ending.CLEAN),
        ("本町甲12", Ending.CLEAN),
        ("本町ハ23", Ending.CLEAN),
        ("本町見本ビル", Ending.UNCLEAR),
        ("本町通1", Ending.LENGTHENED),
        ("本町町", Ending.LENGTHENED),
    ],
)
def test_what_follows_a_name_tells_whether_it_ends(text: str, how: Ending) -> None:
    assert ending(fold(text), 0, 2) is how


def test_single_character_needs_a_clear_end() -> None:
    assert ending(fold("中央"), 0, 1) is Ending.LENGTHENED
    assert ending(fold("中1"), 0, 1) is Ending.CLEAN


def test_number_is_not_cut_in_two() -> None:
    assert ending(fold("北12"), 0, 2) is Ending.LENGTHENED


@pytest.mark.parametrize(
    ("text", "number", "end", "follows"),
    [
        ("3丁目2-1", 3, 3, 3),
        ("3-2-1", 3, 1, 2),
        ("3", 3, 1, 1),
        ("3の2の1", 3, 1, 2),
        ("3丁2", 3, 2, 2),
        ("3-2", 3, 1, 2),
        ("3見本ビル", 3, 1, 1),
        ("3番地", 0, 0, 0),
        ("3号", 0, 0, 0),
        ("3f", 0, 0, 0),
        ("9-2", 0, 0, 0),
        ("300-2", 0, 0, 0),
        ("見本", 0, 0, 0),
        ("0-1", 0, 0, 0),
    ],
)
def test_number_of_the_quarter(text: str, number: int, end: int, follows: int) -> None:
    found = read_chome(text, 0, bytes([1, 2, 3]))
    assert (found.number, found.end) == (number, end)
    assert not number or found.next == follows


def test_two_numbers_do_not_decide_where_plain_lots_exist() -> None:
    assert read_chome("3-2", 0, bytes([3]), plain_lots=True).ambiguous
    assert read_chome("3-2-1", 0, bytes([3]), plain_lots=True).number == 3
    assert read_chome("3丁目2", 0, bytes([3]), plain_lots=True).number == 3


def test_written_quarter_that_does_not_exist_is_told() -> None:
    assert read_chome("9丁目", 0, bytes([1])).unknown


@pytest.mark.parametrize(
    ("names", "address", "expected"),
    [
        (("本町",), "大字本町1", "本町"),
        (("大沢五郎沢", "大沢"), "大沢字五郎沢12", "大沢五郎沢"),
        (("大沢",), "大沢字五郎沢12", "大沢"),
        (("一文字町",), "一文字町1", "一文字町"),
        (("霞が関",), "霞関3-1", "霞が関"),
        (("本町",), "本町通3", None),
        (("中",), "中央3", None),
    ],
)
def test_town_is_found_in_the_ways_it_is_written(
    names: tuple[str, ...], address: str, expected: str | None
) -> None:
    towns = table(*names)
    found = find_town(towns, fold(address), 0)
    assert (towns.names[found.hit.town] if found else None) == expected


@pytest.mark.parametrize(
    "address",
    [
        "四条通寺町東入真町1",
        "四条通寺町東入る真町1",
        "四条通寺町東入ル真町1",
        "河原町通四条上る二丁目真町1",
        "河原町通四条下ル東側真町1",
        "真町通四条上がる真町1",
    ],
)
def test_town_stands_behind_the_street_corner(address: str) -> None:
    towns = table("真町", "寺町", "四条")
    found = find_town_behind_streets(towns, fold(address), 0)
    assert found is not None
    assert towns.names[found.hit.town] == "真町"


def test_streets_are_recognised() -> None:
    assert has_streets(fold("四条通").text, 0)
    assert has_streets(fold("烏丸四条下ル").text, 0)
    assert not has_streets(fold("真町1").text, 0)
