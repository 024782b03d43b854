"""Writing as such: same input, same bytes; one page at a time; whole files or none."""

from __future__ import annotations

import dataclasses
import io
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.press.samples import MemoryPhotos, SetText, jpeg, page_of, written

from ofdesk.base.errors import Cancelled, DamagedFileError, OfdeskError, WriteError
from ofdesk.base.geometry import Rect
from ofdesk.base.progress import CancelToken
from ofdesk.drawing.display_list import Anchor, Bookmark, Image, Link, Page
from ofdesk.drawing.fonts import BOLD
from ofdesk.press.pdf import PrintJob, write_pdf
from ofdesk.press.photos import StoredPhoto

FINGERPRINT = """
import hashlib, io
from ofdesk.drawing.display_list import DocumentInfo, GlyphRun, Page
from ofdesk.base.geometry import Size
from ofdesk.drawing.fonts import REGULAR, load_built_in_fonts
from ofdesk.drawing.palettes import load_palette
from ofdesk.press.pdf import PrintJob, write_pdf
fonts = load_built_in_fonts()
shaped = fonts.face(REGULAR).shape("同じ入力")
run = GlyphRun(REGULAR, 9, 20, 20, shaped.glyphs, (0.0, 3.2, 6.4, 9.6), shaped.texts)
out = io.BytesIO()
write_pdf([Page(Size(210, 297), (run,))], out, PrintJob(DocumentInfo("題"), load_palette(), fonts, None))
print(hashlib.sha256(out.getvalue()).hexdigest())
"""


def three_pages(set_text: SetText, photo: str) -> list[Page]:
    return [
        page_of(
            Anchor(f"p{index}"),
            Image(photo, Rect(20, 60, 80, 60)),
            set_text(f"見本の{index}頁", face=BOLD),
            Link(Rect(0, 0, 9, 9), anchor="p2"),
            label=str(index + 1),
        )
        for index in range(3)
    ]


def test_equal_input_gives_equal_bytes(job: PrintJob, set_text: SetText, photos: MemoryPhotos) -> None:
    pages = three_pages(set_text, photos.add(jpeg(), (320, 240)))
    job = dataclasses.replace(job, bookmarks=(Bookmark("終", "p2"),))
    assert written(pages, job).data == written(iter(pages), job).data


def test_other_input_gives_another_identifier(job: PrintJob, set_text: SetText) -> None:
    with (
        written([page_of(set_text("甲"))], job).open() as one,
        written([page_of(set_text("乙"))], job).open() as two,
    ):
        assert bytes(one.trailer.ID[0]) != bytes(two.trailer.ID[0])
        assert len(bytes(one.trailer.ID[0])) == 16


def test_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    digests = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run(
            [sys.executable, "-c", FINGERPRINT], env=environment, capture_output=True, check=True, timeout=60
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def test_a_picture_used_often_is_stored_once(job: PrintJob, set_text: SetText, photos: MemoryPhotos) -> None:
    data = jpeg(width=640, height=480)
    result = written(three_pages(set_text, photos.add(data, (640, 480))), job)
    assert result.data.count(data) == 1
    assert photos.asked == 1


def test_pages_are_taken_one_by_one(job: PrintJob, set_text: SetText, photos: MemoryPhotos) -> None:
    class Endless:
        """A different picture of 300 kB for every hash."""

        def photo(self, sha256: str) -> StoredPhoto:
            data = jpeg()
            comment = b"\xff\xfe\xea\x60" + sha256.encode().ljust(60_000 - 2, b".")
            return StoredPhoto(data[:2] + comment * 5 + data[2:], 320, 240)

    def pages() -> Iterator[Page]:
        for index in range(60):
            yield page_of(Image(f"{index:064}", Rect(0, 0, 80, 60)), set_text("頁"))

    class Nowhere(io.RawIOBase):
        written = 0

        def write(self, data: object) -> int:
            self.written += len(data)  # type: ignore[arg-type]
            return len(data)  # type: ignore[arg-type]

    out = Nowhere()
    job = dataclasses.replace(job, photos=Endless())
    write_pdf([page_of(set_text("頁"))], io.BytesIO(), job)  # fonts and caches are warm from here on
    tracemalloc.start()
    try:
        report = write_pdf(pages(), out, job)  # type: ignore[arg-type]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert report.bytes == out.written > 60 * 300_000
    assert peak < 5_000_000  # 18 MB went through


def test_progress_counts_pages(job: PrintJob) -> None:
    steps: list[tuple[int, int, str]] = []
    pages = (page_of() for _ in range(3))
    job = dataclasses.replace(job, page_count=3)
    write_pdf(pages, io.BytesIO(), job, progress=lambda done, total, code: steps.append((done, total, code)))
    assert steps == [(1, 3, "pdf.pages"), (2, 3, "pdf.pages"), (3, 3, "pdf.pages")]


def test_cancelling_half_way_leaves_the_old_file_and_nothing_else(job: PrintJob, tmp_path: Path) -> None:
    target = tmp_path / "booklet.pdf"
    target.write_bytes(b"last year's")
    token = CancelToken()

    def pages() -> Iterator[Page]:
        for index in range(10):
            if index == 5:
                token.cancel()
            yield page_of()

    with pytest.raises(Cancelled):
        write_pdf(pages(), target, job, cancel=token)
    assert target.read_bytes() == b"last year's"
    assert [path.name for path in tmp_path.iterdir()] == ["booklet.pdf"]


def test_a_finished_file_takes_the_place_of_the_old_one(job: PrintJob, tmp_path: Path) -> None:
    target = tmp_path / "冊子.pdf"
    target.write_bytes(b"last year's")
    report = write_pdf([page_of()], target, job)
    assert target.stat().st_size == report.bytes
    assert [path.name for path in tmp_path.iterdir()] == ["冊子.pdf"]


def test_a_target_that_cannot_be_replaced_is_told(job: PrintJob, tmp_path: Path) -> None:
    target = tmp_path / "booklet.pdf"
    (target / "inside").mkdir(parents=True)
    with pytest.raises(WriteError) as refused:
        write_pdf([page_of()], target, job)
    assert "booklet.pdf" in str(refused.value.details["path"])
    assert [path.name for path in tmp_path.iterdir()] == ["booklet.pdf"]


def test_a_damaged_picture_leaves_no_file(job: PrintJob, tmp_path: Path, photos: MemoryPhotos) -> None:
    whole = jpeg()
    photo = photos.add(whole[: len(whole) // 2], (320, 240))
    with pytest.raises(DamagedFileError) as refused:
        write_pdf([page_of(Image(photo, Rect(0, 0, 9, 9)))], tmp_path / "booklet.pdf", job)
    assert refused.value.code == "photo.unreadable"
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_picture_is_told_as_its_source_tells_it(job: PrintJob) -> None:
    with pytest.raises(OfdeskError) as refused:
        written([page_of(Image("0" * 64, Rect(0, 0, 9, 9)))], job)
    assert refused.value.code == "photo.unreadable"
