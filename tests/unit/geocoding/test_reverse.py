"""The nearest town, and where there is none."""

from __future__ import annotations

import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.reverse import nearest_town


@pytest.mark.parametrize(
    ("point", "canonical"),
    [
        (GeoPoint(34.6266, 135.6010), "大阪府八尾市本町一丁目"),  # 八尾市役所
        (GeoPoint(35.6894, 139.6917), "東京都新宿区西新宿二丁目"),  # 東京都庁
        (GeoPoint(43.0625, 141.3539), "北海道札幌市中央区北一条西二丁目"),  # 札幌市役所
        (GeoPoint(24.45, 122.98), "沖縄県八重山郡与那国町字与那国"),
    ],
)
def test_known_place_lies_in_its_town(gazetteer: Gazetteer, point: GeoPoint, canonical: str) -> None:
    nearest = nearest_town(gazetteer, point)
    assert nearest is not None
    assert nearest.canonical == canonical
    assert nearest.distance_m == pytest.approx(point.distance_m(nearest.point))


@pytest.mark.parametrize(
    "point", [GeoPoint(0, 0), GeoPoint(90, 0), GeoPoint(-90, 180), GeoPoint(30, 145), GeoPoint(51.5, -0.1)]
)
def test_sea_and_abroad_have_no_town(gazetteer: Gazetteer, point: GeoPoint) -> None:
    assert nearest_town(gazetteer, point) is None


def test_nearest_is_found_across_municipal_borders(gazetteer: Gazetteer) -> None:
    """The extents only prune: the answer is that of a search through everything."""
    point = GeoPoint(34.6431, 135.5957)  # where 八尾市, 東大阪市 and 大阪市 meet
    everything = [
        (found[0], municipality.number)
        for municipality in gazetteer.municipalities()
        if not municipality.wards and (found := gazetteer.towns(municipality.number).nearest(point))
    ]
    nearest = nearest_town(gazetteer, point)
    assert nearest is not None
    assert (nearest.distance_m, nearest.municipality.number) == min(everything)
