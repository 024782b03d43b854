"""Sections with filters and starts, and pages laid out by hand: from clicks to edits, and back by undo."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from tests.gui.conftest import Driver, type_text

from ofdesk.base.geometry import Rect
from ofdesk.drawing.display_list import FieldBox
from ofdesk.editing import commands
from ofdesk.gui.booklet_place import FLAT_PLAN, SECTIONS
from ofdesk.gui.dialogs.section_filter import SectionFilterDialog
from ofdesk.gui.panels.section_row import SectionRow
from ofdesk.gui.panels.sections_panel import SectionsPanel
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location, PageLayout, RecordFilter
from ofdesk.model.records import Event, Factory, Photo
from ofdesk.model.settings import Section
from ofdesk.services.preview import PreviewImage

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
EVENT, OTHER, PHOTO = (RecordId(sign * 32) for sign in "abc")


@pytest.fixture
def at_desk(at_work: Driver) -> Driver:
    """Return the editor with two events, one of which has a wide photo."""
    photo = Photo(id=PHOTO, sha256="0" * 64, media="image/jpeg", width_px=3000, height_px=1000)
    first = Event(id=EVENT, name="見本の窯びらき", prefectures=("福井県",), photos=(PHOTO,), state="approved")
    second = Event(id=OTHER, name="見本の刃物まつり", prefectures=("大阪府",))
    document = at_work.desk.project.document
    document.step(commands.add_records(at_work.catalogue, (photo, first, second)))
    return at_work


def sections(at_desk: Driver) -> SectionsPanel:
    at_desk.desk.show_place("booklet")
    at_desk.desk.booklet.choose(SECTIONS)
    return at_desk.desk.booklet.sections


def row_of(panel: SectionsPanel, pattern: str) -> SectionRow:
    return next(row for row in panel.rows if row.isVisible() and row.pattern.currentData() == pattern)


def layout_of(at_desk: Driver) -> PageLayout | None:
    event = at_desk.catalogue.find(Event, EVENT)
    assert event is not None
    return event.layout


def page_of(at_desk: Driver, record: RecordId) -> int:
    return at_desk.desk.booklet.book.plan.event_page[record]


def show(at_desk: Driver, number: int) -> PreviewImage:
    """Let the preview answer with an empty page on which the photo stands in a square frame."""
    box = FieldBox(PHOTO, "focus_x", Rect(0.0, 0.0, 100.0, 100.0))
    page = PreviewImage(1, number, 1, 30, (number,), 210, 297, 840, b"\xff" * 840 * 297, (box,), 210.0, 297.0)
    at_desk.desk.project.preview.page_ready.emit(page)
    return page


def undo(at_desk: Driver) -> None:
    at_desk.window.commands["undo"].trigger()


# ── sections ────────────────────────────────────────────────────────────────────────────────────


def test_a_filter_is_made_with_a_live_count_and_undone(at_desk: Driver) -> None:
    panel = sections(at_desk)
    row = row_of(panel, "region_events")
    assert "2" in row.records.text()
    at_desk.click(row.records)
    dialog = panel.filter_dialog
    assert dialog is not None
    at_desk.click(dialog.editors["states"].chips["approved"])  # type: ignore[attr-defined]
    assert "1" in dialog.count.text()
    at_desk.click(dialog.accept_button)
    place = panel.rows.index(row)
    assert at_desk.catalogue.booklet.sections[place].selection == RecordFilter(states=("approved",))
    assert "1" in row.records.text()
    told = [slot.records for slot in at_desk.desk.booklet.book.plan.slots if slot.pattern == "event"]
    assert told == [(EVENT,)]
    assert not panel.missing.isVisible()  # the grid of six still shows the other one
    row_of(panel, "events_six").box.click()
    at_desk.until(panel.missing.isVisible)
    assert "1" in panel.missing.text()
    undo(at_desk)
    undo(at_desk)
    assert at_desk.catalogue.booklet.sections[place].selection is None


@pytest.mark.usefixtures("real_preview")
def test_a_filter_on_the_map_of_the_nation_is_counted_live_and_the_page_follows(at_desk: Driver) -> None:
    for lat_deg, record in ((35.95, EVENT), (34.62, OTHER)):
        event = at_desk.catalogue.find(Event, record)
        assert event is not None
        there = Location(lat_deg=lat_deg, lon_deg=135.6, level="point", origin="by_hand")
        values = {"location": there, "photos": ()}  # its photo has no file that could be printed
        at_desk.desk.project.document.step(commands.set_fields(event, values))
    panel, preview = sections(at_desk), at_desk.desk.preview
    row = row_of(panel, "nation_map")
    place = panel.rows.index(row)
    slots = at_desk.desk.booklet.book.plan.slots
    preview.show_number(next(slot.number for slot in slots if slot.pattern == "nation_map"))

    def named() -> set[str]:
        page = preview.view.page
        return {box.record for box in page.boxes if box.field == "name"} if page else set()

    at_desk.until(lambda: named() == {EVENT, OTHER})
    assert "2" in row.records.text()
    at_desk.click(row.records)
    dialog = panel.filter_dialog
    assert dialog is not None
    assert dialog.count.text() == "2件を載せます（全2件）"
    at_desk.click(dialog.editors["states"].chips["approved"])  # type: ignore[attr-defined]
    assert dialog.count.text() == "1件を載せます（全2件）"
    at_desk.click(dialog.accept_button)
    wanted = RecordFilter(states=("approved",))
    assert at_desk.catalogue.booklet.sections[place].selection == wanted
    assert row.records.text() == "絞り込み（2件中1件）"
    assert not panel.missing.isVisible()  # the pages of the events still show all
    at_desk.until(lambda: named() == {EVENT})
    undo(at_desk)
    at_desk.until(lambda: named() == {EVENT, OTHER})


def test_the_filter_of_regions_counts_the_factories_of_their_maps_too(at_desk: Driver) -> None:
    document = at_desk.desk.project.document
    factories = (
        Factory(id=RecordId("d" * 32), name="見本刷子"),
        Factory(id=RecordId("e" * 32), name="見本織布"),
    )
    document.step(commands.add_records(at_desk.catalogue, factories))
    panel = sections(at_desk)
    at_desk.click(row_of(panel, "region_events").records)
    dialog = panel.filter_dialog
    assert dialog is not None
    assert dialog.count.text() == "2件を載せます（全2件）\n地図の工場・事業所：2件（全2件）"
    type_text(dialog.editors["words"].target(), "刷子")
    assert dialog.count.text() == "0件を載せます（全2件）\n地図の工場・事業所：1件（全2件）"
    buttons = (dialog.clear_button, dialog.accept_button)
    assert all(dialog.count.geometry().right() < button.x() for button in buttons)
    assert dialog.count.sizeHint().width() <= dialog.count.width()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_words_pasted_into_a_filter_without_end_are_bounded_and_those_of_a_file_kept(at_desk: Driver) -> None:
    panel = sections(at_desk)
    row = row_of(panel, "region_events")
    at_desk.click(row.records)
    assert panel.filter_dialog is not None
    type_text(panel.filter_dialog.editors["words"].target(), "長" * 20_001)
    at_desk.click(panel.filter_dialog.accept_button)
    place = panel.rows.index(row)
    selection = at_desk.catalogue.booklet.sections[place].selection
    assert selection == RecordFilter(words="長" * 200)
    kept = RecordFilter(words="長" * 20_000)
    section = dataclasses.replace(at_desk.catalogue.booklet.sections[place], selection=kept)
    dialog = SectionFilterDialog(at_desk.window.appearance, at_desk.catalogue, section, at_desk.window)
    assert dialog.wanted == kept
    dialog.close()


def test_a_filter_keeps_what_only_the_pattern_before_could_ask_until_it_is_cleared(at_desk: Driver) -> None:
    kept = RecordFilter(regions=("kinki",), words="窯")
    section = Section(pattern="statistics", included=True, selection=kept)
    dialog = SectionFilterDialog(at_desk.window.appearance, at_desk.catalogue, section, at_desk.window)
    assert "regions" not in dialog.editors
    dialog.open()
    type_text(dialog.editors["words"].target(), "陶")
    assert dialog.wanted == RecordFilter(regions=("kinki",), words="陶窯")
    at_desk.click(dialog.clear_button)
    assert dialog.wanted == RecordFilter()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_pattern_and_start_are_chosen_with_the_keyboard_and_all_has_a_name(at_desk: Driver) -> None:
    panel = sections(at_desk)
    named = row_of(panel, "factory_list")
    boxes = (named.box, named.pattern, named.heading, named.start)
    for widget in (*boxes, named.records, named.up, named.down, named.remove):
        assert widget.accessibleName()
    row = row_of(panel, "nation_map")
    place = panel.rows.index(row)
    row.start.setFocus()
    QTest.keyClick(row.start, Qt.Key.Key_Down)
    assert at_desk.catalogue.booklet.sections[place].starts == "right_hand"
    row.pattern.setFocus()
    QTest.keyClick(row.pattern, Qt.Key.Key_End)
    assert at_desk.catalogue.booklet.sections[place].pattern == "blank"
    assert not row.records.isVisible()
    undo(at_desk)
    undo(at_desk)
    assert at_desk.catalogue.booklet.sections[place].pattern == "nation_map"
    assert at_desk.catalogue.booklet.sections[place].starts == ""


def test_sheets_are_filled_up_and_what_that_means_is_said(at_desk: Driver) -> None:
    panel = sections(at_desk)
    before = len(at_desk.desk.booklet.book.plan.slots)
    filled = before + -before % 4
    assert str(before) in panel.total.text()
    assert before != filled
    assert str(filled) in panel.total.text()
    panel.fours.click()
    assert len(at_desk.desk.booklet.book.plan.slots) == filled
    undo(at_desk)
    assert not at_desk.catalogue.booklet.pages_in_fours
    assert not panel.fours.isChecked()


# ── pages ───────────────────────────────────────────────────────────────────────────────────────


def test_a_page_is_laid_out_in_the_panel_and_reset_and_its_layout_survives_edits(at_desk: Driver) -> None:
    desk = at_desk.desk
    show(at_desk, page_of(at_desk, EVENT))
    at_desk.click(desk.preview.layout_button)
    panel = desk.layouts.panel
    assert panel.isVisible()
    starts = panel.combos["starts"]
    starts.setFocus()
    QTest.keyClick(starts, Qt.Key.Key_End)
    zoom = panel.spins["zoom_percent"]
    zoom.setFocus()
    QTest.keyClick(zoom, Qt.Key.Key_Up)
    QTest.keyClick(zoom, Qt.Key.Key_Up)
    assert layout_of(at_desk) == PageLayout(starts="left_hand", zoom_percent=110)
    assert desk.preview.layout_button.text() != at_desk.window.appearance.text("layout.button")
    at_desk.click(panel.reset)
    assert layout_of(at_desk) is None
    undo(at_desk)
    assert layout_of(at_desk) == PageLayout(starts="left_hand", zoom_percent=110)
    undo(at_desk)
    assert layout_of(at_desk) == PageLayout(starts="left_hand")
    focus, size = panel.spins["focus_x"], panel.spins["text_percent"]
    focus.setFocus()
    QTest.keyClick(focus, Qt.Key.Key_Up)  # from the middle
    size.setFocus()
    QTest.keyClick(size, Qt.Key.Key_Up)
    assert layout_of(at_desk) == PageLayout(starts="left_hand", focus_x=0.51, text_percent=101)
    QTest.keyClick(size, Qt.Key.Key_Down)  # a hundred percent is no decision
    at_desk.desk.open_record(EVENT)
    at_desk.type_into("name", "x")
    assert layout_of(at_desk) == PageLayout(starts="left_hand", focus_x=0.51)


def test_a_dragged_photo_moves_its_crop_in_one_step_and_escape_takes_it_back(at_desk: Driver) -> None:
    page = show(at_desk, page_of(at_desk, EVENT))
    view = at_desk.desk.preview.view
    clicked: list[tuple[str, str]] = []
    view.field_clicked.connect(lambda record, field: clicked.append((record, field)))
    spot = view._on_desk(page.boxes[0], view._page_rect()).center().toPoint()
    QTest.mousePress(view.viewport(), LEFT, NONE, spot)
    for way in (10, 30, 60):
        QTest.mouseMove(view.viewport(), spot - QPoint(way, 0))
    QTest.mouseRelease(view.viewport(), LEFT, NONE, spot - QPoint(60, 0))
    layout = layout_of(at_desk)
    assert layout is not None
    assert layout.focus_x is not None
    assert layout.focus_x > 0.5
    assert layout.focus_y is None
    assert clicked == []
    undo(at_desk)
    assert layout_of(at_desk) is None
    QTest.mousePress(view.viewport(), LEFT, NONE, spot)
    QTest.mouseMove(view.viewport(), spot - QPoint(40, 0))
    at_desk.until(lambda: layout_of(at_desk) is not None)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert layout_of(at_desk) is None
    QTest.mouseRelease(view.viewport(), LEFT, NONE, spot)
    QTest.mouseClick(view.viewport(), LEFT, NONE, spot)
    assert at_desk.desk.record_id == PHOTO


def test_the_flat_plan_marks_pages_by_hand_and_its_menu_changes_and_resets_them(at_desk: Driver) -> None:
    desk = at_desk.desk
    desk.show_place("booklet")
    desk.booklet.choose(FLAT_PLAN)
    view = desk.booklet.flat_plan.view
    number = page_of(at_desk, EVENT)
    menu = menu_on(at_desk, number)
    starts = next(a.menu() for a in menu.actions() if a.menu() is not None)
    assert isinstance(starts, QMenu)
    starts.actions()[3 if number % 2 else 2].trigger()  # the other side
    at_desk.until(lambda: bool(view.by_hand))
    assert view.by_hand == {page_of(at_desk, EVENT)} == {number + 1}
    told = view.told_of(desk.booklet.book.plan.slot(number))
    assert at_desk.window.appearance.text("flat_plan.ornament_page") in told
    every = menu_on(at_desk, number + 1)
    chosen = next(a for a in every.actions() if a.data() == ("reset_all",))
    chosen.trigger()
    assert layout_of(at_desk) is None
    undo(at_desk)
    assert layout_of(at_desk) is not None
    number = page_of(at_desk, EVENT)
    desk.booklet.flat_plan.refresh()
    section = desk.booklet.book.plan.slot(number).section
    next(a for a in menu_on(at_desk, number).actions() if a.data() == ("blank", section)).trigger()
    assert at_desk.catalogue.booklet.sections[section].pattern == "blank"
    desk.booklet.flat_plan.refresh()
    number = page_of(at_desk, EVENT)
    next(a for a in menu_on(at_desk, number).actions() if a.data() == ("layout", number)).trigger()
    assert desk.layouts.panel.isVisible()
    assert desk.layouts.record == at_desk.catalogue.find(Event, EVENT)


def test_a_page_that_an_edit_took_away_has_no_menu(at_desk: Driver) -> None:
    at_desk.desk.booklet.flat_plan.menu_requested.emit(9999, QPoint())
    assert at_desk.desk.layouts.menu is None


def menu_on(at_desk: Driver, number: int) -> QMenu:
    """Ask for the menu of a page with the right button."""
    desk = at_desk.desk
    view = desk.booklet.flat_plan.view
    view.mark(number)
    spot = view.place_of(number).center()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, spot, view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(view.viewport(), event)
    menu = desk.layouts.menu
    assert menu is not None
    menu.hide()
    return menu
