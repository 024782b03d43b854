"""Every form: labels, spoken names, tab order, limits, and what is typed reaching the record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from tests.gui.conftest import Driver, type_text

from ofdesk.editing import commands
from ofdesk.gui.appearance import owner_code
from ofdesk.gui.forms.fields_form import FieldsForm, shown_specs
from ofdesk.gui.forms.part_editors import ListEditor
from ofdesk.model.dates import PartialDate
from ofdesk.model.parts import Figure, Organiser, Person
from ofdesk.model.records import KINDS, Edition, Event, Factory, record_type

INPUTS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton)


def all_forms(driver: Driver) -> Iterator[FieldsForm]:
    for kind in KINDS:
        if kind in ("photo", "layer"):  # they come from files
            record = record_type(kind)(id=driver.desk.project.session.new_id())
            driver.desk.project.document.step(commands.add_record(driver.catalogue, record))
            driver.desk.open_field(record.id, "")
        else:
            driver.add(kind)
        yield driver.form
    driver.desk.show_place("booklet")
    yield driver.desk.booklet.booklet_form
    driver.desk.booklet.choose("project")
    yield driver.desk.booklet.project_form


def inputs_of(widget: QWidget) -> Iterator[QWidget]:
    for child in widget.findChildren(QWidget):
        if isinstance(child, INPUTS) and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield child


def spoken_name(field: QWidget) -> str:
    """Return the name a screen reader says; a button's words are its name."""
    return field.accessibleName() or (field.text() if isinstance(field, QAbstractButton) else "")


def test_every_input_of_every_form_has_a_spoken_name(at_work: Driver) -> None:
    for form in all_forms(at_work):
        for row in form.rows.values():
            for field in inputs_of(row):
                assert spoken_name(field), f"{owner_code(form.owner)}: {row.words.label}: {field}"


def test_every_label_belongs_to_its_input_and_says_what_is_required_and_private(at_work: Driver) -> None:
    for form in all_forms(at_work):
        for spec in shown_specs(form.owner):
            row = form.rows[spec.name]
            assert row.label.buddy() is row.editor.target(), spec.name
            assert row.label.text()
            spoken = row.editor.target().accessibleName() or row.editor.accessibleName()
            assert row.label.text() in spoken, spec.name
            shown = [label.text() for label in row.findChildren(QWidget) if label.property("role") == "mark"]  # type: ignore[attr-defined]
            assert bool(shown) == spec.required, spec.name
            assert (
                any(label.property("role") == "private" for label in row.findChildren(QWidget))
                == spec.private
            ), spec.name


def test_the_tab_key_walks_every_form_from_top_to_bottom(at_work: Driver) -> None:
    for form in all_forms(at_work):
        targets = [form.rows[spec.name].editor.target() for spec in shown_specs(form.owner)]
        form.focus_first()
        reached: list[QWidget] = []
        for _ in range(400):
            focus = QApplication.focusWidget()
            assert focus is not None
            if not form.isAncestorOf(focus):
                break
            reached.append(focus)
            QTest.keyClick(focus, Qt.Key.Key_Tab)
        else:
            pytest.fail("Tab never left the form")
        walked = [target for target in targets if target in reached]
        assert walked == targets, owner_code(form.owner)
        assert [w for w in reached if w in targets] == targets, "the order differs from the form's"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_form_is_wider_than_its_column_on_a_small_screen(at_work: Driver, language: str) -> None:
    if language == "en":
        at_work.window.commands["language_en"].trigger()
    for form in all_forms(at_work):
        for editor in form.editors.values():
            if isinstance(editor, ListEditor):
                at_work.click(editor.add_button)
        # 452 pixels for the form at 1280 wide, less the scroll bar.
        assert form.body.minimumSizeHint().width() <= 440, owner_code(form.owner)


def test_nothing_flashes_up_as_a_window_of_its_own(driver: Driver) -> None:
    class Watcher(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[str] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                self.seen.append(repr(watched))
            return False

    watcher = Watcher()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(watcher)
    driver.new_project()
    for _ in all_forms(driver):
        pass
    driver.window.preferences.language = "en"
    driver.window.appearance_requested.emit()
    application.removeEventFilter(watcher)
    assert watcher.seen == []


def test_what_is_typed_is_in_the_record_at_once(at_work: Driver) -> None:
    record_id = at_work.add("event")
    at_work.type_into("name", "見本の日")
    at_work.type_into("name_en", "Sample Day")
    event = at_work.catalogue.find(Event, record_id)
    assert event is not None
    assert (event.name, event.name_en) == ("見本の日", "Sample Day")


def test_typing_without_a_pause_is_one_step_and_another_field_begins_the_next(at_work: Driver) -> None:
    record_id = at_work.add("event")
    at_work.type_into("name", "abc")
    at_work.type_into("name_en", "def")
    undo = at_work.window.commands["undo"]
    undo.trigger()
    event = at_work.catalogue.find(Event, record_id)
    assert event is not None
    assert (event.name, event.name_en) == ("abc", "")
    undo.trigger()
    event = at_work.catalogue.find(Event, record_id)
    assert event is not None
    assert event.name == ""
    undo.trigger()
    assert at_work.catalogue.find(Event, record_id) is None


def test_undo_puts_the_former_text_back_into_the_field(at_work: Driver) -> None:
    at_work.add("event")
    at_work.type_into("name", "abc")
    target = at_work.input_of("name")
    QTest.keyClick(target, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(target, QLineEdit)
    assert target.text() == ""
    QTest.keyClick(target, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert target.text() == "abc"


def test_the_counter_turns_into_a_message_when_the_text_is_too_long_for_the_page(at_work: Driver) -> None:
    at_work.add("event")
    row = at_work.form.rows["overview_short"]  # limit 100
    at_work.type_into("overview_short", "あ" * 84)
    assert "84" in row.counter.text()
    assert "100" in row.counter.text()
    assert row.message.isHidden()
    at_work.type_into("overview_short", "い" * 28)  # 84 + 28 = 112, 12 too many
    assert "12" in row.message.text()
    assert not row.message.isHidden()
    event = at_work.catalogue.find(Event, at_work.form.record_id)
    assert event is not None
    assert len(event.overview_short) == 112  # kept whole all the same


def test_a_text_that_is_no_number_is_told_beside_the_field_and_not_taken(at_work: Driver) -> None:
    record_id = at_work.add("factory")
    at_work.type_into("capacity", "12")
    at_work.type_into("capacity", "x")
    assert not at_work.form.rows["capacity"].message.isHidden()
    factory = at_work.catalogue.find(Factory, record_id)
    assert factory is not None
    assert factory.capacity == 12


def test_a_text_no_file_could_hold_is_refused_beside_the_field_and_the_record_keeps_its_own(
    at_work: Driver,
) -> None:
    record_id = at_work.add("event")
    at_work.type_into("name", "見本")
    at_work.type_into("name", "あ" * 20_001)
    event = at_work.catalogue.find(Event, record_id)
    assert event is not None
    assert event.name == "見本"
    assert not at_work.form.rows["name"].message.isHidden()


def test_full_width_digits_are_numbers(at_work: Driver) -> None:
    record_id = at_work.add("factory")
    at_work.type_into("capacity", "２４")
    factory = at_work.catalogue.find(Factory, record_id)
    assert factory is not None
    assert factory.capacity == 24


def test_dates_are_taken_as_written_and_shown_with_their_weekday_when_left(at_work: Driver) -> None:
    record_id = at_work.add("edition")
    at_work.type_into("begins", "令和8年11月3日")
    at_work.input_of("theme").setFocus()
    edition = at_work.catalogue.find(Edition, record_id)
    assert edition is not None
    assert edition.begins == PartialDate(2026, 11, 3)
    shown = at_work.input_of("begins")
    assert isinstance(shown, QLineEdit)
    assert shown.text() == "2026年11月3日（火）"  # 2026-11-03 is a Tuesday


def test_chips_are_ticked_and_unticked(at_work: Driver) -> None:
    record_id = at_work.add("event")
    chips = at_work.form.editors["content_facets"].chips  # type: ignore[attr-defined]
    at_work.click(chips["try"])
    at_work.click(chips["see"])
    event = at_work.catalogue.find(Event, record_id)
    assert event is not None
    assert event.content_facets == ("see", "try")
    at_work.click(chips["try"])
    event = at_work.catalogue.find(Event, record_id)
    assert event is not None
    assert event.content_facets == ("see",)


def test_the_theme_of_the_booklet_is_chosen_by_its_name_and_an_unknown_one_is_kept(at_work: Driver) -> None:
    at_work.desk.show_place("booklet")
    combo = at_work.desk.booklet.booklet_form.editors["theme"].target()
    assert isinstance(combo, QComboBox)
    assert [combo.itemData(index) for index in range(combo.count())] == ["", "standard", "lively"]
    at_work.desk.project.document.type_setting("booklet", "theme", "neon", None)
    assert at_work.catalogue.booklet.theme == "neon"
    assert combo.currentIndex() == 0
    combo.setFocus()
    for _ in range(2):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == "にぎやか（一般向け）"
    assert at_work.catalogue.booklet.theme == "lively"


def test_parts_are_added_filled_moved_and_removed(at_work: Driver) -> None:
    record_id = at_work.add("edition")
    editor = at_work.form.editors["organisers"]
    for name in ("見本実行委員会", "見本市"):
        at_work.click(editor.add_button)  # type: ignore[attr-defined]
        row = editor.rows[-1]  # type: ignore[attr-defined]
        type_text(row.editor.children_by_name["name"].target(), name)

    def organisers() -> tuple[Organiser, ...]:
        edition = at_work.catalogue.find(Edition, record_id)
        assert edition is not None
        return edition.organisers

    assert [one.name for one in organisers()] == ["見本実行委員会", "見本市"]
    at_work.click(editor.rows[0].down)  # type: ignore[attr-defined]
    assert [one.name for one in organisers()] == ["見本市", "見本実行委員会"]
    at_work.click(editor.rows[0].remove)  # type: ignore[attr-defined]
    assert [one.name for one in organisers()] == ["見本実行委員会"]
    at_work.window.commands["undo"].trigger()
    assert [one.name for one in organisers()] == ["見本市", "見本実行委員会"]
    assert len(editor.rows) == 2  # type: ignore[attr-defined]


def test_a_part_whose_fields_are_all_emptied_is_no_part(at_work: Driver) -> None:
    record_id = at_work.add("edition")
    number = at_work.form.editors["companies"].children_by_name["value"].target()  # type: ignore[attr-defined]
    QTest.keyClicks(number, "76")
    edition = at_work.catalogue.find(Edition, record_id)
    assert edition is not None
    assert edition.companies == Figure(value=76)
    number.clear()
    QTest.keyClicks(number, "7")
    QTest.keyClick(number, Qt.Key.Key_Backspace)
    edition = at_work.catalogue.find(Edition, record_id)
    assert edition is not None
    assert edition.companies is None


def test_people_keep_the_focus_while_their_list_is_typed_in(at_work: Driver) -> None:
    record_id = at_work.add("event")
    editor = at_work.form.editors["key_persons"]
    at_work.click(editor.add_button)  # type: ignore[attr-defined]
    target = editor.rows[0].editor.children_by_name["name"].target()  # type: ignore[attr-defined]
    assert target.hasFocus()
    QTest.keyClicks(target, "Mihon")
    assert target.hasFocus()
    event = at_work.catalogue.find(Event, record_id)
    assert event is not None
    assert event.key_persons == (Person(name="Mihon"),)


def test_a_record_is_picked_by_searching_its_reading(at_work: Driver) -> None:
    for name, reading in (("見本祭", "みほんさい"), ("手本市", "てほんいち")):
        event_id = at_work.add("event")
        at_work.type_into("name", name)
        at_work.type_into("reading", reading)
    edition_id = at_work.add("edition")
    editor = at_work.form.editors["event"]
    at_work.click(editor.target())
    popup = editor._popup  # type: ignore[attr-defined]
    type_text(popup.search, "テホン")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    edition = at_work.catalogue.find(Edition, edition_id)
    assert edition is not None
    assert edition.event == event_id
    assert "手本市" in editor.target().accessibleName()


def test_another_record_shows_its_own_values(at_work: Driver) -> None:
    first = at_work.add("event")
    at_work.type_into("name", "one")
    at_work.add("event")
    at_work.type_into("name", "two")
    at_work.desk.table.choose(first)
    target = at_work.input_of("name")
    assert isinstance(target, QLineEdit)
    assert target.text() == "one"


def test_sections_are_left_out_and_moved(at_work: Driver) -> None:
    at_work.desk.show_place("booklet")
    at_work.desk.booklet.choose("sections")
    panel = at_work.desk.booklet.sections
    before = at_work.catalogue.booklet.sections
    panel.rows[1].box.click()
    assert at_work.catalogue.booklet.sections[1].included is not before[1].included
    at_work.click(panel.rows[0].down)
    after = at_work.catalogue.booklet.sections
    assert [s.pattern for s in after[:2]] == [before[1].pattern, before[0].pattern]
    at_work.window.commands["undo"].trigger()
    at_work.window.commands["undo"].trigger()
    assert at_work.catalogue.booklet.sections == before


def test_a_section_is_added_before_the_colophon_and_removed_again(at_work: Driver) -> None:
    at_work.desk.show_place("booklet")
    at_work.desk.booklet.choose("sections")
    panel = at_work.desk.booklet.sections
    before = at_work.catalogue.booklet.sections
    next(action for action in panel.add_menu.actions() if action.data() == "links").trigger()
    added = at_work.catalogue.booklet.sections
    assert [s.pattern for s in added[-3:]] == ["links", "colophon", "back_cover"]
    assert len(added) == len(before) + 1
    assert panel.rows[len(added) - 3].box.hasFocus()
    at_work.click(panel.rows[len(added) - 3].remove)
    assert at_work.catalogue.booklet.sections == before
    at_work.window.commands["undo"].trigger()
    assert at_work.catalogue.booklet.sections == added
