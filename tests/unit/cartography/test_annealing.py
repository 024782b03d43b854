"""Annealing of callouts: conflicts are those the exact tests see, and the result is the same every time."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ofdesk.base.geometry import Point, Rect
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.callouts import CalloutGround, callout_label, set_callout
from ofdesk.cartography.candidates import Label, corners
from ofdesk.cartography.collisions import boxes_meet, grown, lines_cross, lines_meet_boxes
from ofdesk.cartography.conflicts import conflicting_pairs
from ofdesk.cartography.framing import Region
from ofdesk.cartography.placement import place
from ofdesk.cartography.sheet import draw_map
from ofdesk.cartography.spec import MapCallout, MapPin, MapSheet, MapSpec
from ofdesk.cartography.surface import CoverSurface
from ofdesk.typesetting.composer import Composer

GAP_MM, DOT_MM = 0.9, 0.75
BOUNDS = Rect(0, 0, 150, 110)
NUMBER = st.floats(-30, 30).map(lambda value: round(value, 1))
CANDIDATE = st.tuples(NUMBER, NUMBER, st.floats(1, 12), st.floats(1, 8), NUMBER, NUMBER, NUMBER, NUMBER)


@settings(max_examples=60)
@given(st.lists(st.lists(CANDIDATE, min_size=1, max_size=5), min_size=2, max_size=5))
def test_pairs_are_those_that_the_exact_tests_find(labels: list[list[tuple[float, ...]]]) -> None:
    rows = np.array([row for label in labels for row in label])
    boxes = np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:4]], axis=1)
    lines = rows[:, 4:]
    begins = np.concatenate([[0], np.cumsum([len(label) for label in labels])])
    pairs = conflicting_pairs(boxes, lines, begins, GAP_MM)
    owner = np.repeat(np.arange(len(labels)), [len(label) for label in labels])
    sure = boxes_meet(grown(boxes, GAP_MM - 0.01), boxes) | lines_meet_boxes(lines, grown(boxes, -0.01))
    sure |= lines_meet_boxes(lines, grown(boxes, -0.01)).T
    maybe = boxes_meet(grown(boxes, GAP_MM + 0.01), boxes) | lines_meet_boxes(lines, grown(boxes, 0.01))
    maybe |= lines_meet_boxes(lines, grown(boxes, 0.01)).T
    found = np.zeros_like(sure)
    for number in range(len(boxes)):
        part = slice(pairs.starts[number], pairs.starts[number + 1])
        found[number, pairs.others[part][pairs.excluded[part]]] = True
    different = owner[:, None] != owner[None, :]
    assert not (found & ~different).any()
    assert not (sure & different & ~found).any()
    assert not (found & ~maybe).any()
    assert (found == found.T).all()


def callouts(count: int, composer: Composer) -> list[Label]:
    """Return callouts of pins that crowd in the middle of an empty sheet."""
    at = [Point(60 + 31 * (n * 0.618 % 1), 40 + 29 * (n * 0.7548 % 1)) for n in range(count)]
    dots = corners([Rect(p.x_mm, p.y_mm, 0, 0).grown(DOT_MM) for p in at])
    ground = CalloutGround(BOUNDS, CoverSurface(BOUNDS), grown(dots, GAP_MM))
    return [
        callout_label(
            set_callout(MapCallout(str(n), "見本の工場開き", ("2022年10月",)), None, 36.0, composer),
            point,
            DOT_MM,
            ground,
        )
        for n, point in enumerate(at)
    ]


def test_a_crowd_is_placed_without_an_overlap_and_nearly_without_crossings(composer: Composer) -> None:
    labels = callouts(24, composer)
    result = place(labels, (), (), GAP_MM, annealed=True)
    assert result.unplaced == ()
    boxes = np.array([(p.rect.x_mm, p.rect.y_mm, p.rect.right_mm, p.rect.bottom_mm) for p in result.placed])
    inner = grown(boxes, GAP_MM / 2 - 1e-6)
    assert np.triu(boxes_meet(inner, inner), 1).sum() == 0
    leaders = [p.leader for p in result.placed if p.leader]
    lines = np.array([(a.x_mm, a.y_mm, b.x_mm, b.y_mm) for a, b in leaders])
    assert lines_meet_boxes(lines, grown(boxes, -1e-6)).sum() == 0
    assert np.triu(lines_cross(lines, lines), 1).sum() <= 2
    assert result == place(callouts(24, composer), (), (), GAP_MM, annealed=True)


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
