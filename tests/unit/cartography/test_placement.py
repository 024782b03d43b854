"""Placing boxes: nothing ever overlaps, everything is placed or listed, and the same twice."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.cartography.all_pairs import lines_cross, lines_meet_boxes

from ofdesk.base.geometry import Point, Rect
from ofdesk.cartography.collisions import boxes_meet
from ofdesk.cartography.placement import Label, PlacedLabel, place

GAP_MM = 0.5
FRAME = Rect(0, 0, 90, 70)


def label_at(key: str, anchor: Point, width_mm: float, height_mm: float, radius_mm: float = 1.0) -> Label:
    x_mm = np.arange(0, FRAME.width_mm - width_mm, 4.0)
    y_mm = np.arange(0, FRAME.height_mm - height_mm, 4.0)
    corner = np.stack([axis.reshape(-1) for axis in np.meshgrid(x_mm, y_mm)], axis=1)
    boxes = np.stack([corner[:, 0], corner[:, 1], corner[:, 0] + width_mm, corner[:, 1] + height_mm], axis=1)
    middle = corner + np.array([width_mm, height_mm]) / 2
    prices = np.hypot(middle[:, 0] - anchor.x_mm, middle[:, 1] - anchor.y_mm)
    return Label(key, anchor, radius_mm, boxes, prices, leader=True)


ANCHOR = st.tuples(st.floats(2, 88), st.floats(2, 68)).map(lambda pair: Point(*pair))
LABELS = st.lists(st.tuples(ANCHOR, st.floats(6, 26), st.floats(3, 12)), min_size=1, max_size=14).map(
    lambda rows: [
        label_at(str(number), anchor, width, height) for number, (anchor, width, height) in enumerate(rows)
    ]
)
OBSTACLES = st.lists(
    st.tuples(st.floats(0, 80), st.floats(0, 60), st.floats(1, 20), st.floats(1, 20)), max_size=4
).map(lambda rows: [Rect(*row) for row in rows])


def shape_of(rect: Rect) -> shapely.Geometry:
    return shapely.box(rect.x_mm, rect.y_mm, rect.right_mm, rect.bottom_mm)


def line_of(found: PlacedLabel) -> shapely.Geometry | None:
    if found.leader is None:
        return None
    return shapely.linestrings([(point.x_mm, point.y_mm) for point in found.leader])


def passes_through(line: shapely.Geometry, rect: Rect) -> bool:
    return float(line.intersection(shape_of(rect.grown(-1e-6))).length) > 1e-6


@settings(max_examples=60)
@given(LABELS, OBSTACLES)
def test_nothing_overlaps_and_nothing_is_lost(labels: list[Label], obstacles: list[Rect]) -> None:
    result = place(labels, obstacles, (), GAP_MM)
    keys = [found.key for found in result.placed] + list(result.unplaced)
    assert sorted(keys) == sorted(label.key for label in labels)
    anchors = {label.key: label.anchor for label in labels}
    for one, other in combinations(result.placed, 2):
        assert not one.rect.grown(GAP_MM - 1e-6).intersects(other.rect)
        for here, there in ((one, other), (other, one)):
            line = line_of(here)
            assert line is None or not passes_through(line, there.rect)
    for found in result.placed:
        for obstacle in obstacles:
            assert not found.rect.grown(GAP_MM - 1e-6).intersects(obstacle)
            line, at = line_of(found), anchors[found.key]
            begins_inside = shape_of(obstacle).intersects(shapely.Point(at.x_mm, at.y_mm))
            assert line is None or begins_inside or not passes_through(line, obstacle)


@settings(max_examples=15)
@given(LABELS, OBSTACLES)
def test_the_same_input_gives_the_same_sheet(labels: list[Label], obstacles: list[Rect]) -> None:
    assert place(labels, obstacles, (), GAP_MM) == place(labels, obstacles, (), GAP_MM)


def test_boxes_keep_off_lines_that_are_there_already() -> None:
    wall = (Point(0, 30), Point(90, 30))
    result = place([label_at("a", Point(45, 28), 12, 6)], (), [wall], GAP_MM)
    rect = result.placed[0].rect
    assert rect.bottom_mm <= 30 or rect.y_mm >= 30
    line = line_of(result.placed[0])
    assert line is None or not line.crosses(shapely.linestrings([(0, 30), (90, 30)]))


def test_a_label_without_room_is_listed_and_the_others_stay() -> None:
    labels = [label_at("large", Point(40, 30), 80, 60), label_at("small", Point(10, 10), 10, 5)]
    wall = Rect(30, 20, 20, 20)
    result = place(labels, [wall], (), GAP_MM)
    assert result.unplaced == ("large",)
    assert [found.key for found in result.placed] == ["small"]


def test_a_label_makes_room_for_another() -> None:
    """The first label takes the only place of the second, unless it is pushed aside."""
    places = np.array([[0.0, 0.0, 10.0, 5.0], [0.0, 20.0, 10.0, 25.0]])
    here = Point(5, 12)
    first = Label("first", here, 0.0, places, np.array([0.0, 5.0]), leader=False)
    rival = Label("rival", here, 0.0, places, np.array([0.0, 1.0]), leader=False)
    second = Label("second", here, 0.0, places[:1], np.array([0.0]), leader=False)
    result = place([first, second], (), (), GAP_MM)
    assert {found.key: found.rect.y_mm for found in result.placed} == {"first": 20.0, "second": 0.0}
    crowded = place([first, rival, second], (), (), GAP_MM)
    assert len(crowded.placed) == 2
    assert len(crowded.unplaced) == 1


def test_crossing_leaders_are_untangled() -> None:
    """Two boxes whose nearest places cross their leaders change places."""
    places = np.array([[40.0, 0.0, 50.0, 6.0], [40.0, 30.0, 50.0, 36.0]])
    upper = Label("upper", Point(5, 5), 1.0, places, np.array([4.0, 3.0]), leader=True)
    lower = Label("lower", Point(5, 31), 1.0, places, np.array([3.0, 4.0]), leader=True)
    result = place([upper, lower], (), (), GAP_MM)
    assert {found.key: found.rect.y_mm for found in result.placed} == {"upper": 0.0, "lower": 30.0}


def test_a_leader_ends_on_its_box_and_begins_at_the_rim() -> None:
    places = np.array([[30.0, 10.0, 50.0, 20.0]])
    label = Label("a", Point(10, 15), 2.0, places, np.zeros(1), leader=True)
    begin, end = place([label], (), (), GAP_MM).placed[0].leader or (None, None)
    assert begin == Point(12, 15)
    assert end == Point(30, 15)


PLACE = st.floats(-20, 20).map(lambda value: round(value, 1))
SEGMENT = st.tuples(PLACE, PLACE, PLACE, PLACE)
BOX = st.tuples(PLACE, PLACE, st.floats(0.5, 20), st.floats(0.5, 20)).map(
    lambda row: (row[0], row[1], row[0] + row[2], row[1] + row[3])
)


@given(st.lists(SEGMENT, min_size=1, max_size=4), st.lists(BOX, min_size=1, max_size=4))
def test_lines_and_boxes_meet_as_geometry_says(
    segments: list[tuple[float, ...]], boxes: list[tuple[float, ...]]
) -> None:
    found = lines_meet_boxes(np.array(segments), np.array(boxes))
    for row, segment in zip(found, segments, strict=True):
        line = shapely.linestrings([segment[:2], segment[2:]])
        for meets, box in zip(row, boxes, strict=True):
            inner = shapely.box(box[0] + 1e-6, box[1] + 1e-6, box[2] - 1e-6, box[3] - 1e-6)
            outer = shapely.box(box[0] - 1e-6, box[1] - 1e-6, box[2] + 1e-6, box[3] + 1e-6)
            if line.length > 0:
                assert not line.intersects(inner) or meets
            assert line.intersects(outer) or not meets


@given(SEGMENT, SEGMENT)
def test_segments_cross_as_geometry_says(one: tuple[float, ...], other: tuple[float, ...]) -> None:
    crosses = bool(lines_cross(np.array([one]), np.array([other]))[0, 0])
    first, second = (shapely.linestrings([row[:2], row[2:]]) for row in (one, other))
    if crosses:
        assert first.distance(second) < 1e-9
    elif first.crosses(second):
        # Only an end that lies on the other segment may be judged differently.
        ends = [shapely.Point(row[:2]) for row in (one, other)] + [
            shapely.Point(row[2:]) for row in (one, other)
        ]
        assert min(max(first.distance(end), second.distance(end)) for end in ends) < 1e-6


def test_what_is_not_there_meets_nothing() -> None:
    nothing, something = np.full((1, 4), np.nan), np.array([[0.0, 0.0, 9.0, 9.0]])
    for meet in (boxes_meet, lines_meet_boxes, lines_cross):
        assert not meet(nothing, something).any()
        assert not meet(something, nothing).any()


def test_bad_parallel_input_is_a_bug() -> None:
    with pytest.raises((ValueError, IndexError)):
        place([Label("a", Point(0, 0), 0.0, np.zeros((2, 4)), np.zeros(3), leader=False)], (), (), GAP_MM)
