"""New, open, save, close, restore: the life of the open project, with its questions.

Nothing here waits inside an event loop: files are read and written beside the interface, questions
call back.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from ofdesk.base.errors import FileChangedError, OfdeskError
from ofdesk.base.progress import Cancel, Progress
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.background import Background, Job, Work
from ofdesk.gui.bridge.places import Places
from ofdesk.gui.bridge.project import OpenProject
from ofdesk.gui.dialogs.questions import Choice, Question, QuestionText
from ofdesk.gui.preferences import Preferences
from ofdesk.services.session import PreparedSave, Session, Surroundings, new_session, open_session
from ofdesk.storage.saving import SavedFile

SUFFIX = ".ofdesk"
_REJECT = QMessageBox.ButtonRole.RejectRole
_DESTRUCT = QMessageBox.ButtonRole.DestructiveRole


class ProjectFiles(QObject):
    """Owns the open project.

    Signals:
        project_opened(), project_closed(): another project is open, or none.
        saved(): the project is in its file.
        failed(sentence): something could not be done.
    """

    project_opened = Signal()
    project_closed = Signal()
    saved = Signal()
    failed = Signal(str)

    def __init__(
        self,
        window: QWidget,
        background: Background,
        places: Places,
        preferences: Preferences,
        surroundings: Surroundings,
    ) -> None:
        super().__init__(window)
        self._window, self._background = window, background
        self._preferences, self._surroundings = preferences, surroundings
        self._places = places
        places.gazetteer_ready.connect(self._lend_places)
        places.map_ready.connect(self._lend_places)
        self.appearance: Appearance | None = None
        self.project: OpenProject | None = None
        self.question: Question | None = None
        self.dialog: QFileDialog | None = None
        self._saving: Job | None = None
        self._after_save: Callable[[], None] | None = None

    def _text(self, code: str, **details: str | int) -> str:
        assert self.appearance is not None
        return self.appearance.text(code, **details)

    def fail(self, error: OfdeskError) -> None:
        """Tell of a failure in one sentence."""
        assert self.appearance is not None
        self.failed.emit(self.appearance.words.error(error))

    @property
    def is_saving(self) -> bool:
        """Whether the project is being written."""
        return self._saving is not None

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing the project would lose something."""
        return self.project is not None and self.project.session.is_modified

    # ── begin ───────────────────────────────────────────────────────────────────────────────────

    def new(self) -> None:
        """Begin an empty project, after asking about the one at hand."""
        self.when_settled(self._begin_blank)

    def new_sample(self) -> None:
        """Begin with the sample, after asking about the project at hand."""
        self.when_settled(self._begin_sample)

    def _begin_blank(self) -> None:
        surroundings = self._surroundings

        def work(*, progress: Progress, cancel: Cancel) -> Session:
            return new_session(surroundings, progress=progress, cancel=cancel)

        self._begin(self._text("work.new"), work)

    def _begin_sample(self) -> None:
        surroundings = self._surroundings

        def work(*, progress: Progress, cancel: Cancel) -> Session:
            return new_session(surroundings, sample=True, progress=progress, cancel=cancel)

        self._begin(self._text("work.sample"), work)

    def choose_and_open(self) -> None:
        """Ask for a file and open it, after asking about the project at hand."""
        self.when_settled(self._choose)

    def _choose(self) -> None:
        dialog = self._file_dialog(self._text("files.open"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._open_name)
        dialog.open()

    def _open_name(self, name: str) -> None:
        self._open(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a file, after asking about the project at hand."""
        self.when_settled(partial(self._open, path))

    def _open(self, path: Path) -> None:
        surroundings = self._surroundings

        def work(*, progress: Progress, cancel: Cancel) -> Session:
            return open_session(path, surroundings, progress=progress, cancel=cancel)

        job = self._begin(self._text("work.open", name=path.name), work)
        job.failed.connect(partial(self._forget_missing, path))

    def _forget_missing(self, path: Path, _error: OfdeskError) -> None:
        if not path.exists():
            self._preferences.forget_recent(path)

    def _begin(self, title: str, work: Work) -> Job:
        job = self._background.start(title, work)
        job.succeeded.connect(self.take_session)
        job.failed.connect(self.fail)
        return job

    def take_session(self, session: Session) -> None:
        """Make a session the open project; the former one is closed."""
        self.close_project()
        self.project = OpenProject(session, self._background, self)
        if session.path is not None:
            self._note_path(session.path)
        self._lend_places()
        self.project.start()
        self.project_opened.emit()

    def _lend_places(self) -> None:
        """Let the checks of the open project begin once the gazetteer is read, see pins once the map is."""
        known = self._places.known
        if self.project is not None and known is not None:
            self.project.checks.take_places(known)

    def _note_path(self, path: Path) -> None:
        self._preferences.note_recent(path)
        self._preferences.note_folder("project", path.parent)

    # ── end ─────────────────────────────────────────────────────────────────────────────────────

    def when_settled(self, action: Callable[[], None]) -> None:
        """Do something once the project at hand is saved, or given up by the user."""
        if self.project is None or not self.has_unsaved_work:
            action()
            return
        name = self.project.session.path.name if self.project.session.path else self._text("files.untitled")
        self._ask(
            QuestionText(
                self._text("app.name"),
                self._text("question.unsaved", name=name),
                self._text("question.unsaved_hint"),
            ),
            (
                Choice("save", self._text("question.save")),
                Choice("discard", self._text("question.discard"), _DESTRUCT),
                Choice("cancel", self._text("question.cancel"), _REJECT),
            ),
            partial(self._settle, action),
        )

    def _settle(self, action: Callable[[], None], answer: str) -> None:
        if answer == "save":
            self._after_save = action
            self.save()
        elif answer == "discard":
            action()

    def request_close(self) -> None:
        """Close the project after asking about unsaved work."""
        self.when_settled(self.close_project)

    def close_project(self) -> None:
        """Close the project; work that is in no file is given up."""
        if self.project is not None:
            project, self.project = self.project, None
            self.project_closed.emit()
            project.close()
            project.deleteLater()

    # ── save ────────────────────────────────────────────────────────────────────────────────────

    def save(self) -> None:
        """Save to the project's file, or ask for one."""
        if self.project is None:
            return
        if self.project.session.path is None:
            self.save_as()
        else:
            self._write(None, replace=False)

    def save_as(self) -> None:
        """Ask for a file and save there."""
        if self.project is None:
            return
        path = self.project.session.path
        dialog = self._file_dialog(self._text("files.save_as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX)
        dialog.selectFile(path.name if path else self._text("files.new_name") + SUFFIX)
        dialog.fileSelected.connect(self._save_to_name)
        dialog.rejected.connect(self._forget_after_save)
        dialog.open()

    def _forget_after_save(self) -> None:
        self._after_save = None

    def _save_to_name(self, name: str) -> None:
        # The dialog has asked already whether a file that stands there may be replaced.
        self._write(Path(name), replace=True)

    def _write(self, path: Path | None, *, replace: bool) -> None:
        if self.project is None or self.is_saving:
            return
        session = self.project.session
        try:
            prepared = session.prepare_save(path, replace=replace)
        except OfdeskError as error:
            self.fail(error)
            return

        def work(*, progress: Progress, cancel: Cancel) -> SavedFile:
            return session.write(prepared, progress=progress, cancel=cancel)

        job = self._background.start(self._text("work.save", name=prepared.path.name), work)
        self._saving = job
        job.succeeded.connect(partial(self._note_saved, session, prepared))
        job.failed.connect(partial(self._fail_save, prepared))
        job.ended.connect(self._end_saving)

    def _note_saved(self, session: Session, prepared: PreparedSave, saved: SavedFile) -> None:
        session.note_saved(prepared, saved)
        self._note_path(prepared.path)
        self._saving = None
        self.saved.emit()
        action, self._after_save = self._after_save, None
        if action is not None:
            action()

    def _fail_save(self, prepared: PreparedSave, error: OfdeskError) -> None:
        self._after_save = None
        if isinstance(error, FileChangedError):
            self._ask_changed(prepared)
        else:
            self.fail(error)

    def _end_saving(self) -> None:
        self._saving = None

    def _ask_changed(self, prepared: PreparedSave) -> None:
        self._ask(
            QuestionText(
                self._text("app.name"),
                self._text("question.changed", name=prepared.path.name),
                self._text("question.changed_hint"),
            ),
            (
                Choice("save_as", self._text("question.save_as")),
                Choice("replace", self._text("question.replace"), _DESTRUCT),
                Choice("cancel", self._text("question.cancel"), _REJECT),
            ),
            partial(self._answer_changed, prepared.path),
        )

    def _answer_changed(self, path: Path, answer: str) -> None:
        if answer == "save_as":
            self.save_as()
        elif answer == "replace":
            self._write(path, replace=True)

    # ── dialogs ─────────────────────────────────────────────────────────────────────────────────

    def _file_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(self._preferences.folder("project")))
        dialog.setNameFilter(f"{self._text('files.kind')} (*{SUFFIX})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        return dialog

    def _ask(self, words: QuestionText, choices: tuple[Choice, ...], answered: Callable[[str], None]) -> None:
        self.question = Question(self._window, words, choices, answered)
