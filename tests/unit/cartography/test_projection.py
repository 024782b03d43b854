"""Projections against published examples, and against themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofdesk.base.geometry import GeoExtent
from ofdesk.cartography.projection import (
    WGS84,
    Ellipsoid,
    LambertConformalConic,
    Projection,
    TransverseMercator,
    projection_for,
)

CLARKE_1866 = Ellipsoid(6_378_206.4, 1 / 294.978698214)
GRS80 = Ellipsoid(6_378_137.0, 1 / 298.257222101)
JAPAN: list[Projection] = [LambertConformalConic(32, 43, 137, 37), TransverseMercator(137, 37)]


def japan_grid() -> np.ndarray:
    lon, lat = np.meshgrid(np.linspace(122, 154, 33), np.linspace(20, 46, 27))
    return np.stack([lon.reshape(-1), lat.reshape(-1)], axis=1)


def test_cone_gives_the_worked_example_of_snyder() -> None:
    # Snyder, Map Projections: A Working Manual (USGS PP 1395, 1987), pp. 296-298.
    cone = LambertConformalConic(33, 45, -96, 23, CLARKE_1866)
    point = np.array([[-75.0, 35.0]])
    x_m, y_m = cone.forward(point)[0]
    assert x_m == pytest.approx(1_894_410.9, abs=0.06)
    assert y_m == pytest.approx(1_564_649.5, abs=0.06)
    assert cone.scale_factor(point)[0] == pytest.approx(0.9970171, abs=6e-8)
    assert cone.inverse(np.array([[1_894_410.9, 1_564_649.5]]))[0] == pytest.approx([-75.0, 35.0], abs=1e-6)


def test_cylinder_gives_the_example_of_the_survey_office() -> None:
    # 国土地理院, 平面直角座標から緯度経度への換算: zone IX, x 11573.375 m north, y 22694.980 m east.
    zone_ix = TransverseMercator(139 + 50 / 60, 36.0, 0.9999, GRS80)
    lon, lat = zone_ix.inverse(np.array([[22_694.980, 11_573.375]]))[0]
    assert lat == pytest.approx(36.10404755, abs=6e-9)
    assert lon == pytest.approx(140.08539843, abs=6e-9)


@pytest.mark.parametrize("projection", JAPAN)
def test_there_and_back_all_over_japan(projection: Projection) -> None:
    grid = japan_grid()
    assert np.abs(projection.inverse(projection.forward(grid)) - grid).max() < 1e-9


@given(
    lon=st.floats(-15, 15),
    lat=st.floats(-75, 75),
    origin_lon=st.floats(-150, 150),
    origin_lat=st.floats(-60, 60),
)
def test_cylinder_there_and_back_anywhere_near_its_meridian(
    lon: float, lat: float, origin_lon: float, origin_lat: float
) -> None:
    cylinder = TransverseMercator(origin_lon, origin_lat)
    point = np.array([[origin_lon + lon, lat]])
    assert np.abs(cylinder.inverse(cylinder.forward(point)) - point).max() < 1e-9


@given(south=st.floats(21, 40), height=st.floats(0.0, 12.0), lon=st.floats(110, 165), lat=st.floats(5, 60))
def test_cone_there_and_back_for_any_parallels(south: float, height: float, lon: float, lat: float) -> None:
    cone = LambertConformalConic(south, south + height, 137.0, south)
    point = np.array([[lon, lat]])
    assert np.abs(cone.inverse(cone.forward(point)) - point).max() < 1e-9


def test_lengths_are_true_on_standard_parallels_and_central_meridian() -> None:
    on_parallels = np.array([[125.0, 32.0], [137.0, 43.0], [150.0, 32.0]])
    assert JAPAN[0].scale_factor(on_parallels) == pytest.approx(1.0, abs=1e-12)
    on_meridian = np.array([[137.0, 24.0], [137.0, 37.0], [137.0, 45.0]])
    assert JAPAN[1].scale_factor(on_meridian) == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("projection", JAPAN)
def test_projections_are_conformal(projection: Projection) -> None:
    """North-south and east-west lengths are enlarged alike, by the factor the projection tells."""
    grid = japan_grid()
    step = 1e-5
    sine = np.sin(np.radians(grid[:, 1]))
    squeeze = 1 - (WGS84.eccentricity * sine) ** 2
    meridian_radius = WGS84.semi_major_m * (1 - WGS84.eccentricity**2) / squeeze**1.5
    parallel_radius = WGS84.semi_major_m * np.cos(np.radians(grid[:, 1])) / np.sqrt(squeeze)
    for axis, radius in ((1, meridian_radius), (0, parallel_radius)):
        shift = np.zeros(2)
        shift[axis] = step
        moved = projection.forward(grid + shift) - projection.forward(grid - shift)
        enlarged = np.hypot(*moved.T) / (radius * np.radians(2 * step))
        assert enlarged == pytest.approx(projection.scale_factor(grid), rel=2e-7)


def test_the_choice_follows_the_height_of_the_extent() -> None:
    town = projection_for(GeoExtent(35.8, 136.0, 36.1, 136.4))
    nation = projection_for(GeoExtent(30.0, 128.0, 45.6, 149.0))
    assert isinstance(town, TransverseMercator)
    assert isinstance(nation, LambertConformalConic)
    assert nation.south_parallel_deg == pytest.approx(32.6)
    assert nation.north_parallel_deg == pytest.approx(43.0)
    scale = nation.scale_factor(np.array([[138.5, lat] for lat in np.linspace(30, 45.6, 40)]))
    assert np.abs(scale - 1).max() < 0.01


def test_one_parallel_is_a_tangent_cone() -> None:
    tangent = LambertConformalConic(36, 36, 137, 36)
    scale = tangent.scale_factor(np.array([[137.0, 35.0], [137.0, 36.0], [137.0, 37.0]]))
    assert scale[1] == pytest.approx(1.0, abs=1e-12)
    assert scale[0] > 1 < scale[2]
