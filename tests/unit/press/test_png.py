"""Pictures of pages: size, resolution, what they show, and what is left when they fail."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path as FilePath

import numpy as np
import pytest
from PIL import Image as Picture
from tests.unit.press.samples import SetText, page_of

from ofdesk.base.errors import Cancelled, InputError
from ofdesk.base.geometry import Size
from ofdesk.drawing.display_list import Ink, Page, Path
from ofdesk.press import png as png_module
from ofdesk.press.pdf import PrintJob
from ofdesk.press.png import write_png

SQUARE = Path((("M", 10, 10), ("L", 30, 10), ("L", 30, 30), ("L", 10, 30), ("Z",)), fill=Ink("text"))
SMALL = Size(50.0, 60.0)


@pytest.fixture
def target(tmp_path: FilePath) -> FilePath:
    return tmp_path / "図.png"


def test_a_page_has_the_resolution_of_print_and_tells_it(job: PrintJob, target: FilePath) -> None:
    report = write_png(page_of(SQUARE), target, job)
    with Picture.open(target) as picture:
        # 210 × 297 mm / 25.4 × 350: 2893.7 × 4092.5
        assert picture.size == (2894, 4093)
        assert picture.info["dpi"] == pytest.approx((350, 350), abs=0.02)  # whole pixels a metre
        assert (picture.mode, picture.info["srgb"]) == ("RGB", 0)
    assert report.bytes == target.stat().st_size


def test_the_bleed_is_cut_off(job: PrintJob, target: FilePath) -> None:
    write_png(Page(SMALL, (SQUARE,), bleed_mm=3.0), target, job, 254)  # 10 pixels a mm
    with Picture.open(target) as picture:
        assert picture.size == (500, 600)
        dark = np.asarray(picture.convert("L")) < 128
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    box = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert box == pytest.approx((100, 100, 300, 300), abs=1)


def test_strips_leave_no_seam(
    job: PrintJob, set_text: SetText, target: FilePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(SMALL, (SQUARE, set_text("見本の地図", x_mm=5, y_mm=45)))
    steps: list[tuple[int, int, str]] = []
    write_png(page, target, job, 200)
    with Picture.open(target) as picture:
        whole = np.asarray(picture)
    monkeypatch.setattr(png_module, "_STRIP_PIXELS", 394 * 50)  # strips of 50 rows
    write_png(page, target, job, 200, progress=lambda *step: steps.append(step))
    with Picture.open(target) as picture:
        assert (np.asarray(picture) == whole).all()
    # 60 mm at 200 ppi are 472 rows: nine strips of 50 and the rest
    assert steps == [(min(50 * n, 472), 472, "png.strips") for n in range(1, 11)]
    assert whole.min() < 64


def test_colours_are_those_of_screens(job: PrintJob, target: FilePath) -> None:
    for colour in ("rgb", "cmyk"):
        options = dataclasses.replace(job.options, colour=colour)
        red = dataclasses.replace(SQUARE, fill=Ink("region.kinki"))
        write_png(Page(SMALL, (red,)), target, dataclasses.replace(job, options=options), 100)
        with Picture.open(target) as picture:
            shown = picture.getpixel((80, 80))
        wanted = job.palette.rgb(Ink("region.kinki"))
        assert shown == pytest.approx([255 * one for one in (wanted.red, wanted.green, wanted.blue)], abs=1)


@pytest.mark.parametrize(("size", "ppi"), [(Size(841, 1189), 1200), (Size(10, 5000), 350)])
def test_what_nobody_could_open_is_refused(job: PrintJob, target: FilePath, size: Size, ppi: float) -> None:
    with pytest.raises(InputError, match=r"png\.too_large"):
        write_png(Page(size, (SQUARE,)), target, job, ppi)
    assert not target.exists()


def test_called_off_half_way_the_former_file_stays(
    job: PrintJob, target: FilePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(png_module, "_STRIP_PIXELS", 10_000)
    target.write_bytes(b"former")
    checks = itertools.count()

    class AfterSome:
        def check(self) -> None:
            if next(checks) == 6:
                raise Cancelled

    with pytest.raises(Cancelled):
        write_png(Page(SMALL, (SQUARE,)), target, job, 200, cancel=AfterSome())
    assert target.read_bytes() == b"former"
    assert list(target.parent.iterdir()) == [target]
