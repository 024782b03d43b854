"""The locator: outlines of a region in a small frame, and where on them a place is."""

from __future__ import annotations

import pytest

from ofdesk.base.geometry import GeoPoint, Size
from ofdesk.base.japan import PREFECTURES, REGIONS
from ofdesk.cartography import framing
from ofdesk.cartography.base_map import BaseMap, load_base_map
from ofdesk.cartography.locator import locator
from ofdesk.cartography.regions import BUREAU_REGIONS, KINKI_WITHOUT_FUKUI

ROOM = Size(42.0, 34.0)
MOST_POINTS = 2500  # so that a hundred of them stay light


@pytest.fixture(scope="module")
def base_map() -> BaseMap:
    return load_base_map()


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_is_drawn_as_large_as_its_room_and_light(region: str, base_map: BaseMap) -> None:
    drawn = locator(base_map, framing.Region(region), ROOM)
    assert drawn.size.width_mm <= ROOM.width_mm + 0.01
    assert drawn.size.height_mm <= ROOM.height_mm + 0.01
    full = (drawn.size.width_mm / ROOM.width_mm, drawn.size.height_mm / ROOM.height_mm)
    assert max(full) == pytest.approx(1.0)
    assert set(drawn.rings) == set(BUREAU_REGIONS.members[region])
    assert all(drawn.rings.values())
    assert sum(len(ring) // 2 for rings in drawn.rings.values() for ring in rings) <= MOST_POINTS


@pytest.mark.parametrize("prefecture", PREFECTURES, ids=lambda p: p.romaji)
def test_the_middle_of_every_prefecture_lies_on_its_region(prefecture: object, base_map: BaseMap) -> None:
    code = prefecture.code  # type: ignore[attr-defined]
    drawn = locator(base_map, framing.Region(BUREAU_REGIONS.region_of(code)), ROOM)
    assert drawn.place(base_map.prefecture_labels[code]) is not None


def test_a_place_stands_where_it_is_to_its_neighbours(base_map: BaseMap) -> None:
    drawn = locator(base_map, framing.Region("kinki"), ROOM)
    kobe, osaka, nara = (drawn.place(GeoPoint(34.69, lon)) for lon in (135.19, 135.50, 135.83))
    assert kobe
    assert osaka
    assert nara
    assert kobe.x_mm < osaka.x_mm < nara.x_mm
    assert kobe.y_mm == pytest.approx(nara.y_mm, abs=0.5)


def test_places_elsewhere_and_on_far_islands_are_not_shown(base_map: BaseMap) -> None:
    kanto = locator(base_map, framing.Region("kanto"), ROOM)
    assert kanto.place(GeoPoint(27.09, 142.19)) is None  # 小笠原
    assert kanto.place(GeoPoint(43.06, 141.35)) is None  # 札幌
    assert kanto.place(GeoPoint(35.5, 141.6)) is None  # at sea


def test_a_region_has_the_prefectures_of_its_definition(base_map: BaseMap) -> None:
    drawn = locator(base_map, framing.Region("kinki", KINKI_WITHOUT_FUKUI), ROOM)
    assert "18" not in drawn.rings
