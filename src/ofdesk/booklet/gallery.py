"""Many photos of one event in rows of two or three, each with caption and credit."""

from __future__ import annotations

from ofdesk.base.geometry import Rect
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.pictures import Picture

_MOST_IN_TWO_COLUMNS = 6
_PICTURE_RATIO = 3 / 2
_LEAST_ROW_MM = 27.0
_CREDIT_MM = 5.0


def least_gallery_mm(pictures: tuple[Picture, ...]) -> float:
    """Return the least height in which photos are still seen."""
    return len(_rows(pictures)) * _LEAST_ROW_MM


def set_gallery(builder: PageBuilder, pictures: tuple[Picture, ...], frame: Rect) -> float:
    """Set photos from the top of a frame, at most as high as it; returns where they end.

    Those that do not fill a row stand larger in the first one, so that none stays half empty.
    """
    rows, gutter_mm = _rows(pictures), builder.theme.gutter_mm
    most = max(map(len, rows))
    width = (frame.width_mm - gutter_mm * (most - 1)) / most
    step = min(frame.height_mm / len(rows), width / _PICTURE_RATIO + _CREDIT_MM)
    for number, row in enumerate(rows):
        width = (frame.width_mm - gutter_mm * (len(row) - 1)) / len(row)
        for column, picture in enumerate(row):
            x_mm, y_mm = frame.x_mm + column * (width + gutter_mm), frame.y_mm + number * step
            place = Rect(x_mm, y_mm, width, step - _CREDIT_MM)
            builder.picture(picture, place)
            builder.caption(picture, place)
    return frame.y_mm + len(rows) * step


def _rows(pictures: tuple[Picture, ...]) -> tuple[tuple[Picture, ...], ...]:
    columns = 2 if len(pictures) <= _MOST_IN_TWO_COLUMNS else 3
    first = len(pictures) % columns
    starts = range(first, len(pictures), columns)
    whole = tuple(pictures[start : start + columns] for start in starts)
    return (pictures[:first], *whole) if first else whole
