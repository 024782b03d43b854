"""The view of a screen: Mercator there and back, its middle, its scale."""

from __future__ import annotations

import numpy as np
import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.cartography.screen_view import MM_PER_PX, screen_view

SABAE = GeoPoint(35.95, 136.18)


def test_the_centre_stands_in_the_middle_and_a_degree_has_its_pixels() -> None:
    view = screen_view(SABAE, 1000.0, 800, 600)
    middle = view.place(SABAE)
    assert (middle.x_mm / MM_PER_PX, middle.y_mm / MM_PER_PX) == pytest.approx((400, 300))
    east = view.place(GeoPoint(SABAE.lat_deg, SABAE.lon_deg + 0.1))
    assert east.x_mm / MM_PER_PX == pytest.approx(500)
    # 1 / cos 35.95° = 1.2353: Mercator stretches northwards what it stretches eastwards.
    north = view.place(GeoPoint(SABAE.lat_deg + 0.01, SABAE.lon_deg))
    assert 300 - north.y_mm / MM_PER_PX == pytest.approx(12.353, abs=0.002)


def test_the_way_leads_there_and_back_and_the_scale_is_that_of_the_ground() -> None:
    view = screen_view(SABAE, 1000.0, 800, 600)
    degrees = np.array([[136.0, 35.5], [130.0, 30.0], [145.0, 45.0]])
    assert np.allclose(view.to_earth(view.to_sheet(degrees)), degrees)
    # A pixel is 111,195 m · cos 35.95° / 1,000 = 90.0 m wide, and 0.2646 mm.
    assert view.scale_denominator == pytest.approx(90.02 / 0.26458e-3, rel=1e-3)
    assert np.isfinite(view.to_sheet(np.array([[0.0, 90.0], [0.0, -90.0]]))).all()
    factor = view.projection.scale_factor(np.array([[136.0, 35.95], [136.0, 0.0]]))
    assert factor == pytest.approx([1.0, 0.8095], abs=1e-4)
