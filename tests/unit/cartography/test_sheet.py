"""Whole sheets: every pin drawn or listed, nothing on top of anything, credits in place."""

from __future__ import annotations

from itertools import combinations

import pytest

from ofdesk.base.geometry import GeoPoint, Point, Rect
from ofdesk.base.japan import PREFECTURES
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.framing import ExtentArea, Nation, PrefectureArea, Region, extent_around
from ofdesk.cartography.sheet import draw_map
from ofdesk.cartography.spec import MAP_CREDIT, MapCallout, MapPin, MapSheet, MapSpec, Unplaced
from ofdesk.drawing.display_list import GlyphRun, Group, Ink, Link, Operation
from ofdesk.typesetting.composer import Composer

FRAME = Rect(18, 20, 174, 245)
NAHA = GeoPoint(26.2125, 127.6811)
CHICHIJIMA = GeoPoint(27.0946, 142.1918)
# Municipalities of the events: enough of them within 20 km of each other to crowd a map of the nation.
EVENT_CODES = [
    *("04100", "07204", "06201", "15213", "13111", "13106", "21205", "18207", "18209", "26100"),
    *("26212", "27212", "27100", "27140", "27203", "27208", "27227", "30202", "28221"),
]


def ops_of(op: Operation) -> list[Operation]:
    """Return an operation and everything in it."""
    inner = [deeper for part in op.ops for deeper in ops_of(part)] if isinstance(op, Group) else []
    return [op, *inner]


def texts_of(sheet: MapSheet) -> str:
    return "".join(op.text for op in ops_of(sheet.op) if isinstance(op, GlyphRun))


def event_pins(base_map: BaseMap) -> tuple[MapPin, ...]:
    return tuple(
        MapPin(code, base_map.municipalities[code].label, str(number), anchor=f"event-{code}")
        for number, code in enumerate(EVENT_CODES, start=1)
    )


def nation_spec(base_map: BaseMap) -> MapSpec:
    pins = event_pins(base_map)
    callouts = tuple(
        MapCallout(
            pin.key, base_map.municipalities[pin.key].name + "オープンファクトリー", ("2022年10月初開催",)
        )
        for pin in pins
    )
    return MapSpec(Nation(), pins, callouts)


@pytest.fixture(scope="module")
def nation_sheet(base_map: BaseMap, composer: Composer) -> MapSheet:
    return draw_map(nation_spec(base_map), FRAME, base_map, composer)


def boxes_of(sheet: MapSheet) -> list[Rect]:
    """Return the boxes of discs on the map and of callouts; numbers inside callouts belong to them."""
    discs = [
        Rect(p.centre.x_mm - p.radius_mm, p.centre.y_mm - p.radius_mm, 2 * p.radius_mm, 2 * p.radius_mm)
        for p in sheet.pins
    ]
    free = [disc for disc in discs if not any(box.contains(disc) for box in sheet.callouts.values())]
    return [*free, *sheet.callouts.values()]


def test_the_nation_shows_every_event_without_overlap(nation_sheet: MapSheet) -> None:
    sheet = nation_sheet
    assert sheet.unplaced == ()
    assert [pin.key for pin in sheet.pins] == EVENT_CODES
    assert set(sheet.callouts) == set(EVENT_CODES)
    for one, other in combinations(boxes_of(sheet), 2):
        assert not one.intersects(other)
    insets = [view.frame for view in sheet.views[1:]]
    assert len(insets) == 2
    for box in sheet.callouts.values():
        assert FRAME.contains(box)
        assert not any(box.intersects(inset) for inset in insets)


def test_pins_stand_where_they_belong(base_map: BaseMap, nation_sheet: MapSheet) -> None:
    sheet = nation_sheet
    for pin in sheet.pins:
        point = sheet.geo_point_at(pin.place)
        assert point is not None
        assert point.distance_m(base_map.municipalities[pin.key].label) < 1.0
        assert sheet.pin_at(pin.centre) == pin.key
    assert sheet.geo_point_at(Point(0, 0)) is None
    assert sheet.pin_at(Point(FRAME.x_mm + 1, FRAME.y_mm + 1)) is None


def test_crowded_numbers_move_into_their_callouts(
    base_map: BaseMap, composer: Composer, nation_sheet: MapSheet
) -> None:
    for pin in nation_sheet.pins:
        assert nation_sheet.callouts[pin.key].contains(_disc(pin.centre, pin.radius_mm))
    tohoku = MapSpec(
        Region("tohoku"),
        tuple(pin for pin in event_pins(base_map) if pin.key in ("04100", "07204")),
        (MapCallout("04100", "仙台"), MapCallout("07204", "いわき")),
    )
    roomy = draw_map(tohoku, FRAME, base_map, composer)
    assert all(pin.place == pin.centre for pin in roomy.pins)


def _disc(centre: Point, radius_mm: float) -> Rect:
    return Rect(centre.x_mm - radius_mm, centre.y_mm - radius_mm, 2 * radius_mm, 2 * radius_mm)


def test_discs_without_callouts_are_moved_apart(base_map: BaseMap, composer: Composer) -> None:
    spec = MapSpec(Nation(), event_pins(base_map))
    sheet = draw_map(spec, FRAME, base_map, composer)
    assert len(sheet.pins) == len(spec.pins)
    for one, other in combinations(boxes_of(sheet), 2):
        assert not one.intersects(other)
    assert any(pin.place != pin.centre for pin in sheet.pins)
    assert sum(pin.place == pin.centre for pin in sheet.pins) >= 5


def test_islands_are_marked_in_their_insets(base_map: BaseMap, composer: Composer) -> None:
    pins = (MapPin("naha", NAHA, "1"), MapPin("chichijima", CHICHIJIMA, "2"))
    sheet = draw_map(MapSpec(Nation(), pins), FRAME, base_map, composer)
    assert sheet.unplaced == ()
    for pin, point in zip(sheet.pins, (NAHA, CHICHIJIMA), strict=True):
        assert pin.view > 0
        found = sheet.geo_point_at(pin.place)
        assert found is not None
        assert found.distance_m(point) < 1.0
    assert "南西諸島" in texts_of(sheet)
    assert "小笠原諸島" in texts_of(sheet)


def test_what_lies_outside_is_listed(base_map: BaseMap, composer: Composer) -> None:
    pins = (MapPin("naha", NAHA, "1"), MapPin("osaka", GeoPoint(34.69, 135.5), "2", "大阪"))
    spec = MapSpec(Region("kinki"), pins, (MapCallout("naha", "那覇"),))
    sheet = draw_map(spec, FRAME, base_map, composer)
    assert [pin.key for pin in sheet.pins] == ["osaka"]
    assert set(sheet.unplaced) == {Unplaced("pin", "naha", "outside"), Unplaced("callout", "naha", "outside")}


def test_a_callout_stays_where_it_was_put(base_map: BaseMap, composer: Composer) -> None:
    centre = Point(60, 240)
    pins = tuple(pin for pin in event_pins(base_map) if pin.key.startswith("27"))
    callouts = tuple(MapCallout(pin.key, "催し") for pin in pins)
    moved = (MapCallout(pins[0].key, "手で置いた催し", centre=centre), *callouts[1:])
    sheet = draw_map(MapSpec(Region("kinki"), pins, moved), FRAME, base_map, composer)
    box = sheet.callouts[pins[0].key]
    assert box.centre.x_mm == pytest.approx(centre.x_mm)
    assert box.centre.y_mm == pytest.approx(centre.y_mm)


@pytest.mark.parametrize(
    "area",
    [
        Nation(),
        Region("hokkaido"),
        Region("okinawa"),
        Region("chugoku"),
        PrefectureArea("13"),
        PrefectureArea("46"),
        ExtentArea(extent_around([GeoPoint(35.94, 136.18), GeoPoint(35.90, 136.17)])),
    ],
)
def test_every_sheet_says_where_its_map_comes_from(
    base_map: BaseMap, composer: Composer, area: Nation | Region | PrefectureArea | ExtentArea
) -> None:
    spec = MapSpec(area, title="表題", notes=("※ 注",), frame_line=True, alt="地図")
    sheet = draw_map(spec, FRAME, base_map, composer)
    shown = texts_of(sheet).replace(" ", "")
    assert MAP_CREDIT.replace(" ", "") in shown
    for text in ("表題", "※注", "km", "N"):
        assert text in shown
    assert sheet.op.tag == "Figure"
    assert sheet.op.alt == "地図"


def test_names_and_borders_can_be_left_out(base_map: BaseMap, composer: Composer) -> None:
    named = draw_map(MapSpec(Region("kinki")), FRAME, base_map, composer)
    plain = draw_map(MapSpec(Region("kinki"), names=False, municipalities=False), FRAME, base_map, composer)
    assert "兵庫県" in texts_of(named)
    assert "琵琶湖" in texts_of(named)
    assert "兵庫県" not in texts_of(plain)
    assert len(ops_of(plain.op)) < len(ops_of(named.op))


def test_small_areas_name_municipalities(base_map: BaseMap, composer: Composer) -> None:
    sheet = draw_map(MapSpec(PrefectureArea("27")), FRAME, base_map, composer)
    for name in ("大阪市", "東大阪市", "能勢町", "岬町"):
        assert name in texts_of(sheet)


def test_crowded_pins_without_numbers_stay_where_they_are(base_map: BaseMap, composer: Composer) -> None:
    pins = tuple(MapPin(pin.key, pin.point) for pin in event_pins(base_map))
    callouts = tuple(MapCallout(pin.key, f"催し{pin.key}") for pin in pins)
    sheet = draw_map(MapSpec(Nation(), pins, callouts), FRAME, base_map, composer)
    assert len(sheet.pins) == len(sheet.callouts) == len(pins)
    assert all(pin.place == pin.centre for pin in sheet.pins)


def test_pins_lead_to_their_pages(nation_sheet: MapSheet) -> None:
    links = [op.anchor for op in ops_of(nation_sheet.op) if isinstance(op, Link)]
    assert sorted(links) == sorted(f"event-{code}" for code in EVENT_CODES)


def test_tints_lie_over_the_land(base_map: BaseMap, composer: Composer) -> None:
    tints = {prefecture.code: Ink(f"region.{prefecture.region}", 0.1) for prefecture in PREFECTURES}
    sheet = draw_map(MapSpec(Nation(), tints=tints), FRAME, base_map, composer)
    inks = {getattr(op, "fill", None) for op in ops_of(sheet.op)}
    assert set(tints.values()) <= inks


def test_the_same_specification_gives_the_same_sheet(
    base_map: BaseMap, composer: Composer, nation_sheet: MapSheet
) -> None:
    assert draw_map(nation_spec(base_map), FRAME, base_map, composer) == nation_sheet


def test_long_texts_and_many_pins_are_survived(base_map: BaseMap, composer: Composer) -> None:
    here = base_map.municipalities["27100"].label
    pins = tuple(MapPin(str(n), here, str(n), "とても長い名称の" * 4) for n in range(1, 61))
    callouts = tuple(MapCallout(pin.key, "題" * 200, ("文" * 300,)) for pin in pins[:8])
    sheet = draw_map(MapSpec(PrefectureArea("27"), pins, callouts), Rect(0, 0, 90, 120), base_map, composer)
    drawn = {pin.key for pin in sheet.pins}
    listed = {item.key for item in sheet.unplaced if item.kind == "pin"}
    assert drawn | listed == {pin.key for pin in pins}
    assert not drawn & listed
    for one, other in combinations(boxes_of(sheet), 2):
        assert not one.intersects(other)
