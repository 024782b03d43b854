"""The list of reports and references: title, publisher, date, summary and address."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import date_words
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Report

_HEADING_MM = 20.0


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    part: int
    reports: tuple[Report, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the reports of the page."""
    catalogue = source.catalogue
    reports = (catalogue.find(Report, i) for i in slot.records)
    return Content(slot.number, slot.part, tuple(r for r in reports if r), catalogue.booklet.title)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    area = builder.area
    if content.part == 0:
        heading = builder.style("title")
        row = Rect(area.x_mm, area.y_mm - 2, area.width_mm, heading.leading_mm)
        builder.line(toolkit.wording("heading.reports"), heading, row, tag="H1")
    y_mm = area.y_mm + _HEADING_MM
    for report in content.reports:
        y_mm = _report(builder, report, y_mm)
    return builder.finish(content.running_head)


def _report(builder: PageBuilder, report: Report, y_mm: float) -> float:
    date_column = builder.theme.column(builder.area, 0, 3)
    text_column = builder.theme.column(builder.area, 3, 9)
    builder.rule(builder.area.x_mm, builder.area.right_mm, y_mm, Ink("rule"))
    y_mm += 2.0
    value, name, small = builder.style("value"), builder.style("name"), builder.style("small")
    row = Rect(date_column.x_mm, y_mm, date_column.width_mm, value.leading_mm)
    builder.line(date_words(report.date, builder.toolkit.wording), value, row, field=(report.id, "date"))
    room = Rect(text_column.x_mm, y_mm, text_column.width_mm, 30.0)
    used = builder.text(report.name, name, room, max_lines=2, field=(report.id, "name"), tag="H2")
    y_mm += used.used_height_mm
    for text, field in ((report.publisher, "publisher"), (report.summary, "summary")):
        if text:
            room = Rect(text_column.x_mm, y_mm, text_column.width_mm, 24.0)
            y_mm += builder.text(text, small, room, field=(report.id, field)).used_height_mm
    if report.url:
        row = Rect(text_column.x_mm, y_mm, text_column.width_mm, small.leading_mm)
        builder.line(report.url, small, row, field=(report.id, "url"))
        builder.link(row, url=report.url)
        y_mm += small.leading_mm
    return y_mm + 3.0
