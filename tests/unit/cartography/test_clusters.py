"""Clusters: what touches is found, and is drawn apart in a view of its own."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ofdesk.base.geometry import GeoPoint, Rect, Size
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.clusters import enlarged_views, touching
from ofdesk.cartography.framing import Region
from ofdesk.cartography.pins import TOUCHING_MM
from ofdesk.cartography.sheet import draw_map
from ofdesk.cartography.spec import MapPin, MapSpec
from ofdesk.cartography.view import View
from ofdesk.typesetting.composer import Composer

FRAME = Rect(18, 20, 174, 245)
SABAE = GeoPoint(35.9565, 136.1842)


def around(count: int, step_deg: float) -> list[GeoPoint]:
    """Return points on a lattice at 鯖江."""
    steps = [divmod(number, 4) for number in range(count)]
    return [GeoPoint(SABAE.lat_deg + up * step_deg, SABAE.lon_deg + along * step_deg) for up, along in steps]


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), max_size=30))
def test_a_group_holds_exactly_what_hangs_together(rows: list[tuple[float, float]]) -> None:
    places = np.array(rows).reshape(-1, 2)
    groups = touching(places, 5.0)
    members = [int(number) for group in groups for number in group]
    assert len(members) == len(set(members))
    for group in groups:
        others = np.setdiff1d(np.arange(len(places)), group)
        apart = np.hypot(*(places[group][:, None] - places[others][None]).transpose(2, 0, 1))
        assert (apart >= 5.0).all()
        inside = np.hypot(*(places[group][:, None] - places[group][None]).transpose(2, 0, 1))
        assert (np.sort(inside, axis=1)[:, 1] < 5.0).all()
        assert len(group) >= 6


def test_crowded_numbers_are_drawn_apart_and_each_stands_once(base_map: BaseMap, composer: Composer) -> None:
    points = around(12, 0.02)  # about 2 km apart: 1.3 mm on a map of 近畿
    pins = tuple(MapPin(str(n), point, str(n)) for n, point in enumerate(points, start=1))
    sheet = draw_map(MapSpec(Region("kinki"), pins, enlarged_title="拡大図"), FRAME, base_map, composer)
    assert len(sheet.views) == 2
    assert {pin.view for pin in sheet.pins} == {1}
    assert len(sheet.pins) == 12
    assert sheet.views[1].scale_denominator * 1.8 <= sheet.scale_denominator
    moved = [pin for pin in sheet.pins if pin.place != pin.centre]
    assert len(moved) <= 1  # one stands under the title or the scale bar of the inset
    inset = sheet.views[1].frame
    assert all(inset.contains(Rect(p.centre.x_mm, p.centre.y_mm, 0, 0)) for p in sheet.pins)


def test_an_inset_hides_no_pin_of_the_main_map(base_map: BaseMap, composer: Composer) -> None:
    points = [*around(8, 0.02), GeoPoint(34.0, 135.3), GeoPoint(35.5, 134.5), GeoPoint(34.4, 136.2)]
    pins = tuple(MapPin(str(n), point, str(n)) for n, point in enumerate(points, start=1))
    sheet = draw_map(MapSpec(Region("kinki"), pins, enlarged_title="拡大図"), FRAME, base_map, composer)
    inset = sheet.views[1].frame
    places = [pin.place for pin in sheet.pins if pin.view == 0]
    assert not any(inset.intersects(Rect(place.x_mm, place.y_mm, 0.01, 0.01)) for place in places)


def test_a_few_close_pins_need_no_view(base_map: BaseMap, composer: Composer) -> None:
    pins = tuple(MapPin(str(n), point, str(n)) for n, point in enumerate(around(4, 0.02), start=1))
    sheet = draw_map(MapSpec(Region("kinki"), pins, enlarged_title="拡大図"), FRAME, base_map, composer)
    assert len(sheet.views) == 1


def test_no_view_that_enlarges_too_little(base_map: BaseMap, composer: Composer) -> None:
    sheet = draw_map(MapSpec(Region("kinki")), FRAME, base_map, composer)
    main: View = sheet.views[0]
    assert enlarged_views(around(12, 0.02), main, Size(70, 70), TOUCHING_MM)
    assert not enlarged_views(around(12, 0.02), main, Size(16, 16), TOUCHING_MM)
