"""Names of points of the user's own layers: beside their discs, giving way to everything else."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from tests.unit.cartography.test_user_layers import line, shapes

from ofdesk.base.geometry import GeoExtent, GeoPoint, Rect
from ofdesk.cartography.layer_names import point_names
from ofdesk.cartography.projection import projection_for
from ofdesk.cartography.user_layers import UserLayer
from ofdesk.cartography.view import View, fitted_view
from ofdesk.drawing.display_list import GlyphRun, Group
from ofdesk.typesetting.composer import Composer

FRAME = Rect(10.0, 10.0, 100.0, 100.0)
BOX = GeoExtent(35.8, 136.0, 36.0, 136.25)


@pytest.fixture
def view() -> View:
    corners = np.array([(BOX.west_deg, BOX.south_deg), (BOX.east_deg, BOX.north_deg)])
    return fitted_view(projection_for(BOX), corners, FRAME, 0.0)


def named(
    layer: UserLayer, view: View, composer: Composer, taken: tuple[Rect, ...] = ()
) -> dict[str, tuple[float, float]]:
    """Return where the names begin that are set."""
    found = {}
    for op in point_names([layer], view, taken, (), composer):
        assert isinstance(op, Group)
        runs = [run for run in op.ops if isinstance(run, GlyphRun)]
        found["".join(run.text for run in runs)] = (runs[0].x_mm, runs[0].y_mm)
    return found


def points(*rows: tuple[float, float, str]) -> UserLayer:
    geometries = [shapely.Point(lon, lat) for lon, lat, _ in rows]
    return UserLayer("point", shapes(*geometries, names=[name for *_, name in rows]))


def test_a_point_is_named_at_its_right_and_one_without_a_name_is_not(view: View, composer: Composer) -> None:
    found = named(points((136.1, 35.9, "武生"), (136.2, 35.85, "")), view, composer)
    assert set(found) == {"武生"}
    place = view.place(GeoPoint(35.9, 136.1))
    assert found["武生"][0] == pytest.approx(place.x_mm + 0.75 + 0.4, abs=0.1)  # the disc's radius and a gap
    assert found["武生"][1] == pytest.approx(place.y_mm + 0.8, abs=0.4)


def test_a_station_that_is_a_line_is_named_and_of_two_near_ones_only_one(
    view: View, composer: Composer
) -> None:
    stations = shapes(
        line((136.1, 35.9), (136.102, 35.9)),
        line((136.103, 35.9), (136.105, 35.9)),
        line((136.2, 35.95), (136.202, 35.95)),
        names=["福井", "福井", "森田"],
    )
    assert len(point_names([UserLayer("point", stations)], view, (), (), composer)) == 2


def test_names_give_way_and_hidden_points_are_not_named(view: View, composer: Composer) -> None:
    layer = points((136.1, 35.9, "武生"))
    place = view.place(GeoPoint(35.9, 136.1))
    right = Rect(place.x_mm + 1.0, place.y_mm - 2.0, 10.0, 4.0)
    assert named(layer, view, composer, (right,))["武生"][0] < place.x_mm
    around = [right, Rect(place.x_mm - 11.0, place.y_mm - 2.0, 10.0, 4.0)]
    around += [Rect(place.x_mm - 11.0, y_mm, 22.0, 8.0) for y_mm in (place.y_mm - 9.0, place.y_mm + 1.0)]
    assert named(layer, view, composer, tuple(around)) == {}
    assert named(layer, view, composer, (Rect(place.x_mm - 1.0, place.y_mm - 1.0, 2.0, 2.0),)) == {}


def test_only_points_are_named(view: View, composer: Composer) -> None:
    river = UserLayer("river", shapes(line((136.1, 35.9), (136.2, 35.9)), names=["日野川"]))
    assert point_names([river], view, (), (), composer) == []
    assert named(points((137.0, 35.9, "遠方")), view, composer) == {}


def test_no_names_overlap_and_there_are_no_more_than_the_map_bears(view: View, composer: Composer) -> None:
    chance = np.random.default_rng(1)
    places = chance.uniform((136.0, 35.8), (136.25, 36.0), (3000, 2))
    many = points(*((lon, lat, f"駅{n}") for n, (lon, lat) in enumerate(places.tolist())))
    few = points(*((lon, lat, f"駅{n}") for n, (lon, lat) in enumerate(places[:60].tolist())))
    assert len(named(many, view, composer)) <= 50  # 100 mm × 100 mm, a name for each 250 mm²
    found = named(few, view, composer)
    assert len(found) > 20
    boxes = [Rect(x_mm, y_mm - 1.7, 2.1 * len(name) * 0.6, 1.8) for name, (x_mm, y_mm) in found.items()]
    assert not any(one.intersects(other) for n, one in enumerate(boxes) for other in boxes[:n])


def test_a_long_name_is_cut(view: View, composer: Composer) -> None:
    assert set(named(points((136.02, 35.9, "長" * 60)), view, composer)) == {"長" * 20 + "…"}
