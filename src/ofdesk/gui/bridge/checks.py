"""Checks of the whole catalogue beside the interface: once typing pauses, never during it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ofdesk.base.progress import Cancel, Progress
from ofdesk.gui.bridge.background import Background, Breathing, Job
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.model.problems import Problem
from ofdesk.model.validation import OfficialNames, check_catalogue

_PAUSE_MS = 500


class RememberedNames:
    """Official names that keep their answers: the same wrong name is asked for after every edit."""

    def __init__(self, names: OfficialNames) -> None:
        self._names = names
        self._prefectures: dict[str, tuple[str, ...]] = {}
        self._similar: dict[tuple[str, str], tuple[str, ...]] = {}

    def prefectures_with(self, municipality: str) -> tuple[str, ...]:
        """Return the prefectures that have a municipality of this name."""
        if municipality not in self._prefectures:
            self._prefectures[municipality] = self._names.prefectures_with(municipality)
        return self._prefectures[municipality]

    def similar(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        """Return official names a wrong one may mean."""
        key = (municipality, prefecture)
        if key not in self._similar:
            self._similar[key] = self._names.similar(municipality, prefecture)
        return self._similar[key]


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
        self._names: OfficialNames | None = None
        self._job: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._start)
        bridge.changes_applied.connect(self._wait)

    def take_names(self, names: OfficialNames) -> None:
        """Take the gazetteer's names, without which nothing is checked, and check."""
        self._names = names
        self._start()

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
        names = self._names
        if names is None:
            return
        if self._job is not None:
            self._timer.start()
            return
        catalogue = self._bridge.catalogue

        def work(*, progress: Progress, cancel: Cancel) -> tuple[Problem, ...]:
            return check_catalogue(catalogue, names, Breathing(cancel))

        self._job = self._background.start_quietly(work)
        self._job.succeeded.connect(self._take)
        self._job.ended.connect(self._end)

    def _take(self, problems: tuple[Problem, ...]) -> None:
        if problems != self.problems:
            self.problems = problems
            self.problems_changed.emit()

    def _end(self) -> None:
        self._job = None
