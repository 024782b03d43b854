"""Gazetteer and map as the checks ask for them, and the checks with both behind them."""

from __future__ import annotations

import dataclasses

import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.cartography.base_map import BaseMap
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Event, Factory, Record
from ofdesk.model.settings import BookletSettings
from ofdesk.model.validation import PlaceKnowledge, check_record
from ofdesk.services.known_places import KnownPlaces
from ofdesk.services.program_map import program_map
from ofdesk.services.words import load_words

WORDS = load_words("ja")
YAO_HALL = GeoPoint(34.6266, 135.6010)


@pytest.fixture(scope="module")
def matcher() -> AddressMatcher:
    return AddressMatcher()


@pytest.fixture(scope="module")
def places(matcher: AddressMatcher) -> PlaceKnowledge:
    return KnownPlaces(matcher, program_map)


# ── answers ─────────────────────────────────────────────────────────────────────────────────────


def test_an_address_is_known_by_municipality_town_and_lot(places: PlaceKnowledge) -> None:
    found = places.place_of_address("大阪府八尾市本町1丁目1番地1 見本ビル3階")
    assert found is not None
    assert (found.codes, found.municipality) == (frozenset({"27212"}), "大阪府八尾市")
    assert (found.town, found.chome, found.lot) == ("本町", 1, "1-1")
    assert found.postal_codes == ("581-0003",)
    assert found.point is not None
    assert found.point.distance_m(YAO_HALL) < found.radius_m + 300


@pytest.mark.parametrize(
    "written", ["1-2", "1番2号", "１−２", "1番地の2", "1の2", "1-2 見本ビル3F", "一番地2"]
)
def test_one_lot_is_one_however_it_is_written(places: PlaceKnowledge, written: str) -> None:
    found = places.place_of_address(f"大阪府八尾市本町三丁目{written}")
    assert found is not None
    assert found.lot == "1-2"


def test_what_is_not_certain_is_not_claimed(places: PlaceKnowledge) -> None:
    for nothing in ("", "見本", "府中市", "大阪府"):
        assert places.place_of_address(nothing) is None
    city = places.place_of_address("大阪府大阪市")
    assert city is not None
    assert {"27100", "27128"} < city.codes
    assert (city.town, city.point, city.postal_codes) == ("", None, ())
    for address, code in (
        ("大阪府八尾市見知らぬ町1-2", "27212"),
        ("大阪府八尾市本町見知らぬ町1-2", "27212"),  # may be a longer name than 本町
        ("京都府京都市中京区亀屋町1", "26104"),  # one of several
    ):
        place = places.place_of_address(address)
        assert place is not None
        assert (place.codes, place.town, place.point, place.postal_codes) == (frozenset({code}), "", None, ())


def test_a_postal_code_is_known_by_its_places(places: PlaceKnowledge) -> None:
    (found,) = places.places_of_postal_code("581-0003")
    assert (found.codes, found.municipality, found.town) == (frozenset({"27212"}), "大阪府八尾市", "本町")
    (office,) = places.places_of_postal_code("581-8502")
    assert office.is_office
    assert places.places_of_postal_code("000-0000") == ()


def test_codes_are_those_of_the_named_municipality(places: PlaceKnowledge) -> None:
    assert places.codes_of("府中市", ("広島県",)) == {"34208"}
    assert places.codes_of("府中市", ()) == {"13206", "34208"}
    assert {"27100", "27122"} < places.codes_of("大阪市", ("大阪府",))
    assert places.codes_of("大阪市大正区", ("大阪府",)) == {"27108"}
    assert places.codes_of("清洲市", ()) == frozenset()


def test_land_is_known_by_ward_where_the_map_has_wards(places: PlaceKnowledge) -> None:
    for point, code, name in (
        (YAO_HALL, "27212", "大阪府八尾市"),
        (GeoPoint(35.0116, 135.7681), "26104", "京都府京都市中京区"),
        (GeoPoint(44.3534, 146.2522), "01000", "北方領土"),
    ):
        land = places.land_at(point, 300)
        assert land is not None
        assert (land.codes, land.municipality) == (frozenset({code}), name)
    osaka = places.land_at(GeoPoint(34.6937, 135.5022), 300)
    assert osaka is not None
    assert {"27100", "27127"} < osaka.codes
    sea = places.land_at(GeoPoint(35.2, 139.3), 300)
    assert sea is not None
    assert (sea.codes, sea.municipality) == (frozenset(), "")


def test_distance_is_to_the_nearest_of_the_municipalities(places: PlaceKnowledge) -> None:
    osaka = GeoPoint(34.6937, 135.5022)
    yao_m = places.distance_m(frozenset({"27212"}), osaka)
    assert yao_m is not None
    assert 5_000 < yao_m < 15_000
    assert places.distance_m(frozenset({"27212", "27128"}), osaka) == 0.0
    whole_city = places.codes_of("大阪市", ())
    assert places.distance_m(whole_city, YAO_HALL) == places.distance_m(frozenset({"27100"}), YAO_HALL)
    assert places.distance_m(frozenset({"99999"}), osaka) is None


def test_the_map_is_asked_for_when_the_first_pin_is_and_may_come_later(matcher: AddressMatcher) -> None:
    maps: list[BaseMap | None] = [None, program_map()]
    places = KnownPlaces(matcher, lambda: maps.pop(0))
    places.place_of_address("大阪府八尾市本町1-1")
    assert len(maps) == 2
    assert places.land_at(YAO_HALL, 300) is None
    assert places.land_at(YAO_HALL, 300) is not None


def test_each_address_is_looked_up_once(matcher: AddressMatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    places = KnownPlaces(matcher, program_map)
    first = places.place_of_address("大阪府八尾市本町1-1")
    monkeypatch.setattr(matcher, "match", lambda _text: pytest.fail("asked again"))
    assert places.place_of_address("大阪府八尾市本町1-1") is first


# ── names ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("prefecture", "name", "meant"),
    [
        ("愛知県", "清洲市", "清須市"),
        ("茨城県", "龍ヶ崎市", "龍ケ崎市"),
        ("茨城県", "竜ケ崎市", "龍ケ崎市"),
        ("千葉県", "鎌ヶ谷市", "鎌ケ谷市"),
        ("千葉県", "袖ヶ浦市", "袖ケ浦市"),
        ("神奈川県", "茅ケ崎市", "茅ヶ崎市"),
        ("青森県", "鰺ケ沢町", "鰺ヶ沢町"),
        ("宮城県", "塩釜市", "塩竈市"),
        ("奈良県", "五条市", "五條市"),
        ("奈良県", "葛城", "葛城市"),
        ("大阪府", "四条畷市", "四條畷市"),
        ("大阪府", "東大坂市", "東大阪市"),
        ("大阪府", "枚片市", "枚方市"),
        ("岐阜県", "山懸市", "山県市"),
        ("兵庫県", "丹波笹山市", "丹波篠山市"),
        ("兵庫県", "尼ヶ崎市", "尼崎市"),
        ("新潟県", "三條市", "三条市"),
        ("東京都", "桧原村", "檜原村"),
        ("鹿児島県", "薩摩河内市", "薩摩川内市"),
        ("長崎県", "対島市", "対馬市"),
        ("福岡県", "糸嶋市", "糸島市"),
    ],
)
def test_classic_mistakes_are_told_with_the_right_name(
    places: PlaceKnowledge, prefecture: str, name: str, meant: str
) -> None:
    event = Event(id=RecordId("1" * 32), prefectures=(prefecture,), municipalities=(name,))
    details = problems_of(places, event)["municipality_misspelt"]
    assert details == {"name": name, "suggestion": meant}
    if name[-1] in "市町村":  # elsewhere an address does not tell where its municipality ends
        factory = Factory(id=RecordId("2" * 32), address=f"{prefecture}{name}1-2")
        assert problems_of(places, factory)["municipality_misspelt"] == details


@pytest.mark.parametrize(
    ("address", "code", "details"),
    [
        (
            "岐阜県山形市高富1",
            "municipality_not_here",
            {"name": "山形市", "prefecture": "岐阜県", "suggestion": "山県市"},
        ),
        ("大阪府三条市本町1", "address_prefecture", {"name": "三条市", "prefecture": "新潟県"}),
        ("静岡県浜松市浜北区1", "municipality_former", {"name": "浜松市浜北区", "successor": "浜松市浜名区"}),
    ],
)
def test_names_of_elsewhere_and_of_former_times_are_told_as_such(
    places: PlaceKnowledge, address: str, code: str, details: dict[str, str]
) -> None:
    assert problems_of(places, Factory(id=RecordId("1" * 32), address=address))[code] == details


def test_every_municipality_is_official_with_and_without_its_district(
    places: PlaceKnowledge, matcher: AddressMatcher
) -> None:
    """余市郡赤井川村, 蒲郡市, 赤穂郡上郡町, 神崎郡市川町, 三宅島三宅村: their characters end other names."""
    for one in matcher.gazetteer.municipalities():
        for written in (one.canonical, one.prefecture + one.name):
            for behind in ("", "1-2", "大字市町村1"):
                record = Factory(id=RecordId("1" * 32), address=written + behind)
                wrong = {
                    code for code in problems_of(places, record) if code.startswith(("address", "munic"))
                }
                assert wrong == set(), written + behind


# ── whole records ───────────────────────────────────────────────────────────────────────────────

FAULTLESS = Factory(
    id=RecordId("1" * 32),
    name="見本",
    reading="みほん",
    postal_code="959-1289",
    address="新潟県燕市吉田西太田1934",
    location=Location(lat_deg=37.6731, lon_deg=138.8822),
)


def problems_of(places: PlaceKnowledge, record: Record) -> dict[str, dict[str, object]]:
    catalogue = Catalogue.of([record], booklet=BookletSettings(as_of=PartialDate(2026, 10)))
    found = check_record(record, catalogue, places)
    for problem in found:
        assert "{" not in WORDS.problem(problem)
    return {problem.code.removeprefix("check."): dict(problem.details) for problem in found}


def test_a_right_record_has_no_problem(places: PlaceKnowledge) -> None:
    right = dataclasses.replace(FAULTLESS, postal_code="959-0264", address="新潟県燕市吉田1")
    assert problems_of(places, dataclasses.replace(right, location=None)).keys() <= {
        "no_location",
        "postal_code_other_town_meant",
        "postal_code_other_town",
    }


@pytest.mark.parametrize(
    ("address", "lat_deg", "lon_deg"),
    [
        ("大阪府八尾市本町一丁目1-1", 34.6269, 135.6010),
        ("大阪府大阪市北区中之島一丁目3-20", 34.6937, 135.5022),
        ("京都府京都市中京区上本能寺前町488", 35.0116, 135.7681),
        ("福井県鯖江市西山町13-1", 35.9565, 136.1843),
        ("静岡県浜松市中央区元城町103-2", 34.7108, 137.7261),
        ("愛知県清須市須ケ口1238", 35.1998, 136.8528),
        ("広島県安芸郡府中町大通三丁目5-1", 34.3925, 132.5045),
        ("東京都千代田区霞が関一丁目3-1", 35.6726, 139.7505),
        ("北海道札幌市中央区北一条西二丁目", 43.0621, 141.3545),
        ("沖縄県那覇市泉崎一丁目1-1", 26.2124, 127.6792),
    ],
)
def test_city_halls_lie_where_their_addresses_say(
    places: PlaceKnowledge, address: str, lat_deg: float, lon_deg: float
) -> None:
    hall = dataclasses.replace(
        FAULTLESS, address=address, postal_code="", location=Location(lat_deg=lat_deg, lon_deg=lon_deg)
    )
    assert problems_of(places, hall) == {}


def test_swapped_towns_are_found(places: PlaceKnowledge) -> None:
    swapped = dataclasses.replace(
        FAULTLESS,
        address="新潟県三条市旭町二丁目3-1",
        postal_code="",
        location=Location(lat_deg=37.6731, lon_deg=138.8822),  # 燕市役所
    )
    details = problems_of(places, swapped)["location_elsewhere"]
    assert (details["found"], details["expected"]) == ("新潟県燕市", "新潟県三条市")


def test_another_ward_is_found_where_the_map_has_wards_and_by_distance_elsewhere(
    places: PlaceKnowledge,
) -> None:
    kyoto = dataclasses.replace(
        FAULTLESS,
        postal_code="",
        address="京都府京都市伏見区鷹匠町39-2",
        location=Location(lat_deg=35.0116, lon_deg=135.7681),
    )
    assert "location_elsewhere" in problems_of(places, kyoto)
    osaka = dataclasses.replace(
        kyoto,
        address="大阪府大阪市住吉区南住吉三丁目15-55",
        location=Location(lat_deg=34.7025, lon_deg=135.4959),
    )
    assert "location_far" in problems_of(places, osaka)
