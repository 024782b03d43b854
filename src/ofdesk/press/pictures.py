"""Pictures inside one file: each stored once, under the name pages call it by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from ofdesk.base.units import MM_PER_INCH
from ofdesk.drawing.display_list import Image
from ofdesk.press.made_pictures import WithMadePictures
from ofdesk.press.objects import ObjectWriter, PdfValue, array, dictionary, name
from ofdesk.press.photos import (
    ImagePolicy,
    PhotoCache,
    PhotoSource,
    PreparedImage,
    StoredPhoto,
    prepare,
    reduced,
    unreadable,
)

_WORTH_REDUCING = 0.85  # a copy nearly as wide as the picture costs quality and saves nothing
_WIDTH_STEP_PX = 32  # widths are rounded up to this, so that like sizes share a copy


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture object of the file and the name it has in page resources.

    Attributes:
        is_part: whether it shows only the part of the picture that the operation shows.
    """

    resource: str
    reference: PdfValue
    is_part: bool = False


class Pictures(Protocol):
    """Where painted pages get their pictures from."""

    def place(self, image: Image, full_width_mm: float) -> PlacedPicture:
        """Return the picture for an operation.

        Args:
            image: the operation.
            full_width_mm: printed width of the whole picture, cropped parts included.

        Raises:
            OfdeskError: the source has no such picture, or code "photo.unreadable".
        """


class PictureCopies:
    """Pictures in the size a file needs them, whatever the file's format."""

    def __init__(self, source: PhotoSource, policy: ImagePolicy, cache: PhotoCache) -> None:
        self._source = WithMadePictures(source)
        self._policy = policy
        self._cache = cache

    def learn(self, image: Image) -> None:
        """Keep a picture that was made for the page and is not stored anywhere."""
        self._source.learn(image)

    def width_px(self, sha256: str, full_width_mm: float) -> int:
        """Return the width to reduce a picture to, 0 when it goes in as it is.

        Args:
            sha256: key of the picture.
            full_width_mm: printed width of the whole picture, cropped parts included.
        """
        if self._policy.max_ppi is None:
            return 0
        stored_px = self._cache.stored_width_px(sha256, self._source)
        wanted_px = full_width_mm / MM_PER_INCH * self._policy.max_ppi
        stepped_px = max(1, math.ceil(wanted_px / _WIDTH_STEP_PX)) * _WIDTH_STEP_PX
        return stepped_px if stepped_px < stored_px * _WORTH_REDUCING else 0

    def prepared(self, sha256: str, width_px: int) -> PreparedImage:
        """Return a picture in a width that `width_px` gave.

        Raises:
            OfdeskError: the source has no such picture, or code "photo.unreadable".
        """
        policy = self._policy
        if not width_px:
            return self._checked(self._source.photo(sha256), sha256)
        key = (sha256, width_px, policy.jpeg_quality)
        copy = self._cache.get(key)
        if copy is None:
            photo = self._source.photo(sha256)
            copy = reduced(photo, sha256, width_px, policy.jpeg_quality)
            self._cache.put(key, copy)
        return copy

    def _checked(self, photo: StoredPhoto, sha256: str) -> PreparedImage:
        prepared = prepare(photo, sha256)
        if (prepared.width_px, prepared.height_px) != (photo.width_px, photo.height_px):
            raise unreadable(sha256)
        return prepared


class PictureShelf:
    """The pictures of one file."""

    def __init__(self, copies: PictureCopies, writer: ObjectWriter) -> None:
        self._copies = copies
        self._writer = writer
        self._placed: dict[tuple[str, int], PlacedPicture] = {}

    def place(self, image: Image, full_width_mm: float) -> PlacedPicture:
        """Return the picture for an operation, writing it into the file at its first use.

        Args:
            image: the operation.
            full_width_mm: printed width of the whole picture, cropped parts included.

        Raises:
            OfdeskError: the source has no such picture, or code "photo.unreadable".
        """
        self._copies.learn(image)
        width_px = self._copies.width_px(image.sha256, full_width_mm)
        placed = self._placed.get((image.sha256, width_px))
        if placed is None:
            prepared = self._copies.prepared(image.sha256, width_px)
            placed = PlacedPicture(f"I{len(self._placed) + 1}", write_picture(self._writer, prepared))
            self._placed[image.sha256, width_px] = placed
        return placed


def write_picture(
    writer: ObjectWriter, prepared: PreparedImage, reference: PdfValue | None = None
) -> PdfValue:
    """Write a picture, under a reserved reference when given, and return its reference."""
    entries: dict[str, PdfValue] = {
        "Type": name("XObject"),
        "Subtype": name("Image"),
        "Width": prepared.width_px,
        "Height": prepared.height_px,
        "BitsPerComponent": 8,
        "ColorSpace": name(prepared.space),
        "Filter": name(prepared.encoding),
    }
    if prepared.inverted:
        entries["Decode"] = array([1, 0] * prepared.channels)
    if prepared.predicted:
        entries["DecodeParms"] = dictionary(
            {"Predictor": 15, "Colors": prepared.channels, "Columns": prepared.width_px}
        )
    if prepared.mask is not None:
        entries["SMask"] = write_picture(writer, prepared.mask)
    return writer.write_stream(entries, prepared.data, compress=False, reference=reference)
