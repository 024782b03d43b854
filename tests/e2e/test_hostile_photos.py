"""Photos that were made to hurt: at the door, and in a project file that somebody else has written."""

from __future__ import annotations

import hashlib
import io
import random
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image
from tests.e2e.hostile_bytes import injured
from tests.unit.services.small_project import EVENT_ID, small_catalogue
from tests.unit.storage.examples import record_id

from ofdesk.base.errors import DamagedFileError, InputError, OfdeskError
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import AddRecord, apply, set_field
from ofdesk.model.records import Photo
from ofdesk.press.photos import StoredPhoto, prepare, reduced
from ofdesk.services.output import write_booklet
from ofdesk.storage.photo_import import import_photo
from ofdesk.storage.photo_store import PhotoStore

SIZE = (90, 60)
KNOWN = {"photo.broken", "photo.too_many_pixels", "photo.unknown_format", "photo.too_large"}


def noise(mode: str = "RGB") -> Image.Image:
    rng = random.Random(3)
    return Image.frombytes("RGB", SIZE, rng.randbytes(SIZE[0] * SIZE[1] * 3)).convert(mode)


def exif() -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = 6
    return found


def saved(file_format: str, mode: str = "RGB", **options: object) -> Callable[[], bytes]:
    def make() -> bytes:
        out = io.BytesIO()
        noise(mode).save(out, file_format, **options)
        return out.getvalue()

    return make


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(noise().resize((96, 64))).save(out, quality=60)
    return out.getvalue()


FILES = {
    "jpeg": saved("JPEG", exif=exif()),
    "jpeg progressive": saved("JPEG", progressive=True),
    "jpeg cmyk": saved("JPEG", "CMYK"),
    "png": saved("PNG"),
    "png palette": saved("PNG", "P"),
    "webp": saved("WEBP"),
    "webp lossless": saved("WEBP", lossless=True),
    "tiff": saved("TIFF"),
    "tiff lzw": saved("TIFF", compression="tiff_lzw"),
    "tiff fax": saved("TIFF", "1", compression="group4"),
    "heic": heic,
}


def injure_photos(name: str, rounds: int, seed: int) -> set[str]:
    """Take in and print injured photos; returns how that ended."""
    whole, rng = FILES[name](), random.Random(seed)
    ends: set[str] = set()
    for _ in range(rounds):
        data = injured(whole, rng)
        started = time.perf_counter()
        try:
            photo = import_photo(data, name)
        except InputError as error:
            ends.add(error.code)
        else:
            ends.add("taken in")
            print_photo(StoredPhoto(photo.data, photo.width_px, photo.height_px))
        # A project file may hold the injured bytes as they are, under their own digest.
        try:
            print_photo(StoredPhoto(data, *SIZE))
        except DamagedFileError as error:
            ends.add(error.code)
        assert time.perf_counter() - started < 5
    return ends


def print_photo(photo: StoredPhoto) -> None:
    sha256 = hashlib.sha256(photo.data).hexdigest()
    prepare(photo, sha256)
    reduced(photo, sha256, 32, 85)


@pytest.mark.parametrize("name", FILES)
def test_five_hundred_injured_photos_are_taken_in_or_refused(name: str) -> None:
    ends = injure_photos(name, 500, seed=20261123)
    assert ends <= KNOWN | {"taken in", "photo.unreadable"}
    assert "photo.broken" in ends


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", FILES)
def test_twenty_thousand_injured_photos(name: str) -> None:
    injure_photos(name, 20_000, seed=1)


# ── a project file with other photos than this program would write ──────────────────────────────


def frame_header(data: bytes) -> tuple[int, int]:
    start = data.index(b"\xff\xc0")
    (length,) = struct.unpack_from(">H", data, start + 2)
    return start, start + 2 + length


def with_second_frame(width: int, height: int) -> bytes:
    """Return a JPEG that promises a small picture first and a huge one after it."""
    data = saved("JPEG")()
    start, end = frame_header(data)
    frame = data[start:end]
    return data[:end] + frame[:5] + struct.pack(">HH", height, width) + frame[9:] + data[end:]


@pytest.mark.parametrize("side", [13_000, 60_000])
def test_a_jpeg_of_two_sizes_is_not_printed(side: int) -> None:
    photo = StoredPhoto(with_second_frame(side, side), *SIZE)
    with pytest.raises(DamagedFileError, match=r"photo\.unreadable"):
        prepare(photo, "ab")
    with pytest.raises(DamagedFileError, match=r"photo\.unreadable"):
        reduced(photo, "ab", 32, 85)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(1, 100_000), (100_000, 1), (91, 60)])
def test_a_record_that_lies_about_the_size_is_not_believed(file_format: str, size: tuple[int, int]) -> None:
    with pytest.raises(DamagedFileError, match=r"photo\.unreadable"):
        reduced(StoredPhoto(saved(file_format)(), *size), "ab", 32, 85)


def with_photo(data: bytes, media: str, folder: Path) -> tuple[Catalogue, PhotoStore]:
    store = PhotoStore(folder)
    photo = Photo(id=record_id(9), sha256=store.add(data, media), media=media, width_px=90, height_px=60)
    catalogue = apply(small_catalogue(), AddRecord(photo))
    event = catalogue.get(EVENT_ID)
    assert event is not None
    return apply(catalogue, set_field(event, "photos", (photo.id,))), store


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"
STRANGE = {
    "svg": SVG,
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 60\nshowpage\n",
    "pdf": b"%PDF-1.7\n",
    "gif": saved("GIF")(),
    "nothing": b"",
    "two sizes": with_second_frame(20_000, 20_000),
    "cut": saved("JPEG")()[:400],
    "bomb": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\x00\x00\x00",
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_bytes_under_the_name_of_a_photo_leave_the_former_booklet(tmp_path: Path, name: str) -> None:
    catalogue, store = with_photo(STRANGE[name], "image/jpeg", tmp_path / "photos")
    target = tmp_path / "out.pdf"
    target.write_bytes(b"former")
    with pytest.raises(OfdeskError, match=r"photo\."):
        write_booklet(catalogue, store, target)
    assert target.read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("~")] == []
