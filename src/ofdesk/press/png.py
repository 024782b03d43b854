"""Writes one page as a PNG picture, for slides and web pages.

The page goes through the PDF, so that the picture shows what is printed. It is rasterised and packed in
strips: a large sheet takes no more memory than a small one. Refuses sizes nobody can open.
Source: PNG specification (third edition), 11.3.4.3 (pHYs), 11.3.2.5 (sRGB).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw

from ofdesk.base.errors import InputError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.base.units import MM_PER_INCH
from ofdesk.drawing.display_list import Page
from ofdesk.press.pdf import PrintJob, write_pdf
from ofdesk.press.photos import ImagePolicy
from ofdesk.press.png_chunks import RGB, SIGNATURE, chunk, header
from ofdesk.press.reports import PdfReport
from ofdesk.storage.atomic import put_in_place, sibling_of

PRINT_PPI = 350
MAX_SIDE_PX = 32_767  # beyond it, pictures were seen to be refused by common programs
MAX_PIXELS = 400_000_000
_STRIP_PIXELS = 4_000_000
_UP = 2  # PNG filter: each sample as the difference to the one above
_PERCEPTUAL = b"\x00"


def write_png(
    page: Page,
    target: Path,
    job: PrintJob,
    ppi: float = PRINT_PPI,
    *,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> PdfReport:
    """Write the trimmed page to a file, replaced in one step when all is written.

    Args:
        page: the page.
        target: the file.
        job: what the page is made with.
        ppi: pixels an inch.
        progress: told after every strip, code "png.strips".
        cancel: asked before every strip.

    Raises:
        InputError: code "png.too_large".
        Cancelled: nothing is left on disk.
        WriteError: what stood at the path still stands there.
        OfdeskError: a picture is unknown or unreadable, a face is unknown.
    """
    size_px = _size_px(page, ppi)
    options = replace(job.options, colour="rgb", images=ImagePolicy(max_ppi=ppi), shown="trim")
    pdf = io.BytesIO()
    report = write_pdf([page], pdf, replace(job, options=options), cancel=cancel)
    with sibling_of(target) as (temporary, file):
        size = 0
        for part in _png(pdf.getvalue(), size_px, ppi, progress, cancel):
            size += file.write(part)
    put_in_place(temporary, target)
    return PdfReport(1, size, report.warnings)


def _size_px(page: Page, ppi: float) -> tuple[int, int]:
    width_px, height_px = (
        max(1, round(side / MM_PER_INCH * ppi)) for side in (page.size.width_mm, page.size.height_mm)
    )
    if max(width_px, height_px) > MAX_SIDE_PX or width_px * height_px > MAX_PIXELS:
        raise InputError("png.too_large", width=width_px, height=height_px)
    return width_px, height_px


def _png(
    pdf: bytes, size_px: tuple[int, int], ppi: float, progress: Progress, cancel: Cancel
) -> Iterator[bytes]:
    """Yield the parts of the picture."""
    width_px, height_px = size_px
    per_metre = round(ppi * 1000 / MM_PER_INCH)
    yield SIGNATURE + header(width_px, height_px, RGB)
    yield chunk(b"sRGB", _PERCEPTUAL) + chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    packer = zlib.compressobj()
    above = np.zeros((1, width_px * 3), dtype=np.uint8)
    done_px = 0
    for samples in _strips(pdf, width_px, height_px, cancel):
        packed = packer.compress(_filtered(samples, above).tobytes())
        if packed:
            yield chunk(b"IDAT", packed)
        above = samples[-1:]
        done_px += len(samples)
        progress(done_px, height_px, "png.strips")
    yield chunk(b"IDAT", packer.flush()) + chunk(b"IEND", b"")


def _filtered(samples: np.ndarray[Any, Any], above: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    rows = np.empty((len(samples), samples.shape[1] + 1), dtype=np.uint8)
    rows[:, 0] = _UP
    np.subtract(samples, np.concatenate((above, samples[:-1])), out=rows[:, 1:])
    return rows


def _strips(pdf: bytes, width_px: int, height_px: int, cancel: Cancel) -> Iterator[np.ndarray[Any, Any]]:
    """Yield strips of the page from top to bottom, each row as red, green, blue, red, …"""
    rows_px = max(1, _STRIP_PIXELS // width_px)
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
        for top_px in range(0, height_px, rows_px):
            cancel.check()
            strip_px = min(rows_px, height_px - top_px)
            bitmap = pypdfium2.PdfBitmap.new_native(
                width_px, strip_px, format=pypdfium2.raw.FPDFBitmap_BGR, rev_byteorder=True
            )
            with closing(bitmap):
                bitmap.fill_rect((255, 255, 255, 255), 0, 0, width_px, strip_px)
                # The whole page each time, shifted up: a seam between strips cannot show.
                pypdfium2.raw.FPDF_RenderPageBitmap(
                    bitmap, page, 0, -top_px, width_px, height_px, 0, pypdfium2.raw.FPDF_REVERSE_BYTE_ORDER
                )
                yield bitmap.to_numpy().reshape(strip_px, width_px * 3).copy()
