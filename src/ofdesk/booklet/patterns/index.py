"""The index by prefecture: events and factories in four columns with their pages, each a link."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.base.japan import prefecture_named
from ofdesk.booklet.engine import Source
from ofdesk.booklet.index import IndexRow, index_rows
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import INDEX_COLUMNS, INDEX_ROWS_PER_PAGE, PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page

_HEADING_MM = 18.0
_GAP_MM = 5.0
_PAGE_WIDTH_MM = 7.0


@dataclass(frozen=True)
class Line:
    """A row with the page it leads to, 0 for none."""

    row: IndexRow
    page: int


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    part: int
    lines: tuple[Line, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the rows of the page."""
    plan = source.plan
    first = slot.part * INDEX_ROWS_PER_PAGE
    rows = index_rows(plan.order)[first : first + INDEX_ROWS_PER_PAGE]
    lines = []
    for row in rows:
        pages = plan.event_page if row.kind == "event" else plan.factory_page
        lines.append(Line(row, pages.get(row.record, 0) if row.record else 0))
    return Content(slot.number, slot.part, tuple(lines), source.catalogue.booklet.title)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    area = builder.area
    if content.part == 0:
        heading = builder.style("title")
        builder.line(
            toolkit.wording("heading.index"),
            heading,
            Rect(area.x_mm, area.y_mm - 2, area.width_mm, heading.leading_mm),
            tag="H1",
        )
    per_column = INDEX_ROWS_PER_PAGE // INDEX_COLUMNS
    width = (area.width_mm - _GAP_MM * (INDEX_COLUMNS - 1)) / INDEX_COLUMNS
    step = (area.height_mm - _HEADING_MM) / per_column
    for index, line in enumerate(content.lines):
        column, row = divmod(index, per_column)
        x_mm = area.x_mm + column * (width + _GAP_MM)
        _line(builder, line, Rect(x_mm, area.y_mm + _HEADING_MM + row * step, width, step))
    return builder.finish(content.running_head)


def _line(builder: PageBuilder, line: Line, frame: Rect) -> None:
    if line.row.kind == "prefecture":
        prefecture = prefecture_named(line.row.text)
        accent = builder.toolkit.accent(prefecture.region if prefecture else "")
        builder.rule(frame.x_mm, frame.right_mm, frame.bottom_mm - 0.4, accent, 0.5)
        name = line.row.text or builder.toolkit.wording("region.other")
        builder.line(name, builder.style("subname", size_pt=8.0, leading_pt=10.0), frame, tag="H2")
        return
    style = builder.style("caption", size_pt=7.0)
    if line.row.kind == "event":
        style = dataclasses.replace(style, face=builder.style("subname").face)
    number = f"{line.row.number}　" if line.row.number else ""
    builder.line(
        number + line.row.text,
        style,
        Rect(frame.x_mm, frame.y_mm, frame.width_mm - _PAGE_WIDTH_MM, frame.height_mm),
    )
    if line.page:
        right = builder.style("folio", size_pt=7.0, align="right")
        builder.line(
            str(line.page),
            right,
            Rect(frame.right_mm - _PAGE_WIDTH_MM, frame.y_mm, _PAGE_WIDTH_MM, frame.height_mm),
        )
        builder.link(frame, page=line.page)
