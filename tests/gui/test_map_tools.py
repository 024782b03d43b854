"""Tools of the map: lasso and list, circles, the filter, walking by keys, dragging any pin, tooltips."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from tests.gui.conftest import Driver

from ofdesk.base.geometry import GeoPoint
from ofdesk.editing import commands
from ofdesk.gui.map.map_canvas import MapCanvas
from ofdesk.gui.panels.map_panel import MapPanel
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Event, Factory, Record

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
SABAE = (35.9565, 136.1842)


def add_placed(driver: Driver, count: int, *, events: int = 0, address: str = "") -> list[RecordId]:
    """Add factories (and events) a hundredth of a degree apart, the first in Sabae; shows the map beside."""
    session = driver.desk.project.session
    records: list[Record] = []
    for number in range(count + events):
        location = Location(
            lat_deg=SABAE[0], lon_deg=SABAE[1] + 0.01 * number, level="town", radius_m=400, origin="geocoder"
        )
        if number < count:
            name = f"見本<b>工業</b>{number}"
            made: Record = Factory(id=session.new_id(), name=name, address=address, location=location)
        else:
            made = Event(id=session.new_id(), name=f"見本の催し{number}", location=location)
        records.append(made)
    driver.desk.project.document.step(commands.add_records(driver.catalogue, records))
    driver.desk.show_place("factory")
    driver.desk.table.choose(records[0].id)
    driver.desk.show_map()
    driver.until(lambda: driver.desk.map.canvas.current_pin is not None)
    driver.until(lambda: driver.window.places.layers is not None)
    show(driver.desk.map)
    return [record.id for record in records]


def show(panel: MapPanel, scale: float = 5000.0) -> None:
    """Show Sabae at a scale at which pins stand 50 pixels apart."""
    view = panel.canvas.view
    panel.canvas._move_to(dataclasses.replace(view, centre=GeoPoint(SABAE[0], SABAE[1] + 0.02), scale=scale))


def spot(canvas: MapCanvas, record_id: RecordId) -> QPoint:
    layer = canvas.stage.layer
    x, y = layer.places(canvas.view)[layer.number_of(record_id)]
    return QPoint(round(x), round(y))


def draw_around(
    canvas: MapCanvas, first: QPoint, last: QPoint, modifiers: Qt.KeyboardModifier = PLAIN
) -> None:
    """Draw a lasso round all that lies between two spots, and let go."""
    corners = [
        QPoint(x, y) for x, y in (
            (first.x() - 20, first.y() - 30), (last.x() + 20, first.y() - 30),
            (last.x() + 20, last.y() + 30), (first.x() - 20, last.y() + 30),
        )
    ]
    QTest.mousePress(canvas, LEFT, modifiers, corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(canvas, corner)
    QTest.mouseRelease(canvas, LEFT, modifiers, corners[-1])


def drag(canvas: MapCanvas, start: QPoint, end: QPoint, *, release: bool = True) -> None:
    QTest.mousePress(canvas, LEFT, PLAIN, start)
    for step in range(1, 5):
        QTest.mouseMove(canvas, start + (end - start) * (step / 4))
    if release:
        QTest.mouseRelease(canvas, LEFT, PLAIN, end)


def longitude_of(driver: Driver, record_id: RecordId) -> float:
    factory = driver.catalogue.find(Factory, record_id)
    assert factory is not None
    assert factory.location is not None
    assert factory.location.lon_deg is not None
    return factory.location.lon_deg


# ── lasso and list ──────────────────────────────────────────────────────────────────────────────────


def test_the_lasso_chooses_rows_and_the_map_stays(at_work: Driver) -> None:
    ids = add_placed(at_work, 5)
    panel = at_work.desk.map
    view = panel.canvas.view
    at_work.click(panel.tools.lasso)
    draw_around(panel.canvas, spot(panel.canvas, ids[1]), spot(panel.canvas, ids[3]))
    assert set(at_work.desk.table.chosen_ids) == set(ids[1:4])
    assert panel.canvas.stage.chosen == set(ids[1:4])
    assert not panel.tools.lasso.isChecked()
    assert "3" in panel.tools.told.text()
    at_work.until(lambda: panel._record_id == ids[1])
    assert panel.canvas.view == view
    at_work.click(at_work.desk.table.remove_button)
    assert len(at_work.catalogue.table("factory")) == 2
    at_work.window.commands["undo"].trigger()
    assert len(at_work.catalogue.table("factory")) == 5


def test_shift_and_drag_is_a_lasso_too_and_rows_chosen_in_the_list_are_ringed(at_work: Driver) -> None:
    ids = add_placed(at_work, 4)
    canvas = at_work.desk.map.canvas
    draw_around(canvas, spot(canvas, ids[0]), spot(canvas, ids[1]), SHIFT)
    assert set(at_work.desk.table.chosen_ids) == set(ids[:2])
    at_work.desk.table.view.setFocus()
    at_work.desk.table.choose(ids[1])
    QTest.keyClick(at_work.desk.table.view, Qt.Key.Key_Down)
    QTest.keyClick(at_work.desk.table.view, Qt.Key.Key_Down, SHIFT)
    assert canvas.stage.chosen == set(ids[2:4])


def test_escape_gives_the_lasso_up(at_work: Driver) -> None:
    ids = add_placed(at_work, 3)
    canvas = at_work.desk.map.canvas
    before = at_work.desk.table.chosen_ids
    QTest.keyClick(canvas, Qt.Key.Key_L)
    assert at_work.desk.map.tools.lasso.isChecked()
    start = spot(canvas, ids[0]) - QPoint(20, 20)
    drag(canvas, start, start + QPoint(200, 90), release=False)
    drawn = canvas.lasso
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert (drawn is not None, canvas.lasso) == (True, None)
    QTest.mouseRelease(canvas, LEFT, PLAIN, start)
    assert at_work.desk.table.chosen_ids == before
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not at_work.desk.map.tools.lasso.isChecked()


def test_of_two_kinds_the_one_in_the_list_is_chosen_and_the_rest_told(at_work: Driver) -> None:
    ids = add_placed(at_work, 2, events=3)
    panel = at_work.desk.map
    draw_around(panel.canvas, spot(panel.canvas, ids[0]), spot(panel.canvas, ids[4]), SHIFT)
    assert at_work.desk.table.kind == "factory"
    assert set(at_work.desk.table.chosen_ids) == set(ids[:2])
    assert "3" in panel.tools.told.text()
    at_work.desk.show_place("survey")
    at_work.desk.show_map()
    draw_around(panel.canvas, spot(panel.canvas, ids[0]), spot(panel.canvas, ids[4]), SHIFT)
    assert at_work.desk.table.kind == "event"
    assert set(at_work.desk.table.chosen_ids) == set(ids[2:])


def test_in_the_overview_the_map_stays_in_front_until_the_list_is_asked_for(at_work: Driver) -> None:
    ids = add_placed(at_work, 3)
    at_work.desk.show_place("map")
    panel = at_work.desk.overview
    show(panel)
    draw_around(panel.canvas, spot(panel.canvas, ids[0]), spot(panel.canvas, ids[2]), SHIFT)
    assert at_work.desk.middle.currentWidget() is panel
    at_work.click(panel.tools.to_list)
    assert at_work.desk.middle.currentWidget() is at_work.desk.records
    assert set(at_work.desk.table.chosen_ids) == set(ids)


# ── keys ────────────────────────────────────────────────────────────────────────────────────────────


def test_keys_walk_the_pins_in_view_choose_them_and_open_a_record(at_work: Driver) -> None:
    ids = add_placed(at_work, 4)
    panel, canvas = at_work.desk.map, at_work.desk.map.canvas
    canvas.setFocus()
    for key, walked in ((Qt.Key.Key_N, ids[0]), (Qt.Key.Key_N, ids[1]), (Qt.Key.Key_Tab, ids[2])):
        QTest.keyClick(canvas, key)
        assert canvas.stage.walked == walked
    QTest.keyClick(canvas, Qt.Key.Key_P)
    assert canvas.stage.walked == ids[1]
    assert "見本<b>工業</b>1" in panel.hint.text()
    assert "見本<b>工業</b>1" in canvas.accessibleName()
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert set(at_work.desk.table.chosen_ids) == {ids[0], ids[1]}
    QTest.keyClick(canvas, Qt.Key.Key_A, CONTROL)
    assert set(at_work.desk.table.chosen_ids) == set(ids)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert at_work.desk.record_id == ids[1]


def test_tab_leaves_the_map_after_the_last_pin_and_at_once_without_a_walk(at_work: Driver) -> None:
    add_placed(at_work, 2)
    canvas = at_work.desk.map.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_N)
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert canvas.hasFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert not canvas.hasFocus()
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert not canvas.hasFocus()


# ── dragging ────────────────────────────────────────────────────────────────────────────────────────


def test_dragging_another_pin_makes_it_current_and_moves_it_in_one_gesture(at_work: Driver) -> None:
    ids = add_placed(at_work, 3)
    canvas = at_work.desk.map.canvas
    view, start = canvas.view, spot(canvas, ids[2])
    drag(canvas, start, start + QPoint(0, -30))
    assert at_work.desk.record_id == ids[2]
    moved = at_work.catalogue.find(Factory, ids[2])
    assert moved is not None
    assert moved.location is not None
    assert moved.location.origin == "by_hand"
    at_work.until(lambda: at_work.desk.map._record_id == ids[2])
    assert canvas.view == view
    at_work.window.commands["undo"].trigger()
    assert longitude_of(at_work, ids[2]) == SABAE[1] + 0.02


def test_a_drag_of_another_pin_is_taken_back_by_escape_and_outside_the_map(at_work: Driver) -> None:
    ids = add_placed(at_work, 3)
    canvas = at_work.desk.map.canvas
    before = at_work.catalogue.table("factory")
    start = spot(canvas, ids[2])
    drag(canvas, start, start + QPoint(0, -30), release=False)
    assert canvas.is_dragging
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, PLAIN, start)
    drag(canvas, spot(canvas, ids[1]), QPoint(-40, -40))
    assert at_work.catalogue.table("factory") is before


def test_a_pin_dropped_on_the_sea_snaps_back_and_says_why(at_work: Driver) -> None:
    ids = add_placed(at_work, 1)
    at_work.until(lambda: at_work.window.places.known is not None)
    panel = at_work.desk.map
    show(panel, scale=300.0)
    start = spot(panel.canvas, ids[0])
    drag(panel.canvas, start, start - QPoint(150, 60))
    assert longitude_of(at_work, ids[0]) == SABAE[1]
    assert panel.hint.text() == at_work.window.appearance.text("map.no_land")


def test_a_locked_pin_says_why_it_does_not_move(at_work: Driver) -> None:
    ids = add_placed(at_work, 3)
    document = at_work.desk.project.document
    document.lock_place(ids[2], "見本 花子", locked=True)
    panel = at_work.desk.map
    start = spot(panel.canvas, ids[2])
    drag(panel.canvas, start, start + QPoint(30, 0))
    assert longitude_of(at_work, ids[2]) == SABAE[1] + 0.02
    assert "見本<b>工業</b>2" in panel.hint.text()


def test_in_a_crowd_dragging_pulls_the_map(at_work: Driver) -> None:
    ids = add_placed(at_work, 9)
    panel = at_work.desk.map
    show(panel, scale=300.0)  # three pixels apart, and 21 from the one at work
    view = panel.canvas.view
    drag(panel.canvas, spot(panel.canvas, ids[7]), spot(panel.canvas, ids[7]) + QPoint(60, 60))
    assert panel.canvas.view.centre != view.centre
    assert longitude_of(at_work, ids[7]) == SABAE[1] + 0.07


# ── circles, filter, tooltips ───────────────────────────────────────────────────────────────────────


def test_circles_of_all_pins_are_painted_when_asked_for(at_work: Driver) -> None:
    ids = add_placed(at_work, 3)
    canvas = at_work.desk.map.canvas
    # 400 m are 0.0036° of latitude: 18 px at 5,000 px a degree; × 1/cos 35.96° = 22 px to the right edge.
    edge = spot(canvas, ids[2]) + QPoint(22, 0)
    before = canvas.grab().toImage().pixelColor(edge)
    QTest.keyClick(canvas, Qt.Key.Key_E)
    assert at_work.desk.map.tools.circles.isChecked()
    assert canvas.grab().toImage().pixelColor(edge) != before
    QTest.keyClick(canvas, Qt.Key.Key_E)
    assert canvas.grab().toImage().pixelColor(edge) == before


def test_the_filter_shows_pins_outside_their_municipality_and_follows_corrections(at_work: Driver) -> None:
    ids = add_placed(at_work, 3, address="福井県鯖江市河和田町18-5")
    record = at_work.catalogue.get(ids[2])
    assert record is not None
    far = Location(lat_deg=34.6937, lon_deg=135.5023, level="point", origin="by_hand")
    document, panel = at_work.desk.project.document, at_work.desk.map
    document.step(commands.set_location(record, far))
    at_work.until(lambda: "1" in panel.tools.filter.text())
    QTest.keyClick(panel.canvas, Qt.Key.Key_F)
    assert {pin.key for pin in panel.canvas.stage.layer.pins} == {ids[0], ids[2]}  # and the one at work
    assert panel.canvas.rect().contains(spot(panel.canvas, ids[2]))
    at_work.click(panel.tools.choose_all)
    assert at_work.desk.table.chosen_ids == (ids[2],)
    at_work.window.commands["undo"].trigger()
    at_work.until(lambda: "1" not in panel.tools.filter.text())
    at_work.click(panel.tools.filter)
    assert len(panel.canvas.stage.layer.pins) == 3


def test_a_tooltip_tells_name_level_and_radius_as_plain_text(at_work: Driver) -> None:
    ids = add_placed(at_work, 2)
    canvas = at_work.desk.map.canvas
    place = spot(canvas, ids[1])
    QApplication.sendEvent(canvas, QHelpEvent(QHelpEvent.Type.ToolTip, place, canvas.mapToGlobal(place)))
    words = at_work.window.appearance.words
    assert "見本&lt;b&gt;工業&lt;/b&gt;1" in QToolTip.text()
    assert words.choice("geo_level", "town") in QToolTip.text()
    assert "400" in QToolTip.text()
    QToolTip.hideText()
