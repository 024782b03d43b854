"""The contents: sections and events with their page numbers, each line a link."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from itertools import groupby

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.outline import entry_title
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import CONTENTS_ROWS_PER_PAGE, ContentsEntry, PageSlot
from ofdesk.booklet.shapes import rectangle
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page

_NUMBER_WIDTH_MM = 14.0
_INDENT_MM = 6.0
_SQUARE_MM = 2.2
_TALLEST_ROW_MM = 6.6


@dataclass(frozen=True)
class Content:
    """Everything the page shows.

    Attributes:
        rows: how many rows the fullest page of the contents has: all pages are set alike.
    """

    number: int
    part: int
    heading: str
    entries: tuple[ContentsEntry, ...]
    rows: int
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the entries of the page."""
    first = slot.part * CONTENTS_ROWS_PER_PAGE
    every = source.plan.entries
    return Content(
        slot.number,
        slot.part,
        source.heading(slot),
        every[first : first + CONTENTS_ROWS_PER_PAGE],
        min(len(every), CONTENTS_ROWS_PER_PAGE),
        source.running_head,
    )


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    heading = content.heading or toolkit.wording("heading.contents")
    top_mm = builder.section_heading(heading, content.part)
    column = builder.theme.column(builder.area, 2, 10)
    step = min(_TALLEST_ROW_MM, (builder.area.bottom_mm - top_mm) / max(1, content.rows))
    rows = enumerate(content.entries)
    with builder.tagged("TOC"):
        for level, entries in groupby(rows, key=lambda row: row[1].level):
            with builder.tagged("TOC" if level else ""):
                for index, entry in entries:
                    row = Rect(column.x_mm, top_mm + index * step, column.width_mm, step)
                    with builder.tagged("TOCI"):
                        _entry(builder, entry, row)
    if content.entries:
        last_mm = top_mm + len(content.entries) * step
        builder.rule(column.x_mm, column.right_mm, last_mm, Ink("rule"))
    return builder.finish(content.running_head)


def _entry(builder: PageBuilder, entry: ContentsEntry, row: Rect) -> None:
    """Set an entry in the middle of its row, a hairline above; regions bear a square of their colour."""
    title, top = entry_title(entry, builder.wording), entry.level == 0
    style = builder.style("subname" if top else "value", size_pt=9.0 if top else 8.5, leading_pt=12.0)
    indent = 0.0 if top else _INDENT_MM
    builder.rule(row.x_mm + indent, row.right_mm, row.y_mm, Ink("rule"))
    y_mm = row.y_mm + (row.height_mm - style.leading_mm) / 2
    if entry.region:
        square = Rect(row.x_mm - _SQUARE_MM - 2.2, row.centre.y_mm - _SQUARE_MM / 2, _SQUARE_MM, _SQUARE_MM)
        builder.add(rectangle(square, builder.toolkit.accent(entry.region)))
    text = Rect(row.x_mm + indent, y_mm, row.width_mm - indent - _NUMBER_WIDTH_MM, style.leading_mm)
    builder.line(title, style, text, field=(entry.record, "name") if entry.record else None, tag="Reference")
    number = dataclasses.replace(builder.style("folio"), size_pt=8.5, leading_pt=12.0, align="right")
    place = Rect(row.right_mm - _NUMBER_WIDTH_MM, y_mm, _NUMBER_WIDTH_MM, style.leading_mm)
    builder.line(str(entry.number), number, place)
    builder.link(row, page=entry.number)
