"""Work that a lost session left behind: looked for at the start, offered for restoring, one by one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from ofdesk.base.errors import OfdeskError
from ofdesk.base.progress import Cancel, Progress
from ofdesk.gui.appearance import Appearance
from ofdesk.gui.bridge.background import Background
from ofdesk.gui.dialogs.questions import Choice, Question, QuestionText
from ofdesk.gui.project_files import ProjectFiles
from ofdesk.services.recovery import FoundJournal, clear_litter, forget, lost_sessions, recover
from ofdesk.services.session import Session, Surroundings


class RestoreOffer(QObject):
    """Asks about each journal found, the newest first."""

    def __init__(
        self, window: QWidget, files: ProjectFiles, background: Background, surroundings: Surroundings
    ) -> None:
        super().__init__(window)
        self._window, self._files = window, files
        self._background, self._surroundings = background, surroundings
        self.appearance: Appearance | None = None
        self.question: Question | None = None
        self._waiting: list[FoundJournal] = []

    def look(self) -> None:
        """Look for journals beside the interface, and clear away what sessions without one left."""
        surroundings = self._surroundings

        def work(*, progress: Progress, cancel: Cancel) -> tuple[FoundJournal, ...]:
            clear_litter(surroundings)
            return lost_sessions(surroundings)

        self._background.start_quietly(work).succeeded.connect(self._take)

    def _take(self, found: tuple[FoundJournal, ...]) -> None:
        self._waiting = list(found)
        self._ask_next()

    def _ask_next(self) -> None:
        if not self._waiting or self.appearance is None:
            return
        found = self._waiting.pop(0)
        text, contents = self.appearance.text, found.contents
        name = Path(contents.path).name if contents.path else text("files.untitled")
        when = contents.header.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
        self.question = Question(
            self._window,
            QuestionText(
                text("restore.title"),
                text("restore.text", name=name, count=contents.unsaved_steps),
                text("restore.hint", when=when),
            ),
            (
                Choice("restore", text("restore.restore")),
                Choice("discard", text("restore.discard"), QMessageBox.ButtonRole.DestructiveRole),
                Choice("later", text("restore.later"), QMessageBox.ButtonRole.RejectRole),
            ),
            partial(self._answer, found),
        )

    def _answer(self, found: FoundJournal, answer: str) -> None:
        if answer == "restore":
            self._files.when_settled(partial(self._restore, found))
            return
        if answer == "discard":
            self._forget(found)
        self._ask_next()

    def _forget(self, found: FoundJournal) -> None:
        try:
            forget(found)
        except OfdeskError as error:
            self._files.fail(error)

    def _restore(self, found: FoundJournal) -> None:
        surroundings = self._surroundings
        assert self.appearance is not None

        def work(*, progress: Progress, cancel: Cancel) -> Session:
            return recover(found, surroundings, progress=progress, cancel=cancel)

        job = self._background.start(self.appearance.text("work.restore"), work)
        job.succeeded.connect(self._files.take_session)
        job.failed.connect(self._fail)

    def _fail(self, error: OfdeskError) -> None:
        self._files.fail(error)
        self._ask_next()
