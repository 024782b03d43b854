"""The search for all records without a place: groups, ticks, alternatives, one step of undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from tests.gui.conftest import Driver, type_text

from ofdesk.base.errors import Cancelled
from ofdesk.base.progress import Cancel, Progress
from ofdesk.editing import commands
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.gui.bulk import bulk_dialog
from ofdesk.gui.bulk.bulk_dialog import BulkDialog
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Factory
from ofdesk.services.bulk_geocoding import BulkReport, geocode_unplaced

SURE, DOUBTFUL, AMBIGUOUS, UNKNOWN = (
    "福井県鯖江市河和田町18-5",
    "大阪府八尾市",
    "北区1-1",
    "どこでもない所",
)
LOCKED = Location(lat_deg=35.0, lon_deg=135.0, locked=True)


def add_factories(driver: Driver, *addresses: str, location: Location | None = None) -> list[RecordId]:
    session = driver.desk.project.session
    records = [
        Factory(id=session.new_id(), name=f"見本{number}", address=address, location=location)
        for number, address in enumerate(addresses, start=1)
    ]
    driver.desk.project.document.step(commands.add_records(driver.catalogue, records))
    return [record.id for record in records]


def location_of(driver: Driver, record_id: RecordId) -> Location | None:
    factory = driver.catalogue.find(Factory, record_id)
    assert factory is not None
    return factory.location


def open_bulk(driver: Driver) -> BulkDialog:
    driver.window.commands["geocode_all"].trigger()
    dialog = driver.desk.bulk.dialog
    assert dialog is not None
    driver.qtbot.waitActive(dialog)
    return dialog


def searched(driver: Driver) -> BulkDialog:
    driver.until(lambda: driver.window.places.has_gazetteer)
    dialog = open_bulk(driver)
    driver.until(lambda: dialog.pages.currentWidget() is dialog.results)
    return dialog


def group(dialog: BulkDialog, number: int) -> QModelIndex:
    return dialog.results.model.index(number, 0)


def row(dialog: BulkDialog, group_number: int, number: int = 0) -> QModelIndex:
    return dialog.results.model.index(number, 0, group(dialog, group_number))


def test_answers_stand_in_groups_with_counts_and_only_the_sure_ones_are_ticked(at_work: Driver) -> None:
    add_factories(at_work, UNKNOWN, AMBIGUOUS, SURE, DOUBTFUL, SURE)
    dialog = searched(at_work)
    model = dialog.results.model
    heads = [group(dialog, number).data() for number in range(model.rowCount())]
    words = at_work.window.appearance.words
    wanted = [("sure", 2), ("doubtful", 1), ("choice", 1), ("nothing", 1)]
    for head, (code, count) in zip(heads, wanted, strict=True):
        assert words("ui", f"confidence.{code}") in head
        assert str(count) in head
    assert [len(model.chosen()), dialog.accept_button.isEnabled()] == [2, True]
    assert "2" in dialog.accept_button.text()


def test_all_ticked_places_are_taken_in_one_step_and_the_desk_tells_how_many(at_work: Driver) -> None:
    first, second, third = add_factories(at_work, SURE, AMBIGUOUS, SURE)
    dialog = searched(at_work)
    at_work.click(dialog.accept_button)
    placed = location_of(at_work, first)
    assert placed is not None
    assert (placed.level, placed.origin) == ("town", "geocoder")
    assert location_of(at_work, second) is None
    assert location_of(at_work, third) is not None
    assert "2" in at_work.desk.notice.text.text()
    at_work.window.commands["undo"].trigger()
    assert [location_of(at_work, one) for one in (first, second, third)] == [None, None, None]


def test_the_keyboard_alone_ticks_picks_and_takes(at_work: Driver) -> None:
    doubtful, ambiguous = add_factories(at_work, DOUBTFUL, AMBIGUOUS)
    dialog = searched(at_work)
    tree = dialog.results.tree
    assert tree.hasFocus()
    QTest.keyClick(tree, Qt.Key.Key_Space)  # the doubtful one
    QTest.keyClick(tree, Qt.Key.Key_Down)  # head line of the next group
    QTest.keyClick(tree, Qt.Key.Key_Down)
    alternatives = dialog.results.alternatives
    assert alternatives.isVisible()
    other = dialog.results.row
    assert other is not None
    wanted = other.answer.match.alternatives[1]
    alternatives.setFocus()
    QTest.keyClick(alternatives, Qt.Key.Key_Down)
    QTest.keyClick(alternatives, Qt.Key.Key_Return)
    assert len(dialog.results.model.chosen()) == 2
    dialog.accept_button.setFocus()
    QTest.keyClick(dialog.accept_button, Qt.Key.Key_Space)
    picked = location_of(at_work, ambiguous)
    assert picked is not None
    assert picked.point == wanted.point
    assert location_of(at_work, doubtful) is not None


def test_a_tick_on_a_head_line_is_a_tick_on_all_beneath_it(at_work: Driver) -> None:
    add_factories(at_work, SURE, SURE, SURE)
    dialog = searched(at_work)
    model = dialog.results.model
    model.toggle(row(dialog, 0))
    state = group(dialog, 0).data(Qt.ItemDataRole.CheckStateRole)
    assert state == Qt.CheckState.PartiallyChecked
    model.toggle(group(dialog, 0))
    assert len(model.chosen()) == 3
    model.toggle(group(dialog, 0))
    assert len(model.chosen()) == 0
    assert not dialog.accept_button.isEnabled()


def test_a_click_on_the_box_unticks(at_work: Driver) -> None:
    add_factories(at_work, SURE, SURE)
    dialog = searched(at_work)
    tree = dialog.results.tree
    rect = tree.visualRect(row(dialog, 0))
    spot = rect.topLeft() + type(rect.topLeft())(16, rect.height() // 2)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert len(dialog.results.model.chosen()) == 1


def test_space_ticks_in_whatever_column_the_cursor_stands(at_work: Driver) -> None:
    add_factories(at_work, DOUBTFUL)
    dialog = searched(at_work)
    tree = dialog.results.tree
    spot = tree.visualRect(row(dialog, 0).siblingAtColumn(2)).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert tree.currentIndex().column() == 2
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert len(dialog.results.model.chosen()) == 1


def test_what_has_no_place_cannot_be_ticked(at_work: Driver) -> None:
    add_factories(at_work, UNKNOWN)
    dialog = searched(at_work)
    QTest.keyClick(dialog.results.tree, Qt.Key.Key_Space)
    assert dialog.results.model.chosen() == []
    assert row(dialog, 0).data(Qt.ItemDataRole.CheckStateRole) is None


def test_the_current_answer_is_shown_on_the_map_with_its_whole_circle(at_work: Driver) -> None:
    add_factories(at_work, SURE)
    dialog = searched(at_work)
    current = dialog.results.row
    assert current is not None
    canvas, match = dialog.results.canvas, current.answer.match
    point = match.point
    assert point is not None

    def circle_is_seen() -> bool:
        x, y = canvas.view.to_screen(point)
        reach = match.radius_m * canvas.view.pixels_per_metre
        return 20 < reach <= min(x, y, canvas.width() - x, canvas.height() - y)

    at_work.until(circle_is_seen)  # the map follows when walking rests
    assert [pin.candidate for pin in canvas.stage.pins] == [True]


def test_records_edited_meanwhile_are_passed_over_and_counted(at_work: Driver) -> None:
    first, second = add_factories(at_work, SURE, SURE)
    dialog = searched(at_work)
    factory = at_work.catalogue.get(second)
    assert factory is not None
    at_work.desk.project.document.step(commands.set_fields(factory, {"address": "大阪府八尾市本町"}))
    at_work.click(dialog.accept_button)
    assert location_of(at_work, first) is not None
    assert location_of(at_work, second) is None
    words = at_work.window.appearance.words
    assert words("ui", "bulk.skipped", count="1").strip() in at_work.desk.notice.text.text()


def test_locked_records_are_never_asked(at_work: Driver) -> None:
    (locked,) = add_factories(at_work, SURE, location=LOCKED)
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    dialog = open_bulk(at_work)
    assert dialog.pages.currentWidget() is dialog.empty
    assert not dialog.accept_button.isVisible()
    assert location_of(at_work, locked) == LOCKED
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert at_work.desk.bulk.dialog is None


@pytest.fixture
def halting_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the search wait after its first records until it is called off."""

    def halting(
        catalogue: Catalogue, matcher: AddressMatcher, *, progress: Progress, cancel: Cancel
    ) -> BulkReport:
        report = geocode_unplaced(catalogue, matcher)
        progress(1, report.asked, "geocode")
        try:
            while True:
                cancel.check()
        except Cancelled:
            return BulkReport(report.answers[:1], report.asked, stopped=True)

    monkeypatch.setattr(bulk_dialog, "geocode_unplaced", halting)


@pytest.mark.usefixtures("halting_search")
def test_called_off_half_way_it_offers_what_was_found_so_far(
    at_work: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = add_factories(at_work, SURE, SURE)
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    dialog = open_bulk(at_work)
    at_work.until(lambda: dialog.bar.value() == 1)
    assert dialog.stop_button.hasFocus()
    QTest.keyClick(dialog.stop_button, Qt.Key.Key_Space)
    at_work.until(lambda: dialog.pages.currentWidget() is dialog.results)
    assert not dialog.again_button.isHidden()
    monkeypatch.undo()
    at_work.click(dialog.accept_button)
    assert location_of(at_work, first) is not None
    assert location_of(at_work, second) is None


@pytest.mark.usefixtures("halting_search")
def test_escape_ends_the_search_first_and_closing_takes_nothing(at_work: Driver) -> None:
    (first,) = add_factories(at_work, SURE)
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    dialog = open_bulk(at_work)
    at_work.until(lambda: dialog.bar.value() == 1)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    at_work.until(lambda: dialog.pages.currentWidget() is dialog.results)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert at_work.desk.bulk.dialog is None
    assert location_of(at_work, first) is None


@pytest.mark.usefixtures("halting_search")
def test_closing_the_window_during_the_search_calls_it_off(at_work: Driver) -> None:
    add_factories(at_work, SURE)
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    dialog = open_bulk(at_work)
    at_work.until(lambda: dialog.bar.value() == 1)
    dialog.close()
    at_work.until(lambda: not at_work.window.background.jobs)
    assert at_work.desk.bulk.dialog is None


def test_the_form_is_opened_from_a_result_and_the_window_stays(at_work: Driver) -> None:
    first, _ = add_factories(at_work, UNKNOWN, UNKNOWN)
    dialog = searched(at_work)
    at_work.click(dialog.results.open_button)
    assert at_work.desk.record_id == first
    assert at_work.desk.bulk.dialog is dialog
    dialog.close()


def test_the_map_of_all_records_offers_the_search_while_there_is_something_to_find(at_work: Driver) -> None:
    at_work.desk.show_place("map")
    assert at_work.desk.overview.bulk_button.isHidden()
    add_factories(at_work, SURE, UNKNOWN)
    button = at_work.desk.overview.bulk_button
    assert not button.isHidden()
    assert "2" in button.text()
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    at_work.click(button)
    dialog = at_work.desk.bulk.dialog
    assert dialog is not None
    at_work.until(lambda: dialog.pages.currentWidget() is dialog.results)
    at_work.click(dialog.accept_button)
    assert "1" in button.text()


def test_the_tab_key_reaches_everything_and_everything_has_a_name(at_work: Driver) -> None:
    add_factories(at_work, AMBIGUOUS, SURE)
    dialog = searched(at_work)
    reached: list[QWidget] = []
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in reached:
            break
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted = {
        dialog.results.tree,
        dialog.results.alternatives,
        dialog.results.canvas,
        dialog.results.open_button,
        dialog.close_button,
        dialog.accept_button,
    }
    assert wanted <= set(reached)
    for widget in reached:
        spoken = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        assert spoken, widget
    first = dialog.results.model.index(0, 0, group(dialog, 0))
    assert SURE in first.data(Qt.ItemDataRole.AccessibleTextRole)
    dialog.close()


def test_typing_goes_on_while_the_window_is_open(at_work: Driver) -> None:
    (first,) = add_factories(at_work, SURE)
    dialog = searched(at_work)
    at_work.desk.open_field(first, "name")
    target = at_work.input_of("name")
    type_text(target, "abc")
    factory = at_work.catalogue.find(Factory, first)
    assert factory is not None
    assert factory.name.endswith("abc") or factory.name.startswith("abc")
    dialog.close()


def test_a_thousand_answers_are_listed_without_a_widget_for_each(at_work: Driver) -> None:
    add_factories(at_work, *[SURE, UNKNOWN] * 500)
    dialog = searched(at_work)
    assert dialog.results.model.rowCount(group(dialog, 0)) == 500
    assert len(dialog.results.tree.viewport().findChildren(QWidget)) == 0
    dialog.close()
