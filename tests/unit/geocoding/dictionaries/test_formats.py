"""Each published layout is read for what it is, and its rows are found again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.unit.geocoding.dictionaries import published
from tests.unit.geocoding.dictionaries.conftest import Desk
from tests.unit.geocoding.dictionaries.published import (
    CHIZU,
    YAO,
    abr_pair,
    csv_text,
    mlit_block,
    moved,
    write_zip,
)

from ofdesk.base.errors import DamagedFileError
from ofdesk.geocoding.dictionaries.base_registry import municipality_code
from ofdesk.geocoding.dictionaries.placing import find_town
from ofdesk.geocoding.dictionaries.rows import Family, RowKind, SourceRow
from ofdesk.geocoding.match import Level

HONMACHI = ("大阪府", "八尾市", "本町一丁目")
CHIZU_TOWN = "大字智頭"


def test_mlit_towns_replace_the_point_of_the_town(desk: Desk, tmp_path: Path) -> None:
    there = moved(desk.point("八尾市", "本町", 1), north_m=40)
    row = {"都道府県コード": 27, "都道府県名": "大阪府", "市区町村コード": 27212, "市区町村名": "八尾市"}
    row |= {"大字町丁目コード": 272120001001, "大字町丁目名": "本町一丁目", "原典資料コード": 1}
    row |= {"緯度": there.lat_deg, "経度": there.lon_deg, "大字・字・丁目区分コード": 3}
    text = csv_text(published.MLIT_TOWN, [row])
    dictionary = desk.load([write_zip(tmp_path / "27000-19.0b.zip", {"27_2024.csv": text.encode("cp932")})])
    assert desk.report is not None
    assert (desk.report.family, desk.report.towns) == (Family.MLIT_TOWN, 1)
    plain, better = desk.matcher().match("八尾市本町1-2-3"), desk.matcher(dictionary).match("八尾市本町1-2-3")
    assert better.point == there
    assert better.point != plain.point
    kept = ("level", "canonical", "matched", "rest", "radius_m", "notes")
    assert [getattr(better, name) for name in kept] == [getattr(plain, name) for name in kept]


def test_mlit_blocks_answer_a_block_where_blocks_are_in_force_and_a_lot_elsewhere(
    desk: Desk, tmp_path: Path
) -> None:
    yao, chizu = desk.point("八尾市", "本町", 1), desk.point("智頭町", CHIZU_TOWN)
    rows = [mlit_block(HONMACHI, number, moved(yao, 60 * number)) for number in (1, 2, 3)]
    lot = ("鳥取県", "八頭郡智頭町", "大字智頭")
    rows += [mlit_block(lot, number, moved(chizu, number / 10), blocks=False) for number in (2072, 2080)]
    dictionary = desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)])
    matcher = desk.matcher(dictionary)
    block = matcher.match("大阪府八尾市本町1-2-9")
    assert (block.level, block.canonical, block.rest) == (Level.BLOCK, "大阪府八尾市本町一丁目2番", "9")
    assert block.point == moved(yao, 120)
    assert block.radius_m == 42  # 0.7 × the 60 m to the next block
    parcel = matcher.match("鳥取県八頭郡智頭町大字智頭2072番地1")
    assert parcel.level is Level.PARCEL
    assert parcel.canonical.endswith("智頭2072番地")
    assert parcel.rest == "1"
    assert parcel.point == moved(chizu, 207.2)


def test_the_representative_row_of_a_number_stands_for_it(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    rows = [
        mlit_block(HONMACHI, 5, moved(yao, 10), representative=False),
        mlit_block(HONMACHI, 5, moved(yao, 20)),
        mlit_block(HONMACHI, 5, moved(yao, 30), representative=False),
    ]
    dictionary = desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)])
    assert desk.matcher(dictionary).match("八尾市本町1-5").point == moved(yao, 20)


def test_a_row_the_publisher_removed_is_passed_over(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    rows = [mlit_block(HONMACHI, 5, yao, history=3), mlit_block(HONMACHI, 6, yao)]
    dictionary = desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)])
    assert desk.matcher(dictionary).match("八尾市本町1-5").level is Level.CHOME
    assert desk.matcher(dictionary).match("八尾市本町1-6").level is Level.BLOCK


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_geolonia_knows_koaza(desk: Desk, tmp_path: Path, encoding: str) -> None:
    chizu = desk.point("智頭町", CHIZU_TOWN)
    row = {
        "都道府県コード": 31,
        "都道府県名": "鳥取県",
        "都道府県名カナ": "トットリケン",
        "市区町村コード": 31328,
    }
    row |= {"市区町村名": "八頭郡智頭町", "大字町丁目名": "大字智頭", "小字・通称名": "字上町"}
    there = moved(chizu, 300)
    row |= {"緯度": there.lat_deg, "経度": there.lon_deg}
    path = tmp_path / "latest.csv"
    path.write_bytes(csv_text(published.GEOLONIA, [row]).encode(encoding))
    match = desk.matcher(desk.load([path])).match("鳥取県八頭郡智頭町大字智頭字上町12")
    assert (match.level, match.point, match.rest) == (Level.TOWN, there, "12")
    assert match.canonical.endswith("智頭字上町")
    assert match.matched.endswith("智頭字上町")


def test_geolonia_before_koaza_were_added_is_read_too(desk: Desk, tmp_path: Path) -> None:
    header = published.GEOLONIA.replace(",小字・通称名", "")
    yao = desk.point("八尾市", "本町", 2)
    row = {
        "都道府県名": "大阪府",
        "市区町村コード": 27212,
        "市区町村名": "八尾市",
        "大字町丁目名": "本町二丁目",
    }
    row |= {"緯度": yao.lat_deg, "経度": yao.lon_deg}
    path = tmp_path / "latest.csv"
    path.write_text(csv_text(header, [row]), encoding="utf-8")
    desk.load([path])
    assert desk.report is not None
    assert desk.report.towns == 1


def abr_town(oaza: str, machiaza: str, code: str = YAO, **more: object) -> dict[str, object]:
    city = "八尾市" if code == YAO else "智頭町"
    return {"lg_code": code, "machiaza_id": machiaza, "city": city, "oaza_cho": oaza, **more}


def test_the_registry_answers_blocks_and_houses(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    town = abr_town("本町", "0001001", chome="一丁目")
    block = town | {"blk_id": "009", "blk_num": "9", "rsdt_addr_flg": 1}
    house = block | {"rsdt_id": "001", "rsdt_num": "1", "rsdt2_id": ""}
    annex = block | {"rsdt_id": "001", "rsdt2_id": "00002", "rsdt_num": "1", "rsdt_num2": "2"}
    paths = abr_pair(
        tmp_path, "mt_rsdtdsp_blk", (published.ABR_BLOCK, published.ABR_BLOCK_POS), [(block, moved(yao, 50))]
    )
    houses = [(house, moved(yao, 55)), (annex, moved(yao, 58))]
    paths += abr_pair(
        tmp_path, "mt_rsdtdsp_rsdt", (published.ABR_RESIDENCE, published.ABR_RESIDENCE_POS), houses
    )
    matcher = desk.matcher(desk.load(paths))
    expected = {
        "大阪府八尾市本町1-9-1": (Level.PARCEL, "一丁目9番1号", moved(yao, 55), ""),
        "大阪府八尾市本町一丁目９番１号　見本ビル3階": (
            Level.PARCEL,
            "一丁目9番1号",
            moved(yao, 55),
            "見本ビル3階",
        ),
        "大阪府八尾市本町一丁目9番1-2号": (Level.PARCEL, "一丁目9番1-2号", moved(yao, 58), ""),
        "大阪府八尾市本町一丁目9番7号": (Level.BLOCK, "一丁目9番", moved(yao, 50), "7号"),
        "大阪府八尾市本町一丁目9番": (Level.BLOCK, "一丁目9番", moved(yao, 50), ""),
    }
    for address, (level, ending, point, rest) in expected.items():
        match = matcher.match(address)
        assert (match.level, match.point, match.rest) == (level, point, rest), address
        assert match.canonical == f"大阪府八尾市本町{ending}"
        again = matcher.match(match.canonical)
        assert (again.canonical, again.point, again.rest) == (match.canonical, match.point, "")


def test_houses_without_their_block_still_place_it(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    town = abr_town("本町", "0001001", chome="一丁目", blk_id="009", blk_num="9")
    houses = [
        (town | {"rsdt_id": f"{number:03}", "rsdt_num": number}, moved(yao, 10 * number))
        for number in (1, 2, 3)
    ]
    headers = (published.ABR_RESIDENCE, published.ABR_RESIDENCE_POS)
    match = desk.matcher(desk.load(abr_pair(tmp_path, "mt_rsdtdsp_rsdt", headers, houses))).match(
        "八尾市本町1-9"
    )
    assert (match.level, match.point) == (Level.BLOCK, moved(yao, 20))
    assert match.radius_m == 40  # 10 m to the farthest house and 30 m for what it stands on


def test_the_registry_answers_lots(desk: Desk, tmp_path: Path) -> None:
    chizu = desk.point("智頭町", CHIZU_TOWN)
    town = abr_town("大字智頭", "0010000", CHIZU)
    lots = [
        (town | {"prc_id": "1", "prc_num1": 294}, moved(chizu, 10)),
        (town | {"prc_id": "2", "prc_num1": 294, "prc_num2": 1}, moved(chizu, 60)),
        (town | {"prc_id": "3", "prc_num1": 300, "prc_num2": 2, "prc_num3": 3}, moved(chizu, 90)),
        (town | {"prc_id": "4", "prc_num1": "甲12"}, moved(chizu, 95)),
    ]
    paths = abr_pair(tmp_path, "mt_parcel", (published.ABR_PARCEL, published.ABR_PARCEL_POS), lots)
    matcher = desk.matcher(desk.load(paths))
    for address, label, north_m in (
        ("智頭町智頭294番地", "294番地", 10),
        ("智頭町大字智頭２９４番地の１", "294番地1", 60),
        ("智頭町智頭294-1", "294番地1", 60),
        ("智頭町智頭300-2-3", "300番地2-3", 90),
        ("智頭町智頭甲12番地", "甲12番地", 95),
    ):
        match = matcher.match(address)
        assert (match.level, match.point) == (Level.PARCEL, moved(chizu, north_m)), address
        assert match.canonical.endswith(f"智頭{label}")
        assert match.rest == ""
        assert 30 <= match.radius_m <= 300


def test_a_lot_in_a_town_of_blocks_is_no_address_unless_written_as_a_lot(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    lot = abr_town("本町", "0001001", chome="一丁目", prc_id="1", prc_num1=9, prc_num2=1, rsdt_addr_flg=1)
    paths = abr_pair(tmp_path, "mt_parcel", (published.ABR_PARCEL, published.ABR_PARCEL_POS), [(lot, yao)])
    matcher = desk.matcher(desk.load(paths))
    assert matcher.match("八尾市本町1-9-1").level is Level.CHOME
    assert matcher.match("八尾市本町1丁目9番地1").level is Level.PARCEL


def test_points_of_towns_may_be_zips_in_a_zip(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    town = abr_town("本町", "0001001", chome="一丁目", machiaza_type=2)
    headers = (published.ABR_TOWN, published.ABR_TOWN_POS)
    master, points = abr_pair(tmp_path, "mt_town", headers, [(town, moved(yao, 15))])
    outer = write_zip(tmp_path / "mt_town_pos_all.zip", {"mt_town_pos_pref27.csv.zip": points.read_bytes()})
    match = desk.matcher(desk.load([master, outer])).match("八尾市本町1")
    assert match.point == moved(yao, 15)


def test_tables_of_municipalities_may_come_along(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    town = abr_town("本町", "0001001", chome="一丁目", machiaza_type=2)
    paths = abr_pair(
        tmp_path, "mt_town", (published.ABR_TOWN, published.ABR_TOWN_POS), [(town, moved(yao, 15))]
    )
    city: dict[str, object] = {"lg_code": YAO, "pref": "大阪府", "city": "八尾市"}
    point: dict[str, object] = {"lg_code": YAO, "rep_lon": 135.6, "rep_lat": 34.6, "rep_srid": "EPSG:6668"}
    for name, header, row in (
        ("mt_city.csv", published.ABR_CITY, city),
        ("mt_city_pos.csv", published.ABR_CITY_POS, point),
    ):
        paths.append(tmp_path / name)
        paths[-1].write_text(csv_text(header, [row]), encoding="utf-8")
    desk.load(paths).close()
    assert desk.report is not None
    assert (desk.report.read, desk.report.taken) == (1, 1)
    with pytest.raises(DamagedFileError, match="nothing_taken"):
        desk.load(paths[2:], "別")


def test_large_zips_are_read(desk: Desk, tmp_path: Path) -> None:
    """Python writes sizes behind the data and in ZIP64 fields when it cannot know them before."""
    yao = desk.point("八尾市", "本町", 1)
    text = csv_text(published.MLIT_BLOCK, [mlit_block(HONMACHI, 1, yao)])
    path = tmp_path / "x.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("27_2024.csv", "w", force_zip64=True) as member,
    ):
        member.write(text.encode("cp932"))
    assert desk.matcher(desk.load([path])).match("八尾市本町1-1").level is Level.BLOCK


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("272124", "27212"),  # 2·6+7·5+2·4+1·3+2·2 = 62; 11 − 62 mod 11 = 4
        ("011002", "01100"),
        ("11002", "01100"),  # a spreadsheet dropped the zero
        ("131016", "13101"),
        ("272125", ""),
        ("27212", ""),
        ("", ""),
        ("八尾市", ""),
        ("２７２１２４", ""),
        ("2721240", ""),
    ],
)
def test_the_check_digit_of_a_code_is_proved(code: str, known: str) -> None:
    assert municipality_code(code) == known


def test_former_municipalities_lead_to_those_of_today(desk: Desk, tmp_path: Path) -> None:
    """浜松市中区 was dissolved in 2024; the registry's older files and MLIT's still name it."""
    (today,) = desk.gazetteer.official("静岡県浜松市中央区")
    table = desk.gazetteer.towns(today.number)
    town = next(
        i for i, name in enumerate(table.names) if name and not table.chomes(i) and not table.point_kind(i)
    )
    point = table.point(town)
    row = mlit_block(("静岡県", "浜松市中区", table.names[town]), 7, point, blocks=False)
    dictionary = desk.load([published.write_mlit_blocks(tmp_path / "x.zip", [row])])
    match = desk.matcher(dictionary).match(f"静岡県浜松市中央区{table.names[town]}7番地")
    assert (match.level, match.point) == (Level.PARCEL, point)


def test_towns_that_fold_to_one_name_are_kept_apart(desk: Desk, tmp_path: Path) -> None:
    """八尾市 has both 東弓削, in 丁目, and 大字東弓削."""
    counted, plain = desk.point("八尾市", "東弓削", 1), desk.point("八尾市", "大字東弓削")
    rows = [
        mlit_block(("大阪府", "八尾市", "東弓削一丁目"), 5, counted),
        mlit_block(("大阪府", "八尾市", "大字東弓削"), 5, plain, blocks=False),
    ]
    matcher = desk.matcher(desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)]))
    assert matcher.match("八尾市東弓削1丁目5番").point == counted
    assert matcher.match("八尾市大字東弓削5番地").point == plain


def test_every_town_of_the_gazetteer_is_found_by_its_own_name(desk: Desk) -> None:
    for municipality in desk.gazetteer.official("青森市") + desk.gazetteer.official("八尾市"):
        table = desk.gazetteer.towns(municipality.number)
        for town, name in enumerate(table.names):
            if name:
                row = SourceRow(1, RowKind.TOWN, municipality.code, "", "", name, "", (), "", "")
                assert find_town(table, row) == (town, 0, "")
