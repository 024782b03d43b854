"""Rows that cannot be true are refused, counted by reason and listed; the others are taken."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.geocoding.dictionaries import published
from tests.unit.geocoding.dictionaries.conftest import Desk
from tests.unit.geocoding.dictionaries.published import YAO, abr_pair, csv_text, mlit_block, moved

from ofdesk.base.errors import DamagedFileError
from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.dictionaries.importing import MOST_REJECTS_KEPT
from ofdesk.geocoding.dictionaries.rows import Reason
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.match import Level

HONMACHI = ("大阪府", "八尾市", "本町一丁目")


def load_with(desk: Desk, folder: Path, *doubtful: dict[str, object]) -> list[tuple[int, Reason]]:
    """Import one good row and doubtful ones behind it; return what was refused."""
    good = mlit_block(HONMACHI, 1, desk.point("八尾市", "本町", 1))
    desk.load([published.write_mlit_blocks(folder / "x.zip", [good, *doubtful])]).close()
    assert desk.report is not None
    assert desk.report.taken == 1 + len(doubtful) - desk.report.refused
    return [(one.line, one.reason) for one in desk.report.rejects]


@pytest.mark.parametrize(
    "lat", ["", "NaN", "inf", "-inf", "1e999", "北緯34度", "34,6", "34.6.1", "０x22", "\x0034"]
)
@pytest.mark.parametrize("lon", ["135.6", "nan"])
def test_coordinates_that_are_none(desk: Desk, tmp_path: Path, lat: str, lon: str) -> None:
    row = mlit_block(HONMACHI, 2, GeoPoint(0, 0)) | {"緯度": lat.replace("\x00", ""), "経度": lon}
    if lat == "\x0034":
        row["緯度"] = "34 6"
    assert load_with(desk, tmp_path, row) == [(3, Reason.COORDINATES_UNREADABLE)]


@pytest.mark.parametrize(
    ("lat", "lon"), [("135.6", "34.6"), ("0", "0"), ("34.6", "-135.6"), ("48.1", "135.6"), ("34.6", "1356")]
)
def test_points_outside_japan(desk: Desk, tmp_path: Path, lat: str, lon: str) -> None:
    row = mlit_block(HONMACHI, 2, GeoPoint(0, 0)) | {"緯度": lat, "経度": lon}
    assert load_with(desk, tmp_path, row) == [(3, Reason.OUTSIDE_JAPAN)]


@pytest.mark.parametrize(
    ("north_m", "refused"), [(1_900, False), (2_100, True), (90_000, True), (160_000, True)]
)
def test_points_far_from_their_town(desk: Desk, tmp_path: Path, north_m: int, refused: bool) -> None:
    """本町一丁目 has a radius of 229 m: three times that is less than the 2 km that are always allowed."""
    there = moved(desk.point("八尾市", "本町", 1), north_m)
    found = load_with(desk, tmp_path, mlit_block(HONMACHI, 2, there))
    assert found == ([(3, Reason.FAR_FROM_TOWN)] if refused else [])


def test_points_outside_their_municipality(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    asked: list[str] = []

    def south(code: str, point: GeoPoint) -> bool:
        asked.append(code)
        return point.lat_deg <= yao.lat_deg

    desk.in_municipality = south
    found = load_with(desk, tmp_path, mlit_block(HONMACHI, 2, moved(yao, 20)))
    assert found == [(3, Reason.OUTSIDE_MUNICIPALITY)]
    assert set(asked) == {"27212"}


@pytest.mark.parametrize(
    "number", ["", "０", "無番地", "１２Ａ", "12345678", "1-2-3-4", "-1", "1.5", "ヲ12", "=1+1"]
)
def test_numbers_that_cannot_be_read(desk: Desk, tmp_path: Path, number: str) -> None:
    row = mlit_block(HONMACHI, number, desk.point("八尾市", "本町", 1))
    assert load_with(desk, tmp_path, row) == [(3, Reason.NUMBER_UNREADABLE)]


def test_places_that_are_not_known(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    nowhere = mlit_block(("大阪府", "どこ市", "本町一丁目"), 2, yao)
    elsewhere = mlit_block(("東京都", "八尾市", "本町一丁目"), 3, yao)
    nameless = mlit_block(("大阪府", "八尾市", " "), 4, yao)
    assert load_with(desk, tmp_path, nowhere, elsewhere, nameless) == [
        (3, Reason.MUNICIPALITY_UNKNOWN),
        (4, Reason.MUNICIPALITY_UNKNOWN),
        (5, Reason.NO_TOWN),
    ]


def test_a_town_the_gazetteer_lacks_is_judged_by_its_municipality(desk: Desk, tmp_path: Path) -> None:
    (yao,) = desk.gazetteer.official("八尾市")
    near = mlit_block(("大阪府", "八尾市", "新開町"), 2, moved(yao.point, 3_000))
    far = mlit_block(("大阪府", "八尾市", "新開町"), 3, moved(yao.point, 90_000))
    assert load_with(desk, tmp_path, near, far) == [(4, Reason.FAR_FROM_TOWN)]


def test_a_row_cut_short(desk: Desk, tmp_path: Path) -> None:
    good = csv_text(published.MLIT_BLOCK, [mlit_block(HONMACHI, 1, desk.point("八尾市", "本町", 1))])
    path = tmp_path / "27.csv"
    path.write_bytes((good + '"大阪府","八尾市"\r\n').encode("cp932"))
    desk.load([path]).close()
    assert desk.report is not None
    assert [(one.line, one.reason, one.text) for one in desk.report.rejects] == [
        (3, Reason.SHORT_ROW, "大阪府,八尾市")
    ]


def test_what_the_registry_gets_wrong(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    town = {"city": "八尾市", "oaza_cho": "本町", "chome": "一丁目", "machiaza_id": "0001001"}

    def lot(number: int, point: GeoPoint | None, **more: object) -> tuple[dict[str, object], GeoPoint | None]:
        return {"lg_code": YAO, **town, "prc_id": number, "prc_num1": number, **more}, point

    rows = [
        lot(1, yao),
        lot(2, None),
        lot(3, yao, lg_code="272125"),
        lot(4, yao, ablt_date="2020-01-01"),
        lot(5, moved(yao, 120_000)),
    ]
    paths = abr_pair(tmp_path, "mt_parcel", (published.ABR_PARCEL, published.ABR_PARCEL_POS), rows)
    desk.load(paths).close()
    assert desk.report is not None
    assert [(one.line, one.reason) for one in desk.report.rejects] == [
        (3, Reason.NO_POSITION),
        (4, Reason.CHECK_DIGIT_WRONG),
        (5, Reason.WITHDRAWN),
        (6, Reason.FAR_FROM_TOWN),
    ]


@pytest.mark.parametrize(
    ("datum", "taken"), [("EPSG:6668", 2), ("4612", 2), ("EPSG:4326", 2), ("EPSG:4301", 1), ("", 1)]
)
def test_points_of_another_datum(desk: Desk, tmp_path: Path, datum: str, taken: int) -> None:
    """The Tokyo datum (4301) would put everything some 400 m to the south-east."""
    yao = desk.point("八尾市", "本町", 1)
    town = {"lg_code": YAO, "city": "八尾市", "oaza_cho": "本町", "chome": "一丁目", "machiaza_id": "0001001"}
    lots: list[dict[str, object]] = [town | {"prc_id": number, "prc_num1": number} for number in (1, 2)]
    place = {"lg_code": YAO, "machiaza_id": "0001001", "rep_lon": yao.lon_deg, "rep_lat": yao.lat_deg}
    points: list[dict[str, object]] = [
        place | {"prc_id": 1, "rep_srid": "EPSG:6668"},
        place | {"prc_id": 2, "rep_srid": datum},
    ]
    paths = [tmp_path / "mt_parcel.csv", tmp_path / "mt_parcel_pos.csv"]
    paths[0].write_text(csv_text(published.ABR_PARCEL, lots), encoding="utf-8")
    paths[1].write_text(csv_text(published.ABR_PARCEL_POS, points), encoding="utf-8")
    desk.load(paths).close()
    assert desk.report is not None
    assert desk.report.taken == taken


def test_all_are_counted_and_the_first_thousand_kept(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    rows = [mlit_block(HONMACHI, number, moved(yao, 90_000)) for number in range(1, MOST_REJECTS_KEPT + 51)]
    assert len(load_with(desk, tmp_path, *rows)) == MOST_REJECTS_KEPT
    assert desk.report is not None
    assert desk.report.reasons == {Reason.FAR_FROM_TOWN: MOST_REJECTS_KEPT + 50}


def test_a_reject_is_shown_without_what_steers_a_terminal(desk: Desk, tmp_path: Path) -> None:
    row = mlit_block(("大阪府", "八尾市", "本町一丁目"), "\x1b[2J\x07", desk.point("八尾市", "本町", 1))
    load_with(desk, tmp_path, row)
    assert desk.report is not None
    (reject,) = desk.report.rejects
    assert reject.source.endswith("x.zip › 27_2024.csv")
    assert reject.text.isprintable()
    assert "[2J" in reject.text


def test_a_good_row_is_found_beside_bad_ones(desk: Desk, tmp_path: Path) -> None:
    yao = desk.point("八尾市", "本町", 1)
    rows = [mlit_block(HONMACHI, 2, moved(yao, 90_000)), mlit_block(HONMACHI, 3, moved(yao, 90))]
    dictionary = desk.load([published.write_mlit_blocks(tmp_path / "x.zip", rows)])
    matcher = desk.matcher(dictionary)
    assert matcher.match("八尾市本町1-2").level is Level.CHOME
    assert matcher.match("八尾市本町1-3").point == moved(yao, 90)


ODD = st.sampled_from(
    [
        "",
        "大阪府",
        "八尾市",
        "本町一丁目",
        "東弓削",
        "1",
        "34.6273",
        "135.6009",
        "nan",
        "1e999",
        "-0",
        "9" * 400,
        "３",
    ]
) | st.text(max_size=8)


@settings(max_examples=150)
@given(rows=st.lists(st.lists(ODD, max_size=16), min_size=1, max_size=6), bits=st.binary(max_size=30))
def test_no_rows_whatsoever_raise_anything_but_errors_of_the_program(
    gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], bits: bytes
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    desk = Desk(gazetteer, folder)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([published.MLIT_BLOCK.split(","), *rows])
    path = folder / "odd.csv"
    path.write_bytes(text.getvalue().encode("utf-8", "replace") + bits)
    try:
        desk.load([path]).close()
    except DamagedFileError:
        return
    assert desk.report is not None
    assert desk.report.taken + desk.report.refused == desk.report.read
