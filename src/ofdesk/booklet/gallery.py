"""Many photos of one event in rows of two, each with caption and credit."""

from __future__ import annotations

from ofdesk.base.geometry import Rect
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.pictures import Picture

_COLUMNS = 2
_PICTURE_RATIO = 3 / 2
_CREDIT_MM = 5.0


def set_gallery(builder: PageBuilder, pictures: tuple[Picture, ...], frame: Rect) -> float:
    """Set photos from the top of a frame, at most as high as it; returns where they end.

    Of an odd number the first takes a row for itself, so that none stays half empty.
    """
    rows = -(-len(pictures) // _COLUMNS)
    odd = len(pictures) % _COLUMNS
    gutter_mm = builder.theme.gutter_mm
    width = (frame.width_mm - gutter_mm) / _COLUMNS
    step = min(frame.height_mm / rows, width / _PICTURE_RATIO + _CREDIT_MM)
    for number, picture in enumerate(pictures):
        row, column = divmod(number + odd, _COLUMNS)
        x_mm, y_mm = frame.x_mm + column * (width + gutter_mm), frame.y_mm + row * step
        place = Rect(x_mm, y_mm, width, step - _CREDIT_MM)
        if odd and number == 0:
            place = Rect(frame.x_mm, frame.y_mm, frame.width_mm, step - _CREDIT_MM)
        builder.picture(picture, place)
        builder.caption(picture, place)
    return frame.y_mm + rows * step
