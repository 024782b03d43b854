"""The contents: sections and events with their page numbers, each line a link."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.outline import entry_title
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import CONTENTS_ROWS_PER_PAGE, ContentsEntry, PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page

_HEADING_MM = 30.0
_NUMBER_WIDTH_MM = 14.0
_INDENT_MM = 6.0


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    part: int
    entries: tuple[ContentsEntry, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the entries of the page."""
    first = slot.part * CONTENTS_ROWS_PER_PAGE
    entries = source.plan.entries[first : first + CONTENTS_ROWS_PER_PAGE]
    return Content(slot.number, slot.part, entries, source.catalogue.booklet.title)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    area = builder.area
    heading = builder.style("display")
    if content.part == 0:
        builder.line(
            toolkit.wording("heading.contents"),
            heading,
            Rect(area.x_mm, area.y_mm - 3, area.width_mm, heading.leading_mm),
            tag="H1",
        )
    column = builder.theme.column(area, 2, 10)
    step = (area.height_mm - _HEADING_MM) / CONTENTS_ROWS_PER_PAGE
    region = ""
    for index, entry in enumerate(content.entries):
        region = entry.region if entry.level == 0 else region
        row = Rect(column.x_mm, area.y_mm + _HEADING_MM + index * step, column.width_mm, step)
        _entry(builder, entry, region, row)
    return builder.finish(content.running_head)


def _entry(builder: PageBuilder, entry: ContentsEntry, region: str, row: Rect) -> None:
    title = entry_title(entry, builder.toolkit.wording)
    top = entry.level == 0
    style = builder.style("subname" if top else "value", size_pt=9.0 if top else 8.5)
    indent = 0.0 if top else _INDENT_MM
    if top:
        ink = builder.toolkit.accent(region) if region else Ink("text", 0.5)
        builder.rule(row.x_mm, row.right_mm, row.y_mm + 0.2, ink, 0.5 if region else 0.25)
    text = Rect(row.x_mm + indent, row.y_mm + 0.7, row.width_mm - indent - _NUMBER_WIDTH_MM, row.height_mm)
    builder.line(title, dataclasses.replace(style, leading_pt=12.0), text, tag="TOCI")
    number = builder.style("folio", size_pt=8.5, leading_pt=12.0, align="right")
    builder.line(
        str(entry.number),
        number,
        Rect(row.right_mm - _NUMBER_WIDTH_MM, text.y_mm, _NUMBER_WIDTH_MM, row.height_mm),
    )
    builder.link(row, page=entry.number)
