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
_SIGNATURE_MM = 14.0
_GAP_MM = 10.0


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    heading: str
    greeting: str
    definition: str
    publisher: str
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the texts."""
    settings = source.catalogue.booklet
    return Content(
        slot.number,
        source.heading(slot),
        settings.greeting,
        settings.definition,
        settings.publisher,
        source.running_head,
    )


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    builder.section_heading(content.heading or toolkit.wording("heading.greeting"))
    column = builder.theme.column(builder.area, 2, 9)
    bottom_mm = builder.area.bottom_mm
    if content.definition:
        bottom_mm = _definition(builder, content, column) - _GAP_MM
    if content.greeting:
        room = Rect(column.x_mm, _TEXT_TOP_MM, column.width_mm, bottom_mm - _TEXT_TOP_MM)
        _greeting(builder, content, room)
    return builder.finish(content.running_head)


def _greeting(builder: PageBuilder, content: Content, room: Rect) -> None:
    """Set the greeting in large type, in the usual type if it is long, and the publisher's name below it."""
    for name in ("lead", "body"):
        style = builder.style(name, first_indent_em=1.0)
        if builder.height_of(content.greeting, style, room.width_mm) <= room.height_mm - _SIGNATURE_MM:
            break
    used = builder.text(content.greeting, style, room, field=("booklet", "greeting"))
    name_style = builder.style("subname", align="right")
    y_mm = room.y_mm + used.used_height_mm + 6.0
    if y_mm + name_style.leading_mm <= room.bottom_mm:
        row = Rect(room.x_mm, y_mm, room.width_mm, name_style.leading_mm)
        builder.line(content.publisher, name_style, row, field=("booklet", "publisher"))


def _definition(builder: PageBuilder, content: Content, column: Rect) -> float:
    """Set the definition so that it ends with the type area; returns where it begins."""
    heading, body = builder.style("heading"), builder.style("body")
    head_mm = 2.5 + heading.leading_mm + 1.5
    most_mm = (column.height_mm - _TEXT_TOP_MM + column.y_mm) / 2
    height = min(builder.height_of(content.definition, body, column.width_mm) + 0.1, most_mm - head_mm)
    top_mm = column.bottom_mm - height - head_mm
    builder.rule(column.x_mm, column.right_mm, top_mm, Ink("text"), 0.5)
    row = Rect(column.x_mm, top_mm + 2.5, column.width_mm, heading.leading_mm)
    builder.line(builder.wording("heading.definition"), heading, row, tag="H2")
    room = Rect(column.x_mm, top_mm + head_mm, column.width_mm, height)
    builder.text(content.definition, body, room, field=("booklet", "definition"))
    return top_mm
