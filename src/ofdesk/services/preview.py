"""The live preview: a process of its own that keeps the snapshot and draws the page asked for last.

The editor sends changes and wishes and polls for pictures; it never waits. What is drawn is the PDF
page that would be printed, rasterised. A preview process that dies is started anew with the current
snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TypeAlias

from ofdesk.base.collecting import collect_seldom
from ofdesk.base.errors import Detail
from ofdesk.drawing.display_list import FieldBox
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import Change
from ofdesk.model.ids import RecordId
from ofdesk.services.child_process import ChildProcess
from ofdesk.services.snapshots import SnapshotAssembly, SnapshotPiece, pieces_of
from ofdesk.services.thumbnails import Thumbnail, ThumbnailRequest
from ofdesk.storage.photo_store import PhotoStore


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
    """A page that could not be drawn, with code and details of the reason's sentence."""

    serial: int
    code: str
    details: Mapping[str, Detail] = field(default_factory=dict)


PreviewAnswer: TypeAlias = PreviewImage | PreviewFailure


class PreviewWorker:
    """The editor's end of the preview process. Used from one thread; no call blocks but `stop`."""

    def __init__(self) -> None:
        self._process: ChildProcess | None = None
        self._serial = 0
        self._wish: PreviewRequest | None = None
        self._small_wish: ThumbnailRequest | None = None
        self._thumbnails: list[Thumbnail] = []

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.is_alive

    @property
    def pid(self) -> int | None:
        """Number of the process, if there is one."""
        return self._process.pid if self._process is not None else None

    def start(self, catalogue: Catalogue, photos: PhotoStore) -> None:
        """Start the process if need be and hand it a snapshot."""
        if self._process is None or not self._process.is_alive:
            self.stop()
            self._process = ChildProcess(serve, "ofdesk preview")
            self._process.start()
        for piece in pieces_of(catalogue, photos):
            self._process.send(piece)

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Tell the process of an edit."""
        if self._process is not None:
            self._process.send(ApplyChanges(changes))

    def request(self, record_id: RecordId | None, page_number: int | None, width_px: int) -> int:
        """Wish for a page; a newer wish replaces an older one. Returns the serial of the wish."""
        self._serial += 1
        self._wish = PreviewRequest(self._serial, record_id, page_number, width_px)
        if self._process is not None:
            self._process.send(self._wish)
        return self._serial

    def poll(self) -> PreviewAnswer | None:
        """Return the newest answer that came since the last poll, or None."""
        taken: list[PreviewAnswer | Thumbnail] = self._process.take() if self._process is not None else []
        self._thumbnails += [answer for answer in taken if isinstance(answer, Thumbnail)]
        answers = [answer for answer in taken if not isinstance(answer, Thumbnail)]
        return answers[-1] if answers else None

    def request_thumbnails(self, numbers: tuple[int, ...], width_px: int) -> int:
        """Wish for small pictures of pages, in place of those wished for before. Returns the serial."""
        self._serial += 1
        self._small_wish = ThumbnailRequest(self._serial, numbers, width_px)
        if self._process is not None:
            self._process.send(self._small_wish)
        return self._serial

    def take_thumbnails(self) -> list[Thumbnail]:
        """Return the small pictures that the last polls brought."""
        taken, self._thumbnails = self._thumbnails, []
        return taken

    def restart_if_dead(self, snapshot: Callable[[], tuple[Catalogue, PhotoStore]]) -> bool:
        """Start the process anew when it has died, and repeat the last wishes; tells whether it did."""
        if self._process is None or self._process.is_alive:
            return False
        self.start(*snapshot())
        for wish in (self._wish, self._small_wish):
            if wish is not None:
                self._process.send(wish)
        return True

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.stop()
            self._process = None


def serve(inbox: Connection, outbox: Connection) -> None:
    """Run the preview process: take in all that waits, then draw the newest wish, then small pictures.

    Raises:
        EOFError, BrokenPipeError: the editor is gone.
    """
    collect_seldom()
    # Heavy, and of no use to the editor's own process.
    from ofdesk.services.page_drawing import PageDrawer

    drawer, assembly = PageDrawer(), SnapshotAssembly()
    wish: PreviewRequest | None = None
    small: list[ThumbnailRequest] = []
    while True:
        if (wish is not None or small) and not inbox.poll():
            if wish is not None:
                outbox.send(drawer.draw(wish))
                wish = None
            else:
                outbox.send(drawer.thumbnail(small.pop()))
            continue
        match inbox.recv():
            case SnapshotPiece() as piece:
                if (snapshot := assembly.take(piece)) is not None:
                    drawer.load(*snapshot)
            case ApplyChanges(changes):
                drawer.apply(changes)
            case PreviewRequest() as newer:
                wish = newer
            case ThumbnailRequest(serial, numbers, width_px):
                small = [ThumbnailRequest(serial, (number,), width_px) for number in reversed(numbers)]
