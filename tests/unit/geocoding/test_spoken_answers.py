"""Addresses in kana and in Latin letters."""

from __future__ import annotations

import pytest

from ofdesk.geocoding.match import Level, Note
from ofdesk.geocoding.matcher import AddressMatcher


@pytest.mark.parametrize(
    ("address", "canonical", "rest"),
    [
        ("おおさかふやおしほんまち1-1-1", "大阪府八尾市本町一丁目", "1-1"),
        ("オオサカフ ヤオシ ホンマチ", "大阪府八尾市本町", ""),
        ("ｵｵｻｶﾌﾔｵｼﾎﾝﾏﾁ1ﾁｮｳﾒ1ﾊﾞﾝ1ｺﾞｳ", "大阪府八尾市本町一丁目", "1番1号"),
        ("とっとりけんやずぐんちづちょうちづ2072-1", "鳥取県八頭郡智頭町大字智頭", "2072-1"),
        ("ほっかいどうさっぽろしちゅうおうくきた1じょうにし2", "北海道札幌市中央区北一条西二丁目", ""),
        ("ふちゅうしみやにしちょう2-24", "東京都府中市宮西町二丁目", "24"),
        ("〒581-0003 おおさかふやおしほんまち", "大阪府八尾市本町", ""),
    ],
)
def test_kana(matcher: AddressMatcher, address: str, canonical: str, rest: str) -> None:
    match = matcher.match(address)
    assert (match.canonical, match.rest) == (canonical, rest)
    assert match.point is not None
    assert match.query == address
    assert Note.READING_USED in match.notes


@pytest.mark.parametrize(
    ("address", "canonical", "rest"),
    [
        ("1-1-1 Honmachi, Yao-shi, Osaka", "大阪府八尾市本町一丁目", "1-1"),
        ("1 Chome-1-1 Honmachi, Yao, Osaka 581-0003", "大阪府八尾市本町一丁目", "1-1"),
        ("Osaka-fu Yao-shi Hommachi 1-1-1", "大阪府八尾市本町一丁目", "1-1"),
        ("Ōsaka-fu Sakai-shi Sakai-ku Minamikawaramachi 3-1", "大阪府堺市堺区南瓦町", "3-1"),
        ("Minamikawara-machi, Sakai-ku, Sakai City, Osaka", "大阪府堺市堺区南瓦町", ""),
        ("2 Chome Kita 1 Jonishi, Chuo Ward, Sapporo, Hokkaido", "北海道札幌市中央区北一条西二丁目", ""),
        ("Sabae-shi, Fukui", "福井県鯖江市", ""),
        ("Chizu-cho, Yazu-gun, Tottori", "鳥取県八頭郡智頭町", ""),
        ("Mihon Bldg. 3F, 2-8-1 Nishi-Shinjuku, Shinjuku, Tokyo, Japan", "東京都新宿区西新宿二丁目", "8-1"),
        ("1-9-1 MARUNOUCHI CHIYODA-KU TOKYO", "東京都千代田区丸の内一丁目", "9-1"),
    ],
)
def test_latin_letters(matcher: AddressMatcher, address: str, canonical: str, rest: str) -> None:
    match = matcher.match(address)
    assert (match.canonical, match.rest) == (canonical, rest)
    assert match.point is not None
    assert Note.READING_USED in match.notes


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("ふちゅうし", {"東京都府中市", "広島県府中市"}),
        ("Kita-ku, Osaka", {"大阪府大阪市北区", "大阪府堺市北区"}),
        ("Yokohama", {"神奈川県横浜市", "青森県上北郡横浜町"}),
        ("Nara", {"奈良県奈良市"}),
    ],
)
def test_what_sounds_like_several_places_is_asked(
    matcher: AddressMatcher, address: str, offered: set[str]
) -> None:
    match = matcher.match(address)
    assert match.point is None
    assert {other.canonical for other in match.alternatives} == offered


def test_a_postal_code_decides_between_places_of_one_sound(matcher: AddressMatcher) -> None:
    assert matcher.match("Kita-ku, Osaka 530-0001").municipality_code == "27127"


def test_a_town_not_known_by_its_reading_leaves_the_municipality(matcher: AddressMatcher) -> None:
    match = matcher.match("1-1 Arienaimachi, Yao-shi, Osaka")
    assert (match.level, match.canonical) == (Level.MUNICIPALITY, "大阪府八尾市")
    assert Note.TOWN_UNKNOWN in match.notes


@pytest.mark.parametrize("text", ["Hello world", "1600 Pennsylvania Ave, Washington", "こんにちはみなさん"])
def test_prose_and_foreign_addresses_have_no_place(matcher: AddressMatcher, text: str) -> None:
    assert matcher.match(text).point is None


def test_two_numbers_side_by_side_are_not_one_name(matcher: AddressMatcher) -> None:
    match = matcher.match("3-1 9sen, Takasu-cho, Kamikawa-gun, Hokkaido")
    assert match.town != "十九線"


@pytest.mark.parametrize("address", ["大阪府やおし本町1-1-1", "八尾市ほんまち一丁目1番1号"])
def test_kana_among_kanji_are_read_as_names(matcher: AddressMatcher, address: str) -> None:
    assert matcher.match(address).canonical == "大阪府八尾市本町一丁目"


def test_the_quarter_may_stand_behind_the_town_in_an_english_address(matcher: AddressMatcher) -> None:
    match = matcher.match("Kita 1-jo Nishi 2-chome, Chuo-ku, Sapporo, Hokkaido")
    assert match.canonical == "北海道札幌市中央区北一条西二丁目"


def test_a_special_ward_may_call_itself_a_city(matcher: AddressMatcher) -> None:
    match = matcher.match("1-9-1 Marunouchi, Chiyoda City, Tokyo")
    assert match.canonical == "東京都千代田区丸の内一丁目"
