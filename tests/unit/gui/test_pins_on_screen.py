"""Pins without a window: inside a lasso, in view, told apart, in reading order, circles, filter, choice."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.gui.map.choice import choice_of
from ofdesk.gui.map.error_circles import circles_in_view
from ofdesk.gui.map.lasso import Lasso, points_inside
from ofdesk.gui.map.pin_filter import misplaced_records
from ofdesk.gui.map.pin_layer import PinLayer
from ofdesk.gui.map.pins import Pin
from ofdesk.gui.map.view_transform import ViewTransform
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import AddRecord, apply
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import RecordFilter
from ofdesk.model.problems import Problem, Severity
from ofdesk.model.records import Event, Factory
from ofdesk.model.settings import BookletSettings, Section
from ofdesk.services.map_page import map_pages_of

VIEW = ViewTransform(GeoPoint(0.0, 135.0), 100.0, 400, 300)  # at the equator Mercator is nearly plain


def layer_at(*offsets_px: tuple[float, float], radius_m: float = 0.0) -> PinLayer:
    """Make a layer whose pins stand at pixels from the middle of the view, x to the right, y downwards."""
    pins = []
    for number, (x, y) in enumerate(offsets_px):
        pins.append(Pin(str(number), VIEW.to_point(200 + x, 150 + y), radius_m, kind="factory"))
    return PinLayer(pins)


def test_a_square_goes_round_what_is_inside_it() -> None:
    square = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])
    points = np.array([(5.0, 5.0), (-1.0, 5.0), (11.0, 5.0), (5.0, 11.0), (9.9, 9.9)])
    assert points_inside(square, points).tolist() == [True, False, False, False, True]
    assert points_inside(square[::-1], points).tolist() == [True, False, False, False, True]


def test_a_bay_is_outside_and_what_is_gone_round_twice_is_inside() -> None:
    bay = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (5.0, 2.0), (0.0, 10.0)])
    assert points_inside(bay, np.array([(5.0, 8.0), (5.0, 1.0)])).tolist() == [False, True]
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert points_inside(np.array(square * 2), np.array([(5.0, 5.0)])).tolist() == [True]


@pytest.mark.parametrize(
    "outline", [[(0.0, 0.0)], [(0.0, 0.0), (9.0, 9.0)], [(0.0, 5.0), (9.0, 5.0), (4.0, 5.0)]]
)
def test_what_is_no_shape_has_nothing_inside(outline: list[tuple[float, float]]) -> None:
    assert not points_inside(np.array(outline), np.array([(4.0, 5.0), (1.0, 1.0)])).any()
    assert points_inside(np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]), np.zeros((0, 2))).tolist() == []


def test_inside_agrees_with_turning_angles_for_lines_that_cross_themselves() -> None:
    random = np.random.default_rng(7)
    outline, points = random.uniform(0, 100, (23, 2)), random.uniform(0, 100, (400, 2))
    around = outline[None] - points[:, None]
    angles = np.arctan2(around[..., 1], around[..., 0])
    turns = np.diff(np.concatenate([angles, angles[:, :1]], axis=1), axis=1)
    turned = ((turns + math.pi) % (2 * math.pi) - math.pi).sum(axis=1) / (2 * math.pi)
    assert points_inside(outline, points).tolist() == (np.abs(turned) > 0.5).tolist()


def test_a_lasso_takes_no_notice_of_a_hand_that_trembles() -> None:
    lasso = Lasso(0, 0)
    for x, y in ((1, 0), (0, 1), (1, 1)):
        lasso.extend(x, y)
    shapes = [lasso.is_shape]
    for x, y in ((10, 0), (10, 10)):
        lasso.extend(x, y)
        shapes.append(lasso.is_shape)
    assert shapes == [False, False, True]
    assert lasso.outline.tolist() == [[0, 0], [10, 0], [10, 10]]


def test_only_pins_in_the_view_are_seen() -> None:
    layer = layer_at((0, 0), (199, 149), (-205, 0), (0, 160))
    assert layer.seen(VIEW).tolist() == [0, 1]
    assert layer.seen(VIEW, 6).tolist() == [0, 1, 2]
    assert layer.seen(VIEW, 11).tolist() == [0, 1, 2, 3]
    assert PinLayer().seen(VIEW).tolist() == []


def test_of_pins_in_one_spot_the_last_is_painted() -> None:
    layer = layer_at((2, 2), (2.2, 2.2), (30, 30), (2.4, 2.1))
    assert layer.told_apart(np.arange(4), VIEW, 3.0).tolist() == [2, 3]


def test_pins_are_walked_row_by_row() -> None:
    layer = layer_at((50, 4), (-50, 8), (0, -100), (0, 90), (500, 0))
    assert layer.keys(layer.in_reading_order(VIEW)) == ("2", "1", "0", "3")


def test_the_nearest_pin_comes_first() -> None:
    layer = layer_at((6, 0), (2, 2), (30, 0))
    assert layer.near(VIEW, 200, 150, 9).tolist() == [1, 0]


def test_circles_have_the_scale_of_their_own_latitude() -> None:
    view = ViewTransform(GeoPoint(0.0, 135.0), 100.0, 4000, 30_000)
    pins = [Pin("a", GeoPoint(0.0, 135.0), 111_195.08), Pin("b", GeoPoint(60.0, 136.0), 111_195.08)]
    # A degree of the equator is 100 px; at 60° Mercator is twice as large (1 / cos 60°).
    assert circles_in_view(PinLayer(pins), view)[:, 2] == pytest.approx([100.0, 200.0], rel=1e-6)


def test_circles_that_are_hidden_outside_or_the_same_are_left_out() -> None:
    ten_px_m = 11_119.508
    assert len(circles_in_view(layer_at((0, 0), (0.3, 0.1), (50, 0), radius_m=ten_px_m), VIEW)) == 2
    assert len(circles_in_view(layer_at((205, 0), (220, 0), radius_m=ten_px_m), VIEW)) == 1
    assert len(circles_in_view(layer_at((0, 0), radius_m=ten_px_m / 4), VIEW)) == 0


def test_pins_elsewhere_at_sea_and_abroad_are_outside_their_municipality() -> None:
    codes = ("location_elsewhere", "location_at_sea", "location_outside_japan", "location_far", "required")
    problems = [
        Problem(f"check.{code}", Severity.ERROR, RecordId(str(number))) for number, code in enumerate(codes)
    ]
    assert misplaced_records([*problems, Problem("check.location_at_sea", Severity.ERROR)]) == {"0", "1", "2"}


def catalogue_of(*records: Event | Factory) -> Catalogue:
    """Return a catalogue of records."""
    catalogue = Catalogue()
    for number, record in enumerate(records):
        catalogue = apply(catalogue, AddRecord(dataclasses.replace(record, order=f"a{number}")))
    return catalogue


def test_the_kind_in_the_list_wins_and_else_the_more_frequent() -> None:
    event, first, second = (RecordId(letter * 32) for letter in "abc")
    catalogue = catalogue_of(Event(id=event), Factory(id=first), Factory(id=second))
    keys = (event, first, second, "candidate1")
    of_events = choice_of(keys, catalogue, "event")
    assert of_events is not None
    assert (of_events.kind, of_events.ids, of_events.left_out) == ("event", frozenset({event}), 2)
    of_most = choice_of(keys, catalogue, "survey")
    assert of_most is not None
    assert (of_most.kind, of_most.ids, of_most.left_out) == ("factory", frozenset({first, second}), 1)
    assert choice_of(("candidate1",), catalogue, "event") is None


def test_a_record_stands_on_the_map_of_its_region_and_an_event_on_that_of_the_nation_too() -> None:
    event, factory, lost = (RecordId(letter * 32) for letter in "abc")
    catalogue = catalogue_of(
        Event(id=event, name="見本の催し", prefectures=("福井県",)),
        Factory(id=factory, name="見本工業", address="福井県鯖江市"),
        Factory(id=lost, name="見本産業"),
    )
    of_event, of_factory = map_pages_of(catalogue, event), map_pages_of(catalogue, factory)
    assert len(of_event) == 2
    assert of_factory == of_event[:1]
    assert of_event[1] < of_event[0]  # the nation's map comes earlier in the booklet
    assert map_pages_of(catalogue, lost) == map_pages_of(catalogue, None) == ()


def test_a_record_does_not_stand_on_maps_from_which_the_filter_of_their_section_takes_it() -> None:
    event, factory = (RecordId(letter * 32) for letter in "ab")
    wanted = RecordFilter(states=("approved",))
    sections = (
        Section(pattern="nation_map", included=True, selection=wanted),
        Section(pattern="region_events", included=True),
    )
    records = (
        Event(id=event, name="見本の催し", prefectures=("福井県",)),
        Event(id=RecordId("c" * 32), name="見本の催し", prefectures=("福井県",), state="approved"),
        Factory(id=factory, name="見本工業", address="福井県鯖江市"),
    )
    shown = Catalogue.of(records, None, BookletSettings(sections=sections))
    assert map_pages_of(shown, event) == map_pages_of(shown, factory) == (2,)
    sections = (sections[0], dataclasses.replace(sections[1], selection=wanted))
    hidden = Catalogue.of(records, None, BookletSettings(sections=sections))
    assert map_pages_of(hidden, event) == map_pages_of(hidden, factory) == ()
    assert map_pages_of(hidden, RecordId("c" * 32)) == (2, 1)
