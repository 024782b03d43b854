"""Pixels of a page."""

from __future__ import annotations

import pytest
from tests.unit.press.samples import page_of, written

from ofdesk.base.errors import DamagedFileError
from ofdesk.base.geometry import Size
from ofdesk.drawing.display_list import Ink, Path
from ofdesk.press.pdf import PrintJob
from ofdesk.press.raster import render_page

LEFT_HALF = Path((("M", 0, 0), ("L", 50, 0), ("L", 50, 50), ("L", 0, 50), ("Z",)), fill=Ink("region.kyushu"))


def test_a_page_becomes_rows_of_blue_green_red(job: PrintJob) -> None:
    pdf = written([page_of(), page_of(LEFT_HALF, size=Size(100.0, 50.0), bleed_mm=0.0)], job).data
    shown = render_page(pdf, 1, 200)
    assert (shown.width_px, shown.height_px) == (200, 100)
    assert len(shown.pixels) == shown.stride * 100 >= 200 * 4 * 100
    middle = 50 * shown.stride
    assert shown.pixels[middle + 50 * 4 : middle + 50 * 4 + 3] == bytes((0x37, 0x22, 0xCE))
    assert shown.pixels[middle + 150 * 4 : middle + 150 * 4 + 3] == b"\xff\xff\xff"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"\xff" * 500])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    with pytest.raises(DamagedFileError) as refused:
        render_page(data, 0, 100)
    assert refused.value.code == "pdf.unreadable"


def test_pages_and_widths_that_make_no_sense_are_refused(job: PrintJob) -> None:
    pdf = written([page_of()], job).data
    for page_index, width_px in ((1, 100), (-1, 100), (0, 0), (0, 100_000)):
        with pytest.raises(ValueError, match=r"page|width"):
            render_page(pdf, page_index, width_px)
