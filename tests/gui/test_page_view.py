"""The page on its desk: clicks lead to fields, pages are turned, zoom keeps pictures sharp."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.gui.conftest import Driver

from ofdesk.base.geometry import Rect
from ofdesk.drawing.display_list import FieldBox
from ofdesk.gui.panels.page_view import PageView
from ofdesk.gui.theme import LIGHT
from ofdesk.services.preview import PreviewImage

WIDTH_MM, HEIGHT_MM = 210.0, 297.0


def page_of(width_px: int, boxes: tuple[FieldBox, ...]) -> PreviewImage:
    height_px = round(width_px * HEIGHT_MM / WIDTH_MM)
    return PreviewImage(
        serial=1,
        page_number=3,
        first_number=1,
        page_count=10,
        pages_of_record=(3,),
        width_px=width_px,
        height_px=height_px,
        stride=width_px * 4,
        pixels=b"\xff" * (width_px * 4 * height_px),
        boxes=boxes,
        width_mm=WIDTH_MM,
        height_mm=HEIGHT_MM,
    )


@pytest.fixture
def view(qtbot: QtBot) -> PageView:
    made = PageView(LIGHT)
    qtbot.addWidget(made)
    made.resize(468, 700)
    made.show()
    return made


def test_a_click_on_a_field_leads_to_the_smallest_box_there(view: PageView) -> None:
    # The desk is 468 wide with margins of 24: the page is 420 wide, 2 pixels a millimetre.
    outer = FieldBox("a" * 32, "overview_long", Rect(20, 100, 100, 100))
    inner = FieldBox("b" * 32, "name", Rect(40, 120, 30, 10))
    view.show_page(page_of(420, (outer, inner)))
    clicked: list[tuple[str, str]] = []
    view.field_clicked.connect(lambda record, field: clicked.append((record, field)))
    top = round((700 - 594) / 2)
    for x_mm, y_mm in ((50, 125), (110, 190), (5, 5)):
        spot = QPoint(24 + x_mm * 2, top + y_mm * 2)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert clicked == [("b" * 32, "name"), ("a" * 32, "overview_long")]


def test_the_page_asks_for_a_picture_of_the_size_it_is_shown_in(view: PageView) -> None:
    wanted: list[int] = []
    view.width_wanted.connect(wanted.append)
    view.show_page(page_of(420, ()))
    view.zoom_by(1)
    assert wanted[-1] == 525  # 420 × 1.25
    view.fit()
    assert wanted[-1] == 420


def test_keys_turn_the_page(view: PageView) -> None:
    turned: list[int] = []
    view.turn_requested.connect(turned.append)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert turned == [1, -1]


def test_a_click_on_the_page_puts_the_focus_into_the_field(at_work: Driver) -> None:
    record_id = at_work.add("event")
    at_work.desk.show_place("factory")
    at_work.desk.preview.view.field_clicked.emit(record_id, "overview_short")
    assert at_work.desk.navigation.place == "event"
    at_work.until(lambda: at_work.input_of("overview_short").hasFocus())


def test_the_field_at_work_is_marked_on_the_page(at_work: Driver) -> None:
    record_id = at_work.add("event")
    at_work.input_of("name_en").setFocus()
    at_work.until(lambda: at_work.desk.preview.view._marked == (record_id, "name_en"))
