"""The preview process as Qt signals: follows the document, asks for a page, hands pictures over."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import Change
from ofdesk.model.ids import RecordId
from ofdesk.services.preview import PreviewFailure, PreviewImage, PreviewWorker
from ofdesk.storage.photo_store import PhotoStore

_POLL_WAITING_MS = 15
_POLL_IDLE_MS = 500
_MOST_RESTARTS = 3


class PreviewBridge(QObject):
    """One session's preview.

    Signals:
        page_ready(image): a page was drawn (`services.preview.PreviewImage`).
        thumbnail_ready(thumbnail): a small picture was drawn (`services.thumbnails.Thumbnail`).
        page_failed(code): the page could not be drawn.
        waiting_changed(waiting): whether a page is on its way.
    """

    page_ready = Signal(object)
    thumbnail_ready = Signal(object)
    page_failed = Signal(str)
    waiting_changed = Signal(bool)

    def __init__(self, bridge: DocumentBridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._worker = PreviewWorker()
        self._record_id: RecordId | None = None
        self._page_number: int | None = None
        self._width_px = 0
        self._awaited = 0
        self._small_awaited: frozenset[int] = frozenset()
        self._small_serial = 0
        self._restarts = 0
        self._photos: PhotoStore | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        bridge.changes_applied.connect(self._follow)

    @property
    def is_waiting(self) -> bool:
        """Whether a page is on its way."""
        return self._awaited > 0

    def start(self) -> None:
        """Start the process with the current snapshot."""
        self._worker.start(*self._snapshot())
        self._timer.start(_POLL_IDLE_MS)

    def close(self) -> None:
        """End the process."""
        self._timer.stop()
        self._worker.stop()

    def _snapshot(self) -> tuple[Catalogue, PhotoStore]:
        self._photos = self._bridge.session.photos
        return self._bridge.catalogue, self._photos

    def _follow(self, changes: tuple[Change, ...]) -> None:
        self._restarts = 0
        if self._bridge.session.photos == self._photos:
            self._worker.apply(changes)
        else:  # the project was saved elsewhere, and data beside it is to be looked for there
            self._worker.start(*self._snapshot())
        self._ask()

    def ask_record(self, record_id: RecordId | None) -> None:
        """Wish for the first page of a record; without one the page stays as it is."""
        self._record_id = record_id
        self._page_number = None
        self._ask()

    def ask_page(self, page_number: int) -> None:
        """Wish for a page by its number."""
        self._page_number = page_number
        self._ask()

    def ask_width(self, width_px: int) -> None:
        """Wish for pictures of another width in device pixels."""
        if width_px != self._width_px:
            self._width_px = width_px
            self._ask()

    def ask_thumbnails(self, numbers: tuple[int, ...], width_px: int) -> int:
        """Wish for small pictures of pages, in place of those wished for before; returns the serial."""
        self._small_awaited = frozenset(numbers)
        self._small_serial = self._worker.request_thumbnails(numbers, width_px)
        self._pace()
        return self._small_serial

    def _pace(self) -> None:
        """Poll often while something is on its way."""
        waits = self.is_waiting or bool(self._small_awaited)
        self._timer.start(_POLL_WAITING_MS if waits else _POLL_IDLE_MS)

    def _hand_over_thumbnails(self) -> None:
        for thumbnail in self._worker.take_thumbnails():
            if thumbnail.serial == self._small_serial:
                self._small_awaited -= {thumbnail.number}
            self.thumbnail_ready.emit(thumbnail)
            if not self._small_awaited:
                self._pace()

    def _ask(self) -> None:
        if self._width_px <= 0:
            return
        was_waiting = self.is_waiting
        self._awaited = self._worker.request(self._record_id, self._page_number, self._width_px)
        self._pace()
        if not was_waiting:
            self.waiting_changed.emit(self.is_waiting)

    def _poll(self) -> None:
        answer = self._worker.poll()
        self._hand_over_thumbnails()
        match answer:
            case PreviewImage():
                self._restarts = 0
                self._note_answer(answer.serial)
                self.page_ready.emit(answer)
            case PreviewFailure():
                self._note_answer(answer.serial)
                self.page_failed.emit(answer.code)
            case None:
                self._mend()

    def _mend(self) -> None:
        """Start a process that died anew; give up on a page that kills it every time."""
        if self._restarts >= _MOST_RESTARTS:
            if self.is_waiting:
                self._note_answer(self._awaited)
                self.page_failed.emit("preview.died")
            return
        if self._worker.restart_if_dead(self._snapshot):
            self._restarts += 1

    def _note_answer(self, serial: int) -> None:
        if serial == self._awaited:
            self._awaited = 0
            self._pace()
            self.waiting_changed.emit(self.is_waiting)
