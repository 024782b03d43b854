"""The live preview: a process of its own that keeps the snapshot and draws the page asked for last.

The editor sends changes and wishes and polls for pictures; it never waits. What is drawn is the PDF
page that would be printed, rasterised. A preview process that dies is started anew with the current
snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TypeAlias

from ofdesk.base.collecting import collect_seldom
from ofdesk.base.errors import Detail
from ofdesk.drawing.display_list import FieldBox
from ofdesk.model.ids import RecordId
from ofdesk.services.following_process import ApplyChanges, FollowingProcess
from ofdesk.services.snapshots import SnapshotAssembly, SnapshotPiece
from ofdesk.services.thumbnails import Thumbnail, ThumbnailRequest


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


class PreviewWorker(FollowingProcess):
    """The editor's end of the preview process."""

    def __init__(self) -> None:
        super().__init__(serve, "ofdesk preview")
        self._thumbnails: list[Thumbnail] = []

    def request(self, record_id: RecordId | None, page_number: int | None, width_px: int) -> int:
        """Wish for a page; a newer wish replaces an older one. Returns the serial of the wish."""
        serial = self.next_serial()
        self.wish(PreviewRequest(serial, record_id, page_number, width_px))
        return serial

    def request_thumbnails(self, numbers: tuple[int, ...], width_px: int) -> int:
        """Wish for small pictures of pages, in place of those wished for before. Returns the serial."""
        serial = self.next_serial()
        self.wish(ThumbnailRequest(serial, numbers, width_px))
        return serial

    def poll(self) -> PreviewAnswer | None:
        """Return the newest answer that came since the last poll, or None."""
        taken: list[PreviewAnswer | Thumbnail] = self.take()
        self._thumbnails += [answer for answer in taken if isinstance(answer, Thumbnail)]
        answers = [answer for answer in taken if not isinstance(answer, Thumbnail)]
        return answers[-1] if answers else None

    def take_thumbnails(self) -> list[Thumbnail]:
        """Return the small pictures that the last polls brought."""
        taken, self._thumbnails = self._thumbnails, []
        return taken


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
