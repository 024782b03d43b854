"""Finding a town in a table: keys, namesakes, points, codes."""

from __future__ import annotations

from array import array

import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding.normalise import fold_name
from ofdesk.geocoding.towns import Grid, TownTable


def table(*names: str, codes: tuple[str, ...] = (), chomes: tuple[int, ...] = ()) -> TownTable:
    """Make a table; the first town has the 丁目, each town stands 100 steps north of the former."""
    counts = [1 + (len(chomes) if town == 0 else 0) for town in range(len(names))]
    numbers = [number for town in range(len(names)) for number in (0, *(chomes if town == 0 else ()))]
    lats = [100 * town for town, count in enumerate(counts) for _ in range(count)]
    block = gf.TownBlock(
        names=list(names),
        readings=["ホンマチ"] * len(names),
        romaji=[""] * len(names),
        codes=list(codes) or [""] * len(names),
        flags=bytes(len(names)),
        point_counts=bytes(counts),
        numbers=bytes(numbers),
        radius_steps=bytes(len(numbers)),
        lat_steps=array("H", lats),
        lon_steps=array("H", range(len(numbers))),
    )
    return TownTable(block, Grid(34_000_000, 135_000_000, 10))


def found(towns: TownTable, text: str) -> list[tuple[str, int]]:
    return [(towns.names[hit.town], hit.end) for hit in towns.find(fold_name(text), 0)]


def test_longest_name_comes_first() -> None:
    assert found(table("本", "本町", "本町東"), "本町東1") == [("本町東", 3), ("本町", 2), ("本", 1)]


def test_prefix_may_be_left_out_anywhere() -> None:
    towns = table("大字岡", "風連町字西", "十文字")
    assert found(towns, "岡55") == [("大字岡", 1)]
    assert found(towns, "風連町西1") == [("風連町字西", 4)]
    assert found(towns, "風連町字西1") == [("風連町字西", 5)]
    assert found(towns, "十文字1") == [("十文字", 4)]  # 10文字


def test_jo_may_be_left_out_between_numbers() -> None:
    assert found(table("北一条西"), "北1西2") == [("北一条西", 3)]


def test_namesakes_know_each_other() -> None:
    towns = table("石田", "大字石田", "岡")
    assert towns.namesakes(0) == towns.namesakes(1) == [0, 1]
    assert towns.namesakes(2) == []


def test_loose_search_needs_one_answer() -> None:
    assert table("霞が関").find_loosely("霞関3", 0) is not None
    assert table("霞が関", "霞の関").find_loosely("霞関3", 0) is None


def test_points_count_steps_from_the_corner() -> None:
    towns = table("本町", "岡", chomes=(1, 3))
    # Second town: 100 steps of 10 millionths north; its point is the fourth of the column.
    assert towns.point(1) == GeoPoint(34.001, 135.00003)
    assert towns.point(0, 3) == GeoPoint(34.0, 135.00002)
    assert towns.chomes(0) == bytes([1, 3])
    with pytest.raises(KeyError):
        towns.point(0, 2)


def test_codes_follow_the_quarter() -> None:
    towns = table("本町", codes=("0600001:1.2,0600002:3,0600003~,0600009=",), chomes=(1, 2, 3))
    assert towns.postal_codes(0, 2) == ("0600001",)
    assert towns.postal_codes(0) == ("0600001", "0600002", "0600003")
    assert towns.towns_of_code("0600009") == [(0, ())]
    assert towns.towns_of_code("0600001") == [(0, (1, 2))]


def test_romaji_comes_from_the_reading_unless_given() -> None:
    assert table("本町").romaji(0) == "Hommachi"
