"""The whole walk of a working day, and that the file on disk is what the screen showed."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from tests.gui.conftest import Driver, type_text

from ofdesk.model.records import Event, Factory, Photo
from ofdesk.services.editions import PRINT, WEB
from ofdesk.services.map_formats import MAP_FORMATS
from ofdesk.storage.project_file import open_project

OVERVIEW = "地域の工場が一斉に扉を開き、ふだんは見られない製造の現場を案内する見本の催しです。"


def text_of(widget: QWidget) -> str:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    assert isinstance(widget, QLineEdit)
    return widget.text()


def records_on_page(driver: Driver) -> set[str]:
    page = driver.desk.preview.view.page
    return {box.record for box in page.boxes} if page is not None else set()


def drop_photo(driver: Driver, path: Path) -> None:
    """Drag a file over the form and drop it, as the window system tells of it."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    target = driver.form.viewport()
    entering = QDragEnterEvent(QPoint(10, 10), action, mime, button, keys)
    QApplication.sendEvent(target, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(10, 10), action, mime, button, keys))


def type_event(driver: Driver) -> None:
    driver.add("event")
    driver.type_into("name", "見本八尾ものづくりの日")
    driver.type_into("reading", "みほんやおものづくりのひ")
    driver.type_into("overview_short", OVERVIEW)
    driver.until(lambda: driver.window.places.has_gazetteer)
    for field, name in (("prefectures", "大阪府"), ("municipalities", "八尾市")):
        editor = driver.form.editors[field]
        driver.click(editor.target())
        popup = editor._popup  # type: ignore[attr-defined]
        QTest.keyClick(popup.search, Qt.Key.Key_Escape)
        editor._add(name)  # type: ignore[attr-defined]


def test_new_type_geocode_photo_undo_save_reopen_export(
    at_work: Driver, real_preview: None, photo_file: Path, tmp_path: Path
) -> None:
    driver = at_work
    type_event(driver)

    # A factory, placed by its address.
    factory_id = driver.add("factory")
    driver.type_into("name", "見本金属工業")
    driver.type_into("reading", "みほんきんぞくこうぎょう")
    driver.type_into("address", "大阪府八尾市楽音寺3丁目56")
    driver.click(driver.form.editors["location"].geocode_button)  # type: ignore[attr-defined]
    card = driver.desk.map.card
    driver.until(card.isVisible)
    assert "八尾市楽音寺" in card.matched.text()
    driver.click(card.accept_button)
    factory = driver.catalogue.find(Factory, factory_id)
    assert factory is not None
    assert factory.location is not None
    assert factory.location.level == "chome"
    assert factory.location.origin == "geocoder"

    # A photo dropped onto the form, described, taken back and brought back.
    drop_photo(driver, photo_file)
    driver.until(lambda: len(driver.catalogue.table("photo")) == 1)
    strip = driver.form.editors["photos"]
    caption = strip.cards[0].editors["caption"].target()  # type: ignore[attr-defined]
    caption.setFocus()
    QTest.keyClicks(caption, "Press shop")
    undo, redo = driver.window.commands["undo"], driver.window.commands["redo"]
    undo.trigger()
    undo.trigger()
    assert len(driver.catalogue.table("photo")) == 0
    redo.trigger()
    redo.trigger()
    (photo,) = driver.catalogue.all_of(Photo)
    assert photo.caption == "Press shop"

    # The page shows the event.
    driver.desk.show_place("event")
    event_id = driver.catalogue.all_of(Event)[0].id
    driver.until(lambda: event_id in records_on_page(driver))

    # Saved, and the same on disk as on the screen.
    path = tmp_path / "見本.ofdesk"
    driver.save_as(path)
    screen = driver.catalogue
    on_disk = open_project(path)
    assert on_disk.catalogue == screen
    assert on_disk.photos.get(photo.sha256)
    assert driver.window.status.saved.text() == driver.window.appearance.text("status.saved")

    # Opened again: the form shows what was typed.
    driver.open(path)
    driver.desk.show_place("event")
    assert text_of(driver.input_of("name")) == "見本八尾ものづくりの日"
    assert text_of(driver.input_of("overview_short")) == OVERVIEW
    assert driver.catalogue == screen

    # Exported: the PDF holds the text.
    target = tmp_path / "booklet.pdf"
    driver.choose_edition(WEB)
    driver.answer_file_dialog(driver.window.exports.dialog, target)
    driver.until(lambda: driver.window.exports.is_running)
    driver.until(lambda: not driver.window.exports.is_running)
    document = pypdfium2.PdfDocument(str(target))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "見本八尾ものづくりの日" in text
    with pikepdf.open(target) as pdf:
        assert pdf.Root.MarkInfo.Marked
    told = driver.desk.notice.text.text()
    assert str(target) in told
    assert f"{target.stat().st_size / 1e6:.1f} MB" in told


def ask_for_map_file(driver: Driver, area: str, edition: str = PRINT) -> QFileDialog:
    """Choose area and edition; returns the dialog that asks for the file."""
    driver.window.commands["export_map"].trigger()
    area_dialog = driver.window.exports.area_dialog
    assert area_dialog is not None
    area_dialog.combo.setCurrentIndex(area_dialog.combo.findData(area))
    driver.click(area_dialog.editions.buttons[edition])
    driver.click(area_dialog.accept_button)
    dialog = driver.window.exports.dialog
    assert dialog is not None
    return dialog


def test_the_map_of_an_event_is_found_by_typing_its_name(at_work: Driver) -> None:
    event_id = at_work.add("event")
    at_work.type_into("name", "見本八尾ものづくりの日")
    at_work.window.commands["export_map"].trigger()
    dialog = at_work.window.exports.area_dialog
    assert dialog is not None
    line = dialog.combo.lineEdit()
    assert line is not None
    line.selectAll()
    type_text(line, "八尾")
    assert not dialog.accept_button.isEnabled()
    completer = dialog.combo.completer()
    assert completer is not None
    assert completer.currentCompletion() == "見本八尾ものづくりの日"
    line.selectAll()
    type_text(line, "見本八尾ものづくりの日")
    dialog.size_combo.setCurrentIndex(dialog.size_combo.findData("a3-folded"))
    chosen: list[tuple[str, str]] = []
    dialog.area_chosen.connect(lambda area, size: chosen.append((area, size)))
    at_work.click(dialog.accept_button)
    assert chosen == [(f"event:{event_id}", "a3-folded")]


def test_the_map_of_a_region_is_exported(at_work: Driver, tmp_path: Path) -> None:
    target = tmp_path / "map.pdf"
    at_work.answer_file_dialog(ask_for_map_file(at_work, "kinki", WEB), target)
    at_work.until(lambda: at_work.window.exports.is_running)
    at_work.until(lambda: not at_work.window.exports.is_running)
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked


def test_the_back_of_a_folded_sheet_replaces_no_file_unasked(at_work: Driver, tmp_path: Path) -> None:
    back = tmp_path / "map-2.svg"
    back.write_text("mine", encoding="utf-8")
    exports = at_work.window.exports
    at_work.window.commands["export_map"].trigger()
    area_dialog = exports.area_dialog
    assert area_dialog is not None
    area_dialog.combo.setCurrentIndex(area_dialog.combo.findData("kinki"))
    area_dialog.size_combo.setCurrentIndex(area_dialog.size_combo.findData("a3-folded"))
    at_work.click(area_dialog.accept_button)
    assert exports.dialog is not None
    at_work.answer_file_dialog(exports.dialog, tmp_path / "map.svg")
    question = exports.question
    assert question is not None
    assert "map-2.svg" in question.box.text()
    at_work.click(question.buttons["cancel"])
    assert not at_work.window.exports.is_running
    assert back.read_text(encoding="utf-8") == "mine"


def test_the_file_follows_the_format_chosen_for_the_map(at_work: Driver, tmp_path: Path) -> None:
    dialog = ask_for_map_file(at_work, "kinki")
    dialog.setDirectory(str(tmp_path))
    formats = dialog.findChild(QComboBox, "fileTypeCombo")
    assert isinstance(formats, QComboBox)
    assert [formats.itemText(index).partition("*.")[2] for index in range(formats.count())] == [
        f"{form})" for form in MAP_FORMATS
    ]
    formats.setFocus()
    QTest.keyClick(formats, Qt.Key.Key_End)
    (chosen,) = dialog.selectedFiles()
    assert Path(chosen).suffix == ".csv"
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "kinki-pins")
    QTest.keyClick(name, Qt.Key.Key_Return)
    at_work.until(lambda: at_work.window.exports.is_running)
    at_work.until(lambda: not at_work.window.exports.is_running)
    target = tmp_path / "kinki-pins.csv"
    assert target.read_text(encoding="utf-8-sig").startswith("種別,番号,名称,")
    assert str(target) in at_work.desk.notice.text.text()


def test_the_edition_chosen_last_is_offered_again_and_names_its_file(at_work: Driver) -> None:
    exports, text = at_work.window.exports, at_work.window.appearance.text
    at_work.choose_edition(WEB)
    assert exports.dialog is not None
    assert Path(exports.dialog.selectedFiles()[0]).name == "ofdesk-booklet-web.pdf"
    QTest.keyClick(exports.dialog, Qt.Key.Key_Escape)
    at_work.window.commands["export_booklet"].trigger()
    dialog = exports.edition_dialog
    assert dialog is not None
    assert dialog.choice.chosen == WEB
    web, printed = dialog.choice.buttons[WEB], dialog.choice.buttons[PRINT]
    assert web.accessibleDescription() == text("export.edition.booklet.web")
    QTest.keyClick(printed, Qt.Key.Key_Space)
    assert printed.isChecked()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert exports.dialog is not None
    assert Path(exports.dialog.selectedFiles()[0]).name == "ofdesk-booklet.pdf"
    QTest.keyClick(exports.dialog, Qt.Key.Key_Escape)
    assert not exports.is_running


def test_an_export_can_be_cancelled_and_leaves_no_file(at_work: Driver, tmp_path: Path) -> None:
    target = tmp_path / "booklet.pdf"
    at_work.choose_edition(PRINT)
    at_work.answer_file_dialog(at_work.window.exports.dialog, target)
    at_work.until(lambda: at_work.window.exports.is_running)
    at_work.click(at_work.window.status.cancel_button)
    at_work.until(lambda: not at_work.window.exports.is_running)
    assert not target.exists()
    assert at_work.desk.notice.text.text() == at_work.window.appearance.text("export.cancelled")
