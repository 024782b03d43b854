"""Pictures inside one file: each stored once."""

from __future__ import annotations

import math
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


class Pictures(Protocol):
    """Where painted pages get their pictures from."""

    def place(self, image: Image, full_width_mm: float) -> PdfValue:
        """Return the picture object for an operation.

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
        self._placed: dict[tuple[str, int], PdfValue] = {}

    def place(self, image: Image, full_width_mm: float) -> PdfValue:
        """Return the picture object for an operation, writing it into the file at its first use.

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
            known_as = f"{image.sha256} {width_px}"
            placed = write_picture(self._writer, prepared, known_as=known_as)
            self._placed[image.sha256, width_px] = placed
        return placed


def write_picture(
    writer: ObjectWriter,
    prepared: PreparedImage,
    reference: PdfValue | None = None,
    *,
    known_as: str = "",
) -> PdfValue:
    """Write a picture, under a reserved reference when given, and return its reference.

    Args:
        writer: of the file.
        prepared: the picture.
        reference: of its object.
        known_as: what tells it from any other picture; "" when only its bytes do.
    """
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
    name_of_it = known_as.encode("ascii") or None
    return writer.write_stream(
        entries, prepared.data, compress=False, reference=reference, known_as=name_of_it
    )
