"""The real editor on an offscreen screen, with its own data folder, and small projects to open in it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ofdesk.gui.app import Editor
from ofdesk.gui.bridge import fit, preview
from ofdesk.gui.desk import ProjectDesk
from ofdesk.gui.forms.record_form import RecordForm
from ofdesk.gui.main_window import MainWindow
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import Change
from ofdesk.model.ids import RecordId
from ofdesk.services.fit import FitNews
from ofdesk.services.preview import PreviewAnswer
from ofdesk.services.thumbnails import Thumbnail
from ofdesk.storage.photo_store import PhotoStore

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
WAIT_MS = 20_000
_OF_THE_OFFSCREEN_PLUGIN = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pass over what the offscreen screen says of itself; every other message of Qt fails the test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_OF_THE_OFFSCREEN_PLUGIN))


def type_text(widget: QWidget, text: str) -> None:
    """Type Latin text key by key, and anything else the way an input method commits it, word by word."""
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def compose(widget: QWidget, preedit: str) -> None:
    """Show a conversion that is still open, as an input method does."""
    QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


class NoPreview:
    """Stands in for the preview process where a test is not about pages; starts no process."""

    def start(self, catalogue: Catalogue, photos: PhotoStore) -> None:
        """Take a snapshot."""

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Follow an edit."""

    def request(self, record_id: RecordId | None, page_number: int | None, width_px: int) -> int:
        """Take a wish; it is never answered."""
        return 1

    def request_thumbnails(self, numbers: tuple[int, ...], width_px: int) -> int:
        """Take a wish for small pictures; it is never answered."""
        return 1

    def take_thumbnails(self) -> list[Thumbnail]:
        """Answer nothing."""
        return []

    def poll(self) -> PreviewAnswer | None:
        """Answer nothing."""
        return None

    def restart_if_dead(self, snapshot: Callable[[], tuple[Catalogue, PhotoStore]]) -> bool:
        """Be alive."""
        return False

    def stop(self) -> None:
        """End."""


class NoFit:
    """Stands in for the process that measures what fits; starts no process."""

    def start(self, catalogue: Catalogue, photos: PhotoStore) -> None:
        """Take a snapshot."""

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Follow an edit."""

    def request(self, owner: str, fields: tuple[str, ...]) -> int:
        """Take a wish; it is never answered."""
        return 1

    def poll(self) -> list[FitNews]:
        """Answer nothing."""
        return []

    def restart_if_dead(self, snapshot: Callable[[], tuple[Catalogue, PhotoStore]]) -> bool:
        """Be alive."""
        return False

    def stop(self) -> None:
        """End."""


class Driver:
    """Drives the editor the way a user does, and waits for what it does beside."""

    def __init__(self, editor: Editor, qtbot: QtBot) -> None:
        self.editor, self.qtbot = editor, qtbot

    @property
    def window(self) -> MainWindow:
        """The main window."""
        return self.editor.window

    @property
    def desk(self) -> ProjectDesk:
        """The desk of the open project."""
        assert self.window.desk is not None
        return self.window.desk

    @property
    def form(self) -> RecordForm:
        """The form shown."""
        assert self.desk.form.form is not None
        return self.desk.form.form

    @property
    def catalogue(self) -> Catalogue:
        """The snapshot of the open project."""
        assert self.window.files.project is not None
        return self.window.files.project.document.catalogue

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)

    def new_project(self) -> None:
        """Begin an empty project."""
        self.window.commands["new"].trigger()
        self.until(lambda: self.window.desk is not None)
        self.until(lambda: not self.window.background.jobs)

    def add(self, kind: str) -> RecordId:
        """Add a record of a kind with the button of the list."""
        self.desk.show_place(kind)
        self.click(self.desk.table.add_button)
        assert self.desk.record_id is not None
        return self.desk.record_id

    def input_of(self, field: str) -> QWidget:
        """Return the widget that takes the focus for a field of the form shown."""
        return self.form.editors[field].target()

    def type_into(self, field: str, text: str) -> None:
        """Put the focus into a field of the form and type."""
        target = self.input_of(field)
        target.setFocus()
        type_text(target, text)

    def click(self, widget: QWidget) -> None:
        """Click a widget with the left button."""
        assert widget.isEnabled(), widget.accessibleName()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def save_as(self, path: Path) -> None:
        """Save the project to a new file through the dialog."""
        self.window.commands["save_as"].trigger()
        self.answer_file_dialog(self.window.files.dialog, path)
        self.until(lambda: not self.window.files.is_saving and not self.window.isWindowModified())

    def choose_edition(self, edition: str) -> None:
        """Ask for the booklet's export and choose an edition; the dialog for the file is open afterwards."""
        self.window.commands["export_booklet"].trigger()
        dialog = self.window.exports.edition_dialog
        assert dialog is not None
        self.click(dialog.choice.buttons[edition])
        self.click(dialog.accept_button)

    def answer_file_dialog(self, dialog: QObject | None, path: Path) -> None:
        """Choose a file in an open file dialog."""
        assert dialog is not None
        dialog.fileSelected.emit(str(path))  # type: ignore[attr-defined]
        dialog.close()  # type: ignore[attr-defined]

    def open(self, path: Path) -> None:
        """Open a project file."""
        before = self.window.files.project
        self.window.files.open_path(path)
        self.until(lambda: self.window.files.project not in (None, before))
        self.until(lambda: not self.window.background.jobs)


@pytest.fixture(autouse=True)
def _preview(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run without the processes that lay out pages unless the test asks for `real_preview` or `real_fit`."""
    if "real_preview" not in request.fixturenames:
        monkeypatch.setattr(preview, "PreviewWorker", NoPreview)
    if "real_fit" not in request.fixturenames:
        monkeypatch.setattr(fit, "FitWorker", NoFit)


@pytest.fixture
def real_preview() -> None:
    """Let the preview process run."""


@pytest.fixture
def real_fit() -> None:
    """Let the process run that measures what fits."""


@pytest.fixture
def make_editor(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[], Editor]]:
    """Start the editor on one data folder; each is closed at the end without a question."""
    started: list[Editor] = []

    def make() -> Editor:
        editor = Editor(qapp, tmp_path / "data")
        editor.window.setWindowState(Qt.WindowState.WindowNoState)
        editor.window.resize(1440, 860)
        with qtbot.waitActive(editor.window):
            editor.window.show()
            editor.window.activateWindow()
        started.append(editor)
        return editor

    (tmp_path / "data").mkdir()
    yield make
    for editor in started:
        editor.close_without_asking()
        editor.window.deleteLater()
        editor.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture
def driver(make_editor: Callable[[], Editor], qtbot: QtBot) -> Driver:
    """Return the editor with nothing open."""
    return Driver(make_editor(), qtbot)


@pytest.fixture
def at_work(driver: Driver) -> Driver:
    """Return the editor with an empty project open."""
    driver.new_project()
    return driver


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    """Return a small JPEG file."""
    path = tmp_path / "現場.jpg"
    Image.new("RGB", (600, 400), (40, 90, 140)).save(path, "JPEG")
    return path
