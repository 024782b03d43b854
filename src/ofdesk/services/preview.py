"""The live preview: a process of its own that keeps the snapshot and draws the page asked for last.

The editor sends changes and wishes and polls for pictures; it never waits. What is drawn is the PDF
page that would be printed, rasterised. A preview process that dies is started anew with the current
snapshot.
"""

from __future__ import annotations

import multiprocessing
import queue
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from typing import Any, TypeAlias

from ofdesk.drawing.display_list import FieldBox
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import Change
from ofdesk.model.ids import RecordId
from ofdesk.storage.photo_store import PhotoStore


@dataclass(frozen=True, slots=True)
class LoadSnapshot:
    """Begin anew with a catalogue and the photos it names."""

    catalogue: Catalogue
    photos: PhotoStore


@dataclass(frozen=True, slots=True)
class ApplyChanges:
    """Follow an edit."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """Wish for a page.

    Attributes:
        serial: counts up; an answer carries the serial of its request.
        record_id: the record whose first page is wanted when `page_number` is None.
        page_number: number of the page wanted.
        width_px: width of the picture in device pixels.
    """

    serial: int
    record_id: RecordId | None
    page_number: int | None
    width_px: int


@dataclass(frozen=True, slots=True)
class PreviewImage:
    """A drawn page.

    Attributes:
        pages_of_record: numbers of all pages that show the record asked for.
        first_number, page_count: range of page numbers of the booklet.
        stride: bytes a row of `pixels`, which are B, G, R, X.
        boxes: where the fields of records stand, in mm.
        width_mm, height_mm: trimmed size of the page.
    """

    serial: int
    page_number: int
    first_number: int
    page_count: int
    pages_of_record: tuple[int, ...]
    width_px: int
    height_px: int
    stride: int
    pixels: bytes
    boxes: tuple[FieldBox, ...]
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class PreviewFailure:
    """A page that could not be drawn, with the code of the reason."""

    serial: int
    code: str


PreviewAnswer: TypeAlias = PreviewImage | PreviewFailure
_Message: TypeAlias = LoadSnapshot | ApplyChanges | PreviewRequest | None


class PreviewWorker:
    """The editor's end of the preview process. Used from one thread; no call blocks."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._process: SpawnProcess | None = None
        self._inbox: Any = None
        self._outbox: Any = None
        self._serial = 0
        self._wish: PreviewRequest | None = None

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.is_alive()

    def start(self, catalogue: Catalogue, photos: PhotoStore) -> None:
        """Start the process if need be and hand it a snapshot."""
        if not self.is_running:
            self._discard()
            self._inbox = self._context.Queue()
            self._outbox = self._context.Queue()
            self._process = self._context.Process(
                target=serve, args=(self._inbox, self._outbox), name="ofdesk preview", daemon=True
            )
            self._process.start()
        self._inbox.put(LoadSnapshot(catalogue, photos))

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Tell the process of an edit."""
        if self.is_running:
            self._inbox.put(ApplyChanges(changes))

    def request(self, record_id: RecordId | None, page_number: int | None, width_px: int) -> int:
        """Wish for a page; a newer wish replaces an older one. Returns the serial of the wish."""
        self._serial += 1
        self._wish = PreviewRequest(self._serial, record_id, page_number, width_px)
        if self.is_running:
            self._inbox.put(self._wish)
        return self._serial

    def poll(self) -> PreviewAnswer | None:
        """Return the newest answer that came since the last poll, or None."""
        newest: PreviewAnswer | None = None
        while self._outbox is not None:
            try:
                newest = self._outbox.get_nowait()
            except queue.Empty:
                break
        return newest

    def restart_if_dead(self, snapshot: Callable[[], tuple[Catalogue, PhotoStore]]) -> bool:
        """Start the process anew when it has died, and repeat the last wish; tells whether it did."""
        if self._process is None or self._process.is_alive():
            return False
        self.start(*snapshot())
        if self._wish is not None:
            self._inbox.put(self._wish)
        return True

    def stop(self) -> None:
        """End the process."""
        if self.is_running:
            self._inbox.put(None)
            assert self._process is not None
            self._process.join(timeout=1.0)
            if self._process.is_alive():
                self._process.kill()
                self._process.join(timeout=1.0)
        self._discard()
        self._process = None

    def _discard(self) -> None:
        for channel in (self._inbox, self._outbox):
            if channel is not None:
                channel.cancel_join_thread()
                channel.close()
        self._inbox = self._outbox = None


def serve(inbox: Any, outbox: Any) -> None:
    """Run the preview process: take in all that waits, then draw the newest wish."""
    from ofdesk.services.page_drawing import PageDrawer

    drawer = PageDrawer()
    wish: PreviewRequest | None = None
    while True:
        message = _next_message(inbox, wait=wish is None)
        match message:
            case None:
                return
            case LoadSnapshot(catalogue, photos):
                drawer.load(catalogue, photos)
            case ApplyChanges(changes):
                drawer.apply(changes)
            case PreviewRequest():
                wish = message
            case _:
                if wish is not None:
                    outbox.put(drawer.draw(wish))
                    wish = None


_NOTHING_WAITS = object()


def _next_message(inbox: Any, *, wait: bool) -> Any:
    try:
        return inbox.get(block=wait)
    except queue.Empty:
        return _NOTHING_WAITS
    except (EOFError, OSError):
        return None  # the editor is gone
