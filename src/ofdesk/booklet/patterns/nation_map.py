"""The nationwide MAP: every event that the section shows, with its name and page."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_content import MapArea, MapContent, map_content
from ofdesk.booklet.map_pages import full_map
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    heading: str
    map: MapContent
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the events with their places and pages."""
    content = map_content(MapArea("nation"), source, wanted=source.selection(slot))
    return Content(slot.number, source.heading(slot), content, source.running_head)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    full_map(builder, content.map, content.heading or toolkit.wording("heading.nation_map"))
    return builder.finish(content.running_head)
