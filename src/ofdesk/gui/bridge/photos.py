"""Photos for the widgets: thumbnails made beside the interface, and files taken in."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from ofdesk.base.errors import OfdeskError, ReadError
from ofdesk.base.progress import Cancel, Progress
from ofdesk.editing import commands
from ofdesk.gui.bridge.background import Background, Job, Work
from ofdesk.gui.bridge.document import DocumentBridge
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Photo
from ofdesk.services.words import Words

THUMBNAIL_PX = 480
_KEPT_THUMBNAILS = 200
_MAX_FILE_BYTES = 200 * 1024 * 1024
_FORMATS = ((b"\xff\xd8\xff", b"jpeg"), (b"\x89PNG\r\n\x1a\n", b"png"))  # what is stored, by its first bytes


class PhotoBook(QObject):
    """Thumbnails and imports of one session.

    Signals:
        thumbnail_ready(sha256): a picture asked for can be shown now.
        import_failed(sentence): some files could not be taken in.
    """

    thumbnail_ready = Signal(str)
    import_failed = Signal(str)

    def __init__(
        self, bridge: DocumentBridge, background: Background, words: Words, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._background, self._words = bridge, background, words
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()

    def thumbnail(self, sha256: str) -> QImage | None:
        """Return a picture of at most 480 pixels a side; None until `thumbnail_ready` tells."""
        found = self._kept.get(sha256)
        if found is not None:
            self._kept.move_to_end(sha256)
            return found
        if sha256 and sha256 not in self._asked:
            self._asked.add(sha256)
            self._load(sha256)
        return None

    def _load(self, sha256: str) -> None:
        store = self._bridge.session.photos

        def work(*, progress: Progress, cancel: Cancel) -> tuple[str, QImage]:
            cancel.check()
            return sha256, decoded_thumbnail(store.get(sha256))

        job = self._background.start_quietly(work)
        job.succeeded.connect(self._keep)

    def _keep(self, result: tuple[str, QImage]) -> None:
        sha256, image = result
        self._kept[sha256] = image
        self._asked.discard(sha256)
        while len(self._kept) > _KEPT_THUMBNAILS:
            self._kept.popitem(last=False)
        self.thumbnail_ready.emit(sha256)

    def import_files(self, owner_id: RecordId, paths: tuple[Path, ...]) -> Job:
        """Take in photo files and name them in a record, beside the interface and in one step."""
        session, words = self._bridge.session, self._words

        def work(*, progress: Progress, cancel: Cancel) -> _Imported:
            photos: list[Photo] = []
            refused: list[str] = []
            for number, path in enumerate(paths):
                cancel.check()
                progress(number, len(paths), "photos")
                try:
                    photos.append(session.import_photo(_read(path), path.name))
                except OfdeskError as error:
                    refused.append(f"{path.name}: {words.error(error)}")
            return _Imported(owner_id, tuple(photos), tuple(refused))

        return self._start_import(work)

    def import_image(self, owner_id: RecordId, image: QImage) -> Job:
        """Take in a picture from the clipboard."""
        session = self._bridge.session
        name = self._words("ui", "photo.pasted_name")

        def work(*, progress: Progress, cancel: Cancel) -> _Imported:
            data = QByteArray()
            buffer = QBuffer(data)
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            QImageWriter(buffer, QByteArray(b"png")).write(image)
            return _Imported(owner_id, (session.import_photo(bytes(data.data()), name),), ())

        return self._start_import(work)

    def _start_import(self, work: Work) -> Job:
        job = self._background.start(self._words("ui", "work.photos"), work)
        job.succeeded.connect(self._take_in)
        job.failed.connect(self._refuse)
        return job

    def _take_in(self, imported: _Imported) -> None:
        catalogue = self._bridge.catalogue
        owner = catalogue.get(imported.owner_id)
        if imported.photos and owner is not None:
            self._bridge.step(commands.attach_photos(catalogue, owner, imported.photos))
        if imported.refused:
            self.import_failed.emit("\n".join(imported.refused))

    def _refuse(self, error: OfdeskError) -> None:
        self.import_failed.emit(self._words.error(error))


@dataclass(frozen=True, slots=True)
class _Imported:
    owner_id: RecordId
    photos: tuple[Photo, ...]
    refused: tuple[str, ...]


def decoded_thumbnail(data: bytes) -> QImage:
    """Decode a stored photo at thumbnail size; an empty picture when it cannot be decoded."""
    # Left to guess, Qt takes SVG as well, which names files and may grow without bounds.
    file_format = next((name for start, name in _FORMATS if data.startswith(start)), b"")
    if not file_format:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(file_format))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(
            size.scaled(QSize(THUMBNAIL_PX, THUMBNAIL_PX), Qt.AspectRatioMode.KeepAspectRatio)
        )
    return reader.read()


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise ReadError("photo.file_too_large", limit_mb=_MAX_FILE_BYTES // 1024**2)
        return path.read_bytes()
    except OSError as error:
        raise ReadError("file.cannot_read", path=path.name) from error
