"""The back cover (表4): nine small squares of the region colours and the publisher, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.base.japan import REGIONS
from ofdesk.booklet.engine import Source
from ofdesk.booklet.page_builder import PageBuilder, rectangle
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page

_SQUARE_MM = 5.0
_GAP_MM = 2.0


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
    x_mm, y_mm = (width - row_width) / 2, height - 58.0
    for index, region in enumerate(REGIONS):
        left = x_mm + index * (_SQUARE_MM + _GAP_MM)
        builder.add(rectangle(Rect(left, y_mm, _SQUARE_MM, _SQUARE_MM), Ink(f"region.{region}")))
    name = builder.style("subname", align="centre")
    builder.line(content.publisher, name, Rect(20.0, y_mm + 12.0, width - 40.0, name.leading_mm))
    small = builder.style("caption", align="centre")
    top = y_mm + 12.0 + name.leading_mm
    builder.line(content.department, small, Rect(20.0, top, width - 40.0, small.leading_mm))
    return builder.finish(folio=False)
