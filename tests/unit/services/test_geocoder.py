"""The geocoder with the map's polygons: points all over the nation, and its laws."""

from __future__ import annotations

import pytest
from geopy.exc import GeocoderUnavailable
from hypothesis import given
from hypothesis import strategies as st

from ofdesk.base.errors import ResourceError
from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.match import Level
from ofdesk.services import geocoder as module
from ofdesk.services.geocoder import offline_japan, reverse_geocoder
from ofdesk.services.program_map import program_map

GEOCODER = reverse_geocoder()

# City halls beside borders, islands, shores, what is remote. Coordinates rounded to about 10 m.
PLACES = """
札幌 43.0621 141.3545 01101 | 函館 41.7687 140.7288 01202 | 稚内 45.4156 141.6730 01214
根室 43.3301 145.5828 01223 | 仙台 38.2682 140.8694 04101 | 塩竈 38.3144 141.0222 04203
山形 38.2554 140.3396 06201 | さいたま 35.8617 139.6455 11107 | 蕨 35.8256 139.6797 11223
戸田 35.8177 139.6779 11224 | 川口 35.8078 139.7241 11203 | 松戸 35.7876 139.9031 12207
市川 35.7219 139.9311 12203 | 浦安 35.6530 139.9020 12227 | 狛江 35.6348 139.5786 13219
武蔵野 35.7177 139.5661 13203 | 三鷹 35.6836 139.5596 13204 | 国立 35.6839 139.4414 13215
川崎 35.5308 139.7029 14131 | 逗子 35.2956 139.5803 14208 | 燕 37.6731 138.8822 15213
三条 37.6368 138.9617 15204 | 鯖江 35.9565 136.1843 18207 | 越前市 35.9036 136.1688 18209
浜松 34.7108 137.7261 22138 | 清須 35.1998 136.8528 23233 | 北名古屋 35.2456 136.8660 23234
大津 35.0045 135.8686 25201 | 草津 35.0133 135.9607 25206 | 京都 35.0116 135.7681 26104
向日 34.9486 135.6982 26208 | 長岡京 34.9266 135.6955 26209 | 梅田 34.7025 135.4959 27127
八尾 34.6269 135.6010 27212 | 東大阪 34.6794 135.6008 27227 | 守口 34.7375 135.5640 27209
門真 34.7395 135.5869 27223 | 堺 34.5733 135.4830 27141 | 神戸 34.6901 135.1955 28110
広島 34.3853 132.4553 34101 | 府中町 34.3925 132.5045 34302 | 海田町 34.3722 132.5360 34304
北九州 33.8834 130.8752 40106 | 福岡 33.5902 130.4017 40133 | 熊本 32.8032 130.7079 43101
那覇 26.2124 127.6792 47201 | 豊見城 26.1772 127.6813 47212 | 与那国島 24.4600 122.9900 47382
利島 34.5200 139.2800 13362 | 青ヶ島 32.4570 139.7660 13402 | 父島 27.0945 142.1919 13421
南鳥島 24.2867 153.9807 13421 | 沖ノ鳥島 20.4225 136.0814 13421 | 竹島 37.2417 131.8667 32528
魚釣島 25.7436 123.4758 47207 | 湯前 32.2770 130.9800 43506 | 琵琶湖の沖島 35.2080 136.0650 25204
琵琶湖の岸 35.1130 135.9390 25207 | 関西国際空港 34.4340 135.2330 27362 | 対馬 34.2027 129.2875 42209
"""
ROWS = [entry.split() for entry in PLACES.replace("\n", "|").split("|") if entry.strip()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_places_all_over_the_nation_are_known(row: list[str]) -> None:
    _, lat, lon, code = row
    found = GEOCODER.place_at(GeoPoint(float(lat), float(lon)))
    assert found is not None
    assert found.place.municipality_code == code, found.place.canonical


@pytest.mark.parametrize(
    "point",
    [
        GeoPoint(35.2, 139.3),  # 相模湾
        GeoPoint(37.5665, 126.978),  # ソウル
        GeoPoint(40.0, 135.0),
        GeoPoint(50.0, 142.7),
        GeoPoint(0, 0),
        GeoPoint(90, 0),
        GeoPoint(-90, -180),
    ],
)
def test_the_open_sea_and_other_countries_have_no_place(point: GeoPoint) -> None:
    assert GEOCODER.place_at(point) is None


def test_the_northern_territories_are_hokkaido() -> None:
    found = GEOCODER.place_at(GeoPoint(44.3534, 146.2522))
    assert found is not None
    assert (found.place.level, found.place.canonical) == (Level.PREFECTURE, "北海道")


@given(st.floats(24.0, 45.6), st.floats(122.9, 146.0))
def test_the_municipality_answered_is_that_of_the_polygon(lat_deg: float, lon_deg: float) -> None:
    point = GeoPoint(lat_deg, lon_deg)
    owner = program_map().municipality_at(point)
    found = GEOCODER.place_at(point)
    if owner is None:
        assert found is None or 0 < found.off_land_m <= 1500
        return
    assert found is not None
    assert found.off_land_m == 0
    answered = program_map().municipality(found.place.municipality_code)
    assert owner.code == (answered.code if answered is not None else "01000")


@given(st.sampled_from(ROWS), st.floats(-0.02, 0.02), st.floats(-0.02, 0.02))
def test_so_it_is_beside_borders_and_shores(row: list[str], north_deg: float, east_deg: float) -> None:
    test_the_municipality_answered_is_that_of_the_polygon.hypothesis.inner_test(  # type: ignore[attr-defined]
        float(row[-3]) + north_deg, float(row[-2]) + east_deg
    )


def test_other_tools_get_it_in_the_clothes_of_geopy() -> None:
    geocoder = offline_japan()
    location = geocoder.reverse((34.6266, 135.6010))
    assert location.address == "大阪府八尾市本町一丁目"
    assert location.raw["level"] == "chome"
    assert location.raw["municipality_code"] == "27212"
    assert location.raw["distance_m"] < 200
    assert location.raw["off_land_m"] == 0
    assert geocoder.geocode("大阪府八尾市本町1-1-1").address == location.address


def test_a_damaged_map_is_an_unavailable_service(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> None:
        raise ResourceError("map.damaged", reason="test")

    monkeypatch.setattr(module, "program_map", damaged)
    with pytest.raises(GeocoderUnavailable):
        offline_japan()
