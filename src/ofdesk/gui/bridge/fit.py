"""What fits on the pages, as Qt signals: follows the document, asks for the fields of the form shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ofdesk.booklet.overflow import BOOKLET
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import Change
from ofdesk.services.fit import FitAnswer, FitWorker, OverflowFound
from ofdesk.storage.photo_store import PhotoStore

_START_MS = 400  # opening a project and its first page go first
_POLL_WAITING_MS = 10
_POLL_IDLE_MS = 120
_MOST_RESTARTS = 3


class FitBridge(QObject):
    """One session's measurements.

    Signals:
        measured(answer): a field was measured (`services.fit.FitAnswer`).
        overflow_found(problems): all texts of the booklet that do not fit.
    """

    measured = Signal(object)
    overflow_found = Signal(object)

    def __init__(self, bridge: DocumentBridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._worker = FitWorker()
        self._wish: tuple[str, tuple[str, ...]] = (BOOKLET, ())
        self._awaited = 0
        self._restarts = 0
        self._photos: PhotoStore | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._starting = QTimer(self, singleShot=True, interval=_START_MS)
        self._starting.timeout.connect(self._begin)
        bridge.changes_applied.connect(self._follow)

    @property
    def is_waiting(self) -> bool:
        """Whether the field that is typed in is being measured."""
        return self._awaited > 0

    @property
    def awaited(self) -> int:
        """Serial of the answer that is awaited, or 0."""
        return self._awaited

    def start(self) -> None:
        """Start the process soon."""
        self._starting.start()

    def close(self) -> None:
        """End the process."""
        self._starting.stop()
        self._timer.stop()
        self._worker.stop()

    def _begin(self) -> None:
        self._worker.start(*self._snapshot())
        self._ask()

    def _snapshot(self) -> tuple[Catalogue, PhotoStore]:
        self._photos = self._bridge.session.photos
        return self._bridge.catalogue, self._photos

    def _follow(self, changes: tuple[Change, ...]) -> None:
        if self._photos is None:
            return  # not started yet
        self._restarts = 0
        if self._bridge.session.photos == self._photos:
            self._worker.apply(changes)
        else:  # the project was saved elsewhere, and data beside it is to be looked for there
            self._worker.start(*self._snapshot())
        self._ask()

    def ask(self, owner: str, fields: tuple[str, ...]) -> None:
        """Wish to know, now and after every edit, what fits of fields; the first is answered first."""
        if (owner, fields) != self._wish:
            self._wish = (owner, fields)
            self._ask()

    def _ask(self) -> None:
        if self._photos is None:
            return
        serial = self._worker.request(*self._wish)
        self._awaited = serial if self._wish[1] else 0
        self._timer.start(_POLL_WAITING_MS if self._awaited else _POLL_IDLE_MS)

    def _poll(self) -> None:
        news = self._worker.poll()
        for item in news:
            match item:
                case FitAnswer():
                    if item.settled:
                        self._note_answer(item.serial)
                    self.measured.emit(item)
                case OverflowFound(problems):
                    self.overflow_found.emit(problems)
        if not news and self._restarts < _MOST_RESTARTS and self._worker.restart_if_dead(self._snapshot):
            self._restarts += 1

    def _note_answer(self, serial: int) -> None:
        if serial == self._awaited:
            self._awaited = 0
            self._timer.start(_POLL_IDLE_MS)
