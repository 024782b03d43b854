"""Statistics: each survey with its pie, N=, the answers in words and the source."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.charts import Share, pie, share_words
from ofdesk.booklet.engine import Source
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import SURVEYS_PER_PAGE, PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Survey
from ofdesk.typesetting.style import TextRun

_HEADING_MM = 20.0
_PIE_MM = 62.0
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    part: int
    surveys: tuple[Survey, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the surveys of the page."""
    catalogue = source.catalogue
    surveys = (catalogue.find(Survey, i) for i in slot.records)
    return Content(slot.number, slot.part, tuple(s for s in surveys if s), catalogue.booklet.title)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    builder.accent = Ink("region.tohoku")
    area = builder.area
    if content.part == 0:
        heading = builder.style("title")
        row = Rect(area.x_mm, area.y_mm - 2, area.width_mm, heading.leading_mm)
        builder.line(toolkit.wording("heading.statistics"), heading, row, tag="H1")
    height = (area.height_mm - _HEADING_MM) / SURVEYS_PER_PAGE
    for index, survey in enumerate(content.surveys):
        top = area.y_mm + _HEADING_MM + index * height
        _survey(builder, survey, Rect(area.x_mm, top, area.width_mm, height - 8.0))
    return builder.finish(content.running_head)


def _survey(builder: PageBuilder, survey: Survey, frame: Rect) -> None:
    wording = builder.toolkit.wording
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, Ink("text"), 0.5)
    heading = builder.style("heading")
    caption = builder.style("caption")
    count = wording("survey.respondents", count=survey.respondents) if survey.respondents is not None else ""
    multiple = wording("survey.multiple") if survey.answers == "multiple" else ""
    runs = (
        TextRun(survey.question, heading),
        TextRun("　" + "　".join(p for p in (count, multiple) if p), caption),
    )
    room = Rect(frame.x_mm, frame.y_mm + 2.5, frame.width_mm, heading.leading_mm)
    builder.text(runs, heading, room, max_lines=1, field=(survey.id, "question"), tag="H2")
    top = room.bottom_mm + 6.0
    shares = tuple(
        Share(mark, row.label, row.share_percent or 0.0)
        for mark, row in zip(_MARKS, survey.rows, strict=False)
    )
    pie(builder, shares, Rect(frame.x_mm + 9.0, top, _PIE_MM, _PIE_MM), count)
    column = Rect(frame.x_mm + _PIE_MM + 28.0, top, frame.width_mm - _PIE_MM - 28.0, frame.height_mm)
    _rows(builder, survey, column)
    _notes(builder, survey, frame)


def _rows(builder: PageBuilder, survey: Survey, frame: Rect) -> None:
    """Set the answers: mark, share, label, and what it means."""
    name, value = builder.style("name"), builder.style("small", align="left")
    figure = builder.style("name", tabular=True)
    y_mm = frame.y_mm
    for mark, row in zip(_MARKS, survey.rows, strict=False):
        share = "" if row.share_percent is None else share_words(row.share_percent)
        room = Rect(frame.x_mm, y_mm, frame.width_mm, name.leading_mm * 2)
        runs = (
            TextRun(f"{mark} ", dataclasses.replace(name, ink=builder.accent)),
            TextRun(f"{row.label}　", name),
            TextRun(share, figure),
            TextRun("%" if share else "", builder.style("small")),
        )
        used = builder.text(runs, name, room, max_lines=2, field=(survey.id, "rows"))
        y_mm += used.used_height_mm
        if row.note:
            used = builder.text(row.note, value, Rect(frame.x_mm + 5.2, y_mm, frame.width_mm - 5.2, 24.0))
            y_mm += used.used_height_mm
        y_mm += 4.0


def _notes(builder: PageBuilder, survey: Survey, frame: Rect) -> None:
    """Set note and source at the foot of the survey."""
    style = builder.style("caption", ink=Ink("text", 0.65))
    source = f"{builder.toolkit.wording('label.source')}：{survey.source}" if survey.source else ""
    text = "\n".join(part for part in (survey.note, source) if part)
    if text:
        lines = text.count("\n") + 1
        room = Rect(
            frame.x_mm, frame.bottom_mm - style.leading_mm * lines, frame.width_mm, style.leading_mm * 3
        )
        builder.text(text, style, room, field=(survey.id, "source"))
