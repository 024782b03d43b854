"""How to read the booklet (凡例): what numbers, colours and marks mean."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.base.japan import PREFECTURES, REGIONS
from ofdesk.booklet.engine import Source
from ofdesk.booklet.page_builder import PageBuilder, rectangle
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page

_HEADING_MM = 30.0
_KEYS = ("order", "numbers", "figures", "facets", "dates", "photos")


@dataclass(frozen=True)
class Content:
    """Everything the page shows; its words come with the toolkit."""

    number: int
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the page's number and running head."""
    return Content(slot.number, source.catalogue.booklet.title)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    area = builder.area
    heading = builder.style("display")
    row = Rect(area.x_mm, area.y_mm - 3, area.width_mm, heading.leading_mm)
    builder.line(toolkit.wording("heading.how_to_read"), heading, row, tag="H1")
    y_mm = _explanations(builder, area.y_mm + _HEADING_MM)
    _regions(builder, y_mm + 8.0)
    return builder.finish(content.running_head)


def _explanations(builder: PageBuilder, y_mm: float) -> float:
    wording = builder.toolkit.wording
    label = builder.theme.column(builder.area, 0, 3)
    text = builder.theme.column(builder.area, 3, 8)
    name, body = builder.style("name", ink=Ink("text")), builder.style("body")
    for key in _KEYS:
        builder.rule(label.x_mm, text.right_mm, y_mm, Ink("rule"))
        room = Rect(label.x_mm, y_mm + 1.6, label.width_mm, name.leading_mm)
        builder.line(wording(f"how_to_read.{key}.name"), name, room, tag="H2")
        room = Rect(text.x_mm, y_mm + 1.6, text.width_mm, 40.0)
        used = builder.text(wording(f"how_to_read.{key}.text"), body, room)
        y_mm += used.used_height_mm + 5.0
    return y_mm


def _regions(builder: PageBuilder, y_mm: float) -> None:
    """Show the colours of the regions with the prefectures that belong to them."""
    wording = builder.toolkit.wording
    heading = builder.style("heading")
    area = builder.area
    row = Rect(area.x_mm, y_mm, area.width_mm, heading.leading_mm)
    builder.line(wording("how_to_read.regions"), heading, row, tag="H2")
    y_mm += heading.leading_mm + 3.0
    name, small = builder.style("subname", ink=Ink("text")), builder.style("small", align="left")
    label = builder.theme.column(area, 0, 3)
    text = builder.theme.column(area, 3, 9)
    for region in REGIONS:
        builder.add(rectangle(Rect(label.x_mm, y_mm + 0.6, 4.0, 4.0), builder.toolkit.accent(region)))
        room = Rect(label.x_mm + 7.0, y_mm, label.width_mm - 7.0, name.leading_mm)
        builder.line(wording(f"region.{region}"), name, room)
        names = wording.separator.join(wording.prefecture(p) for p in PREFECTURES if p.region == region)
        used = builder.text(names, small, Rect(text.x_mm, y_mm, text.width_mm, 20.0))
        y_mm += used.used_height_mm + 2.2
