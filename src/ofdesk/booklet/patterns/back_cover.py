"""The back cover (表4): nine small squares of the region colours and the publisher, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.base.japan import REGIONS
from ofdesk.booklet.engine import Source
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.shapes import rectangle
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page

_SQUARE_MM = 5.0
_GAP_MM = 2.0
_FOOT_MM = 58.0
_SIDE_MM = 20.0


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    publisher: str
    department: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the publisher."""
    settings = source.catalogue.booklet
    return Content(slot.number, settings.publisher, settings.publisher_department)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    width, height = builder.theme.size.width_mm, builder.theme.size.height_mm
    row_width = len(REGIONS) * _SQUARE_MM + (len(REGIONS) - 1) * _GAP_MM
    x_mm, y_mm = (width - row_width) / 2, height - _FOOT_MM
    for index, region in enumerate(REGIONS):
        left = x_mm + index * (_SQUARE_MM + _GAP_MM)
        builder.add(rectangle(Rect(left, y_mm, _SQUARE_MM, _SQUARE_MM), Ink(f"region.{region}")))
    y_mm += _SQUARE_MM + 7.0
    for text, style, field in (
        (content.publisher, builder.style("subname", align="centre"), "publisher"),
        (content.department, builder.style("caption", align="centre"), "publisher_department"),
    ):
        if text:
            row = Rect(_SIDE_MM, y_mm, width - 2 * _SIDE_MM, style.leading_mm)
            used = builder.headline(text, style, row, field=("booklet", field), tag="P")
            y_mm += used.used_height_mm
    return builder.finish(with_folio=False)
