"""The list of records: search, sorting by よみ, order by hand, selection."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.conftest import Driver, type_text

NAMES = (
    ("見本鋳物工業", "みほんいものこうぎょう"),
    ("見本アルミ", "みほんあるみ"),
    ("ミホン漆器", "みほんしっき"),
)


def fill(driver: Driver) -> None:
    for name, reading in NAMES:
        driver.add("factory")
        driver.type_into("name", name)
        driver.type_into("reading", reading)


def shown_titles(driver: Driver) -> list[str]:
    model = driver.desk.table.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def search(driver: Driver, text: str) -> None:
    field = driver.desk.table.search
    field.clear()
    type_text(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_search_finds_whatever_the_kana_script_and_the_width(at_work: Driver) -> None:
    fill(at_work)
    search(at_work, "アルミ")
    assert shown_titles(at_work) == ["見本アルミ"]
    search(at_work, "あるみ")
    assert shown_titles(at_work) == ["見本アルミ"]
    search(at_work, "ｱﾙﾐ")
    assert shown_titles(at_work) == ["見本アルミ"]
    search(at_work, "みほん　こうぎょう")
    assert shown_titles(at_work) == ["見本鋳物工業"]


def test_a_search_without_match_offers_to_clear_it(at_work: Driver) -> None:
    fill(at_work)
    search(at_work, "ない会社")
    table = at_work.desk.table
    assert shown_titles(at_work) == []
    at_work.click(table.empty.button)
    at_work.until(lambda: len(shown_titles(at_work)) == 3)


def test_the_title_column_sorts_by_reading_and_a_third_click_brings_the_order_by_hand_back(
    at_work: Driver,
) -> None:
    fill(at_work)
    header = at_work.desk.table.view.horizontalHeader()
    header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    assert shown_titles(at_work) == ["見本アルミ", "見本鋳物工業", "ミホン漆器"]
    header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert shown_titles(at_work) == ["ミホン漆器", "見本鋳物工業", "見本アルミ"]
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    assert shown_titles(at_work) == [name for name, _ in NAMES]


def test_moving_a_record_by_hand_keeps_it_chosen_and_can_be_undone(at_work: Driver) -> None:
    fill(at_work)
    chosen = at_work.desk.record_id
    at_work.click(at_work.desk.table.up_button)
    assert shown_titles(at_work) == ["見本鋳物工業", "ミホン漆器", "見本アルミ"]
    assert at_work.desk.table.current_id == chosen
    at_work.window.commands["undo"].trigger()
    assert shown_titles(at_work) == [name for name, _ in NAMES]


def test_order_by_hand_cannot_be_changed_while_a_column_sorts(at_work: Driver) -> None:
    fill(at_work)
    at_work.desk.table.view.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    at_work.desk.table.choose_first()
    assert not at_work.desk.table.up_button.isEnabled()
    assert not at_work.desk.table.down_button.isEnabled()


def test_removing_needs_no_question_and_undo_brings_the_record_back(at_work: Driver) -> None:
    fill(at_work)
    view = at_work.desk.table.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert shown_titles(at_work) == ["見本鋳物工業", "見本アルミ"]
    assert at_work.desk.table.current_id is not None
    at_work.window.commands["undo"].trigger()
    assert len(shown_titles(at_work)) == 3


def test_an_empty_list_offers_the_first_record(at_work: Driver) -> None:
    at_work.desk.show_place("survey")
    at_work.click(at_work.desk.table.empty.button)
    assert len(at_work.catalogue.table("survey")) == 1
    assert at_work.form.kind == "survey"


def test_typing_in_the_form_shows_in_the_list_at_once(at_work: Driver) -> None:
    at_work.add("event")
    at_work.type_into("name", "見本の祭典")
    assert shown_titles(at_work) == ["見本の祭典"]


def test_enter_leads_from_the_list_to_the_form_and_escape_back(at_work: Driver) -> None:
    at_work.add("event")
    view = at_work.desk.table.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    at_work.until(lambda: at_work.input_of("name").hasFocus())
    QTest.keyClick(at_work.input_of("name"), Qt.Key.Key_Escape)
    at_work.until(view.hasFocus)
