"""The list of reports and references: title, publisher, date, summary and address."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import date_words
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import REPORTS_PER_PAGE, PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Report

_TEXT_FROM_COLUMN = 3
_TOP_MM = 2.4
_GAP_MM = 3.0


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    part: int
    heading: str
    reports: tuple[Report, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the reports of the page."""
    catalogue = source.catalogue
    reports = (catalogue.find(Report, i) for i in slot.records)
    found = tuple(report for report in reports if report)
    return Content(slot.number, slot.part, source.heading(slot), found, source.running_head)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    area = builder.area
    top_mm = builder.section_heading(content.heading or toolkit.wording("heading.reports"), content.part)
    most_mm = (area.bottom_mm - top_mm) / REPORTS_PER_PAGE
    for report in content.reports:
        top_mm = _report(builder, report, Rect(area.x_mm, top_mm, area.width_mm, most_mm))
    return builder.finish(content.running_head)


def _report(builder: PageBuilder, report: Report, frame: Rect) -> float:
    """Set a report in no more than its share of the page; returns where the next one begins."""
    dates = builder.theme.column(frame, 0, _TEXT_FROM_COLUMN)
    columns = builder.theme.columns
    text = builder.theme.column(frame, _TEXT_FROM_COLUMN, columns - _TEXT_FROM_COLUMN)
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, Ink("rule"))
    y_mm = frame.y_mm + _TOP_MM
    value, name, small = builder.style("value"), builder.style("name"), builder.style("small", align="left")
    drop = builder.baseline_in(name) - builder.baseline_in(value)
    row = Rect(dates.x_mm, y_mm + drop, dates.width_mm, value.leading_mm)
    builder.line(date_words(report.date, builder.wording), value, row, field=(report.id, "date"))
    room = Rect(text.x_mm, y_mm, text.width_mm, name.leading_mm)
    used = builder.headline(report.name, name, room, field=(report.id, "name"), tag="H2")
    y_mm += used.used_height_mm + 0.4
    foot_mm = frame.bottom_mm - _GAP_MM - (small.leading_mm if report.url else 0.0)
    for words, field in ((report.publisher, "publisher"), (report.summary, "summary")):
        if words:
            room = Rect(text.x_mm, y_mm, text.width_mm, foot_mm - y_mm)
            y_mm += builder.text(words, small, room, field=(report.id, field)).used_height_mm
    if report.url:
        row = Rect(text.x_mm, y_mm, text.width_mm, small.leading_mm)
        builder.line(report.url, small, row, field=(report.id, "url"))
        builder.link(row, url=report.url)
        y_mm += small.leading_mm
    return y_mm + _GAP_MM
