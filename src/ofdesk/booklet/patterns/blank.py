"""A page left blank on purpose: before a right-hand start, or to fill up a sheet.

Amid the events of a region it is filled with the region's ornament, so that nobody takes it for a mistake.
"""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.ornament import placeholder
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page

_COLUMNS = 6


@dataclass(frozen=True)
class Content:
    """Everything the page shows: nothing, or an ornament; links find it by its number.

    Attributes:
        region: whose ornament it bears, "" for none.
    """

    number: int
    region: str = ""


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the number of the page and the region it lies in."""
    return Content(slot.number, slot.region)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return a page without a letter, the folio included."""
    builder = PageBuilder(toolkit, content.number)
    if content.region:
        theme = builder.theme
        paper = Rect(0.0, 0.0, theme.size.width_mm, theme.size.height_mm).grown(theme.bleed_mm)
        accent = toolkit.accent(content.region)
        builder.add(placeholder(paper, accent, str(content.number), _COLUMNS, theme.look.ornament))
    return builder.finish(with_folio=False)
