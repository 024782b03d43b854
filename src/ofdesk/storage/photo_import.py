"""Takes in a picture file: checks it in full, turns it upright and into sRGB, strips all metadata.

Owns which formats come in (JPEG, PNG, WebP, TIFF, HEIC) and what is stored (JPEG, PNG). A JPEG or PNG that
needs no change keeps its compressed pixels byte for byte. Slow for large pictures: meant for a worker, one
at a time.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageCms, ImageOps, JpegImagePlugin

from ofdesk.base.errors import InputError
from ofdesk.storage.container import MAX_PHOTO_BYTES
from ofdesk.storage.photo_metadata import PNG_SIGNATURE, UnusualJpegError, bare_jpeg, bare_png

MAX_PIXELS = 60_000_000
MAX_SIDE_PX = 30_000
MAX_IMPORT_BYTES = 256 * 1024**2
MAX_NAME_CHARS = 200
JPEG_QUALITY = 92

_ORIENTATION_TAG = 0x0112
_SUBSAMPLING_NONE, _SUBSAMPLING_420 = 0, 2
_PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}
# What decoders were seen to raise on broken bytes; anything else is a bug and shall show.
_DECODER_FAILURES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    RuntimeError,
    AttributeError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class ImportedPhoto:
    """A picture as it will be stored.

    Attributes:
        data: JPEG or PNG, upright, sRGB or grey, without metadata.
        sha256: digest of `data`.
        media: "image/jpeg" or "image/png".
        width_px, height_px: size.
        file_name: name it came with, for people; never used as a path.
        kept_as_received: whether the compressed pixels are those received.
    """

    data: bytes
    sha256: str
    media: str
    width_px: int
    height_px: int
    file_name: str
    kept_as_received: bool


def import_photo(data: bytes, file_name: str) -> ImportedPhoto:
    """Check and convert a picture file.

    Args:
        data: the whole file.
        file_name: its name, with or without folders.

    Raises:
        InputError: "photo.too_large", "photo.unknown_format", "photo.too_many_pixels" or "photo.broken".
    """
    name = _plain_name(file_name)
    if len(data) > MAX_IMPORT_BYTES:
        raise InputError("photo.too_large", limit_mb=MAX_IMPORT_BYTES // 1024**2)
    file_format = _format_of(data)
    if not file_format:
        raise InputError("photo.unknown_format", file=name)
    with _failures_named(name):
        image = _opened(file_format, data)
        bare = _bare(file_format, data, image)
        if bare is not None:
            with Image.open(io.BytesIO(bare), formats=(file_format,)) as check:
                check.load()
            stored, media = bare, f"image/{file_format.lower()}"
        else:
            subsampling = _subsampling(file_format, image)
            image = _upright_srgb(image)
            stored, media = _encoded(file_format, image, subsampling)
    if len(stored) > MAX_PHOTO_BYTES:
        raise InputError("photo.too_large", limit_mb=MAX_PHOTO_BYTES // 1024**2)
    sha256 = hashlib.sha256(stored).hexdigest()
    return ImportedPhoto(stored, sha256, media, image.width, image.height, name, bare is not None)


@contextmanager
def _failures_named(name: str) -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_many_pixels() from error
        except _DECODER_FAILURES as error:
            raise InputError("photo.broken", file=name) from error


def _plain_name(file_name: str) -> str:
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if char.isprintable())
    return shown[-MAX_NAME_CHARS:]


def _format_of(data: bytes) -> str:
    """Return Pillow's name of the format by the first bytes, or ""."""
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:8] == PNG_SIGNATURE:
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return "TIFF"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "HEIC"
    return ""


def _opened(file_format: str, data: bytes) -> Image.Image:
    """Open a picture, refusing its size before any pixel is decoded."""
    if file_format == "HEIC":
        heif = pillow_heif.open_heif(data)
        _require_size(heif.size)
        upright: Image.Image = heif.to_pillow()
        return upright
    image = Image.open(io.BytesIO(data), formats=(file_format,))
    _require_size(image.size)
    return image


def _require_size(size: tuple[int, int]) -> None:
    width_px, height_px = size
    if width_px * height_px > MAX_PIXELS or max(size) > MAX_SIDE_PX:
        raise _too_many_pixels()


def _too_many_pixels() -> InputError:
    return InputError("photo.too_many_pixels", limit_mp=MAX_PIXELS // 1_000_000)


def _bare(file_format: str, data: bytes, image: Image.Image) -> bytes | None:
    """Return the file without metadata when its pixels can stay as they are, else None."""
    bare: bytes | None = None
    if file_format == "JPEG":
        try:
            bare = bare_jpeg(data)
        except UnusualJpegError:
            return None  # decoders forgive more than we do; the decoded picture is stored instead
    elif file_format == "PNG" and data[24] <= 8:  # byte 24: bits a sample
        bare = bare_png(data)
    as_it_is = image.mode in (("RGB", "L") if file_format == "JPEG" else _PNG_MODES)
    if not as_it_is or _orientation(image) != 1 or _foreign_profile(image) is not None:
        return None
    return bare


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION_TAG, 1)
    except _DECODER_FAILURES:
        return 1  # broken metadata says nothing; the picture itself is read all the same
    return found if found in range(2, 9) else 1


def _foreign_profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Return an embedded profile that is not sRGB; one that cannot be read counts as none."""
    data = image.info.get("icc_profile")
    if not data or image.mode in ("1", "L", "LA"):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        description = ImageCms.getProfileDescription(profile)
    except (ImageCms.PyCMSError, OSError):
        return None
    return None if "srgb" in description.lower() and image.mode != "CMYK" else profile


def _upright_srgb(image: Image.Image) -> Image.Image:
    """Decode in full and return grey, RGB or RGBA of 8 bits, turned as the camera was held."""
    image.load()
    profile = _foreign_profile(image)
    orientation = _orientation(image)
    image = ImageOps.exif_transpose(image) if orientation != 1 else image
    image = _eight_bits(image)
    if profile is not None and image.mode in ("RGB", "RGBA", "CMYK"):
        image = _in_srgb(image, profile)
    if image.mode not in ("L", "RGB", "RGBA"):
        image = image.convert("RGB")
    clean = image.copy()
    clean.info.clear()
    return clean


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode in ("P", "PA", "LA") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("L") if image.mode == "1" else image


def _in_srgb(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    plain = image.convert("RGB") if alpha is not None else image
    try:
        converted = ImageCms.profileToProfile(
            plain, profile, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except ImageCms.PyCMSError:
        return image  # a profile for other colours than the picture's is no use
    if converted is None:
        return image
    if alpha is not None:
        converted.putalpha(alpha)
    return converted


def _subsampling(file_format: str, image: Image.Image) -> int:
    """Return how coarse colour may be stored: no coarser than it came."""
    if file_format == "JPEG":
        found = JpegImagePlugin.get_sampling(image)
        return found if found in (0, 1, 2) else _SUBSAMPLING_NONE
    return _SUBSAMPLING_NONE if file_format == "TIFF" else _SUBSAMPLING_420


def _encoded(file_format: str, image: Image.Image, subsampling: int) -> tuple[bytes, str]:
    """Return the bytes to store: PNG where edges or transparency matter, else JPEG."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    out = io.BytesIO()
    drawn = file_format in ("TIFF", "WEBP") and image.getcolors(256) is not None
    if image.mode == "RGBA" or file_format == "PNG" or drawn:
        image.save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png"
    image.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=subsampling, optimize=True)
    return out.getvalue(), "image/jpeg"
