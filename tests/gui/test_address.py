"""The address: filled by the postal code, completed as one types, never against the user."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.gui.conftest import Driver, compose, type_text

from ofdesk.gui.forms.address_editor import AddressEditor
from ofdesk.gui.forms.postal_code import PostalCodeEditor, postal_digits
from ofdesk.gui.forms.text_inputs import LineInput
from ofdesk.model.records import Factory

KAWADA = "福井県鯖江市河和田町"  # 〒916-1222


@pytest.fixture
def at_factory(at_work: Driver) -> Driver:
    at_work.until(lambda: at_work.window.places.has_gazetteer)
    at_work.add("factory")
    return at_work


def factory(driver: Driver) -> Factory:
    found = driver.catalogue.find(Factory, driver.form.record_id)
    assert found is not None
    return found


def address_editor(driver: Driver) -> AddressEditor:
    editor = driver.form.editors["address"]
    assert isinstance(editor, AddressEditor)
    return editor


def postal_editor(driver: Driver) -> PostalCodeEditor:
    editor = driver.form.editors["postal_code"]
    assert isinstance(editor, PostalCodeEditor)
    return editor


def completions(driver: Driver) -> list[str]:
    shown = address_editor(driver).completions
    if shown.isHidden():
        return []
    return [shown.model.value_at(row) for row in range(shown.model.rowCount())]


def undo(driver: Driver) -> None:
    driver.window.commands["undo"].trigger()


# ── postal code → address ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["9161222", "916-1222", "９１６－１２２２", "〒916-1222"])
def test_a_whole_postal_code_fills_an_empty_address_at_once(at_factory: Driver, typed: str) -> None:
    at_factory.type_into("postal_code", typed)
    assert factory(at_factory).address == KAWADA
    assert at_factory.input_of("postal_code").hasFocus()


def test_a_pasted_postal_code_fills_too(at_factory: Driver) -> None:
    target = at_factory.input_of("postal_code")
    target.setFocus()
    QApplication.clipboard().setText("916-1222")
    QTest.keyClick(target, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert factory(at_factory).address == KAWADA


def test_six_digits_fill_nothing(at_factory: Driver) -> None:
    at_factory.type_into("postal_code", "916-122")
    assert factory(at_factory).address == ""


def test_one_undo_takes_the_filling_back_and_leaves_the_code(at_factory: Driver) -> None:
    at_factory.type_into("postal_code", "9161222")
    undo(at_factory)
    assert (factory(at_factory).postal_code, factory(at_factory).address) == ("9161222", "")
    undo(at_factory)
    assert factory(at_factory).postal_code == ""


def test_another_code_replaces_what_was_only_filled_in(at_factory: Driver) -> None:
    at_factory.type_into("postal_code", "9161222")
    target = at_factory.input_of("postal_code")
    assert isinstance(target, LineInput)
    target.selectAll()
    QTest.keyClicks(target, "5810084")
    assert factory(at_factory).address == "大阪府八尾市植松町"


def test_an_address_filled_in_long_ago_is_known_again_by_its_code(at_factory: Driver) -> None:
    first = at_factory.form.record_id
    at_factory.type_into("postal_code", "9161222")
    at_factory.form.filling._filled.clear()  # as after opening the file anew
    at_factory.add("factory")
    at_factory.desk.table.choose(first)
    target = at_factory.input_of("postal_code")
    target.setFocus()
    assert isinstance(target, LineInput)
    target.selectAll()
    QTest.keyClicks(target, "5810084")
    assert factory(at_factory).address == "大阪府八尾市植松町"


def test_what_the_user_typed_is_never_overwritten_but_the_difference_is_offered(at_factory: Driver) -> None:
    at_factory.type_into("address", "大阪府八尾市本町1-1")
    at_factory.type_into("postal_code", "9161222")
    assert factory(at_factory).address == "大阪府八尾市本町1-1"
    offer = address_editor(at_factory).offer
    assert not offer.isHidden()
    assert KAWADA in offer.button.accessibleName()
    at_factory.click(offer.button)
    assert factory(at_factory).address == KAWADA
    assert offer.isHidden()
    undo(at_factory)
    assert factory(at_factory).address == "大阪府八尾市本町1-1"


def test_an_address_that_goes_on_behind_the_town_agrees_with_its_code(at_factory: Driver) -> None:
    at_factory.type_into("address", KAWADA + "18-5")
    at_factory.type_into("postal_code", "9161222")
    assert address_editor(at_factory).offer.isHidden()
    assert factory(at_factory).address == KAWADA + "18-5"


def test_a_code_of_several_places_opens_a_list_that_keys_walk(at_factory: Driver) -> None:
    at_factory.type_into("postal_code", "4980000")  # of two prefectures
    postal = postal_editor(at_factory)
    assert factory(at_factory).address == ""
    assert not postal.candidates.isHidden()
    offered = [postal.candidates.model.value_at(row) for row in range(postal.candidates.model.rowCount())]
    assert len(offered) > 1
    target = at_factory.input_of("postal_code")
    QTest.keyClick(target, Qt.Key.Key_Down)
    QTest.keyClick(target, Qt.Key.Key_Down)
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert factory(at_factory).address == offered[1]


def test_nothing_is_filled_while_the_code_or_the_address_is_being_converted(at_factory: Driver) -> None:
    postal, address = at_factory.input_of("postal_code"), at_factory.input_of("address")
    postal.setFocus()
    compose(postal, "９１６１２２２")
    assert factory(at_factory).address == ""
    address.setFocus()
    compose(address, "さばえ")
    type_text(postal, "9161222")
    assert factory(at_factory).address == ""


def test_a_code_that_no_place_bears_leaves_all_as_it_is(at_factory: Driver) -> None:
    at_factory.type_into("postal_code", "0000000")
    assert factory(at_factory).address == ""
    at_factory.click(postal_editor(at_factory).button)
    assert not at_factory.form.rows["postal_code"].message.isHidden()


def test_an_address_without_a_code_offers_the_only_one_of_its_town(at_factory: Driver) -> None:
    at_factory.type_into("address", KAWADA + "18-5")
    at_factory.input_of("station").setFocus()
    offer = address_editor(at_factory).offer
    assert "916-1222" in offer.button.text()
    at_factory.click(offer.button)
    assert factory(at_factory).postal_code == "916-1222"
    undo(at_factory)
    assert factory(at_factory).postal_code == ""
    assert factory(at_factory).address == KAWADA + "18-5"


def test_another_record_is_not_offered_what_was_meant_for_the_one_before(at_factory: Driver) -> None:
    at_factory.type_into("address", "大阪府八尾市本町1-1")
    at_factory.type_into("postal_code", "9161222")
    assert not address_editor(at_factory).offer.isHidden()
    at_factory.add("factory")
    assert address_editor(at_factory).offer.isHidden()


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("〒９１６－１２２２", "9161222"), ("916 1222", "9161222"), ("91612223", ""), ("①②", ""), ("", "")],
)
def test_digits_of_any_width_are_read(typed: str, digits: str) -> None:
    assert postal_digits(typed) == digits


# ── completion ──────────────────────────────────────────────────────────────────────────────────


def test_the_address_is_completed_as_one_types(at_factory: Driver) -> None:
    at_factory.type_into("address", "大阪府八")
    assert completions(at_factory)[0] == "大阪府八尾市"
    target = at_factory.input_of("address")
    assert target.hasFocus()
    QTest.keyClick(target, Qt.Key.Key_Down)
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert factory(at_factory).address == "大阪府八尾市"
    assert completions(at_factory) == []
    type_text(target, "ほん")
    assert completions(at_factory) == ["大阪府八尾市本町"]
    QTest.keyClick(target, Qt.Key.Key_Down)
    QTest.keyClick(target, Qt.Key.Key_Tab)
    assert factory(at_factory).address == "大阪府八尾市本町"
    assert target.hasFocus()


def test_taking_a_completion_is_one_step_of_undo(at_factory: Driver) -> None:
    at_factory.type_into("address", "sabae")
    target = at_factory.input_of("address")
    QTest.keyClick(target, Qt.Key.Key_Down)
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert factory(at_factory).address == "福井県鯖江市"
    undo(at_factory)
    assert factory(at_factory).address == "sabae"


def test_without_walking_into_the_list_enter_and_tab_mean_what_they_always_mean(at_factory: Driver) -> None:
    at_factory.type_into("address", "大阪府八")
    target = at_factory.input_of("address")
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert factory(at_factory).address == "大阪府八"
    QTest.keyClick(target, Qt.Key.Key_Tab)
    assert not target.hasFocus()
    assert factory(at_factory).address == "大阪府八"
    assert completions(at_factory) == []


def test_escape_closes_the_list_and_only_then_leaves_the_form(at_factory: Driver) -> None:
    at_factory.type_into("address", "大阪府八")
    target = at_factory.input_of("address")
    QTest.keyClick(target, Qt.Key.Key_Escape)
    assert completions(at_factory) == []
    assert target.hasFocus()
    QTest.keyClick(target, Qt.Key.Key_Escape)
    assert at_factory.desk.table.view.hasFocus()


def test_a_click_takes_a_completion_and_the_focus_stays(at_factory: Driver) -> None:
    at_factory.type_into("address", "大阪府八")
    shown = address_editor(at_factory).completions
    spot = shown.list.visualRect(shown.model.index(0)).center()
    QTest.mouseClick(
        shown.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(spot)
    )
    assert factory(at_factory).address == "大阪府八尾市"
    assert at_factory.input_of("address").hasFocus()


def test_nothing_pops_up_or_is_taken_during_a_conversion(at_factory: Driver) -> None:
    target = at_factory.input_of("address")
    at_factory.type_into("address", "大阪府八")
    assert completions(at_factory)
    QTest.keyClick(target, Qt.Key.Key_Down)
    compose(target, "お")
    assert completions(at_factory) == []
    QTest.keyClick(target, Qt.Key.Key_Return)  # it belongs to the conversion
    assert factory(at_factory).address == "大阪府八"
    type_text(target, "尾市ほん")
    assert completions(at_factory) == ["大阪府八尾市本町"]
    QTest.keyClick(target, Qt.Key.Key_Return)  # the stroke that ended the conversion, come late
    assert factory(at_factory).address == "大阪府八尾市ほん"


def test_in_the_middle_of_a_text_nothing_is_completed(at_factory: Driver) -> None:
    at_factory.type_into("address", "大阪府八")
    target = at_factory.input_of("address")
    assert isinstance(target, LineInput)
    QTest.keyClick(target, Qt.Key.Key_Home)
    type_text(target, "新")
    assert completions(at_factory) == []


def test_the_list_closes_with_the_record_and_when_the_form_scrolls(at_factory: Driver) -> None:
    at_factory.type_into("address", "大阪府八")
    assert completions(at_factory)
    bar = at_factory.form.verticalScrollBar()
    bar.setValue(bar.value() + 30)
    assert completions(at_factory) == []
    at_factory.type_into("address", "尾市ほん")
    assert completions(at_factory)
    at_factory.add("factory")
    assert completions(at_factory) == []


def test_the_list_stays_inside_the_window_and_is_named_for_screen_readers(at_factory: Driver) -> None:
    at_factory.window.resize(1280, 480)  # the field stands at the lower edge
    at_factory.input_of("name").setFocus()
    at_factory.type_into("address", "大")
    shown = address_editor(at_factory).completions
    assert shown.window().rect().contains(shown.geometry())
    assert shown.list.accessibleName()


def test_the_towns_of_a_large_city_are_ready_a_moment_after_its_name(at_factory: Driver) -> None:
    at_factory.type_into("address", "京都市")
    completion = at_factory.window.places._completion
    assert completion is not None
    at_factory.until(lambda: not completion.is_unprepared("京都市"))
