"""Points, rectangles, distances and extents."""

from __future__ import annotations

import math

import pytest

from ofdesk.base.geometry import EARTH_RADIUS_M, GeoExtent, GeoPoint, Point, Rect, Size
from ofdesk.base.units import MM_PER_INCH, PT_PER_INCH, mm_to_pt, pixels_per_inch, pt_to_mm


def test_a_rectangle_knows_its_edges_and_middle() -> None:
    rect = Rect(10, 20, 30, 40)
    assert (rect.right_mm, rect.bottom_mm) == (40, 60)
    assert rect.centre == Point(25, 40)
    assert rect.size == Size(30, 40)
    assert rect.moved(1, -2) == Rect(11, 18, 30, 40)


def test_insets_and_growth() -> None:
    rect = Rect(10, 20, 30, 40)
    assert rect.inset(1, 2, 3, 4) == Rect(11, 22, 26, 34)  # 30 - 1 - 3, 40 - 2 - 4
    assert rect.grown(3) == Rect(7, 17, 36, 46)
    assert rect.grown(3).grown(-3) == rect


def test_touching_edges_do_not_intersect_but_are_contained() -> None:
    left = Rect(0, 0, 10, 10)
    assert not left.intersects(Rect(10, 0, 5, 5))
    assert left.intersects(Rect(9.9, 9.9, 5, 5))
    assert left.contains(Rect(0, 0, 10, 10))
    assert not left.contains(Rect(5, 5, 5.1, 1))


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg"), [(91, 0), (-90.1, 0), (0, 181), (math.nan, 0), (0, math.inf)]
)
def test_places_off_the_earth_are_refused(lat_deg: float, lon_deg: float) -> None:
    with pytest.raises(ValueError, match=r"earth|finite"):
        GeoPoint(lat_deg, lon_deg)


def test_distances() -> None:
    degree_m = math.radians(1) * EARTH_RADIUS_M
    assert GeoPoint(34, 135).distance_m(GeoPoint(35, 135)) == pytest.approx(degree_m)
    assert GeoPoint(0, 0).distance_m(GeoPoint(0, 180)) == pytest.approx(math.pi * EARTH_RADIUS_M)
    # 0.3° north: 33.36 km; 0.4° east at 35°: 0.4 × 111.19 × cos 35° = 36.43 km; √(33.36² + 36.43²) = 49.4
    assert GeoPoint(34.85, 135).distance_m(GeoPoint(35.15, 135.4)) == pytest.approx(49_400, rel=0.001)


def test_an_extent_holds_its_points() -> None:
    points = (GeoPoint(34, 135), GeoPoint(35, 136), GeoPoint(34.5, 134))
    extent = GeoExtent.around(points)
    assert extent == GeoExtent(34, 134, 35, 136)
    assert extent.centre == GeoPoint(34.5, 135)
    assert all(map(extent.contains, points))
    assert not extent.contains(GeoPoint(33.9, 135))
    assert extent.grown(0.5) == GeoExtent(33.5, 133, 35.5, 137)
    assert GeoExtent(-89, -179, 89, 179).grown(1) == GeoExtent(-90, -180, 90, 180)
    with pytest.raises(ValueError, match="at least one"):
        GeoExtent.around(())


def test_units() -> None:
    assert mm_to_pt(MM_PER_INCH) == pytest.approx(PT_PER_INCH)
    assert pt_to_mm(mm_to_pt(210)) == pytest.approx(210)
    assert pixels_per_inch(1800, 152.4) == pytest.approx(300)  # 152.4 mm = 6 in
    with pytest.raises(ValueError, match="positive"):
        pixels_per_inch(100, 0)
