"""How one to four pictures share a frame: one leads, the others stand beside it with thin white seams."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ofdesk.base.geometry import Rect
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.pictures import Picture

SEAM_MM = 1.2
_LEAD_SHARE = {1: 1.0, 2: 0.6, 3: 0.62, 4: 0.52}
_CAPTION_GAP_MM = 0.5


def mosaic_frames(frame: Rect, count: int, *, mirrored: bool = False) -> tuple[Rect, ...]:
    """Return the frames of `count` pictures (0 to 4), which fill a frame.

    The first is the largest and stands at the left, `mirrored` at the right.
    """
    if count == 0:
        return ()
    if mirrored:
        middle = 2 * frame.centre.x_mm
        plain = mosaic_frames(frame, count)
        return tuple(dataclasses.replace(rect, x_mm=middle - rect.right_mm) for rect in plain)
    lead_mm = frame.width_mm * _LEAD_SHARE[count]
    if count == 1:
        return (frame,)
    lead = Rect(frame.x_mm, frame.y_mm, lead_mm - SEAM_MM / 2, frame.height_mm)
    x_mm = frame.x_mm + lead_mm + SEAM_MM / 2
    beside = Rect(x_mm, frame.y_mm, frame.right_mm - x_mm, frame.height_mm)
    if count == 2:
        return lead, beside
    half_mm = (beside.height_mm - SEAM_MM) / 2
    upper = Rect(x_mm, frame.y_mm, beside.width_mm, half_mm)
    lower = Rect(x_mm, frame.bottom_mm - half_mm, beside.width_mm, half_mm)
    if count == 3:
        return lead, upper, lower
    width = (beside.width_mm - SEAM_MM) / 2
    left = Rect(x_mm, lower.y_mm, width, half_mm)
    right = Rect(beside.right_mm - width, lower.y_mm, width, half_mm)
    return lead, upper, left, right


def set_captions(builder: PageBuilder, pictures: Sequence[Picture], foot_mm: float) -> None:
    """Set what several pictures show and who provided them, from left to right below their foot."""
    style = builder.style("credit", ink=QUIET)
    gap_mm = builder.theme.gutter_mm
    width = (builder.area.width_mm - gap_mm * (len(pictures) - 1)) / len(pictures)
    for number, picture in enumerate(pictures):
        x_mm = builder.area.x_mm + number * (width + gap_mm)
        y_mm = foot_mm + _CAPTION_GAP_MM
        room = Rect(x_mm, y_mm, width, style.leading_mm)
        both = picture.caption and picture.credit
        for text, field in ((picture.caption, "caption"), (picture.credit, "credit")):
            if text:
                builder.line(text, style, room, field=(picture.record, field), tag="Caption")
                room = Rect(x_mm, y_mm + style.leading_mm, width, style.leading_mm) if both else room
