"""Export of booklet and MAP: asks where to, runs it in a process of its own, tells how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.background import Background, Job
from ofdesk.gui.bridge.project import OpenProject
from ofdesk.gui.dialogs.edition import EditionDialog
from ofdesk.gui.dialogs.map_area import MapAreaDialog
from ofdesk.gui.dialogs.questions import Choice, Question, QuestionText
from ofdesk.gui.preferences import Preferences
from ofdesk.services.editions import WEB
from ofdesk.services.map_formats import MAP_FORMATS
from ofdesk.services.map_output import files_of
from ofdesk.services.targets import is_there
from ofdesk.services.tasks import (
    BookletJob,
    ExportDesk,
    ExportTask,
    MapJob,
    TaskCancelled,
    TaskFailed,
    TaskFinished,
    TaskNews,
    TaskProgress,
)

_POLL_MS = 100
_MOST_WARNINGS = 5


class RunningExport(QObject):
    """An export under way, shown as a job in the status bar.

    Signals:
        news_came(news): it finished, failed or was cancelled.
    """

    news_came = Signal(object)

    def __init__(
        self, task: ExportTask, title: str, background: Background, desk: ExportDesk, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.task = task
        self._desk = desk
        self.job = ExportJob(task, title, self)
        background.show(self.job)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._timer.start(_POLL_MS)

    def _poll(self) -> None:
        for news in self.task.poll():
            if isinstance(news, TaskProgress):
                self.job.note(news.done, news.total, news.code)
            else:
                self._desk.take_back(self.task)
                self._leave()
                self.news_came.emit(news)

    def stop(self) -> None:
        """End the process and the polling."""
        self.task.stop()
        self._leave()

    def _leave(self) -> None:
        self._timer.stop()
        self.job.ended.emit()


class ExportJob(Job):
    """A job whose cancelling reaches the export's process."""

    def __init__(self, task: ExportTask, title: str, parent: QObject) -> None:
        super().__init__(title, parent)
        self._task = task

    def cancel(self) -> None:
        """Ask the process to stop."""
        self._task.cancel()


class Exports(QObject):
    """The export commands.

    Signals:
        finished(sentence), warned(sentence), failed(sentence): how an export ended; `warned` when the
            file is written but something in it needs a look.
    """

    finished = Signal(str)
    warned = Signal(str)
    failed = Signal(str)

    def __init__(self, window: QWidget, background: Background, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._background, self._preferences = window, background, preferences
        self.appearance: Appearance | None = None
        self.project: OpenProject | None = None
        self.dialog: QFileDialog | None = None
        self.area_dialog: MapAreaDialog | None = None
        self.edition_dialog: EditionDialog | None = None
        self.question: Question | None = None
        self._running: list[RunningExport] = []
        self._desk = ExportDesk()

    def _text(self, code: str, **details: str | int) -> str:
        assert self.appearance is not None
        return self.appearance.text(code, **details)

    @property
    def is_running(self) -> bool:
        """Whether an export is under way."""
        return bool(self._running)

    def export_booklet(self) -> None:
        """Ask for the edition and a file and write the booklet."""
        if self.project is not None and self.appearance is not None:
            self.edition_dialog = EditionDialog(self.appearance, self._preferences.edition, self._window)
            self.edition_dialog.edition_chosen.connect(self._ask_booklet_file)
            self.edition_dialog.open()

    def _ask_booklet_file(self, edition: str) -> None:
        self._preferences.edition = edition
        self._ask_file(self._text("export.booklet"), self._ending("booklet"), ("pdf",), None)

    def _ending(self, kind: str) -> str:
        """Return how the name of a file ends, so that one edition does not replace the other by chance."""
        return f"{kind}-web" if self._preferences.edition == WEB else kind

    def export_map(self) -> None:
        """Ask for an area and a file and write the MAP."""
        if self.project is not None and self.appearance is not None:
            catalogue, edition = self.project.session.catalogue, self._preferences.edition
            self.area_dialog = MapAreaDialog(self.appearance, catalogue, edition, self._window)
            self.area_dialog.area_chosen.connect(self._ask_map_file)
            self.area_dialog.open()

    def _ask_map_file(self, area: str, size: str) -> None:
        assert self.area_dialog is not None
        self._preferences.edition = self.area_dialog.editions.chosen
        self._ask_file(self._text("export.map"), self._ending("map"), MAP_FORMATS, (area, size))

    def _ask_file(
        self, title: str, ending: str, formats: Sequence[str], sheet: tuple[str, str] | None
    ) -> None:
        assert self.project is not None
        suffixes = {f"{self._text(f'export.format.{form}')} (*.{form})": form for form in formats}
        path = self.project.session.path
        dialog = QFileDialog(self._window, title, str(self._preferences.folder("export")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(suffixes))
        dialog.setDefaultSuffix(formats[0])
        dialog.selectFile(f"{path.stem if path else 'ofdesk'}-{ending}.{formats[0]}")
        dialog.filterSelected.connect(partial(self._change_suffix, suffixes))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self._ask_for_back, sheet))
        self.dialog = dialog
        dialog.open()

    def _change_suffix(self, suffixes: Mapping[str, str], name_filter: str) -> None:
        """Let the file's name follow the chosen format; what is written goes by the name alone."""
        assert self.dialog is not None
        self.dialog.setDefaultSuffix(suffixes[name_filter])
        chosen = Path(self.dialog.selectedFiles()[0])
        if chosen.suffix.removeprefix(".") in suffixes.values():
            self.dialog.selectFile(chosen.with_suffix(f".{suffixes[name_filter]}").name)

    def _ask_for_back(self, sheet: tuple[str, str] | None, name: str) -> None:
        """Ask before the back of a folded sheet replaces a file that nobody chose."""
        backs = files_of(Path(name), sheet[1])[1:] if sheet else ()
        there = [back.name for back in backs if is_there(back)]
        if not there:
            self._start(sheet, name)
            return
        words = QuestionText(self._text("export.map_title"), self._text("export.back_exists", name=there[0]))
        choices = (
            Choice("replace", self._text("export.back_replace")),
            Choice("cancel", self._text("question.cancel"), QMessageBox.ButtonRole.RejectRole),
        )
        self.question = Question(self._window, words, choices, partial(self._start_if, sheet, name))

    def _start_if(self, sheet: tuple[str, str] | None, name: str, answer: str) -> None:
        self.question = None
        if answer == "replace":
            self._start(sheet, name)

    def _start(self, sheet: tuple[str, str] | None, name: str) -> None:
        if self.project is None:
            return
        target = Path(name)
        self._preferences.note_folder("export", target.parent)
        edition = self._preferences.edition
        job = MapJob(target, *sheet, edition) if sheet else BookletJob(target, edition=edition)
        session = self.project.session
        task = self._desk.begin(job, session.catalogue, session.photos)
        title = self._text("work.map" if sheet else "work.booklet")
        running = RunningExport(task, title, self._background, self._desk, self)
        running.news_came.connect(self._take_news)
        self._running.append(running)

    def _take_news(self, news: TaskNews) -> None:
        running = self.sender()
        self._running = [known for known in self._running if known is not running]
        assert self.appearance is not None
        match news:
            case TaskFinished():
                self._tell_finished(news)
            case TaskFailed(error):
                self.failed.emit(self.appearance.words.error(error))
            case TaskCancelled():
                self.finished.emit(self._text("export.cancelled"))
            case TaskProgress():
                pass

    def _tell_finished(self, news: TaskFinished) -> None:
        assert self.appearance is not None
        sentence = self._written(news)
        if not news.warnings:
            self.finished.emit(sentence)
            return
        lines = [sentence, self._text("export.warnings", count=len(news.warnings))]
        for warning in news.warnings[:_MOST_WARNINGS]:
            page = self._text("preview.page", number=warning.page_number) if warning.page_number else ""
            found = self.appearance.words("warnings", warning.code, text=warning.text)
            lines.append(f"{page}\u3000{found}" if page else found)
        self.warned.emit("\n".join(lines))

    def _written(self, news: TaskFinished) -> str:
        name, seconds = str(news.target), f"{news.seconds:.1f}"
        if not news.pages:
            size = str(max(1, round(news.size_bytes / 1_000)))
            return self._text(
                "export.done_places", name=name, places=news.places, size=size, seconds=seconds
            )
        size = f"{news.size_bytes / 1_000_000:.1f}"
        return self._text("export.done", name=name, pages=news.pages, size=size, seconds=seconds)

    def stop_all(self) -> None:
        """End all exports at once; the window is closing."""
        for running in self._running:
            running.stop()
        self._running.clear()
        self._desk.stop()
