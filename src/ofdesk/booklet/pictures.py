"""Pictures in frames: which part of a photo shows when a frame has another shape."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.base.ruby import plain
from ofdesk.drawing.display_list import Image
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Photo

MOST_IN_MOSAIC = 4
"""How many photos an event's first page shows."""


def on_first_page(photos: int, *, goes_on: bool) -> int:
    """Return how many of an event's photos its first page shows; the second one is not left without."""
    return min(MOST_IN_MOSAIC, max(1, photos - MOST_IN_MOSAIC) if goes_on else photos)


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as a page uses it.

    Attributes:
        record: identity of the photo's record.
        focus_x, focus_y: the point that stays visible, as shares of width and height.
    """

    record: str
    sha256: str
    width_px: int
    height_px: int
    focus_x: float
    focus_y: float
    caption: str
    credit: str
    alt: str


def pictures_of(catalogue: Catalogue, photos: tuple[RecordId, ...]) -> tuple[Picture, ...]:
    """Return the printable photos among identities; refused ones and those without bytes are left out."""
    found = (catalogue.find(Photo, photo) for photo in photos)
    return tuple(
        Picture(
            photo.id,
            photo.sha256,
            photo.width_px,
            photo.height_px,
            0.5 if photo.focus_x is None else photo.focus_x,
            0.5 if photo.focus_y is None else photo.focus_y,
            photo.caption,
            photo.credit,
            plain(photo.alt or photo.caption),
        )
        for photo in found
        if photo and photo.sha256 and photo.width_px and photo.height_px and photo.consent != "refused"
    )


def cropped(picture: Picture, rect: Rect) -> Image:
    """Return the picture filling a rectangle: never stretched, cropped on two sides around the focus."""
    frame_ratio = rect.width_mm / rect.height_mm
    picture_ratio = picture.width_px / picture.height_px
    if picture_ratio > frame_ratio:
        share = frame_ratio / picture_ratio
        left = _window(picture.focus_x, share)
        crop = (left, 0.0, left + share, 1.0)
    else:
        share = picture_ratio / frame_ratio
        top = _window(picture.focus_y, share)
        crop = (0.0, top, 1.0, top + share)
    return Image(picture.sha256, rect, crop, picture.alt)


def _window(focus: float, share: float) -> float:
    """Return where a window of a share of the side begins, so that the focus is as central as can be."""
    return min(max(focus - share / 2, 0.0), 1.0 - share)
