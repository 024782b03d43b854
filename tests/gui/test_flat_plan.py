"""The flat plan: pages in reading order, dragged sections, keys, pictures that follow the edits."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.conftest import Driver

from ofdesk.booklet.plan import default_sections
from ofdesk.booklet.slots import PageSlot
from ofdesk.gui.booklet_place import FLAT_PLAN
from ofdesk.gui.panels.flat_plan_view import FlatPlanView
from ofdesk.gui.theme import LIGHT

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def opened(at_work: Driver) -> FlatPlanView:
    at_work.desk.show_place("booklet")
    at_work.desk.booklet.choose(FLAT_PLAN)
    view = at_work.desk.booklet.flat_plan.view
    at_work.until(lambda: bool(view.visible_numbers()))
    return view


def patterns(at_work: Driver) -> list[str]:
    sections = at_work.catalogue.booklet.sections or default_sections()
    return [section.pattern for section in sections]


def drag(view: FlatPlanView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view.viewport(), LEFT, NONE, start)
    for part in (0.3, 0.7, 1.0):
        QTest.mouseMove(view.viewport(), start + (end - start) * part)


def test_page_1_stands_on_the_right_and_a_spread_touches(at_work: Driver) -> None:
    view = opened(at_work)
    one, two, three = (view.place_of(number) for number in (1, 2, 3))
    assert one.left() - view.sheet.leaves[0].rect.width() >= 20  # the left half of its spread stays empty
    assert (one.left() - three.left()) % (2 * one.width() + 20) == 0
    assert two.right() + 1 == three.left()
    assert two.top() == three.top()


def test_a_dragged_section_is_put_where_the_line_shows_and_undo_puts_it_back(at_work: Driver) -> None:
    view = opened(at_work)
    before = patterns(at_work)
    spot = view.place_of(3).center() + QPoint(20, 0)
    drag(view, view.place_of(1).center(), spot)
    assert view.gap is not None
    assert view.dragged_section == 0
    goal = view.gap.before
    QTest.mouseRelease(view.viewport(), LEFT, NONE, spot)
    assert patterns(at_work) == [*before[1:goal], before[0], *before[goal:]]
    at_work.window.commands["undo"].trigger()
    assert patterns(at_work) == before


def test_escape_gives_a_drag_up(at_work: Driver) -> None:
    view = opened(at_work)
    before = patterns(at_work)
    spot = view.place_of(3).center() + QPoint(20, 0)
    drag(view, view.place_of(1).center(), spot)
    assert view.dragged_section == 0
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, spot)
    assert view.gap is None
    assert patterns(at_work) == before


def test_alt_and_arrows_move_the_section_and_stay_on_it(at_work: Driver) -> None:
    view = opened(at_work)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current == 1
    before = patterns(at_work)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert patterns(at_work).index("cover") > 0
    assert view.current > 1
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [pattern for pattern in patterns(at_work) if pattern != "greeting"] == [
        pattern for pattern in before if pattern != "greeting"
    ]
    assert view.current == 1


def test_a_click_shows_the_page_and_a_double_click_leads_to_the_record(at_work: Driver) -> None:
    record = at_work.add("event")
    at_work.type_into("name", "sample")
    view = opened(at_work)
    chosen: list[int] = []
    view.page_chosen.connect(chosen.append)
    slots = [leaf.slot for leaf in view.sheet.leaves]
    number = next(slot.number for slot in slots if slot.pattern == "event" and slot.records == (record,))
    view.mark(number)  # brings it into view
    QTest.mouseClick(view.viewport(), LEFT, NONE, view.place_of(number).center())
    assert chosen == [number]
    QTest.mouseDClick(view.viewport(), LEFT, NONE, view.place_of(number).center())
    assert at_work.desk.middle.currentWidget() is at_work.desk.records
    assert at_work.desk.record_id == record


def test_pages_in_view_get_pictures_and_an_edit_renews_them(real_preview: None, at_work: Driver) -> None:
    view = opened(at_work)
    at_work.until(lambda: all(view.has_picture(number) for number in view.visible_numbers()))
    cover = view.picture(1)
    at_work.desk.booklet.choose("settings")
    title = at_work.desk.booklet.booklet_form.editors["title"].target()
    title.setFocus()
    QTest.keyClicks(title, "Sample")
    at_work.desk.booklet.choose(FLAT_PLAN)
    at_work.until(lambda: view.picture(1) != cover)


def test_beside_the_pages_there_is_no_menu_though_one_page_is_numbered_0(qtbot: QtBot) -> None:
    view = FlatPlanView(LIGHT)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show_plan((PageSlot("cover", 0, 0), PageSlot("blank", 1, 0)), {}, {})
    asked: list[int] = []
    view.menu_requested.connect(lambda number, _place: asked.append(number))
    mouse = QContextMenuEvent.Reason.Mouse
    for spot in (QPoint(599, 399), view.place_of(0).center()):
        QApplication.sendEvent(view.viewport(), QContextMenuEvent(mouse, spot, view.mapToGlobal(spot)))
    assert asked == [0]
