"""Pictures: JPEG byte for byte, PNG losslessly, smaller copies where asked, and hostile files refused."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import io
import struct
import zlib

import numpy as np
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Picture
from tests.unit.press.samples import MemoryPhotos, jpeg, page_of, png, written

from ofdesk.base.errors import DamagedFileError
from ofdesk.base.geometry import Rect
from ofdesk.drawing.display_list import Image
from ofdesk.press.pdf import PdfOptions, PrintJob
from ofdesk.press.photos import ImagePolicy, PhotoCache, PreparedImage, StoredPhoto, prepare, reduced

KEY = "ab" * 32


def stored(data: bytes, size: tuple[int, int] = (320, 240)) -> StoredPhoto:
    return StoredPhoto(data, *size)


@dataclasses.dataclass(frozen=True)
class Found:
    """A picture as it lies in a file."""

    raw: bytes
    space: str
    encoding: str
    size: tuple[int, int]
    inverted: bool
    masked: bool
    pixels: Picture.Image


def pictures(data: bytes) -> list[Found]:
    """Return the pictures of a file; masks after what they mask are left out."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        return [
            Found(
                stream.read_raw_bytes(),
                str(stream.ColorSpace),
                str(stream.Filter),
                (int(stream.Width), int(stream.Height)),
                "/Decode" in stream,
                "/SMask" in stream,
                pikepdf.PdfImage(stream).as_pil_image(),
            )
            for stream in streams
            if stream.get("/Subtype") == "/Image"
        ]


@pytest.mark.parametrize(
    ("mode", "space"), [("RGB", "/DeviceRGB"), ("L", "/DeviceGray"), ("CMYK", "/DeviceCMYK")]
)
@pytest.mark.parametrize("progressive", [False, True])
def test_jpeg_passes_through_byte_for_byte(
    job: PrintJob, photos: MemoryPhotos, mode: str, space: str, progressive: bool
) -> None:
    data = jpeg(mode=mode, progressive=progressive)
    photo = photos.add(data, (320, 240))
    (picture,) = pictures(written([page_of(Image(photo, Rect(0, 0, 80, 60)))], job).data)
    assert picture.raw == data
    assert (picture.space, picture.encoding, picture.size) == (space, "/DCTDecode", (320, 240))
    # Photoshop and Pillow store process colours inverted and mark the file with "Adobe".
    assert picture.inverted == (mode == "CMYK")


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "RGBA", "LA"])
def test_png_pixels_come_back_unchanged(job: PrintJob, photos: MemoryPhotos, mode: str) -> None:
    drawn = Picture.fromarray(np.arange(60 * 40 * 3, dtype=np.uint32).astype(np.uint8).reshape(40, 60, 3))
    drawn = drawn.convert(mode)
    photo = photos.add(png(drawn), (60, 40))
    (picture,) = pictures(written([page_of(Image(photo, Rect(0, 0, 60, 40)))], job).data)
    expected = drawn.convert("L" if mode in ("L", "1") else "RGB")
    assert picture.pixels.convert(expected.mode).tobytes() == expected.tobytes()
    assert not picture.masked  # every pixel is opaque


def test_a_mask_is_kept_where_something_shines_through(job: PrintJob, photos: MemoryPhotos) -> None:
    drawn = Picture.new("RGBA", (16, 16), (10, 20, 30, 255))
    drawn.putpixel((3, 4), (10, 20, 30, 77))
    photo = photos.add(png(drawn), (16, 16))
    found = pictures(written([page_of(Image(photo, Rect(0, 0, 9, 9)))], job).data)
    (mask,) = [picture.pixels for picture in found if not picture.masked]
    assert len(found) == 2
    assert mask.getpixel((3, 4)) == 77
    assert mask.getextrema() == (77, 255)


def test_a_transparent_colour_of_a_plain_png_becomes_a_mask() -> None:
    drawn = Picture.new("RGB", (8, 8), (255, 255, 255))
    drawn.putpixel((1, 1), (0, 0, 0))
    prepared = prepare(stored(png(drawn, transparency=(255, 255, 255)), (8, 8)), KEY)
    assert prepared.mask is not None


def test_drawn_patterns_shrink() -> None:
    stripes = np.tile(np.repeat([[255, 30, 60]], 400, axis=0).astype(np.uint8), (300, 1, 1))
    prepared = prepare(stored(png(Picture.fromarray(stripes)), (400, 300)), KEY)
    assert len(prepared.data) < 400 * 300 * 3 / 200


def broken_files() -> dict[str, bytes]:
    whole, drawn = jpeg(), png(Picture.effect_noise((40, 30), 50))
    huge = struct.pack(">II", 50_000, 50_000)
    header = drawn[12:16] + huge + drawn[24:29]
    return {
        "empty": b"",
        "text": b"no picture at all",
        "jpeg cut in its header": whole[:30],
        "jpeg cut in its pixels": whole[:-300],
        "jpeg without its last marker": whole[:-2],
        "jpeg that is only a beginning": b"\xff\xd8\xff",
        "jpeg without a frame": whole[:2] + b"\xff\xda\x00\x02" + b"\xff\xd9",
        "jpeg of 12 bits": whole.replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc0\x00\x11\x0c"),
        "jpeg, arithmetic": whole.replace(b"\xff\xc0\x00\x11", b"\xff\xc9\x00\x11"),
        "jpeg of no width": whole.replace(
            b"\xff\xc0\x00\x11\x08\x00\xf0\x01\x40", b"\xff\xc0\x00\x11\x08\x00\xf0\x00\x00"
        ),
        "jpeg of 4 Gpixel": whole.replace(
            b"\xff\xc0\x00\x11\x08\x00\xf0\x01\x40", b"\xff\xc0\x00\x11\x08\xff\xff\xff\xff"
        ),
        "png cut in its pixels": drawn[: len(drawn) // 2],
        "png cut in its header": drawn[:20],
        "png of 2.5 Gpixel": drawn[:12] + header + struct.pack(">I", zlib.crc32(header)) + drawn[33:],
        "gif": b"GIF89a" + bytes(40),
        "tiff": b"II*\x00" + bytes(40),
    }


@pytest.mark.parametrize("name", broken_files())
@pytest.mark.parametrize("copy", [False, True])
def test_a_broken_picture_is_refused_with_one_code(name: str, copy: bool) -> None:
    data = broken_files()[name]
    attempt = functools.partial(reduced, width_px=100, quality=85) if copy else prepare
    with pytest.raises(DamagedFileError) as refused:
        attempt(stored(data), KEY)
    assert refused.value.code == "photo.unreadable"
    assert refused.value.details == {"photo": KEY[:12]}


@given(st.data())
def test_mutated_pictures_are_printed_or_refused(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([jpeg(32, 24), png(Picture.new("P", (9, 9)))])))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    photo = stored(bytes(whole), (32, 24))
    for attempt in (prepare, functools.partial(reduced, width_px=12, quality=85)):
        # Anything else that is raised fails the test.
        with contextlib.suppress(DamagedFileError):
            assert attempt(photo, KEY).data


def test_a_picture_of_another_size_than_recorded_is_refused(job: PrintJob, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg(), (3200, 2400))
    with pytest.raises(DamagedFileError) as refused:
        written([page_of(Image(photo, Rect(0, 0, 80, 60)))], job)
    assert refused.value.code == "photo.unreadable"


def preview(job: PrintJob, max_ppi: float) -> PrintJob:
    return dataclasses.replace(job, options=PdfOptions(images=ImagePolicy(max_ppi=max_ppi)))


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_pictures_are_reduced_to_the_resolution_asked_for(
    job: PrintJob, photos: MemoryPhotos, kind: str
) -> None:
    data = jpeg(1600, 1200) if kind == "jpeg" else png(Picture.open(io.BytesIO(jpeg(1600, 1200))))
    photo = photos.add(data, (1600, 1200))
    page = page_of(Image(photo, Rect(0, 0, 101.6, 76.2)))
    (picture,) = pictures(written([page], preview(job, 150)).data)
    # 101.6 mm are 4 inches: 600 pixels, rounded up to a step of 32; 608 × 3 / 4 = 456
    assert picture.size == (608, 456)
    corner = picture.pixels.convert("RGB").getpixel((20, 20))
    assert isinstance(corner, tuple)
    assert all(abs(share - wanted) < 12 for share, wanted in zip(corner, (220, 30, 30), strict=True))


def test_a_crop_counts_as_the_part_it_is(job: PrintJob, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg(1600, 1200), (1600, 1200))
    page = page_of(Image(photo, Rect(0, 0, 50.8, 38.1), crop=(0.25, 0.25, 0.75, 0.75)))
    (picture,) = pictures(written([page], preview(job, 150)).data)
    assert picture.size[0] == 608  # half of the picture on 2 inches: the whole one on 4


def test_pictures_already_small_enough_stay_untouched(job: PrintJob, photos: MemoryPhotos) -> None:
    data = jpeg(640, 480)
    photo = photos.add(data, (640, 480))
    page = page_of(Image(photo, Rect(0, 0, 101.6, 76.2)))
    (picture,) = pictures(written([page], preview(job, 150)).data)
    assert picture.raw == data


def test_copies_are_kept_from_one_preview_to_the_next(job: PrintJob, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg(1600, 1200), (1600, 1200))
    page, job = page_of(Image(photo, Rect(0, 0, 100, 75))), preview(job, 150)
    first = written([page], job).data
    asked = photos.asked
    assert written([page], job).data == first
    assert photos.asked == asked


def test_the_cache_forgets_what_was_used_longest_ago() -> None:
    cache = PhotoCache(max_bytes=250)
    one = PreparedImage(bytes(100), "DCTDecode", 1, 1, "DeviceRGB")
    for name in "abc":
        cache.put((name, 1, 85), one)
        cache.get(("a", 1, 85))
    assert [cache.get((name, 1, 85)) is not None for name in "abc"] == [True, False, True]


def test_a_picture_made_for_a_page_comes_with_its_operation(job: PrintJob, photos: MemoryPhotos) -> None:
    data = png(Picture.new("RGBA", (300, 200), (10, 120, 40, 128)))
    made = Image("cd" * 32, Rect(0, 0, 60, 40), data=data)
    (picture,) = [one for one in pictures(written([page_of(made)], job).data) if one.masked]
    assert picture.size == (300, 200)
    (smaller,) = [one for one in pictures(written([page_of(made)], preview(job, 72)).data) if one.masked]
    assert smaller.size[0] < 300
    assert photos.asked == 0
