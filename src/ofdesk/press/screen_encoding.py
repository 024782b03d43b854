"""Encodes the parts of pictures that a file for screens shows: as large as shown there, progressive, sRGB.

A picture is decoded once for all its parts. Decoding and encoding run in threads, for Pillow does both
outside Python's lock. Refuses to know files and budgets.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

from PIL import Image

from ofdesk.base.units import MM_PER_INCH
from ofdesk.press.photos import PhotoSource, PreparedImage, as_jpeg, decoded, lossless, opened, plain

Crop: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom of a part, as shares of the picture (0–1)."""

_PHOTO_LIKE = 0.5  # a PNG that takes less than this share as JPEG is a photograph, not a drawing


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of a picture, and how finely it is shown at its largest.

    Attributes:
        crop: the part.
        full_mm: width and height that the whole picture would have on the page.
    """

    crop: Crop
    full_mm: tuple[float, float]

    def full_px(self, stored_px: tuple[int, int], ppi: float) -> tuple[float, float]:
        """Return how large the whole picture is wanted: never larger than it is."""
        wanted = self.full_mm[0] / MM_PER_INCH * ppi, self.full_mm[1] / MM_PER_INCH * ppi
        scale = min(1.0, stored_px[0] / wanted[0], stored_px[1] / wanted[1])
        return wanted[0] * scale, wanted[1] * scale


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A picture and the parts of it that are kept."""

    sha256: str
    parts: tuple[ShownPart, ...]


@dataclass(frozen=True, slots=True)
class Fineness:
    """How fine pictures are: resolution at the size they are shown in, and JPEG quality."""

    ppi: float
    quality: int


def encoded_photos(
    photos: Sequence[ShownPhoto], source: PhotoSource, fineness: Fineness, threads: int
) -> Iterator[tuple[PreparedImage, ...]]:
    """Yield the encoded parts of each picture, in order.

    Files are read and opened here, the rest is done by threads, which are two pictures each ahead at most.

    Raises:
        OfdeskError: the source has no such picture, or code "photo.unreadable".
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="ofdesk-pictures")
    waiting: deque[Future[tuple[PreparedImage, ...]]] = deque()
    try:
        for photo in photos:
            stored = source.photo(photo.sha256)
            stored_px = stored.width_px, stored.height_px
            wanted = [part.full_px(stored_px, fineness.ppi) for part in photo.parts]
            draft = int(max(width for width, _ in wanted)), int(max(height for _, height in wanted))
            picture = opened(stored, photo.sha256, draft)
            waiting.append(pool.submit(_encoded, picture, photo, wanted, fineness.quality))
            if len(waiting) > 2 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _encoded(
    picture: Image.Image, photo: ShownPhoto, wanted: Sequence[tuple[float, float]], quality: int
) -> tuple[PreparedImage, ...]:
    is_drawn = picture.format == "PNG"
    whole = plain(decoded(picture, photo.sha256))
    if not is_drawn and whole.mode not in ("L", "RGB"):
        whole = whole.convert("RGB")
    encode = _smaller if is_drawn else _photo
    found = []
    for part, (width, height) in zip(photo.parts, wanted, strict=True):
        left, top, right, bottom = part.crop
        box = (left * whole.width, top * whole.height, right * whole.width, bottom * whole.height)
        size = max(1, round(width * (right - left))), max(1, round(height * (bottom - top)))
        shown = whole.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
        found.append(encode(shown, photo.sha256, quality))
    return tuple(found)


def _photo(picture: Image.Image, sha256: str, quality: int) -> PreparedImage:
    return as_jpeg(picture, quality, sha256, progressive=True)


def _smaller(picture: Image.Image, sha256: str, quality: int) -> PreparedImage:
    """Return a PNG as JPEG where it turns out to be a photograph; drawings keep their edges."""
    pixels = lossless(picture)
    if pixels.mask is not None or picture.mode not in ("L", "RGB"):
        return pixels
    encoded = _photo(picture, sha256, quality)
    return encoded if len(encoded.data) < _PHOTO_LIKE * len(pixels.data) else pixels
