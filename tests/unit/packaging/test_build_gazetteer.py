"""Joining the two sources of the gazetteer: each trap on a handful of lines."""

from __future__ import annotations

from pathlib import Path

import gazetteer_extents as extents
import gazetteer_pack
import gazetteer_sources as sources
import pytest
from gazetteer_join import Towns, join_towns

from ofdesk.geocoding import gazetteer_file as gf


def area(
    postal_code: str, town: str, note: str = "", code: str = "27212", kana: str = "ヨミ"
) -> sources.PostalArea:
    return sources.PostalArea(postal_code, code, "大阪府", "オオサカフ", "八尾市", "ヤオシ", town, kana, note)


def point(town: str, lat_deg: float = 34.6, lon_deg: float = 135.6, code: str = "27212") -> sources.TownPoint:
    return sources.TownPoint(code, town, "Town 1", lat_deg, lon_deg)


def codes(towns: Towns, name: str, code: str = "27212") -> list[tuple[str, str, tuple[int, ...]]]:
    return [(one.postal_code, one.kind, one.chomes) for one in towns[code][name].codes]


def test_quarters_are_gathered_under_their_town() -> None:
    towns = join_towns([point("本町一丁目"), point("本町二十一丁目")], [area("5810003", "本町")])
    town = towns["27212"]["本町"]
    assert sorted(town.points) == [1, 21]
    assert (town.kana, town.romaji) == ("ヨミ", "Town")
    assert codes(towns, "本町") == [("5810003", "", ())]


def test_cho_counts_quarters_in_sakai_only() -> None:
    towns = join_towns([point("老松町一丁", code="27141"), point("保戸野八丁", code="05201")], [])
    assert (towns["27141"]["老松町"].suffix, list(towns["27141"]["老松町"].points)) == ("丁", [1])
    assert list(towns["05201"]["保戸野八丁"].points) == [0]


@pytest.mark.parametrize("name", ["大字岡", "字岡", "岡"])
def test_prefix_does_not_hinder_the_join(name: str) -> None:
    assert codes(join_towns([point(name)], [area("5810001", "岡")]), name) == [("5810001", "", ())]


def test_inner_prefix_does_not_hinder_the_join() -> None:
    towns = join_towns([point("弥生大字尺間")], [area("5810001", "弥生尺間")])
    assert set(towns["27212"]) == {"弥生大字尺間"}


def test_note_limits_a_code_to_quarters_or_parts() -> None:
    lines = [
        area("0600909", "北", "1、3〜5丁目"),
        area("0600910", "北", "その他"),
        area("0600911", "北", "上町"),
    ]
    towns = join_towns([point("北")], lines)
    assert codes(towns, "北") == [("0600909", ":", (1, 3, 4, 5)), ("0600910", "", ()), ("0600911", "~", ())]


def test_only_code_of_a_town_is_for_all_of_it_whatever_its_note() -> None:
    assert codes(join_towns([point("北")], [area("0600909", "北", "上町")]), "北") == [("0600909", "", ())]


def test_floors_of_a_building_belong_to_the_town_around_it() -> None:
    lines = [area("9800021", "中央"), area("9806101", "中央アエル", "1階")]
    assert codes(join_towns([point("中央")], lines), "中央")[-1] == ("9806101", "=", ())


def test_wards_of_hamamatsu_follow_the_post() -> None:
    points = [point(name, code="22135") for name in ("三方原町", "細江町気賀")]
    lines = [area("4338105", "三方原町", code="22138"), area("4311305", "細江町気賀", code="22139")]
    towns = join_towns(points, lines)
    assert set(towns["22138"]) == {"三方原町"}
    assert set(towns["22139"]) == {"細江町気賀"}


def test_halves_of_a_divided_town_meet_in_the_middle() -> None:
    halves = [point("法枝町", 34.0, 137.0, "22131"), point("法枝町", 36.0, 139.0, "22134")]
    assert join_towns(halves, [])["22138"]["法枝町"].points == {0: (35.0, 138.0)}


def test_town_without_a_point_takes_those_inside_around_or_beside_it() -> None:
    points = [point("大住上"), point("大住下"), point("江刺"), point("岡")]
    lines = [
        area("6100343", "大住"),
        area("0231111", "江刺西"),
        area("5810001", "岡"),
        area("5810002", "新岡"),
    ]
    towns = join_towns(points, lines)["27212"]
    assert len(towns["大住"].members) == 2
    assert towns["江刺西"].neighbours == [(34.6, 135.6)]
    assert towns["新岡"].neighbours == [(34.6, 135.6)]  # delivered with 岡: 58100


def test_cut_names_of_nishiwaga_are_mended() -> None:
    towns = join_towns(
        [],
        [area("0295514", "清水ケ野１", code="03366"), area("0295502", "穴明２２地割、穴明２", code="03366")],
    )
    assert set(towns["03366"]) == {"清水ケ野", "穴明"}


def test_same_named_towns_of_kyoto_are_marked() -> None:
    notes = ("釜座通竹屋町下る", "竹屋町通烏丸西入")
    lines = [area(f"604009{n}", "亀屋町", note, "26104") for n, note in enumerate(notes)]
    assert join_towns([point("亀屋町", code="26104")], lines)["26104"]["亀屋町"].same_named


def test_radius_follows_the_distance_of_the_neighbours() -> None:
    # A lattice of 0.01° (1112 m north, 915 m east at 34.6°): the five nearest of the middle are at
    # 915, 915, 1112, 1112 and 1440 m, 1099 m in the mean; 0.95 of it is 1044 m.
    lattice = [(34.6 + row / 100, 135.6 + column / 100) for row in range(-3, 4) for column in range(-3, 4)]
    assert extents.radii_of_points(lattice)[24] == pytest.approx(1044, abs=5)


def test_lonely_town_has_the_greatest_radius() -> None:
    assert extents.radii_of_points([(24.5, 123.0)]) == [12_000.0]


def test_share_of_places_lies_within_reach() -> None:
    places = [(34.0 + step / 1000, 135.0) for step in range(10)]
    assert extents.reach_m((34.0, 135.0), places, 0.5) == pytest.approx(4 * 111.195, rel=0.001)
    assert extents.reach_m((34.0, 135.0), []) == 0.0


def test_packing_is_repeatable_and_readable() -> None:
    points, lines = [point("本町一丁目"), point("岡", 34.7)], [area("5810003", "本町"), area("5810001", "岡")]
    offices = [sources.Office("5818501", "27212", "本町", "1-1-1", "見本")]
    packed = [
        gazetteer_pack.pack(join_towns(points, lines), lines, offices, {"27212": ("八尾市", "Yao-shi")}, [])
        for _ in range(2)
    ]
    assert packed[0] == packed[1]
    assert packed[0].counts == {
        "municipalities": 1, "towns": 2, "points": 2, "postal_codes": 2, "office_codes": 1,
        "former_municipalities": 0,
    }  # fmt: skip
    assert packed[0].content.startswith(gf.MAGIC)


def test_wheel_of_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / sources.TOWN_POINTS.wheel).write_bytes(b"other")
    with pytest.raises(SystemExit, match="digest"):
        sources.fetch(sources.TOWN_POINTS, tmp_path)
