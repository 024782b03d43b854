"""Checks of the whole catalogue beside the interface: once typing pauses, never during it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ofdesk.base.progress import Cancel, Progress
from ofdesk.gui.bridge.background import Background, Job
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.model.problems import Problem
from ofdesk.services.projects import check

_PAUSE_MS = 500


class CheckBridge(QObject):
    """Keeps the problems of the catalogue.

    Signals:
        problems_changed(): `problems` holds the findings of a newer snapshot.
    """

    problems_changed = Signal()

    def __init__(self, bridge: DocumentBridge, background: Background) -> None:
        super().__init__(bridge)
        self._bridge, self._background = bridge, background
        self.problems: tuple[Problem, ...] = ()
        self._job: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._start)
        bridge.changes_applied.connect(self._wait)

    def _wait(self, _changes: object) -> None:
        self._timer.start()

    def check_soon(self) -> None:
        """Check as soon as the interface is idle."""
        self._timer.start(0)
        self._timer.setInterval(_PAUSE_MS)

    def close(self) -> None:
        """Check no more."""
        self._timer.stop()

    def _start(self) -> None:
        if self._job is not None:
            self._timer.start()
            return
        catalogue = self._bridge.catalogue

        def work(*, progress: Progress, cancel: Cancel) -> tuple[Problem, ...]:
            cancel.check()
            return check(catalogue)

        self._job = self._background.start_quietly(work)
        self._job.succeeded.connect(self._take)
        self._job.ended.connect(self._end)

    def _take(self, problems: tuple[Problem, ...]) -> None:
        if problems != self.problems:
            self.problems = problems
            self.problems_changed.emit()

    def _end(self) -> None:
        self._job = None
