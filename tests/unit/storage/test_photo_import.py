"""Photos taken in: what is refused, what is stripped, what is kept byte for byte."""

from __future__ import annotations

import io
import random
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from ofdesk.base.errors import InputError
from ofdesk.storage import photo_import
from ofdesk.storage.photo_import import ImportedPhoto, import_photo
from ofdesk.storage.photo_metadata import MAX_SCANS, bare_jpeg, bare_png

SECRET = b"SecretPlace"
RED, GREEN = (220, 30, 30), (30, 160, 60)


def picture(mode: str = "RGB", size: tuple[int, int] = (90, 60)) -> Image.Image:
    """A picture with a red corner at the top left, so that turning shows."""
    image = Image.new("RGB", size, GREEN)
    image.paste(RED, (0, 0, size[0] // 3, size[1] // 3))
    return image.convert(mode)


def file_of(image: Image.Image, file_format: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010F] = SECRET.decode()
    found.get_ifd(0x8825)[1] = "N"
    return found


def decoded(photo: ImportedPhoto) -> Image.Image:
    with Image.open(io.BytesIO(photo.data)) as image:
        image.load()
        return image


def near(found: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) < 25 for a, b in zip(found, colour, strict=False))


def code_of(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        import_photo(data, "x.jpg")
    return caught.value.code


def test_a_jpeg_that_needs_no_change_keeps_its_pixels_and_loses_its_metadata() -> None:
    data = file_of(picture(), "JPEG", quality=85, exif=exif(), comment=SECRET, xmp=b"<x>" + SECRET)
    photo = import_photo(data, "写真.jpg")
    assert photo.kept_as_received
    assert SECRET in data
    assert SECRET not in photo.data
    assert b"Exif" not in photo.data
    scan = data[data.index(b"\xff\xda") :]
    assert photo.data.endswith(scan)  # the compressed pixels, byte for byte
    with Image.open(io.BytesIO(data)) as original:
        assert decoded(photo).tobytes() == original.tobytes()
    assert (photo.media, photo.width_px, photo.height_px) == ("image/jpeg", 90, 60)


def test_a_progressive_jpeg_keeps_all_its_scans() -> None:
    data = file_of(picture(), "JPEG", progressive=True, exif=exif())
    photo = import_photo(data, "x.jpg")
    assert photo.kept_as_received
    with Image.open(io.BytesIO(data)) as original:
        assert decoded(photo).tobytes() == original.tobytes()


def test_what_follows_the_end_of_a_picture_is_dropped() -> None:
    for file_format in ("JPEG", "PNG"):
        photo = import_photo(file_of(picture(), file_format) + SECRET, "x")
        assert photo.kept_as_received
        assert SECRET not in photo.data


def test_a_thumbnail_inside_the_jfif_header_is_dropped() -> None:
    data = file_of(picture(), "JPEG")
    assert data[2:4] == b"\xff\xe0"
    thumbnail = b"\x01\x01" + SECRET[:3]
    fat = data[:2] + b"\xff\xe0" + struct.pack(">H", 19) + data[6:18] + thumbnail + data[20:]
    photo = import_photo(fat, "x.jpg")
    assert photo.data == import_photo(data, "x.jpg").data


@pytest.mark.parametrize(("orientation", "corner"), [(3, (-4, -4)), (6, (-4, 4)), (8, (4, -4)), (2, (-4, 4))])
def test_a_photo_is_stored_as_the_camera_was_held(orientation: int, corner: tuple[int, int]) -> None:
    photo = import_photo(file_of(picture(), "JPEG", exif=exif(orientation), quality=95), "x.jpg")
    image = decoded(photo)
    turned = orientation in (6, 8)
    assert image.size == ((60, 90) if turned else (90, 60)) == (photo.width_px, photo.height_px)
    x, y = (edge % length for edge, length in zip(corner, image.size, strict=True))
    assert near(image.getpixel((x, y)), RED)
    assert not image.getexif()
    assert SECRET not in photo.data


def test_a_heic_photo_becomes_an_upright_jpeg() -> None:
    image = picture(size=(96, 64))
    image.getexif()[0x0112] = 6
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=90, exif=exif(1).tobytes())
    photo = import_photo(out.getvalue(), "IMG_0001.HEIC")
    assert photo.media == "image/jpeg"
    assert SECRET not in photo.data
    shown = decoded(photo)
    assert sorted(shown.size) == [64, 96]
    assert shown.size == (photo.width_px, photo.height_px)


@pytest.mark.parametrize("file_format", ["WEBP", "TIFF"])
def test_other_formats_become_jpeg_or_stay_exact_as_png(file_format: str) -> None:
    drawn = import_photo(file_of(picture(), file_format, lossless=True), "x")
    assert drawn.media == "image/png"
    assert decoded(drawn).convert("RGB").tobytes() == picture().tobytes()
    rng = np.random.default_rng(1)
    noise = Image.fromarray(rng.integers(0, 255, (60, 90, 3), dtype=np.uint8))
    assert import_photo(file_of(noise, file_format), "x").media == "image/jpeg"


def test_a_png_keeps_its_pixels_and_loses_its_chunks() -> None:
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        data = file_of(picture(mode), "PNG", exif=exif(), dpi=(300, 300))
        photo = import_photo(data, "x.png")
        assert photo.kept_as_received
        assert SECRET not in photo.data
        assert decoded(photo).tobytes() == picture(mode).tobytes()


def test_transparency_survives_and_full_opacity_goes() -> None:
    image = picture("RGBA")
    image.putalpha(128)
    assert decoded(import_photo(file_of(image, "WEBP", lossless=True), "x")).mode == "RGBA"
    assert decoded(import_photo(file_of(picture("RGBA"), "TIFF"), "x")).mode == "RGB"


def test_sixteen_bits_become_eight() -> None:
    ramp = np.linspace(0, 65535, 90 * 60, dtype=np.uint16).reshape(60, 90)
    image = decoded(import_photo(file_of(Image.fromarray(ramp), "PNG"), "x.png"))
    assert image.mode == "L"
    assert abs(int(np.asarray(image)[30, 45]) - int(ramp[30, 45]) // 256) <= 1


def test_cmyk_becomes_rgb() -> None:
    image = decoded(import_photo(file_of(picture("CMYK"), "JPEG", quality=95), "x.jpg"))
    assert image.mode == "RGB"
    assert near(image.getpixel((4, 4)), RED)


def test_another_colour_space_is_converted_to_srgb_and_srgb_is_left_alone() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = import_photo(file_of(picture(), "JPEG", icc_profile=srgb), "x.jpg")
    assert kept.kept_as_received
    assert b"ICC_PROFILE" not in kept.data
    # Red and blue swapped: any honest conversion shows it.
    swapped = bytearray(srgb)
    for at in range(128, 128 + 4 + 12 * swapped[131], 1):
        tag = bytes(swapped[at : at + 4])
        if tag in (b"rXYZ", b"bXYZ"):
            swapped[at : at + 4] = b"bXYZ" if tag == b"rXYZ" else b"rXYZ"
    other = (
        bytes(swapped).replace(b"s\x00R\x00G\x00B", b"x\x00Y\x00Z\x00B").replace(b"sRGB built", b"xYZB built")
    )
    converted = import_photo(file_of(picture(), "JPEG", icc_profile=other, quality=95), "x.jpg")
    assert not converted.kept_as_received
    assert near(decoded(converted).getpixel((4, 4)), (RED[2], RED[1], RED[0]))


def test_a_broken_colour_profile_is_ignored() -> None:
    photo = import_photo(file_of(picture(), "JPEG", icc_profile=b"no profile at all"), "x.jpg")
    assert photo.kept_as_received


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_cut_short_anywhere_is_refused(file_format: str) -> None:
    rng = np.random.default_rng(2)
    noise = Image.fromarray(rng.integers(0, 255, (40, 60, 3), dtype=np.uint8))
    data = file_of(noise, file_format)
    for share in (0.2, 0.5, 0.9, 0.98):
        assert code_of(data[: int(len(data) * share)]) == "photo.broken"


@pytest.mark.parametrize("file_format", ["GIF", "BMP", "PPM", "ICO", "EPS", "PDF"])
def test_formats_that_are_not_photos_are_refused_unopened(
    file_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = file_of(picture(), file_format)
    monkeypatch.setattr(Image, "open", lambda *a, **k: pytest.fail("was opened"))
    assert code_of(data) == "photo.unknown_format"
    assert code_of(b"") == "photo.unknown_format"
    assert code_of(b"%!PS-Adobe-3.0 EPSF-3.0\n") == "photo.unknown_format"


def png_header(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\x00\x00\x00\x00IEND\xae\x42\x60\x82"


@pytest.mark.parametrize(
    ("width", "height"), [(10_000, 6_001), (40_000, 10), (2**31 - 1, 2**31 - 1), (100_000, 2_000)]
)
def test_too_many_pixels_are_refused_before_any_is_decoded(width: int, height: int) -> None:
    started = time.perf_counter()
    assert code_of(png_header(width, height)) == "photo.too_many_pixels"
    assert time.perf_counter() - started < 0.5


def test_files_beyond_the_bound_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = file_of(picture(), "JPEG")
    monkeypatch.setattr(photo_import, "MAX_IMPORT_BYTES", len(data) - 1)
    assert code_of(data) == "photo.too_large"


def test_a_jpeg_of_endless_scans_is_refused_undecoded() -> None:
    data = file_of(picture(), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    flood = data[:-2] + data[last:-2] * (MAX_SCANS + 1) + b"\xff\xd9"
    with pytest.raises(ValueError, match="scans"):
        bare_jpeg(flood)
    assert code_of(flood) == "photo.broken"


def test_a_name_is_kept_for_people_only() -> None:
    data = file_of(picture(), "JPEG")
    assert import_photo(data, "C:\\写真\\工場 1.jpg").file_name == "工場 1.jpg"
    assert import_photo(data, "../../etc/pass\x00wd\n").file_name == "passwd"
    assert len(import_photo(data, "長" * 500 + ".jpg").file_name) == 200


def test_the_same_file_gives_the_same_bytes() -> None:
    data = file_of(picture(), "JPEG", exif=exif(6))
    assert import_photo(data, "a").sha256 == import_photo(data, "b").sha256


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_mutated_pictures_come_in_or_are_refused_with_a_known_error(file_format: str) -> None:
    if file_format == "HEIF":
        out = io.BytesIO()
        pillow_heif.from_pillow(picture(size=(96, 64))).save(out, quality=60)
        data = out.getvalue()
    else:
        data = file_of(picture(), file_format, exif=exif())
    rng = random.Random(7)
    codes: set[str] = set()
    for _ in range(60):
        injured = bytearray(data)
        for _ in range(rng.randint(1, 6)):
            injured[rng.randrange(12, len(injured))] = rng.randrange(256)
        try:
            photo = import_photo(bytes(injured), "x")
        except InputError as error:
            codes.add(error.code)
        else:
            assert decoded(photo).size == (photo.width_px, photo.height_px)
    assert codes <= {"photo.broken", "photo.too_many_pixels", "photo.unknown_format"}
    assert codes


def test_metadata_strippers_refuse_what_is_not_theirs(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no start"):
        bare_jpeg(b"GIF89a")
    with pytest.raises(ValueError, match="no PNG"):
        bare_png(b"GIF89a")
    with pytest.raises(ValueError, match="cut short"):
        bare_png(png_header(1, 1)[:-3])
