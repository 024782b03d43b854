"""Looking up: which municipality holds a point, what a code stands for, how far a point lies outside."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely

from ofdesk.base.geometry import GeoPoint
from ofdesk.base.japan import PREFECTURES
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.borders import BorderKind

# Prefectural offices (municipality code, latitude, longitude). Source: 国土地理院, 都道府県庁の経緯度.
OFFICES = """
01100 43.06417 141.34694 | 02201 40.82444 140.74000 | 03201 39.70361 141.15250 | 04100 38.26889 140.87194
05201 39.71861 140.10250 | 06201 38.24056 140.36333 | 07201 37.75000 140.46778 | 08201 36.34139 140.44667
09201 36.56583 139.88361 | 10201 36.39111 139.06083 | 11100 35.85694 139.64889 | 12100 35.60472 140.12333
13104 35.68944 139.69167 | 14100 35.44778 139.64250 | 15100 37.90222 139.02361 | 16201 36.69528 137.21139
17201 36.59444 136.62556 | 18201 36.06528 136.22194 | 19201 35.66389 138.56833 | 20201 36.65139 138.18111
21201 35.39111 136.72222 | 22100 34.97694 138.38306 | 23100 35.18028 136.90667 | 24201 34.73028 136.50861
25201 35.00444 135.86833 | 26100 35.02139 135.75556 | 27100 34.68639 135.52000 | 28100 34.69139 135.18306
29201 34.68528 135.83278 | 30201 34.22611 135.16750 | 31201 35.50361 134.23833 | 32201 35.47222 133.05056
33100 34.66167 133.93500 | 34100 34.39639 132.45944 | 35203 34.18583 131.47139 | 36201 34.06583 134.55944
37201 34.34028 134.04333 | 38201 33.84167 132.76611 | 39201 33.55972 133.53111 | 40130 33.60639 130.41806
41201 33.24944 130.29889 | 42201 32.74472 129.87361 | 43100 32.78972 130.74167 | 44201 33.23806 131.61250
45201 31.91111 131.42389 | 46201 31.56028 130.55806 | 47201 26.21250 127.68111
"""
OFFICE_ROWS = [entry.split() for entry in OFFICES.replace("\n", "|").split("|") if entry.strip()]


def test_the_table_names_every_prefecture() -> None:
    assert [row[0][:2] for row in OFFICE_ROWS] == [prefecture.code for prefecture in PREFECTURES]


@pytest.mark.parametrize(("code", "lat", "lon"), OFFICE_ROWS)
def test_prefectural_offices_lie_in_their_city(base_map: BaseMap, code: str, lat: str, lon: str) -> None:
    point = GeoPoint(float(lat), float(lon))
    found = base_map.municipality_at(point)
    assert found is not None
    assert found.code == code
    assert base_map.distance_m(code, point) == 0.0


@pytest.mark.parametrize(
    ("name", "lat", "lon", "code"),
    [
        ("竹島", 37.2417, 131.8667, "32528"),
        ("魚釣島", 25.7436, 123.4758, "47207"),
        ("国後島の爺爺岳", 44.3534, 146.2522, "01000"),
        ("父島", 27.0750, 142.2100, "13421"),
        ("関西国際空港", 34.4340, 135.2330, "27362"),
        ("夢洲", 34.6500, 135.3900, "27100"),
        ("六甲アイランド", 34.6890, 135.2690, "28100"),
        ("羽田空港", 35.5490, 139.7840, "13111"),
        ("与那国島", 24.4600, 122.9900, "47382"),
        ("琵琶湖の沖島", 35.2080, 136.0650, "25204"),
    ],
)
def test_islands_and_new_land_belong_to_somebody(
    base_map: BaseMap, name: str, lat: float, lon: float, code: str
) -> None:
    distance = base_map.distance_m(code, GeoPoint(lat, lon))
    assert distance is not None, name
    assert distance < 400, name


def test_the_sea_belongs_to_nobody(base_map: BaseMap) -> None:
    for lat, lon in ((34.45, 135.05), (40.0, 135.0), (35.45, 139.80), (37.5665, 126.978)):
        assert base_map.municipality_at(GeoPoint(lat, lon)) is None


def test_wards_lead_to_their_city(base_map: BaseMap) -> None:
    expected = {"27102": "大阪市", "14117": "横浜市", "14135": "川崎市", "22138": "浜松市", "26105": "京都市"}
    for code, name in expected.items():
        city = base_map.municipality(code)
        assert city is not None
        assert city.name == name
    special = base_map.municipality("13111")
    assert special is not None
    assert special.name == "大田区"
    assert base_map.municipality("99999") is None
    assert base_map.municipality("18999") is None
    assert base_map.distance_m("99999", GeoPoint(35, 135)) is None


def test_known_wards_are_found(base_map: BaseMap) -> None:
    ward = base_map.ward_at(GeoPoint(35.0116, 135.7681))
    assert ward is not None
    assert (ward.code, ward.name) == ("26104", "中京区")
    city = base_map.municipality_at(GeoPoint(35.0116, 135.7681))
    assert city is not None
    assert city.code == "26100"
    assert len(city.areas) == 11


def test_names_are_the_official_ones(base_map: BaseMap) -> None:
    expected = {
        "01206": "釧路市",
        "02321": "鰺ヶ沢町",
        "12100": "千葉市",
        "14137": None,
        "18207": "鯖江市",
        "23233": "清須市",
        "26212": "京丹後市",
        "27227": "東大阪市",
        "28221": "丹波篠山市",
        "29207": "五條市",
        "36468": "つるぎ町",
        "46215": "薩摩川内市",
    }
    for code, name in expected.items():
        found = base_map.municipalities.get(code)
        assert (found.name if found else None) == name


def test_the_nearest_area_is_found_beside_the_land_and_not_beyond_the_reach(base_map: BaseMap) -> None:
    inside = base_map.area_near(GeoPoint(35.0116, 135.7681), 0)
    assert inside is not None
    assert (inside[0].code, inside[1]) == ("26104", 0.0)
    at_sea = GeoPoint(34.64, 135.40)
    found = base_map.area_near(at_sea, 1000)
    assert found is not None
    area, distance_m = found
    assert area.code == "27100"
    assert distance_m == base_map.distance_m("27100", at_sea)
    assert base_map.area_near(at_sea, distance_m - 1) is None
    for pole in (GeoPoint(90, 0), GeoPoint(-90, 0)):
        assert base_map.area_near(pole, 1000) is None


def test_distance_is_to_a_known_ward_alone(base_map: BaseMap) -> None:
    nakagyo = GeoPoint(35.0116, 135.7681)
    assert base_map.distance_m("26104", nakagyo) == base_map.distance_m("26100", nakagyo) == 0.0
    assert base_map.distance_m("26109", nakagyo) == pytest.approx(3_900, rel=0.1)  # 伏見区


def test_distance_grows_outside(base_map: BaseMap) -> None:
    osaka = GeoPoint(34.6937, 135.5022)
    assert base_map.distance_m("27100", osaka) == 0.0
    yao = base_map.distance_m("27212", osaka)
    assert yao is not None
    assert yao == pytest.approx(9_500, rel=0.05)


def test_labels_lie_inside_what_they_name(base_map: BaseMap) -> None:
    for municipality in base_map.municipalities.values():
        found = base_map.municipality_at(municipality.label)
        assert found is not None
        assert found.code == municipality.code
    for code, label in base_map.prefecture_labels.items():
        owner = base_map.municipality_at(label)
        assert owner is not None
        assert owner.prefecture_code == code


def ring_areas(vertices: np.ndarray, starts: np.ndarray) -> float:
    """Return the sum of signed ring areas in square degrees."""
    total = 0.0
    for begin, end in pairwise(starts):
        x, y = (vertices[begin:end] - vertices[begin]).T  # small numbers lose no digits
        total += float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    return abs(total)


def test_an_outline_dissolves_the_borders_within(base_map: BaseMap) -> None:
    for level in (0, 3, 5):
        for prefecture in ("27", "18", "34"):
            numbers = base_map.area_numbers([prefecture])
            whole = base_map.outline(numbers, level)
            parts = sum(
                ring_areas(own.vertices, own.starts)
                for own in (base_map.outline([number], level) for number in numbers)
            )
            assert ring_areas(whole.vertices, whole.starts) == pytest.approx(parts, rel=1e-9)
            assert len(whole.vertices) < sum(
                len(base_map.outline([number], level).vertices) for number in numbers
            )


def test_borders_are_there_once_and_by_kind(base_map: BaseMap) -> None:
    prefecture_lines = base_map.lines([BorderKind.PREFECTURE], 0)
    one, other = prefecture_lines.segments
    segments = {frozenset([tuple(a), tuple(b)]) for a, b in zip(one.tolist(), other.tolist(), strict=True)}
    assert len(segments) == len(one)
    osaka = base_map.area_numbers(["27"])
    rim = base_map.rim(osaka, 0)
    own = base_map.lines([BorderKind.PREFECTURE], 0, osaka)
    assert rim.vertices.tolist() == own.vertices.tolist()
    inner = base_map.lines([BorderKind.MUNICIPALITY], 0, osaka)
    assert 0 < len(inner) < len(base_map.lines([BorderKind.MUNICIPALITY], 0))


def test_coarser_levels_keep_a_part_of_the_vertices(base_map: BaseMap) -> None:
    counts = [
        len(base_map.lines([BorderKind.COAST], level).vertices) for level in range(base_map.level_count)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < counts[0] / 20
    finest = {tuple(vertex) for vertex in base_map.lines([BorderKind.COAST], 0).vertices.tolist()}
    coarse = {tuple(vertex) for vertex in base_map.lines([BorderKind.COAST], 4).vertices.tolist()}
    assert coarse <= finest


def test_small_disputed_islands_are_on_every_level(base_map: BaseMap) -> None:
    for level in range(base_map.level_count):
        land = base_map.outline(range(len(base_map.areas)), level)
        for lon, lat in ((131.8667, 37.2417), (123.4758, 25.7436), (146.2522, 44.3534)):
            assert len(land.meeting(lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02)), (level, lat, lon)


def test_lakes_have_names_and_shores(base_map: BaseMap) -> None:
    assert base_map.lake_names[0] == "琵琶湖"
    shores = base_map.lake_outline(0)
    biwa = shapely.Polygon(shores.line(0))
    assert biwa.contains(shapely.Point(136.1, 35.3))
    assert biwa.contains(shapely.Point(base_map.lake_points[0].lon_deg, base_map.lake_points[0].lat_deg))


def test_the_extent_of_municipalities_holds_them(base_map: BaseMap) -> None:
    extent = base_map.extent_of(["18207", "18209", "18423"])
    for code in ("18207", "18209", "18423"):
        assert extent.contains(base_map.municipalities[code].label)
    with pytest.raises(KeyError):
        base_map.extent_of(["00000"])
