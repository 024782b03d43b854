"""A page left blank on purpose: before a right-hand start, or to fill up a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.booklet.engine import Source
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page


@dataclass(frozen=True)
class Content:
    """Everything the page shows: nothing, but that links find it by its number."""

    number: int


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the number of the page."""
    return Content(slot.number)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return a page without a letter, the folio included."""
    return PageBuilder(toolkit, content.number).finish(with_folio=False)
