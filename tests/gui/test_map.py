"""The map: pins that are dragged, taken back and locked; places found by address."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.gui.conftest import Driver

from ofdesk.base.geometry import GeoPoint
from ofdesk.editing import commands
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


def test_confirming_notes_who_and_locks(at_work: Driver) -> None:
    at_work.window.preferences.user_name = "見本 花子"
    factory_id = placed_factory(at_work)
    at_work.click(at_work.form.editors["location"].confirm_button)  # type: ignore[attr-defined]
    location = location_of(at_work, factory_id)
    assert location.confirmed_by == "見本 花子"
    assert location.confirmed_on is not None
    assert location.locked


def test_a_postal_code_fills_in_the_address(at_work: Driver) -> None:
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    factory_id = at_work.add("factory")
    at_work.type_into("postal_code", "916-1222")
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
