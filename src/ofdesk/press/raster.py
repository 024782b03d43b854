"""Turns PDF pages into pixels with pdfium: what the preview shows is the file itself.

pdfium must be called by one thread of a process only; callers give it a worker process of its own.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw

from ofdesk.base.errors import DamagedFileError

MAX_WIDTH_PX = 16_384
_SHORT_PX = 0.001  # pdfium rounds up: a hair over the width asked for would be a pixel more


@dataclass(frozen=True, slots=True)
class RasterPage:
    """Pixels of a page, top row first, each as the four bytes blue, green, red and unused.

    Attributes:
        stride: bytes from one row to the next.
    """

    width_px: int
    height_px: int
    stride: int
    pixels: bytes


def render_page(pdf: bytes, page_index: int, width_px: int) -> RasterPage:
    """Rasterise one page on white, annotations included.

    Args:
        pdf: a whole file.
        page_index: from 0.
        width_px: width of the picture; the height follows from the page.

    Raises:
        DamagedFileError: code "pdf.unreadable".
        ValueError: a width outside 1–16,384 or a page the file does not have.
    """
    if not 1 <= width_px <= MAX_WIDTH_PX:
        raise ValueError("width outside what can be rasterised")
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise DamagedFileError("pdf.unreadable") from error
    with closing(document):
        if not 0 <= page_index < len(document):
            raise ValueError("the file has no such page")
        with closing(document[page_index]) as page:
            bitmap = page.render(
                scale=(width_px - _SHORT_PX) / page.get_width(),
                force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRx,
            )
            with closing(bitmap):
                return RasterPage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
