"""Checks of the whole catalogue beside the interface: once typing pauses, never during it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ofdesk.base.progress import Cancel, Progress
from ofdesk.gui.bridge.background import Background, Breathing, Job
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.model.problems import Problem
from ofdesk.model.validation import CheckMemory, PlaceKnowledge, check_catalogue
from ofdesk.services.layer_files import layer_problems

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
        self._overflow: tuple[Problem, ...] = ()
        self._found: tuple[Problem, ...] = ()
        self._places: PlaceKnowledge | None = None
        self._memory = CheckMemory()  # used by one run at a time
        self._job: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._start)
        bridge.changes_applied.connect(self._wait)

    def take_places(self, places: PlaceKnowledge) -> None:
        """Take what is known of Japan's places, without which nothing is checked, and check (again)."""
        self._places = places
        self._start()

    def take_overflow(self, problems: tuple[Problem, ...]) -> None:
        """Take what does not fit on the pages, which others find."""
        self._overflow = problems
        self._tell()

    def _wait(self, _changes: object) -> None:
        if self._job is not None:
            self._job.cancel()  # what it finds is of yesterday, and typing goes first
        self._timer.start()

    def close(self) -> None:
        """Check no more."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()

    def _start(self) -> None:
        places = self._places
        if places is None:
            return
        if self._job is not None:
            self._timer.start()
            return
        catalogue, memory = self._bridge.catalogue, self._memory
        store = self._bridge.session.photos

        def work(*, progress: Progress, cancel: Cancel) -> tuple[Problem, ...]:
            found = check_catalogue(catalogue, places, Breathing(cancel), memory)
            return found + layer_problems(catalogue, store)

        self._job = self._background.start_quietly(work)
        self._job.succeeded.connect(self._take)
        self._job.ended.connect(self._end)

    def _take(self, problems: tuple[Problem, ...]) -> None:
        self._found = problems
        self._tell()

    def _tell(self) -> None:
        problems = self._found + self._overflow
        if problems != self.problems:
            self.problems = problems
            self.problems_changed.emit()

    def _end(self) -> None:
        self._job = None
