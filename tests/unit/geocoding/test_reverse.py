"""The place of a point: by municipality where polygons are at hand, else by the nearest town alone."""

from __future__ import annotations

import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.match import Level, Note
from ofdesk.geocoding.reverse import ReverseGeocoder, ReverseMatch


class OnePolygon:
    """Every point lies in one municipality, or so far beside it."""

    def __init__(self, code: str, off_land_m: float = 0.0) -> None:
        self._found = (code, off_land_m)

    def municipality_near(self, point: GeoPoint, reach_m: float) -> tuple[str, float] | None:
        return self._found if self._found[1] <= reach_m else None


BORDER = GeoPoint(34.6431, 135.5957)  # where 八尾市, 東大阪市 and 大阪市 meet


def found_at(gazetteer: Gazetteer, point: GeoPoint, *polygons: OnePolygon) -> ReverseMatch:
    found = ReverseGeocoder(gazetteer, *polygons).place_at(point)
    assert found is not None
    return found


# ── without polygons ────────────────────────────────────────────────────────────────────────────


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
    found = found_at(gazetteer, point)
    assert found.place.canonical == canonical
    assert found.place.point is not None
    assert found.distance_m == pytest.approx(point.distance_m(found.place.point))


@pytest.mark.parametrize(
    "point", [GeoPoint(0, 0), GeoPoint(90, 0), GeoPoint(-90, 180), GeoPoint(30, 145), GeoPoint(51.5, -0.1)]
)
def test_sea_and_abroad_have_no_town(gazetteer: Gazetteer, point: GeoPoint) -> None:
    assert ReverseGeocoder(gazetteer).place_at(point) is None


def test_nearest_is_found_across_municipal_borders(gazetteer: Gazetteer) -> None:
    """Extents and order only prune: the answer is that of a search through everything."""
    everything = [
        (BORDER.distance_m(table.point(town, number)), municipality.code)
        for municipality in gazetteer.municipalities()
        if not municipality.wards
        for table in (gazetteer.towns(municipality.number),)
        for town in range(len(table))
        for number in (0, *table.chomes(town))
        if number or table.point_kind(town) == gf.POINT_OWN
    ]
    found = found_at(gazetteer, BORDER)
    distance_m, code = min(everything)
    assert found.place.municipality_code == code
    assert found.distance_m == pytest.approx(distance_m)


# ── with polygons ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", ["27212", "27227", "27126"])
def test_the_town_is_sought_in_the_municipality_of_the_polygon_alone(gazetteer: Gazetteer, code: str) -> None:
    found = found_at(gazetteer, BORDER, OnePolygon(code))
    assert found.place.municipality_code == code
    assert found.place.level in (Level.TOWN, Level.CHOME)
    assert found.off_land_m == 0.0
    assert found.place.notes == ()


def test_the_wards_of_a_city_without_ward_polygons_all_count(gazetteer: Gazetteer) -> None:
    hamamatsu = found_at(gazetteer, GeoPoint(34.7108, 137.7261), OnePolygon("22130"))
    assert hamamatsu.place.canonical == "静岡県浜松市中央区元城町"
    yodogawa = found_at(gazetteer, GeoPoint(34.7213, 135.4866), OnePolygon("27100"))
    assert yodogawa.place.municipality == "大阪市淀川区"


def test_a_municipality_without_towns_answers_itself(gazetteer: Gazetteer) -> None:
    found = found_at(gazetteer, GeoPoint(32.277, 130.98), OnePolygon("43506"))
    assert (found.place.level, found.place.canonical) == (Level.MUNICIPALITY, "熊本県球磨郡湯前町")


def test_an_island_without_towns_is_not_given_one_far_away(gazetteer: Gazetteer) -> None:
    found = found_at(gazetteer, GeoPoint(37.2417, 131.8667), OnePolygon("32528"))
    assert (found.place.level, found.place.canonical) == (Level.MUNICIPALITY, "島根県隠岐郡隠岐の島町")
    assert found.distance_m > 100_000


def test_land_the_gazetteer_does_not_know_is_answered_by_its_prefecture(gazetteer: Gazetteer) -> None:
    found = found_at(gazetteer, GeoPoint(44.3534, 146.2522), OnePolygon("01000"))
    assert (found.place.level, found.place.canonical) == (Level.PREFECTURE, "北海道")
    assert Note.MUNICIPALITY_UNKNOWN in found.place.notes


def test_a_point_off_the_coast_is_noted_and_one_far_out_has_no_place(gazetteer: Gazetteer) -> None:
    point = GeoPoint(34.64, 135.40)
    found = found_at(gazetteer, point, OnePolygon("27100", 900.0))
    assert (found.off_land_m, found.place.notes) == (900.0, (Note.OFF_LAND,))
    assert ReverseGeocoder(gazetteer, OnePolygon("27100", 1600.0)).place_at(point) is None


def test_the_answer_has_what_the_answer_to_an_address_has(gazetteer: Gazetteer) -> None:
    place = found_at(gazetteer, GeoPoint(34.6266, 135.6010), OnePolygon("27212")).place
    assert (place.query, place.prefecture, place.municipality) == ("34.626600,135.601000", "大阪府", "八尾市")
    assert (place.town, place.chome, place.postal_codes) == ("本町", 1, ("5810003",))
    assert place.radius_m > 0
