"""Cutting lines to a frame, and the way from the earth to the sheet and back."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoExtent, GeoPoint, Point, Rect
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.framing import (
    ExtentArea,
    Nation,
    PrefectureArea,
    Region,
    extent_around,
    focus_on,
    main_view,
)
from ofdesk.cartography.lines import LineSet, distance_to_rings_m, inside_rings
from ofdesk.cartography.outlines import level_for_scale
from ofdesk.cartography.projection import TransverseMercator
from ofdesk.cartography.regions import BUREAU_REGIONS, KINKI_WITHOUT_FUKUI
from ofdesk.cartography.view import clipped_rings, fitted_view, visible_pieces

COORDINATE = st.floats(-100, 100, allow_nan=False).map(lambda value: round(value, 2))
PLACES = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=14, unique=True)
FRAME = Rect(-30, -20, 60, 45)


def line_set(lines: list[list[tuple[float, float]]], *, closed: bool) -> LineSet:
    return LineSet(
        np.array([place for line in lines for place in line], dtype=np.float64).reshape(-1, 2),
        np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64),
        np.full(len(lines), closed),
    )


@given(PLACES)
def test_a_cut_ring_covers_what_the_rectangle_shows_of_it(places: list[tuple[float, float]]) -> None:
    polygon = shapely.Polygon(places)
    assume(polygon.is_valid)
    box = shapely.box(FRAME.x_mm, FRAME.y_mm, FRAME.right_mm, FRAME.bottom_mm)
    cut = clipped_rings(line_set([places], closed=True), FRAME)
    area = sum(abs(_signed_area(ring)) for ring in cut)
    assert area == pytest.approx(polygon.intersection(box).area, abs=1e-6)
    for ring in cut:
        assert (ring >= [FRAME.x_mm - 1e-9, FRAME.y_mm - 1e-9]).all()
        assert (ring <= [FRAME.right_mm + 1e-9, FRAME.bottom_mm + 1e-9]).all()


def _signed_area(ring: np.ndarray) -> float:
    x, y = (ring - ring[0]).T
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


@given(PLACES, st.booleans())
def test_visible_pieces_hold_every_visible_bit_of_a_line(
    places: list[tuple[float, float]], closed: bool
) -> None:
    lines = line_set([places], closed=closed)
    pieces, rings = visible_pieces(lines, FRAME)
    box = shapely.box(FRAME.x_mm, FRAME.y_mm, FRAME.right_mm, FRAME.bottom_mm)
    whole = shapely.linestrings([*places, places[0]] if closed else places)
    shown = [shapely.linestrings(piece) for piece in pieces] + [shapely.linearrings(ring) for ring in rings]
    missing = whole.intersection(box).difference(shapely.union_all(shown).buffer(1e-6))
    assert missing.length < 1e-6


def test_a_ring_inside_the_frame_stays_a_ring() -> None:
    pieces, rings = visible_pieces(line_set([[(0, 0), (5, 0), (5, 5)]], closed=True), FRAME)
    assert not pieces
    assert len(rings) == 1


@given(PLACES, COORDINATE, COORDINATE)
def test_points_are_found_inside_rings(places: list[tuple[float, float]], x: float, y: float) -> None:
    polygon = shapely.Polygon([(px / 2, py / 2) for px, py in places])
    assume(polygon.is_valid)
    point = shapely.Point(x / 2, y / 2)
    assume(polygon.boundary.distance(point) > 1e-9)
    rings = line_set([[(px / 2, py / 2) for px, py in places]], closed=True)
    assert inside_rings(rings, GeoPoint(y / 2, x / 2)) == polygon.contains(point)


def test_distance_to_a_ring_is_measured_to_its_sides() -> None:
    square = line_set([[(135, 34), (136, 34), (136, 35), (135, 35)]], closed=True)
    point = GeoPoint(34.5, 136.1)
    expected = point.distance_m(GeoPoint(34.5, 136.0))
    assert distance_to_rings_m(square, point) == pytest.approx(expected, rel=0.01)


@given(x=st.floats(0, 200), y=st.floats(0, 280))
def test_sheet_and_earth_are_inverse(x: float, y: float) -> None:
    around = np.array([[135.0, 33.5], [136.5, 36.2]])
    view = fitted_view(TransverseMercator(135.7, 35.0), around, Rect(10, 20, 180, 250), 5.0)
    there = view.place(view.geo_point(Point(x, y)))
    assert there.x_mm == pytest.approx(x, abs=1e-6)
    assert there.y_mm == pytest.approx(y, abs=1e-6)


def test_a_fitted_view_is_as_large_as_the_frame_allows() -> None:
    frame = Rect(10, 20, 100, 300)
    around = np.array([[135.0, 34.0], [136.0, 35.0]])
    view = fitted_view(TransverseMercator(135.5, 34.5), around, frame, 5.0)
    places = view.to_sheet(around)
    assert places[:, 0].min() == pytest.approx(15, abs=0.5)
    assert places[:, 0].max() == pytest.approx(105, abs=0.5)
    assert view.frame.centre == frame.centre
    # A kilometre is as long on the sheet as the scale says.
    here = view.place(GeoPoint(34.5, 135.5))
    north = view.place(GeoPoint(34.6, 135.5))
    metres = GeoPoint(34.5, 135.5).distance_m(GeoPoint(34.6, 135.5))
    assert (here.y_mm - north.y_mm) / 1000 * view.scale_denominator == pytest.approx(metres, rel=0.003)
    with pytest.raises(ValueError, match="nothing to fit"):
        fitted_view(TransverseMercator(135, 34), np.zeros((0, 2)), frame, 5.0)
    with pytest.raises(ValueError, match="no room"):
        fitted_view(TransverseMercator(135, 34), around, frame, 50.0)


def test_every_prefecture_is_in_one_region_of_each_definition() -> None:
    for definition in (BUREAU_REGIONS, KINKI_WITHOUT_FUKUI):
        codes = [code for members in definition.members.values() for code in members]
        assert sorted(codes) == [f"{number:02}" for number in range(1, 48)]
    assert BUREAU_REGIONS.region_of("18") == "kinki"
    assert KINKI_WITHOUT_FUKUI.region_of("18") == "chubu"
    assert len(BUREAU_REGIONS.members["kinki"]) == 7
    with pytest.raises(KeyError):
        BUREAU_REGIONS.region_of("48")


def test_far_islands_do_not_shrink_the_main_map(base_map: BaseMap) -> None:
    frame = Rect(0, 0, 180, 250)
    nation = focus_on(Nation(), base_map)
    assert {outlier.key for outlier in nation.outliers} == {"nansei", "ogasawara"}
    view = main_view(nation, frame, 5)
    assert view.shows(GeoPoint(45.55, 148.75))  # 択捉島
    assert not view.shows(GeoPoint(26.2, 127.7))
    assert view.scale_denominator < 12_000_000
    tokyo = main_view(focus_on(PrefectureArea("13"), base_map), frame, 5)
    assert tokyo.scale_denominator < 700_000
    okinawa = focus_on(Region("okinawa"), base_map)
    assert {outlier.key for outlier in okinawa.outliers} == {"sakishima", "daito"}
    assert main_view(okinawa, frame, 5).scale_denominator < 1_500_000


def test_unknown_areas_are_told(base_map: BaseMap) -> None:
    for area in (Region("hokuriku"), PrefectureArea("48")):
        with pytest.raises(InputError, match=r"map\.unknown_area"):
            focus_on(area, base_map)


def test_the_area_of_an_event_has_a_margin_and_a_least_size() -> None:
    one = extent_around([GeoPoint(35.94, 136.18)])
    south = GeoPoint(one.south_deg, one.west_deg)
    assert south.distance_m(GeoPoint(one.north_deg, one.west_deg)) > 4_000
    assert south.distance_m(GeoPoint(one.south_deg, one.east_deg)) > 4_000
    two = extent_around([GeoPoint(35.8, 136.1), GeoPoint(36.0, 136.4)])
    assert two.south_deg < 35.8 < 36.0 < two.north_deg
    assert two.west_deg < 136.1 < 136.4 < two.east_deg
    with pytest.raises(ValueError, match="at least one point"):
        extent_around([])


def test_an_extent_is_shown_whole(base_map: BaseMap) -> None:
    extent = GeoExtent(35.8, 136.0, 36.0, 136.4)
    view = main_view(focus_on(ExtentArea(extent), base_map), Rect(10, 10, 100, 140), 4)
    shown = view.extent()
    assert shown.south_deg <= extent.south_deg
    assert shown.north_deg >= extent.north_deg
    assert shown.west_deg <= extent.west_deg
    assert shown.east_deg >= extent.east_deg


def test_detail_follows_scale() -> None:
    levels = [level_for_scale(scale) for scale in (100_000, 700_000, 1_500_000, 4_000_000, 30_000_000)]
    assert levels == sorted(levels)
    assert levels[0] == 0
    assert levels[-1] == 5
