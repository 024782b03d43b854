"""The map: pins that are dragged, taken back and locked; places found by address."""

from __future__ import annotations

import dataclasses
import math

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.gui.conftest import Driver

from ofdesk.base.geometry import GeoPoint
from ofdesk.editing import commands
from ofdesk.gui.map.pins import Pin, extent_of
from ofdesk.gui.map.view_transform import ViewTransform, mercator_y
from ofdesk.gui.panels.map_panel import MapPanel
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Factory

SABAE = Location(lat_deg=35.9565, lon_deg=136.1842, level="town", radius_m=900, origin="geocoder")


def placed_factory(driver: Driver, location: Location = SABAE) -> RecordId:
    factory_id = driver.add("factory")
    driver.type_into("name", "見本漆器")
    record = driver.catalogue.get(factory_id)
    assert record is not None
    driver.desk.project.document.step(commands.set_fields(record, {"location": location}))
    driver.desk.show_map()
    driver.until(lambda: driver.desk.map.canvas.current_pin is not None)
    driver.until(lambda: driver.window.places.layers is not None)
    return factory_id


def location_of(driver: Driver, factory_id: RecordId) -> Location:
    factory = driver.catalogue.find(Factory, factory_id)
    assert factory is not None
    assert factory.location is not None
    return factory.location


def wait_for_map(driver: Driver, record_id: RecordId) -> None:
    """Wait until the map shows a record: it follows the list when the choice rests."""
    driver.until(lambda: driver.desk.map._record_id == record_id)


def tip_of_pin(panel: MapPanel) -> QPoint:
    pin = panel.canvas.current_pin
    assert pin is not None
    x, y = panel.canvas.view.to_screen(pin.point)
    return QPoint(round(x), round(y) - 12)


def drag(panel: MapPanel, start: QPoint, end: QPoint, *, release: bool = True) -> None:
    QTest.mousePress(panel.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 5):
        QTest.mouseMove(panel.canvas, start + (end - start) * (step / 4))
    if release:
        QTest.mouseRelease(panel.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def test_a_dragged_pin_moves_the_record_by_as_much_as_the_pointer(at_work: Driver) -> None:
    factory_id = placed_factory(at_work)
    panel = at_work.desk.map
    start, offset = tip_of_pin(panel), QPoint(60, -40)
    scale = panel.canvas.view.scale
    drag(panel, start, start + offset)
    location = location_of(at_work, factory_id)
    # 60 px east: 60 / scale degrees of longitude. 40 px up: 40 / scale in Mercator degrees.
    assert location.lon_deg is not None
    assert location.lat_deg is not None
    assert math.isclose(location.lon_deg, 136.1842 + 60 / scale, abs_tol=2e-6)
    assert math.isclose(mercator_y(location.lat_deg), mercator_y(35.9565) + 40 / scale, abs_tol=2e-6)
    assert (location.level, location.origin) == ("point", "by_hand")
    at_work.window.commands["undo"].trigger()
    assert location_of(at_work, factory_id) == SABAE


def test_escape_takes_a_drag_back(at_work: Driver) -> None:
    factory_id = placed_factory(at_work)
    panel = at_work.desk.map
    start = tip_of_pin(panel)
    drag(panel, start, start + QPoint(50, 50), release=False)
    dragged_before = panel.canvas.is_dragging
    QTest.keyClick(panel.canvas, Qt.Key.Key_Escape)
    assert (dragged_before, panel.canvas.is_dragging) == (True, False)
    QTest.mouseRelease(panel.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    assert location_of(at_work, factory_id) == SABAE


def test_a_pin_dropped_outside_the_map_snaps_back(at_work: Driver) -> None:
    factory_id = placed_factory(at_work)
    panel = at_work.desk.map
    drag(panel, tip_of_pin(panel), QPoint(-30, -30))
    assert location_of(at_work, factory_id) == SABAE
    pin = panel.canvas.current_pin
    assert pin is not None
    assert pin.point == GeoPoint(35.9565, 136.1842)


def test_a_locked_pin_stays_and_dragging_pulls_the_map(at_work: Driver) -> None:
    locked = Location(lat_deg=35.9565, lon_deg=136.1842, level="point", origin="by_hand", locked=True)
    factory_id = placed_factory(at_work, locked)
    panel = at_work.desk.map
    centre = panel.canvas.view.centre
    start = tip_of_pin(panel)
    drag(panel, start, start + QPoint(40, 0))
    assert location_of(at_work, factory_id) == locked
    assert panel.canvas.view.centre != centre


def test_while_dragging_the_municipality_under_the_pin_is_told(at_work: Driver) -> None:
    placed_factory(at_work)
    panel = at_work.desk.map
    start = tip_of_pin(panel)
    drag(panel, start, start + QPoint(6, 6), release=False)
    assert "鯖江市" in panel.hint.text()
    QTest.keyClick(panel.canvas, Qt.Key.Key_Escape)
    assert "鯖江市" not in panel.hint.text()


def test_the_arrow_keys_with_shift_move_the_pin_a_pixel(at_work: Driver) -> None:
    factory_id = placed_factory(at_work)
    canvas = at_work.desk.map.canvas
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    location = location_of(at_work, factory_id)
    assert location.lon_deg is not None
    assert math.isclose(location.lon_deg, 136.1842 + 1 / canvas.view.scale, abs_tol=2e-6)


def test_the_answer_tells_level_radius_and_what_is_left_over(at_work: Driver) -> None:
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    factory_id = at_work.add("factory")
    at_work.type_into("address", "福井県鯖江市河和田町18-5")
    at_work.desk.show_map()
    at_work.click(at_work.desk.map.geocode_button)
    card = at_work.desk.map.card
    assert card.matched.text() == "福井県鯖江市河和田町"
    assert "18-5" in card.rest.text()
    assert at_work.window.appearance.words.choice("geo_level", "town") in card.exactness.text()
    assert "km" in card.exactness.text() or "m" in card.exactness.text()
    at_work.click(card.dismiss_button)
    factory = at_work.catalogue.find(Factory, factory_id)
    assert factory is not None
    assert factory.location is None


def test_an_address_that_fits_several_places_asks_which(at_work: Driver) -> None:
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    factory_id = at_work.add("factory")
    at_work.type_into("address", "府中市宮西町2丁目24")
    at_work.desk.show_map()
    at_work.click(at_work.desk.map.geocode_button)
    card = at_work.desk.map.card
    if card.match is not None and card.match.point is None:
        assert not card.accept_button.isEnabled()
        card.alternatives.itemActivated.emit(card.alternatives.item(0))
    at_work.click(card.accept_button)
    assert location_of(at_work, factory_id).origin == "geocoder"


def test_a_locked_place_is_not_replaced_by_a_search(at_work: Driver) -> None:
    locked = Location(lat_deg=35.9565, lon_deg=136.1842, level="point", origin="by_hand", locked=True)
    factory_id = placed_factory(at_work, locked)
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    at_work.type_into("address", "大阪府八尾市楽音寺3丁目56")
    at_work.click(at_work.desk.map.geocode_button)
    at_work.click(at_work.desk.map.card.accept_button)
    assert location_of(at_work, factory_id) == locked
    assert at_work.window.appearance.words("errors", "location.locked") == at_work.desk.map.hint.text()


def test_locking_notes_who_and_when_and_unlocking_keeps_that(at_work: Driver) -> None:
    at_work.window.preferences.user_name = "見本 花子"
    factory_id = placed_factory(at_work)
    button = at_work.form.editors["location"].lock_button  # type: ignore[attr-defined]
    at_work.click(button)
    location = location_of(at_work, factory_id)
    assert location.confirmed_by == "見本 花子"
    assert location.confirmed_on is not None
    assert location.locked
    at_work.click(button)
    assert location_of(at_work, factory_id) == dataclasses.replace(location, locked=False)


def test_the_map_locks_and_unlocks_too_and_a_locked_pin_cannot_be_dragged(at_work: Driver) -> None:
    factory_id = placed_factory(at_work)
    panel = at_work.desk.map
    at_work.click(panel.lock_button)
    locked = location_of(at_work, factory_id)
    assert locked.locked
    assert locked.confirmed_by
    drag(panel, tip_of_pin(panel), tip_of_pin(panel) + QPoint(40, 30))
    assert location_of(at_work, factory_id) == locked
    at_work.click(panel.lock_button)
    panel.show_current_pin()
    drag(panel, tip_of_pin(panel), tip_of_pin(panel) + QPoint(40, 30))
    moved = location_of(at_work, factory_id)
    assert moved.origin == "by_hand"
    assert (moved.locked, moved.confirmed_by) == (False, "")


def test_the_coordinates_of_a_locked_place_cannot_be_typed_over(at_work: Driver) -> None:
    locked = dataclasses.replace(SABAE, locked=True, confirmed_by="見本 花子")
    factory_id = placed_factory(at_work, locked)
    target = at_work.form.editors["location"].lat.target()  # type: ignore[attr-defined]
    target.setFocus()
    QTest.keyClick(target, Qt.Key.Key_End)
    QTest.keyClicks(target, "9")
    assert location_of(at_work, factory_id) == locked


def test_the_whole_error_circle_is_seen_and_large_enough_to_be_seen(at_work: Driver) -> None:
    for radius_m in (30, 200, 900, 6000):
        factory_id = placed_factory(at_work, dataclasses.replace(SABAE, radius_m=radius_m))
        wait_for_map(at_work, factory_id)
        canvas = at_work.desk.map.canvas
        pin = canvas.current_pin
        assert pin is not None
        x, y = canvas.view.to_screen(pin.point)
        reach = pin.radius_m * canvas.view.pixels_per_metre
        assert reach <= min(x, y, canvas.width() - x, canvas.height() - y), radius_m
        assert reach >= (25 if radius_m >= 200 else 5), radius_m


def asked(driver: Driver, address: str) -> MapPanel:
    driver.until(lambda: driver.window.places.has_gazetteer)
    factory_id = driver.add("factory")
    driver.type_into("address", address)
    driver.desk.show_map()
    wait_for_map(driver, factory_id)
    driver.click(driver.desk.map.geocode_button)
    return driver.desk.map


def candidates(panel: MapPanel) -> list[Pin]:
    return [pin for pin in panel.canvas.stage.pins if pin.candidate]


def test_alternatives_stand_on_the_map_and_walking_lets_one_stand_out(at_work: Driver) -> None:
    panel = asked(at_work, "北区1-1")
    card = panel.card
    assert card.match is not None
    assert card.match.point is None
    assert len(candidates(panel)) == len(card.match.alternatives)
    assert all(pin.radius_m for pin in candidates(panel))
    assert card.alternatives.hasFocus()
    QTest.keyClick(card.alternatives, Qt.Key.Key_Down)
    assert [pin.key for pin in candidates(panel) if pin.highlighted] == ["candidate1"]
    QTest.keyClick(card.alternatives, Qt.Key.Key_Return)
    assert card.match is not None
    assert card.match.canonical == "北海道札幌市北区"
    assert card.accept_button.hasFocus()


def test_the_alternative_under_the_pointer_stands_out(at_work: Driver) -> None:
    panel = asked(at_work, "北区1-1")
    listed = panel.card.alternatives
    spot = listed.visualItemRect(listed.item(2)).center()
    QTest.mouseMove(listed.viewport(), spot - QPoint(0, 3))
    QTest.mouseMove(listed.viewport(), spot)
    assert [pin.key for pin in candidates(panel) if pin.highlighted] == ["candidate2"]
    assert [bool(pin.caption) for pin in candidates(panel) if pin.highlighted] == [True]


def test_an_extent_holds_whole_circles_even_where_degrees_are_narrow() -> None:
    extent = extent_of([Pin("a", GeoPoint(60.0, 20.0), 111_195.08)])
    assert extent is not None
    # One degree of a great circle north and south; at 60° a degree of longitude is half as long, so two.
    assert math.isclose(extent.north_deg, 61.0, abs_tol=1e-6)
    assert math.isclose(extent.west_deg, 18.0, abs_tol=1e-6)
    assert extent_of([]) is None
    assert extent_of([Pin("b", GeoPoint(89.0, 179.9), 500_000.0)]) is not None


def test_an_alternative_is_picked_by_its_pin(at_work: Driver) -> None:
    panel = asked(at_work, "中央区本町2-1")
    assert panel.card.match is not None
    wanted = panel.card.match.alternatives[0]
    at_work.qtbot.wait(50)
    x, y = panel.canvas.view.to_screen(wanted.point)
    spot = QPoint(round(x), round(y))
    QTest.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert panel.card.match.canonical == wanted.canonical


def test_all_candidates_are_seen_at_once_even_after_the_map_made_room_for_the_card(at_work: Driver) -> None:
    at_work.window.resize(1280, 680)
    panel = asked(at_work, "北区1-1")
    at_work.qtbot.wait(50)
    for pin in candidates(panel):
        x, y = panel.canvas.view.to_screen(pin.point)
        assert panel.canvas.rect().contains(round(x), round(y)), pin


def test_the_answer_tells_its_group_and_its_reasons_in_words(at_work: Driver) -> None:
    words = at_work.window.appearance.words
    card = asked(at_work, "鯖江市河和田町18-5").card
    assert card.group.text() == words("ui", "confidence.sure")
    assert words("ui", "geocode.note.prefecture_inferred") in card.notes.text()
    card = asked(at_work, "大阪府八尾市").card
    assert card.group.text() == words("ui", "confidence.doubtful")
    assert words("ui", "geocode.wide") in card.notes.text()


def test_an_answer_goes_when_the_address_it_was_asked_for_changes(at_work: Driver) -> None:
    panel = asked(at_work, "北区1-1")
    assert not panel.card.isHidden()
    at_work.type_into("address", "2")
    assert panel.card.isHidden()
    assert candidates(panel) == []


def test_a_postal_code_fills_in_the_address(at_work: Driver) -> None:
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    factory_id = at_work.add("factory")
    at_work.type_into("postal_code", "916-1222")
    at_work.window.commands["undo"].trigger()  # it was filled in at once
    at_work.click(at_work.form.editors["postal_code"].button)  # type: ignore[attr-defined]
    factory = at_work.catalogue.find(Factory, factory_id)
    assert factory is not None
    assert factory.address == "福井県鯖江市河和田町"


def test_clicking_a_pin_opens_its_record(at_work: Driver) -> None:
    first = placed_factory(at_work)
    other = Location(lat_deg=35.9600, lon_deg=136.1900, level="town", origin="geocoder")
    placed_factory(at_work, other)
    canvas = at_work.desk.map.canvas
    x, y = canvas.view.to_screen(GeoPoint(35.9565, 136.1842))
    spot = QPoint(round(x), round(y))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert at_work.desk.record_id == first


def test_zooming_keeps_the_place_under_the_pointer() -> None:
    view = ViewTransform(GeoPoint(35.0, 135.0), 1000.0, 600, 400)
    held = view.to_point(120, 90)
    x, y = view.zoomed(1.7, 120, 90).to_screen(held)
    assert math.isclose(x, 120, abs_tol=1e-6)
    assert math.isclose(y, 90, abs_tol=1e-6)


def test_a_kilometre_is_as_long_on_the_screen_as_the_scale_says() -> None:
    view = ViewTransform(GeoPoint(36.0, 136.0), 50_000.0, 600, 400)
    # A degree of longitude at 36° is 111.195 km × cos 36° = 89.959 km.
    x_0, _ = view.to_screen(GeoPoint(36.0, 136.0))
    x_1, _ = view.to_screen(GeoPoint(36.0, 136.0 + 1 / 89.959))
    assert math.isclose(x_1 - x_0, 1000 * view.pixels_per_metre, rel_tol=1e-4)
