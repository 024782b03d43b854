"""Layers of the user's own: cut to the sheet, as detailed as it needs, in their order, where they belong."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from PIL import Image as Pictures
from tests.unit.cartography.test_sheet import ops_of

from ofdesk.base.geometry import GeoExtent, GeoPoint, Rect
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.framing import PrefectureArea
from ofdesk.cartography.layers import LayerStyle, base_layers
from ofdesk.cartography.plane_zones import plane_zone
from ofdesk.cartography.projection import projection_for
from ofdesk.cartography.sheet import draw_map
from ofdesk.cartography.spec import MapSpec
from ofdesk.cartography.user_layers import BENEATH, UPON, UserLayer, layers_in_order
from ofdesk.cartography.user_pictures import PlacedPicture
from ofdesk.cartography.view import View, fitted_view
from ofdesk.drawing.display_list import GlyphRun, Group, Image, Ink, Operation, Path, Polylines
from ofdesk.typesetting.composer import Composer

FRAME = Rect(10.0, 10.0, 100.0, 100.0)
BOX = GeoExtent(35.8, 136.0, 36.0, 136.25)


@dataclass(frozen=True)
class Shapes:
    """Shapes in degrees, as reading gives them."""

    shapes: NDArray[np.object_]
    names: Sequence[str] = ()


def shapes(*geometries: shapely.Geometry, names: Sequence[str] = ()) -> Shapes:
    return Shapes(np.array(geometries, dtype=object), names)


def line(*places: tuple[float, float]) -> shapely.Geometry:
    return shapely.linestrings(np.array(places))


@pytest.fixture
def view() -> View:
    """A view of some 22 km in 100 mm."""
    corners = np.array([(BOX.west_deg, BOX.south_deg), (BOX.east_deg, BOX.north_deg)])
    return fitted_view(projection_for(BOX), corners, FRAME, 0.0)


def drawn(role: str, data: Shapes | PlacedPicture, view: View, opacity: float = 1.0) -> tuple[Operation, ...]:
    return UserLayer(role, data, "出典", opacity).ops(view, FRAME)


def places_of(ops: Sequence[Operation]) -> NDArray[np.float64]:
    flat = [number for op in ops if isinstance(op, Polylines) for one in op.lines for number in one]
    return np.array(flat).reshape(-1, 2)


@pytest.mark.parametrize("role", ["railway", "road", "river", "boundary", "line", "area"])
def test_lines_and_areas_are_cut_to_the_sheet(view: View, role: str) -> None:
    wide = shapely.box(130.0, 35.9, 140.0, 38.0) if role == "area" else line((130.0, 35.9), (140.0, 35.92))
    places = places_of(drawn(role, shapes(wide), view))
    assert len(places) > 1
    grown = FRAME.grown(1.001)
    assert places.min(axis=0).tolist() >= [grown.x_mm, grown.y_mm]
    assert places[:, 0].max() <= grown.right_mm
    assert places[:, 1].max() <= grown.bottom_mm
    assert drawn(role, shapes(line((130.0, 30.0), (130.1, 30.1))), view) == ()


def test_what_nobody_sees_is_left_out(view: View) -> None:
    # 22 km in 100 mm: 0.08 mm are 18 m; a zigzag of 5 m goes, one of 100 m stays.
    along = np.linspace(136.02, 136.2, 400)
    for amplitude_m, fewest, most in ((5.0, 2, 20), (100.0, 390, 400)):
        across = 35.9 + np.where(np.arange(400) % 2, amplitude_m / 111_132, 0.0)
        zigzag = shapely.linestrings(np.stack([along, across], axis=1))
        assert fewest <= len(places_of(drawn("river", shapes(zigzag), view))) <= most


def test_sections_are_joined_so_that_dashes_run_on(view: View) -> None:
    sections = shapes(line((136.05, 35.9), (136.1, 35.9)), line((136.1, 35.9), (136.15, 35.92)))
    body, dashes = drawn("railway", sections, view)
    assert isinstance(body, Polylines)
    assert isinstance(dashes, Polylines)
    assert len(body.lines) == 1
    assert body.stroke is not None
    assert dashes.stroke is not None
    assert dashes.stroke.ink == Ink("paper")
    assert dashes.stroke.dash_mm
    assert dashes.stroke.width_mm < body.stroke.width_mm


def test_a_border_of_two_areas_is_drawn_once(view: View) -> None:
    west = shapely.box(136.05, 35.85, 136.1, 35.95)
    east = shapely.box(136.1, 35.85, 136.15, 35.95)
    (op,) = drawn("boundary", shapes(west, east), view)
    assert isinstance(op, Polylines)
    lengths = [shapely.length(shapely.linestrings(np.array(one).reshape(-1, 2))) for one in op.lines]
    around = sum(shapely.length(shapely.transform(area, view.to_sheet)) for area in (west, east))
    shared = shapely.length(shapely.transform(line((136.1, 35.85), (136.1, 35.95)), view.to_sheet))
    assert sum(lengths) == pytest.approx(around - shared, rel=0.001)


def test_an_area_keeps_its_hole(view: View) -> None:
    outer = [(136.05, 35.85), (136.15, 35.85), (136.15, 35.95), (136.05, 35.95)]
    hole = [(136.08, 35.88), (136.12, 35.88), (136.12, 35.92), (136.08, 35.92)]
    (op,) = drawn("area", shapes(shapely.Polygon(outer, [hole])), view)
    assert isinstance(op, Polylines)
    assert (len(op.lines), op.closed, op.even_odd) == (2, True, True)
    assert op.fill is not None


def test_points_are_discs_and_stations_stand_at_their_middle(view: View) -> None:
    station = line((136.1, 35.9), (136.12, 35.9))
    ops = drawn("point", shapes(shapely.Point(136.05, 35.85), station, shapely.Point(137.0, 35.9)), view)
    assert len(ops) == 2
    middles = []
    for op in ops:
        assert isinstance(op, Path)
        box = np.array([segment[1:3] for segment in op.segments if segment[0] == "M"])
        middles.append((box[0][0], box[0][1] + 0.75))
    wanted = [view.place(GeoPoint(35.85, 136.05)), view.place(GeoPoint(35.9, 136.11))]
    found = sorted(middles)
    assert found == [pytest.approx((place.x_mm, place.y_mm), abs=0.06) for place in wanted]


def test_a_view_is_drawn_once(view: View) -> None:
    layer = UserLayer("river", shapes(line((136.05, 35.9), (136.1, 35.9))))
    assert layer.ops(view, FRAME) is layer.ops(view, FRAME)


def test_layers_are_painted_in_the_order_of_their_roles(base_map: BaseMap, view: View) -> None:
    across = shapes(line((136.05, 35.9), (136.1, 35.9)))
    lines = [UserLayer(role, across) for role in ("point", "railway", "line", "road", "boundary", "river")]
    area = UserLayer("area", shapes(shapely.box(136.05, 35.85, 136.1, 35.95)))
    relief = UserLayer("relief", picture(BOX))
    wanted = ["relief", "area", "river", "boundary", "road", "line", "railway", "point"]
    given = [*lines, area, relief]
    assert [layer.role for layer in layers_in_order(given, (*BENEATH, *UPON))] == wanted
    style = LayerStyle((0,), {}, layers=tuple(given))
    group = base_layers(base_map, view, FRAME, style)
    shown = list(group.ops)
    coast = max(
        number
        for number, op in enumerate(shown)
        if isinstance(op, Polylines) and op.stroke and op.stroke.ink == Ink("map.coast")
    )
    fill = next(
        number
        for number, op in enumerate(shown)
        if isinstance(op, Polylines) and op.fill == Ink("map.area")
    )
    river = next(
        number
        for number, op in enumerate(shown)
        if isinstance(op, Polylines) and op.stroke and op.stroke.ink == Ink("map.river")
    )
    hills = next(
        number for number, op in enumerate(shown) if isinstance(op, Group) and isinstance(op.ops[0], Image)
    )
    assert hills < fill < coast < river
    hill_group = shown[hills]
    assert isinstance(hill_group, Group)
    assert isinstance(hill_group.clip, Polylines)  # hillshade says nothing of the sea


def test_a_sheet_shows_layers_and_names_their_sources_once(base_map: BaseMap, composer: Composer) -> None:
    across = shapes(line((136.0, 35.9), (136.5, 35.95)))
    credits = (("railway", "出典甲"), ("river", "出典乙"), ("point", "出典甲"))
    layers = tuple(UserLayer(role, across, credit) for role, credit in credits)
    spec = MapSpec(PrefectureArea("18"), layers=layers)
    sheet = draw_map(spec, Rect(18, 20, 174, 245), base_map, composer)
    text = "".join(op.text for op in ops_of(sheet.op) if isinstance(op, GlyphRun))
    assert text.count("出典甲") == text.count("出典乙") == 1
    plain = draw_map(MapSpec(PrefectureArea("18")), Rect(18, 20, 174, 245), base_map, composer)
    strokes = [op.stroke for op in ops_of(sheet.op) if isinstance(op, Polylines) and op.stroke]
    assert sum(stroke.ink.role == "map.river" for stroke in strokes) == 1
    assert len(ops_of(plain.op)) < len(ops_of(sheet.op))


def test_zones_are_where_surveyors_have_them() -> None:
    # Source: example of the calculation site of the Geospatial Information Authority (Tsukuba, zone 9):
    # 36°06′13.58925″ N 140°05′16.27815″ E is X = 11,543.6883 m (north), Y = 22,916.2436 m (east).
    place = np.array([[140 + 5 / 60 + 16.27815 / 3600, 36 + 6 / 60 + 13.58925 / 3600]])
    east, north = plane_zone(9).forward(place)[0]
    assert (east, north) == (pytest.approx(22_916.2436, abs=0.001), pytest.approx(11_543.6883, abs=0.001))
    assert plane_zone(9).inverse(np.array([[east, north]]))[0] == pytest.approx(place[0], abs=1e-9)


# Pictures


def picture(extent: GeoExtent, size: tuple[int, int] = (200, 160), zone: int = 0) -> PlacedPicture:
    """Return a picture of columns of growing and rows of growing brightness over an extent."""
    width, height = size
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    pixels = np.stack([across, down, np.zeros_like(across)], axis=2).round().astype(np.uint8)
    if zone:
        corners = np.array([(extent.west_deg, extent.south_deg), (extent.east_deg, extent.north_deg)])
        (west, south), (east, north) = plane_zone(zone).forward(corners)
    else:
        west, south, east, north = extent.west_deg, extent.south_deg, extent.east_deg, extent.north_deg
    a, e = (east - west) / width, (south - north) / height
    return PlacedPicture(Pictures.fromarray(pixels), (a, 0.0, 0.0, e, west + a / 2, north + e / 2), zone)


def pixels_of(op: Operation) -> tuple[Image, NDArray[np.uint8]]:
    assert isinstance(op, Image)
    with Pictures.open(io.BytesIO(op.data), formats=("PNG",)) as opened:
        return op, np.asarray(opened)


def shares(lat_deg: float, lon_deg: float, zone: int) -> NDArray[np.float64]:
    """Return how far from west to east and from north to south of the box a point lies in its coordinates."""
    box = np.array([(BOX.west_deg, BOX.south_deg), (BOX.east_deg, BOX.north_deg), (lon_deg, lat_deg)])
    low, high, place = plane_zone(zone).forward(box) if zone else box
    east, north = (place - low) / (high - low)
    return np.array([east, 1 - north])


@pytest.mark.parametrize("zone", [0, 6])
def test_the_corner_of_a_picture_is_half_a_pixel_before_the_middle_of_the_first(zone: int) -> None:
    placed = picture(BOX, zone=zone)
    corners = placed.to_earth(np.array([(0.0, 0.0), (200.0, 160.0)]))
    if not zone:
        assert corners[0] == pytest.approx((BOX.west_deg, BOX.north_deg))
        assert corners[1] == pytest.approx((BOX.east_deg, BOX.south_deg))
    assert placed.to_pixels(corners) == pytest.approx(np.array([(0.0, 0.0), (200.0, 160.0)]), abs=1e-6)


@pytest.mark.parametrize("zone", [0, 6])
def test_a_picture_is_bent_to_where_its_pixels_belong(view: View, zone: int) -> None:
    placed = picture(BOX, zone=zone)
    op, pixels = pixels_of(drawn("picture", placed, view)[0])
    for lat_deg, lon_deg in ((35.85, 136.05), (35.9, 136.12), (35.97, 136.2)):
        place = view.place(GeoPoint(lat_deg, lon_deg))
        column = int((place.x_mm - op.rect.x_mm) / op.rect.width_mm * pixels.shape[1])
        row = int((place.y_mm - op.rect.y_mm) / op.rect.height_mm * pixels.shape[0])
        wanted = shares(lat_deg, lon_deg, zone) * np.array(placed.pixels.size) - 0.5
        # A pixel is worth 255 / 199 in red, 255 / 159 in green; one pixel off would show.
        assert pixels[row, column, 0] == pytest.approx(wanted[0] * 255 / 199, abs=2)
        assert pixels[row, column, 1] == pytest.approx(wanted[1] * 255 / 159, abs=2)


def test_a_picture_is_as_opaque_as_asked_and_no_finer_than_print_needs(view: View) -> None:
    op, pixels = pixels_of(drawn("picture", picture(BOX, (4000, 3200)), view, 0.4)[0])
    assert pixels[:, :, 3].max() == 102  # 0.4 × 255
    assert op.rect.width_mm <= FRAME.width_mm
    assert pixels.shape[1] <= op.rect.width_mm / 25.4 * 350 + 1
    assert drawn("picture", picture(GeoExtent(30.0, 130.0, 30.1, 130.1)), view) == ()


def test_a_picture_lies_beneath_whatever_role_it_bears(view: View) -> None:
    odd = UserLayer("railway", picture(BOX))
    assert layers_in_order([odd], BENEATH) == [odd]
    assert layers_in_order([odd], UPON) == []
    assert isinstance(odd.ops(view, FRAME)[0], Image)


def test_an_area_that_crosses_itself_is_filled_all_the_same(view: View) -> None:
    bow_tie = shapely.Polygon([(136.05, 35.85), (136.15, 35.95), (136.15, 35.85), (136.05, 35.95)])
    ops = drawn("area", shapes(bow_tie), view)
    assert len(ops) == 2  # two triangles


def test_what_reaches_around_the_world_is_cut_before_it_is_projected(view: View) -> None:
    world = shapely.box(-180, -90, 180, 90)
    around = line((-180, -90), (136.1, 35.9), (180, 90))
    assert len(places_of(drawn("area", shapes(world), view))) >= 4
    assert drawn("boundary", shapes(world), view) == ()
    assert len(places_of(drawn("river", shapes(around), view))) >= 2


@pytest.mark.parametrize(
    "places",
    [
        (1.8, 0.0, 0.0, -1.125, -180 + 0.9, 90 - 0.5625),
        (1e8, 0.0, 0.0, -1e8, -1e8, 1e8),
        (1e-12, 0.0, 0.0, -1e-12, 136.1, 35.9),
        (1e-9, 1.0, 1.0, 1e-9, 136.1, 35.9),
    ],
)
@pytest.mark.parametrize("zone", [0, 6])
def test_a_picture_placed_anywhere_neither_fails_nor_fills_the_memory(
    view: View, places: tuple[float, float, float, float, float, float], zone: int
) -> None:
    pixels = Pictures.new("RGB", (200, 160), (9, 9, 9))
    for op in drawn("picture", PlacedPicture(pixels, places, zone), view):
        assert isinstance(op, Image)
        assert len(op.data) < 1_000_000
