"""Callouts moved on the live page, with mouse and keys, and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.gui.conftest import Driver
from tests.gui.test_page_view import page_of

from ofdesk.base.geometry import Point, Rect
from ofdesk.booklet.map_content import callout_place
from ofdesk.drawing.display_list import FieldBox
from ofdesk.editing import commands
from ofdesk.gui.panels.page_view import PageView
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Event

LEFT = Qt.MouseButton.LeftButton
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
SHEET = "nation/a4"
BOX = Rect(100.0, 120.0, 30.0, 10.0)  # its middle: 115, 125


def on_map_page(driver: Driver) -> tuple[PageView, RecordId]:
    """Show a page on which an event's callout stands, and a field that stays."""
    event_id = driver.add("event")
    view = driver.desk.preview.view
    still = FieldBox(event_id, "reading", Rect(20.0, 20.0, 30.0, 8.0))
    boxes = (FieldBox(event_id, "name", BOX, movable=SHEET), still)
    driver.desk.preview._show(page_of(view._page_size().width(), boxes))
    return view, event_id


def spot(view: PageView, x_mm: float, y_mm: float) -> QPoint:
    corner, scale = view._page_rect().topLeft(), view._pixels_per_mm
    return QPoint(round(corner.x() + x_mm * scale), round(corner.y() + y_mm * scale))


def drag(view: PageView, start: QPoint, end: QPoint, *, release: bool = True) -> None:
    QTest.mousePress(view.viewport(), LEFT, PLAIN, start)
    for step in range(1, 5):
        QTest.mouseMove(view.viewport(), start + (end - start) * (step / 4))
    if release:
        QTest.mouseRelease(view.viewport(), LEFT, PLAIN, end)


def place_of(driver: Driver, event_id: RecordId) -> Point | None:
    event = driver.catalogue.find(Event, event_id)
    assert event is not None
    return callout_place(event, SHEET)


def test_a_callout_goes_where_it_is_dropped_in_one_step_of_undo(at_work: Driver) -> None:
    view, event_id = on_map_page(at_work)
    start = spot(view, 115, 125)
    offset = QPoint(40, -60)
    drag(view, start, start + offset)
    place = place_of(at_work, event_id)
    assert place is not None
    assert place.x_mm == pytest.approx(115 + 40 / view._pixels_per_mm, abs=0.02)
    assert place.y_mm == pytest.approx(125 - 60 / view._pixels_per_mm, abs=0.02)
    at_work.window.commands["undo"].trigger()
    assert place_of(at_work, event_id) is None


def test_the_outline_follows_the_pointer_and_waits_for_the_page(at_work: Driver) -> None:
    view, _ = on_map_page(at_work)
    start, end = spot(view, 115, 125), spot(view, 115, 180)
    edge = end + spot(view, 100, 125) - start  # of the frame where the box is dropped
    before = view.viewport().grab().toImage().pixelColor(edge)
    QTest.mouseMove(view.viewport(), start)
    assert view.viewport().cursor().shape() is Qt.CursorShape.OpenHandCursor
    drag(view, start, end, release=False)
    assert view.viewport().cursor().shape() is Qt.CursorShape.ClosedHandCursor
    assert view.viewport().grab().toImage().pixelColor(edge) != before
    QTest.mouseRelease(view.viewport(), LEFT, PLAIN, end)
    assert view.viewport().grab().toImage().pixelColor(edge) != before
    assert view.page is not None
    view.show_page(view.page)
    assert view.viewport().grab().toImage().pixelColor(edge) == before


def test_escape_and_a_drop_outside_the_page_take_it_back(at_work: Driver) -> None:
    view, event_id = on_map_page(at_work)
    start = spot(view, 115, 125)
    drag(view, start, start + QPoint(50, 50), release=False)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.viewport(), LEFT, PLAIN, start + QPoint(50, 50))
    drag(view, start, QPoint(2, 2))
    assert place_of(at_work, event_id) is None


def test_a_click_on_a_callout_still_leads_to_its_field(at_work: Driver) -> None:
    view, event_id = on_map_page(at_work)
    at_work.desk.show_place("factory")
    QTest.mouseClick(view.viewport(), LEFT, PLAIN, spot(view, 115, 125) + QPoint(1, 1))
    assert at_work.desk.navigation.place == "event"
    at_work.until(lambda: at_work.input_of("name").hasFocus())
    assert place_of(at_work, event_id) is None


def test_arrows_move_the_callout_on_which_tab_stands(at_work: Driver) -> None:
    view, event_id = on_map_page(at_work)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert place_of(at_work, event_id) == Point(116.0, 125.0)
    at_work.desk.preview._preview._awaited = 1  # the page is on its way
    QTest.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert place_of(at_work, event_id) == Point(116.0, 130.0)
    at_work.window.commands["undo"].trigger()  # both strokes are one step
    assert place_of(at_work, event_id) is None
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()


def test_delete_and_the_menu_give_the_callout_back_to_automatic_placement(at_work: Driver) -> None:
    view, event_id = on_map_page(at_work)
    event = at_work.catalogue.find(Event, event_id)
    assert event is not None
    document = at_work.desk.project.document
    document.step(commands.move_callout(event, SHEET, Point(50.0, 60.0)))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert place_of(at_work, event_id) is None
    at_work.window.commands["undo"].trigger()
    place = spot(view, 115, 125)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), asked)
    menu = at_work.desk.maps.callouts.menu
    assert menu is not None
    to_automatic = menu.actions()[1]
    assert to_automatic.isEnabled()
    to_automatic.trigger()
    menu.close()
    assert place_of(at_work, event_id) is None


@pytest.mark.usefixtures("real_preview")
def test_the_preview_tells_what_can_be_moved_and_lays_the_page_out_anew(at_work: Driver) -> None:
    event_id = at_work.add("event")
    at_work.type_into("name", "見本の催し")
    event = at_work.catalogue.find(Event, event_id)
    assert event is not None
    values = {
        "prefectures": ("福井県",),
        "location": Location(lat_deg=35.95, lon_deg=136.18, level="point", origin="by_hand"),
    }
    at_work.desk.project.document.step(commands.set_fields(event, values))
    view = at_work.desk.preview.view
    at_work.desk.show_map()
    at_work.until(lambda: at_work.desk.map.page_button.isEnabled())
    at_work.click(at_work.desk.map.page_button)
    at_work.until(lambda: bool(view._hand._boxes))
    box = view._hand._boxes[0]
    assert (box.record, box.field) == (event_id, "name")
    at_work.until(lambda: not at_work.desk.preview.is_waiting)
    middle = spot(view, box.rect.x_mm + box.rect.width_mm / 2, box.rect.y_mm + box.rect.height_mm / 2)
    drag(view, middle, middle + QPoint(25, 25))
    at_work.until(lambda: bool(view._hand._boxes) and view._hand._boxes[0].rect.x_mm > box.rect.x_mm + 5)
