"""Greeting and definition (はじめに・位置付け) on one page."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page

_TEXT_TOP_MM = 62.0
_DEFINITION_MM = 62.0


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    greeting: str
    definition: str
    publisher: str
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the texts."""
    settings = source.catalogue.booklet
    return Content(slot.number, settings.greeting, settings.definition, settings.publisher, settings.title)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    area = builder.area
    heading = builder.style("display")
    row = Rect(area.x_mm, area.y_mm - 3, area.width_mm, heading.leading_mm)
    builder.line(toolkit.wording("heading.greeting"), heading, row, tag="H1")
    column = builder.theme.column(area, 2, 9)
    lead = builder.style("lead", first_indent_em=1.0)
    bottom = area.bottom_mm - (_DEFINITION_MM if content.definition else 0.0)
    room = Rect(column.x_mm, _TEXT_TOP_MM, column.width_mm, bottom - _TEXT_TOP_MM)
    used = builder.text(content.greeting, lead, room, field=("booklet", "greeting"))
    name = builder.style("subname", align="right")
    if content.greeting and used.used_height_mm + 12.0 < room.height_mm:
        row = Rect(column.x_mm, room.y_mm + used.used_height_mm + 6.0, column.width_mm, name.leading_mm)
        builder.line(content.publisher, name, row)
    if content.definition:
        _definition(builder, content, Rect(column.x_mm, bottom, column.width_mm, _DEFINITION_MM))
    return builder.finish(content.running_head)


def _definition(builder: PageBuilder, content: Content, frame: Rect) -> None:
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, Ink("text"), 0.5)
    heading = builder.style("heading")
    row = Rect(frame.x_mm, frame.y_mm + 2.5, frame.width_mm, heading.leading_mm)
    builder.line(builder.toolkit.wording("heading.definition"), heading, row, tag="H2")
    body = builder.style("body")
    room = Rect(frame.x_mm, row.bottom_mm + 1.5, frame.width_mm, frame.bottom_mm - row.bottom_mm - 1.5)
    builder.text(content.definition, body, room, field=("booklet", "definition"))
