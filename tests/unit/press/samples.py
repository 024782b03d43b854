"""Pages, pictures and files for the tests of the PDF writer."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pikepdf
from PIL import Image as Picture

from ofdesk.base.errors import DamagedFileError
from ofdesk.base.geometry import Size
from ofdesk.drawing.display_list import GlyphRun, Operation, Page
from ofdesk.press.pdf import PrintJob, write_pdf
from ofdesk.press.photos import StoredPhoto
from ofdesk.press.reports import PdfReport

A4 = Size(210.0, 297.0)
SetText = Callable[..., GlyphRun]


@dataclass
class MemoryPhotos:
    """A photo source that counts what it is asked for."""

    photos: dict[str, StoredPhoto] = field(default_factory=dict)
    asked: int = 0

    def add(self, data: bytes, size_px: tuple[int, int]) -> str:
        key = hashlib.sha256(data).hexdigest()
        self.photos[key] = StoredPhoto(data, *size_px)
        return key

    def photo(self, sha256: str) -> StoredPhoto:
        self.asked += 1
        if sha256 not in self.photos:
            raise DamagedFileError("photo.unreadable", photo=sha256[:12])
        return self.photos[sha256]


def jpeg(width: int = 320, height: int = 240, mode: str = "RGB", **options: Any) -> bytes:
    """Return a JPEG of four coloured quarters: red, green, blue, grey (top left to bottom right)."""
    pixels = np.empty((height, width, 3), dtype=np.uint8)
    pixels[: height // 2, : width // 2] = (220, 30, 30)
    pixels[: height // 2, width // 2 :] = (30, 200, 30)
    pixels[height // 2 :, : width // 2] = (30, 30, 220)
    pixels[height // 2 :, width // 2 :] = (128, 128, 128)
    file = io.BytesIO()
    Picture.fromarray(pixels).convert(mode).save(file, "JPEG", quality=90, **options)
    return file.getvalue()


def png(picture: Picture.Image, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", **options)
    return file.getvalue()


def page_of(*operations: Operation, size: Size = A4, **more: Any) -> Page:
    return Page(size, operations, **more)


@dataclass(frozen=True)
class Written:
    """A PDF in memory: its bytes, its report and the file as pikepdf sees it."""

    data: bytes
    report: PdfReport

    def open(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.data))

    def content(self, page: int = 0) -> str:
        with self.open() as pdf:
            return bytes(pdf.pages[page].obj.Contents.read_bytes()).decode("ascii")


def written(pages: Any, job: PrintJob) -> Written:
    file = io.BytesIO()
    report = write_pdf(pages, file, job)
    return Written(file.getvalue(), report)
