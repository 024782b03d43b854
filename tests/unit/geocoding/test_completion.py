"""Completing an address while it is typed."""

from __future__ import annotations

import pytest

from ofdesk.geocoding.completion import AddressCompletion, Completion
from ofdesk.geocoding.completion_index import fold_latin
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.match import Level


@pytest.fixture(scope="module")
def completion(gazetteer: Gazetteer) -> AddressCompletion:
    return AddressCompletion(gazetteer)


def offered(completion: AddressCompletion, text: str, limit: int = 8) -> list[str]:
    return [one.canonical for one in completion.complete(text, limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("大阪府八", "大阪府八尾市"),
        ("八尾市ほん", "大阪府八尾市本町"),
        ("福井県鯖江市河", "福井県鯖江市河和田町"),
        ("鯖江市河", "福井県鯖江市河和田町"),
        ("さばえ", "福井県鯖江市"),
        ("サバエ", "福井県鯖江市"),
        ("さばえしかわだ", "福井県鯖江市河和田町"),
        ("sabae", "福井県鯖江市"),
        ("八尾市honma", "大阪府八尾市本町"),
        ("八尾市homma", "大阪府八尾市本町"),
        ("大阪八", "大阪府八尾市"),
        ("智頭", "鳥取県八頭郡智頭町"),
        ("八頭郡智", "鳥取県八頭郡智頭町"),
        ("堺市さかい", "大阪府堺市堺区"),
        ("おおさ", "大阪府"),
        ("ｻﾊﾞｴ", "福井県鯖江市"),
        (" 八尾市　ほん", "大阪府八尾市本町"),
    ],
)
def test_the_likeliest_way_on_stands_first(completion: AddressCompletion, typed: str, first: str) -> None:
    assert offered(completion, typed)[:1] == [first]


def test_what_was_typed_comes_before_its_reading_and_the_wider_place_before_the_narrower(
    completion: AddressCompletion,
) -> None:
    found = completion.complete("大", 40)
    assert [one.canonical for one in found[:2]] == ["大阪府", "大分県"]
    depths = [one.level.depth for one in found if one.name.startswith("大")]
    assert depths == sorted(depths)


def test_a_name_that_several_places_bear_is_offered_with_each_prefecture(
    completion: AddressCompletion,
) -> None:
    assert offered(completion, "府中市") == ["東京都府中市", "広島県府中市"]


def test_behind_a_city_of_wards_the_wards_are_offered_and_its_towns_with_their_ward(
    completion: AddressCompletion,
) -> None:
    assert "大阪府大阪市北区" in offered(completion, "大阪市", 40)
    completion.prepare("大阪市")
    assert "大阪府大阪市中央区本町" in offered(completion, "大阪市本", 40)


def test_the_longest_name_decides_so_that_a_ward_is_not_read_as_a_town_of_its_city(
    completion: AddressCompletion,
) -> None:
    towns = completion.complete("京都市中京区東", 8)
    assert towns
    assert all(one.canonical.startswith("京都府京都市中京区東") for one in towns)


@pytest.mark.parametrize(
    "text", ["", " ", "　", "〒", "大阪府八尾市", "ｘｙｚ", "八" * 200, "\x00", "八尾市" + "\ud83d"]
)
def test_what_leads_nowhere_or_is_complete_offers_nothing(completion: AddressCompletion, text: str) -> None:
    assert completion.complete(text) == ()


def test_no_more_than_the_limit_is_offered_and_nothing_twice(completion: AddressCompletion) -> None:
    assert len(completion.complete("北", 5)) == 5
    assert completion.complete("北", 0) == ()
    many = offered(completion, "大", 500)
    assert len(many) == len(set(many))


def test_the_towns_of_a_large_city_are_indexed_over_several_calls_or_beforehand(gazetteer: Gazetteer) -> None:
    slowly, at_once = AddressCompletion(gazetteer), AddressCompletion(gazetteer)
    assert at_once.prepare("京都市", 2) == 2
    assert at_once.is_unprepared("京都市")
    assert at_once.prepare("京都市") == 9  # of its 11 wards
    assert not at_once.is_unprepared("京都市")
    assert at_once.prepare("京都市") == 0
    whole = at_once.complete("京都市東", 500)
    assert len(slowly.complete("京都市東", 500)) < len(whole)
    for _ in range(11):
        slowly.complete("京都市東", 500)
    assert slowly.complete("京都市東", 500) == whole


def test_a_completion_tells_level_and_reading(completion: AddressCompletion) -> None:
    assert completion.complete("八尾市ほん", 1) == (
        Completion("大阪府八尾市本町", "本町", "ホンマチ", Level.TOWN),
    )


def test_a_completion_taken_is_not_offered_again(completion: AddressCompletion) -> None:
    taken = offered(completion, "新", 40)
    assert len(taken) == 31
    assert [one for one in taken if one in offered(completion, one, 40)] == []


@pytest.mark.parametrize(
    ("written", "key"),
    [("Osaka-shi Chuo-ku", "osakashichuoku"), ("Hommachi", "honmachi"), ("Oosaka", "osaka"), ("Yuu", "yu")],
)
def test_latin_spellings_of_one_name_fold_to_one_key(written: str, key: str) -> None:
    assert fold_latin(written) == key
