"""Addresses as people write them. The offices' places are those published by 国土地理院."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.match import Level, Match, Note
from ofdesk.geocoding.matcher import AddressMatcher

DATA = Path(__file__).resolve().parents[2] / "data" / "geocoding"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("addresses.csv"), ids=lambda row: row["address"])
def test_public_address_finds_its_town(matcher: AddressMatcher, row: dict[str, str]) -> None:
    match = matcher.match(row["address"])
    found = (match.municipality_code, match.canonical, str(match.level))
    assert found == (row["municipality_code"], row["canonical"], row["level"])
    assert match.point is not None


@pytest.mark.parametrize("row", rows("offices.csv"), ids=lambda row: row["address"])
def test_prefectural_office_finds_its_town(matcher: AddressMatcher, row: dict[str, str]) -> None:
    match = matcher.match(row["address"])
    assert match.municipality_code == row["municipality"]
    assert match.canonical.endswith(row["town"])


def test_radius_holds_nine_offices_in_ten(matcher: AddressMatcher) -> None:
    inside = 0
    offices = rows("offices.csv")
    for row in offices:
        match = matcher.match(row["address"])
        assert match.point is not None
        distance_m = match.point.distance_m(GeoPoint(float(row["lat_deg"]), float(row["lon_deg"])))
        assert distance_m < 1_000
        inside += distance_m <= match.radius_m
    assert inside >= 0.9 * len(offices)


def asked(match: Match) -> bool:
    return match.point is None and match.radius_m == 0 and len(match.alternatives) > 1


@pytest.mark.parametrize(
    ("address", "note", "among"),
    [
        ("北区", Note.MUNICIPALITY_AMBIGUOUS, "大阪府大阪市北区"),
        ("北区見本町1-1", Note.MUNICIPALITY_AMBIGUOUS, "大阪府大阪市北区"),
        ("府中市", Note.MUNICIPALITY_AMBIGUOUS, "広島県府中市"),
        ("伊達市1-1", Note.MUNICIPALITY_AMBIGUOUS, "北海道伊達市"),
        ("森町", Note.MUNICIPALITY_AMBIGUOUS, "静岡県周智郡森町"),
        ("浜松市北区", Note.MUNICIPALITY_AMBIGUOUS, "静岡県浜松市浜名区"),
        ("横浜市末広町1", Note.TOWN_AMBIGUOUS, "神奈川県横浜市鶴見区末広町一丁目"),
        ("流山市流山2-18", Note.TOWN_AMBIGUOUS, "千葉県流山市流山二丁目"),
    ],
)
def test_what_fits_several_places_is_asked(
    matcher: AddressMatcher, address: str, note: Note, among: str
) -> None:
    match = matcher.match(address)
    assert asked(match), match
    assert note in match.notes
    assert among in [alternative.canonical for alternative in match.alternatives]


@pytest.mark.parametrize(
    ("address", "canonical", "notes"),
    [
        ("府中市宮西町2-24", "東京都府中市宮西町二丁目", {Note.PREFECTURE_INFERRED}),
        ("北区中之島1-3-20", "大阪府大阪市北区中之島一丁目", {Note.CITY_INFERRED}),
        ("大阪市中之島1-3-20", "大阪府大阪市北区中之島一丁目", {Note.WARD_INFERRED}),
        ("札幌市北6条西4丁目", "北海道札幌市北区北六条西四丁目", {Note.WARD_INFERRED}),
        ("仙台市五橋3-1-1", "宮城県仙台市若林区五橋三丁目", {Note.WARD_INFERRED}),
        ("大阪府北区梅田3-1-1", "大阪府大阪市北区梅田三丁目", {Note.CITY_INFERRED}),
        ("大阪八尾市本町1-1-1", "大阪府八尾市本町一丁目", {Note.CHOME_INFERRED}),
        ("浜松市中区元城町103-2", "静岡県浜松市中央区元城町", {Note.FORMER_MUNICIPALITY}),
        ("浜松市北区細江町気賀305", "静岡県浜松市浜名区細江町気賀", {Note.FORMER_MUNICIPALITY}),
        ("千代田区霞関3-1-1", "東京都千代田区霞が関三丁目", {Note.SPELLING}),
        ("鹿嶋市平井1187-1", "茨城県鹿嶋市大字平井", {Note.PREFECTURE_INFERRED}),
        ("鹿島市大字納富分2643-1", "佐賀県鹿島市大字納富分", {Note.PREFECTURE_INFERRED}),
        ("日野市石田350番地", "東京都日野市大字石田", set()),
        ("太宰府市観世音寺3-25-2", "福岡県太宰府市観世音寺三丁目", set()),
        ("株式会社見本製作所　大阪府八尾市本町1-1-1", "大阪府八尾市本町一丁目", {Note.TEXT_BEFORE}),
        ("中央区役所 東京都中央区築地1-1-1", "東京都中央区築地一丁目", {Note.TEXT_BEFORE}),
    ],
)
def test_left_out_parts_are_found_when_only_one_place_remains(
    matcher: AddressMatcher, address: str, canonical: str, notes: set[Note]
) -> None:
    match = matcher.match(address)
    assert match.canonical == canonical
    assert match.point is not None
    assert notes <= set(match.notes)


@pytest.mark.parametrize(
    ("address", "note", "level"),
    [
        ("八尾市見本町1", Note.TOWN_UNKNOWN, Level.MUNICIPALITY),
        ("香川県仲多度郡琴平町892-1", Note.TOWN_ABSENT, Level.MUNICIPALITY),
        ("京都市中京区烏丸通四条上る", Note.STREETS_ONLY, Level.MUNICIPALITY),
        ("八尾市本町99丁目1", Note.CHOME_UNKNOWN, Level.TOWN),
        ("愛知県清洲市清洲1", Note.MUNICIPALITY_UNKNOWN, Level.PREFECTURE),
        ("京都市中京区亀屋町1", Note.TOWN_SAME_NAMED, Level.TOWN),
        ("安城市今本町東向山7", Note.TOWN_CONTINUES, Level.TOWN),
        ("〒530-0001 大阪府八尾市本町1", Note.POSTAL_CODE_DIFFERS, Level.CHOME),
    ],
)
def test_doubts_are_told(matcher: AddressMatcher, address: str, note: Note, level: Level) -> None:
    match = matcher.match(address)
    assert note in match.notes
    assert match.level is level


@pytest.mark.parametrize("text", ["", " ", "見本", "123", "日本", "東京", "株式会社見本製作所", "-", "〒"])
def test_what_is_no_address_has_no_place(matcher: AddressMatcher, text: str) -> None:
    match = matcher.match(text)
    assert (match.level, match.point, match.radius_m) == (Level.NONE, None, 0)


def test_typing_error_is_offered_and_not_taken(matcher: AddressMatcher) -> None:
    match = matcher.match("大阪府八尾市植松丁1-1")
    assert match.level is Level.MUNICIPALITY
    assert [one.canonical for one in match.alternatives] == ["大阪府八尾市植松町"]
    wrong_city = matcher.match("愛知県清洲市清洲1")
    assert [one.canonical for one in wrong_city.alternatives] == ["愛知県清須市"]


def test_postal_code_decides_between_namesakes(matcher: AddressMatcher) -> None:
    match = matcher.match("〒183-0022 府中市")
    assert match.canonical == "東京都府中市"
    assert Note.POSTAL_CODE_USED in match.notes


def test_postal_code_alone_is_an_address(matcher: AddressMatcher) -> None:
    match = matcher.match("〒581-0003")
    assert (match.canonical, match.level) == ("大阪府八尾市本町", Level.TOWN)


def test_matched_part_and_rest_are_the_typed_characters(matcher: AddressMatcher) -> None:
    match = matcher.match("〒581-0003　大阪府 八尾市　本町１−２−３ 見本ビル３Ｆ")
    assert match.matched == "大阪府 八尾市　本町１"
    assert match.rest == "２−３ 見本ビル３Ｆ"
    assert match.chome == 1
    assert match.postal_code == "5810003"


def test_hokkaido_quarters_are_read(matcher: AddressMatcher) -> None:
    for text in ("札幌市中央区北1条西2丁目", "札幌市中央区北１西２", "札幌市中央区北一条西二丁目1-1"):
        assert matcher.match(text).canonical == "北海道札幌市中央区北一条西二丁目"


def test_sakai_counts_in_cho(matcher: AddressMatcher) -> None:
    assert matcher.match("堺市堺区老松町1丁1-1").canonical == "大阪府堺市堺区老松町一丁"


def test_kyoto_prefecture_inside_tokyo_is_no_trap(matcher: AddressMatcher) -> None:
    assert matcher.match("東京都府中市宮西町1").prefecture == "東京都"


def test_text_behind_ten_thousand_characters_is_kept(matcher: AddressMatcher) -> None:
    match = matcher.match("大阪府八尾市本町1-1" + "あ" * 20_000)
    assert match.canonical == "大阪府八尾市本町一丁目"
    assert match.rest.count("あ") == 20_000


def test_matching_the_canonical_form_again_finds_the_same_place(matcher: AddressMatcher) -> None:
    for row in rows("addresses.csv"):
        first = matcher.match(row["address"])
        again = matcher.match(first.canonical)
        assert (again.canonical, again.point) == (first.canonical, first.point)


def test_a_quarter_counted_in_jo_may_be_written_with_a_hyphen(matcher: AddressMatcher) -> None:
    match = matcher.match("札幌市豊平区平岸6-10-1-1")
    assert (match.canonical, match.rest) == ("北海道札幌市豊平区平岸六条十丁目", "1-1")


def test_everyday_spelling_of_shiogama_is_understood(matcher: AddressMatcher) -> None:
    assert matcher.match("塩釜市旭町1-1").canonical == "宮城県塩竈市旭町"


@pytest.mark.parametrize(
    ("address", "canonical", "rest"),
    [
        ("善光寺 長野市大字長野元善町491", "長野県長野市大字長野", "元善町491"),
        ("見本株式会社 大阪府八尾市", "大阪府八尾市", ""),
        ("見本工業(株)八尾工場 八尾市本町1-1", "大阪府八尾市本町一丁目", "1"),
        ("竹富町役場 石垣市美崎町11-1", "沖縄県石垣市美崎町", "11-1"),
        ("十島村役場 鹿児島市泉町14-15", "鹿児島県鹿児島市泉町", "14-15"),
    ],
)
def test_words_before_an_address_are_passed_over(
    matcher: AddressMatcher, address: str, canonical: str, rest: str
) -> None:
    match = matcher.match(address)
    assert (match.canonical, match.rest) == (canonical, rest)
    assert Note.TEXT_BEFORE in match.notes


def test_a_corner_of_kyoto_may_lack_its_streets_suffix(matcher: AddressMatcher) -> None:
    assert matcher.match("京都市中京区三条高倉東片町623-1").canonical == "京都府京都市中京区東片町"


def test_a_village_writes_its_name_in_either_form(matcher: AddressMatcher) -> None:
    assert matcher.match("高岡郡梼原町梼原1444-1").municipality_code == "39405"


def test_towns_that_hold_the_name_written_are_offered(matcher: AddressMatcher) -> None:
    match = matcher.match("岩手県八幡平市寄木第1地割590-5")
    assert [other.canonical for other in match.alternatives] == [
        "岩手県八幡平市安代寄木",
        "岩手県八幡平市松尾寄木",
    ]


@pytest.mark.parametrize(
    ("address", "level", "offered"),
    [
        ("石川県鯖江市西山町13-1", Level.PREFECTURE, "福井県鯖江市西山町"),
        ("大阪府神戸市中央区加納町6-5-1", Level.PREFECTURE, "兵庫県神戸市中央区加納町六丁目"),
        ("大阪府大坂市北区梅田3-1-1", Level.PREFECTURE, "大阪府大阪市北区梅田三丁目"),
        ("大阪府八尾郡八尾市本町1-1", Level.PREFECTURE, "大阪府八尾市本町一丁目"),
        ("大阪府八屋市本町1-1", Level.PREFECTURE, "大阪府八尾市"),
        ("燕市吉田西大田1934", Level.MUNICIPALITY, "新潟県燕市吉田西太田"),
        ("昭和町1-1", Level.NONE, "山梨県中巨摩郡昭和町"),
    ],
)
def test_what_contradicts_itself_or_lies_near_is_offered_only(
    matcher: AddressMatcher, address: str, level: Level, offered: str
) -> None:
    match = matcher.match(address)
    assert match.level is level
    assert offered in [other.canonical for other in match.alternatives]


def test_a_second_address_in_the_text_is_told(matcher: AddressMatcher) -> None:
    match = matcher.match("福井県鯖江市西山町13-1（集合場所：福井県越前市府中1-13-7）")
    assert match.canonical == "福井県鯖江市西山町"
    assert Note.SECOND_ADDRESS in match.notes
    assert Note.SECOND_ADDRESS not in matcher.match("福井県鯖江市西山町13-1 鯖江市役所").notes
