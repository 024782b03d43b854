"""Callouts: nothing overlaps, hardly a leader crosses, and the result is the same every time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.cartography.all_pairs import lines_cross, lines_meet_boxes

from ofdesk.base.geometry import Point, Rect
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.callout_placement import place_callouts
from ofdesk.cartography.callouts import callout_label, set_callout
from ofdesk.cartography.candidates import Ground, Label, corners
from ofdesk.cartography.collisions import boxes_meet, grown
from ofdesk.cartography.framing import Region
from ofdesk.cartography.placement import Placement
from ofdesk.cartography.sheet import draw_map
from ofdesk.cartography.spec import MapCallout, MapPin, MapSheet, MapSpec
from ofdesk.cartography.surface import CalloutGround, CoverSurface
from ofdesk.typesetting.composer import Composer

GAP_MM, DOT_MM = 0.9, 0.75
BOUNDS = Rect(0, 0, 150, 110)
ANCHOR = st.tuples(st.floats(2, 148), st.floats(2, 108)).map(lambda pair: Point(*pair))


def placed(at: Sequence[Point], blocked: Sequence[Rect], composer: Composer) -> Placement:
    """Place a callout for each point on an empty sheet with some obstacles."""
    dots = [Rect(p.x_mm, p.y_mm, 0, 0).grown(DOT_MM) for p in at]
    room = CalloutGround(BOUNDS, CoverSurface(BOUNDS), grown(corners(blocked), GAP_MM))
    return place_callouts(
        [label_at(number, point, room, composer) for number, point in enumerate(at)],
        Ground.of(blocked, dots, ()),
        room,
        GAP_MM,
    )


def label_at(number: int, point: Point, room: CalloutGround, composer: Composer) -> Label:
    lines = ("2022年10月",) if number % 3 else ()
    callout = MapCallout(str(number), "見本の工場開き"[: 4 + number % 4], lines)
    return callout_label(set_callout(callout, None, 36.0, composer), point, DOT_MM, room)


def boxes_of(result: Placement) -> np.ndarray:
    rows = [(p.rect.x_mm, p.rect.y_mm, p.rect.right_mm, p.rect.bottom_mm) for p in result.placed]
    return np.array(rows).reshape(-1, 4)


def leaders_of(result: Placement) -> np.ndarray:
    rows = [(a.x_mm, a.y_mm, b.x_mm, b.y_mm) for a, b in (p.leader for p in result.placed if p.leader)]
    return np.array(rows).reshape(-1, 4)


@settings(max_examples=25)
@given(
    st.lists(ANCHOR, min_size=1, max_size=40),
    st.lists(st.tuples(st.floats(0, 110), st.floats(0, 80), st.floats(5, 40), st.floats(5, 30)), max_size=3),
)
def test_nothing_overlaps_and_every_callout_is_placed_or_listed(
    composer: Composer, at: list[Point], obstacles: list[tuple[float, ...]]
) -> None:
    blocked = [Rect(*row) for row in obstacles]
    result = placed(at, blocked, composer)
    keys = [found.key for found in result.placed] + list(result.unplaced)
    assert sorted(keys) == sorted(str(number) for number in range(len(at)))
    boxes, lines = boxes_of(result), leaders_of(result)
    half = grown(boxes, GAP_MM / 2 - 1e-6)
    assert not np.triu(boxes_meet(half, half), 1).any()
    assert not boxes_meet(grown(boxes, GAP_MM - 1e-6), corners(blocked)).any()
    assert not lines_meet_boxes(lines, grown(boxes, -1e-5)).any()
    assert not boxes_meet(grown(boxes, DOT_MM + GAP_MM - 1e-6), point_boxes(at)).any()
    edge = grown(np.array([[BOUNDS.x_mm, BOUNDS.y_mm, BOUNDS.right_mm, BOUNDS.bottom_mm]]), 1e-5)[0]
    assert (boxes[:, :2] >= edge[:2]).all()
    assert (boxes[:, 2:] <= edge[2:]).all()


def point_boxes(at: Sequence[Point]) -> np.ndarray:
    return np.array([(p.x_mm - 1e-9, p.y_mm - 1e-9, p.x_mm + 1e-9, p.y_mm + 1e-9) for p in at])


def crowd(count: int) -> list[Point]:
    return [Point(60 + 31 * (n * 0.618 % 1), 40 + 29 * (n * 0.7548 % 1)) for n in range(count)]


def test_a_crowd_is_placed_without_crossings(composer: Composer) -> None:
    result = placed(crowd(24), (), composer)
    assert result.unplaced == ()
    lines = leaders_of(result)
    assert np.triu(lines_cross(lines, lines), 1).sum() == 0


@settings(max_examples=5)
@given(st.lists(ANCHOR, min_size=2, max_size=30))
def test_the_same_input_gives_the_same_sheet(composer: Composer, at: list[Point]) -> None:
    assert placed(at, (), composer) == placed(at, (), composer)


def test_more_callouts_than_room_are_listed(composer: Composer) -> None:
    result = placed(crowd(160), (Rect(0, 0, 150, 20), Rect(0, 90, 150, 20)), composer)
    assert result.unplaced
    assert len(result.placed) + len(result.unplaced) == 160


def moved_sheet(base_map: BaseMap, composer: Composer, codes: list[str], moved: Point | None) -> MapSheet:
    pins = tuple(MapPin(code, base_map.municipalities[code].label) for code in codes)
    centres = [moved, *(None for _ in codes[1:])]
    pairs = zip(codes, centres, strict=True)
    boxes = tuple(MapCallout(code, f"見本{code}", centre=centre) for code, centre in pairs)
    return draw_map(MapSpec(Region("tohoku"), pins, boxes), Rect(18, 20, 174, 245), base_map, composer)


def test_a_callout_stays_where_it_was_put_whatever_comes_beside_it(
    base_map: BaseMap, composer: Composer
) -> None:
    put = Point(45, 60)
    for codes in (["03201"], ["03201", "04100", "06201"], ["03201", "02201", "05201", "02202", "03202"]):
        sheet = moved_sheet(base_map, composer, codes, put)
        assert sheet.callouts["03201"].centre == put
        assert len(sheet.callouts) == len(codes)
        for key, box in sheet.callouts.items():
            assert key == "03201" or not box.intersects(sheet.callouts["03201"])


def test_a_callout_put_onto_a_pin_finds_another_place(base_map: BaseMap, composer: Composer) -> None:
    plain = moved_sheet(base_map, composer, ["03201", "04100"], None)
    onto = next(pin.place for pin in plain.pins if pin.key == "04100")
    sheet = moved_sheet(base_map, composer, ["03201", "04100"], onto)
    assert set(sheet.callouts) == {"03201", "04100"}
    assert sheet.callouts["03201"].centre != onto


def test_a_range_of_days_too_wide_for_a_line_turns_over_at_its_wave_dash(composer: Composer) -> None:
    def widths_mm(period: str) -> list[float]:
        paragraphs = set_callout(MapCallout("1", "見本", (period,)), None, 36.0, composer).paragraphs
        return [round(paragraph.width_mm, 2) for paragraph, _ in paragraphs[1:]]

    long = "2025年10月11日（土）～13日（月）"
    assert len(widths_mm("2025年10月2日（木）～5日（日）")) == 1
    first, last = (widths_mm(part)[0] for part in ("2025年10月11日（土）", "～13日（月）"))
    assert widths_mm(long) == [first, last]
