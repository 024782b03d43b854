"""Typing with an input method: an open conversion is nobody's business but the user's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from tests.gui.conftest import Driver, compose

from ofdesk.editing import commands
from ofdesk.model.records import Event


def commit(widget: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def record(driver: Driver) -> Event:
    found = driver.catalogue.find(Event, driver.form.record_id)
    assert found is not None
    return found


def steps(driver: Driver) -> int:
    assert driver.window.files.project is not None
    return len(driver.window.files.project.session.document.history._commands)


@pytest.mark.parametrize("field", ["name", "overview_short"])
def test_nothing_reaches_the_record_until_the_conversion_ends(at_work: Driver, field: str) -> None:
    at_work.add("event")
    target = at_work.input_of(field)
    target.setFocus()
    before = steps(at_work)
    for preedit in ("ｋ", "こ", "こう", "こうば", "工場"):
        compose(target, preedit)
        assert getattr(record(at_work), field) == ""
        assert steps(at_work) == before
    commit(target, "工場")
    assert getattr(record(at_work), field) == "工場"
    assert steps(at_work) == before + 1


@pytest.mark.parametrize("field", ["name", "overview_short"])
def test_a_value_from_elsewhere_waits_for_the_end_of_the_conversion(at_work: Driver, field: str) -> None:
    at_work.add("event")
    target = at_work.input_of(field)
    assert isinstance(target, QLineEdit | QPlainTextEdit)
    target.setFocus()
    compose(target, "こうば")
    at_work.desk.project.document.step(commands.set_fields(record(at_work), {field: "外から"}))
    text = target.text() if isinstance(target, QLineEdit) else target.toPlainText()
    assert "外から" not in text
    compose(target, "")  # the user gave the conversion up
    text = target.text() if isinstance(target, QLineEdit) else target.toPlainText()
    assert text == "外から"


def test_enter_that_ends_a_conversion_is_not_passed_on(at_work: Driver) -> None:
    at_work.add("event")
    target = at_work.input_of("overview_short")
    assert isinstance(target, QPlainTextEdit)
    target.setFocus()
    compose(target, "こうば")
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert "\n" not in target.toPlainText()
    commit(target, "工場")
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert target.toPlainText() == "工場\n"


def test_escape_during_a_conversion_does_not_leave_the_form(at_work: Driver) -> None:
    at_work.add("event")
    target = at_work.input_of("name")
    target.setFocus()
    compose(target, "こうば")
    QTest.keyClick(target, Qt.Key.Key_Escape)
    assert target.hasFocus()
    compose(target, "")
    QTest.keyClick(target, Qt.Key.Key_Escape)
    assert at_work.desk.table.view.hasFocus()


def test_the_search_popup_picks_nothing_while_converting(at_work: Driver) -> None:
    at_work.add("event")
    at_work.type_into("name", "見本")
    at_work.add("edition")
    editor = at_work.form.editors["event"]
    at_work.click(editor.target())
    popup = editor._popup  # type: ignore[attr-defined]
    compose(popup.search, "みほん")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert editor.value() is None
    assert popup.isVisible()
    popup.close()


def test_the_first_kana_typed_in_a_field_is_not_lost(at_work: Driver) -> None:
    at_work.add("event")
    target = at_work.input_of("name")
    target.setFocus()
    compose(target, "あ")
    commit(target, "あ")
    compose(target, "い")
    commit(target, "い")
    assert record(at_work).name == "あい"
