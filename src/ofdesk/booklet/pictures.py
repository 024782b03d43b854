"""Pictures in frames: which part of a photo shows when a frame has another shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ofdesk.base.geometry import Rect
from ofdesk.base.ruby import plain
from ofdesk.drawing.display_list import Image
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import PageLayout
from ofdesk.model.records import Event, Photo

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
        zoom: how much larger than needed to fill its frame it is shown, 1 or more.
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
    zoom: float = 1.0


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


def pictures_of_event(catalogue: Catalogue, event: Event) -> tuple[Picture, ...]:
    """Return the photos of an event's own pages: no more, and so cropped, as was decided by hand."""
    found = pictures_of(catalogue, event.photos)
    if event.layout is not None and event.layout.photos is not None:
        found = found[: event.layout.photos]
    return framed(found, event.layout)


def framed(pictures: Sequence[Picture], layout: PageLayout | None) -> tuple[Picture, ...]:
    """Return the pictures, the first one cropped as was decided by hand for its page."""
    if layout is None or not pictures:
        return tuple(pictures)
    first = pictures[0]
    lead = replace(
        first,
        focus_x=first.focus_x if layout.focus_x is None else layout.focus_x,
        focus_y=first.focus_y if layout.focus_y is None else layout.focus_y,
        zoom=(layout.zoom_percent or 100) / 100,
    )
    return (lead, *pictures[1:])


def cropped(picture: Picture, rect: Rect) -> Image:
    """Return the picture filling a rectangle: never stretched, cropped around the focus."""
    frame_ratio = rect.width_mm / rect.height_mm
    picture_ratio = picture.width_px / picture.height_px
    wide, high = min(1.0, frame_ratio / picture_ratio), min(1.0, picture_ratio / frame_ratio)
    wide, high = wide / picture.zoom, high / picture.zoom
    left, top = _window(picture.focus_x, wide), _window(picture.focus_y, high)
    return Image(picture.sha256, rect, (left, top, left + wide, top + high), picture.alt)


def _window(focus: float, share: float) -> float:
    """Return where a window of a share of the side begins, so that the focus is as central as can be."""
    return min(max(focus - share / 2, 0.0), 1.0 - share)
