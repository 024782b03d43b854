"""How one to four pictures share a frame: one leads, the others stand beside it with thin white seams."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ofdesk.base.geometry import Rect
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.pictures import Picture

SEAM_MM = 1.2
_LEAD_SHARE = {2: 0.6, 3: 0.62, 4: 0.52}
_TALL = 0.8  # height by width from which pictures stand below the first and not beside it
_LEAD_HEIGHT = 0.6
_CAPTION_GAP_MM = 0.5


def mosaic_frames(frame: Rect, count: int, *, mirrored: bool = False) -> tuple[Rect, ...]:
    """Return the frames of `count` pictures (0 to 4), which fill a frame.

    The first is the largest and stands at the left, `mirrored` at the right; in a tall frame on top.
    """
    if count < 2:
        return (frame,) * count
    if frame.height_mm > _TALL * frame.width_mm:
        return _stacked(frame, count)
    if mirrored:
        middle = 2 * frame.centre.x_mm
        plain = mosaic_frames(frame, count)
        return tuple(dataclasses.replace(rect, x_mm=middle - rect.right_mm) for rect in plain)
    lead_mm = frame.width_mm * _LEAD_SHARE[count]
    lead = Rect(frame.x_mm, frame.y_mm, lead_mm - SEAM_MM / 2, frame.height_mm)
    x_mm = frame.x_mm + lead_mm + SEAM_MM / 2
    beside = Rect(x_mm, frame.y_mm, frame.right_mm - x_mm, frame.height_mm)
    if count == 2:
        return lead, beside
    half_mm = (beside.height_mm - SEAM_MM) / 2
    upper = Rect(x_mm, frame.y_mm, beside.width_mm, half_mm)
    lower = Rect(x_mm, frame.bottom_mm - half_mm, beside.width_mm, half_mm)
    return (lead, upper, *_row(lower, count - 2))


def _stacked(frame: Rect, count: int) -> tuple[Rect, ...]:
    lead_mm = frame.height_mm * _LEAD_HEIGHT
    lead = Rect(frame.x_mm, frame.y_mm, frame.width_mm, lead_mm - SEAM_MM / 2)
    y_mm = frame.y_mm + lead_mm + SEAM_MM / 2
    return (lead, *_row(Rect(frame.x_mm, y_mm, frame.width_mm, frame.bottom_mm - y_mm), count - 1))


def _row(frame: Rect, count: int) -> tuple[Rect, ...]:
    width = (frame.width_mm - SEAM_MM * (count - 1)) / count
    step = width + SEAM_MM
    return tuple(Rect(frame.x_mm + n * step, frame.y_mm, width, frame.height_mm) for n in range(count))


def set_captions(builder: PageBuilder, pictures: Sequence[Picture], foot_mm: float) -> None:
    """Set below the foot of several pictures what they show and who provided them.

    What all have in common is said once, at the left and at the right; else each picture has a column.
    """
    captions = tuple(dict.fromkeys(picture.caption for picture in pictures))
    credits = tuple(dict.fromkeys(picture.credit for picture in pictures))
    if len(captions) == len(credits) == 1:
        builder.caption(
            pictures[0], Rect(builder.area.x_mm, 0.0, builder.area.width_mm, foot_mm + _CAPTION_GAP_MM)
        )
        return
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
