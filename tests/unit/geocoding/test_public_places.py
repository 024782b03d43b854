"""Public buildings of every prefecture, as people write their addresses; and texts that must get no town.

The coordinates are the buildings', independent of the gazetteer: PyPI JpGeocode 0.3.1 (MIT), and code4fukui's
localgovjp (CC0) where an office has moved since.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.match import Level
from ofdesk.geocoding.matcher import AddressMatcher

DATA = Path(__file__).resolve().parents[2] / "data" / "geocoding"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("public_places.csv"), ids=lambda row: row["address"])
def test_public_building_finds_its_town(matcher: AddressMatcher, row: dict[str, str]) -> None:
    match = matcher.match(row["address"])
    found = (match.municipality_code, match.canonical, str(match.level))
    assert found == (row["municipality_code"], row["canonical"], row["level"])
    assert match.point is not None


def test_every_prefecture_has_ten_addresses_and_none_stands_twice() -> None:
    places = rows("public_places.csv")
    by_prefecture = Counter(row["municipality_code"][:2] for row in places)
    assert set(by_prefecture) == {f"{number:02}" for number in range(1, 48)}
    assert min(by_prefecture.values()) >= 10
    addresses = [row["address"] for row in places]
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize(
    ("level", "share"),
    [("municipality", 0.95), ("town", 0.94), ("chome", 0.94)],
)
def test_circle_holds_the_building(matcher: AddressMatcher, level: str, share: float) -> None:
    inside = known = 0
    for row in rows("public_places.csv"):
        if row["level"] != level or not row["lat_deg"]:
            continue
        match = matcher.match(row["address"])
        assert match.point is not None
        known += 1
        true_point = GeoPoint(float(row["lat_deg"]), float(row["lon_deg"]))
        inside += match.point.distance_m(true_point) <= match.radius_m
    assert inside >= share * known


@pytest.mark.parametrize("row", rows("negative.csv"), ids=lambda row: row["text"])
def test_what_is_not_sure_gets_no_town(matcher: AddressMatcher, row: dict[str, str]) -> None:
    match = matcher.match(row["text"])
    assert match.level.depth <= Level(row["deepest_level"]).depth
    offered = [alternative.canonical for alternative in match.alternatives]
    if row["point"] != "any":
        assert match.point is None
        assert match.radius_m == 0
    if row["point"] == "asked":
        assert len(offered) > 1
    if row["offered"]:
        assert row["offered"] in offered


def test_expected_places_stand_in_the_gazetteer(gazetteer: Gazetteer) -> None:
    for row in rows("public_places.csv"):
        municipality = gazetteer.by_code(row["municipality_code"])
        assert municipality is not None, row
        assert row["canonical"].startswith(municipality.canonical), row
        if row["level"] == "municipality":
            assert row["canonical"] == municipality.canonical, row


@pytest.mark.parametrize("row", rows("kana_romaji.csv"), ids=lambda row: row["text"])
def test_kana_and_latin_letters_find_their_town_or_are_asked(
    matcher: AddressMatcher, row: dict[str, str]
) -> None:
    match = matcher.match(row["text"])
    if row["level"] in ("asked", "none"):
        assert match.point is None
    else:
        found = (match.municipality_code, match.canonical, str(match.level))
        assert found == (row["municipality_code"], row["canonical"], row["level"])
    offered = {other.canonical for other in match.alternatives}
    assert set(filter(None, row["offered"].split(";"))) <= offered
