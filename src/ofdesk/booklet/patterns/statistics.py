"""Statistics: each survey with its chart, N=, the answers in words and the source."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.charts import Share, bars, ring, share_words
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import joined
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.plan import SURVEYS_PER_PAGE, PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.booklet.wording import Wording
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.parts import SurveyRow
from ofdesk.model.records import Survey
from ofdesk.typesetting.style import TextRun

_ACCENT = Ink("region.tohoku")  # 藍 has the best contrast in all its tints; the page belongs to no region
_GAP_MM = 12.0
_CHART_TOP_MM = 4.0
_CHART_COLUMNS, _TEXT_FROM_COLUMN = 6, 6
_FIGURE_WIDTH_MM, _FIGURE_GAP_MM = 21.0, 6.0
_ABOVE_BARS_MM = 2.0
_ROW_GAP_MM, _LEAST_ROW_GAP_MM = 3.5, 0.8
_MOST_SLICES = 6
_ROUNDING, _EXACT = 1.0, 0.05  # percent that a sum may be off
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    part: int
    heading: str
    surveys: tuple[Survey, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the surveys of the page."""
    catalogue = source.catalogue
    surveys = (catalogue.find(Survey, i) for i in slot.records)
    found = tuple(survey for survey in surveys if survey)
    return Content(slot.number, slot.part, source.heading(slot), found, source.running_head)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    builder.accent = _ACCENT
    heading = content.heading or toolkit.wording("heading.statistics")
    top_mm = builder.section_heading(heading, content.part)
    area = builder.area
    height = (area.bottom_mm - top_mm - _GAP_MM * (SURVEYS_PER_PAGE - 1)) / SURVEYS_PER_PAGE
    for index, survey in enumerate(content.surveys):
        y_mm = top_mm + index * (height + _GAP_MM)
        _survey(builder, survey, Rect(area.x_mm, y_mm, area.width_mm, height))
    return builder.finish(content.running_head)


def _survey(builder: PageBuilder, survey: Survey, frame: Rect) -> None:
    wording = builder.wording
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, Ink("text"), 0.5)
    count = wording("survey.respondents", count=survey.respondents) if survey.respondents is not None else ""
    heading, top_mm = builder.style("heading"), frame.y_mm + 2.5
    caption = joined((count, wording("survey.multiple") if survey.answers == "multiple" else ""), wording)
    runs = (
        TextRun(survey.question, heading),
        TextRun(f"　{caption}" if caption else "", builder.style("value")),
    )
    room = Rect(frame.x_mm, top_mm, frame.width_mm, heading.leading_mm)
    used = builder.headline(runs, heading, room, field=(survey.id, "question"), tag="H2")
    top_mm += used.used_height_mm + _CHART_TOP_MM
    notes = _notes(builder, survey, frame)
    notes_mm = notes[0][2].y_mm if notes else frame.bottom_mm
    if notes and not _is_whole(survey):  # bars are as high as their answers, and the source belongs to them
        lifted_mm = max(0.0, notes_mm - top_mm - _answers_mm(builder, survey, frame))
        notes = [(words, field, place.moved(0.0, -lifted_mm)) for words, field, place in notes]
        notes_mm -= lifted_mm
    chart = builder.theme.column(frame, 0, _CHART_COLUMNS)
    chart = Rect(chart.x_mm, top_mm, chart.width_mm, notes_mm - top_mm)
    shares = tuple(
        Share(_mark(number), _label(row), row.share_percent or 0.0) for number, row in enumerate(survey.rows)
    )
    columns = builder.theme.columns
    text = builder.theme.column(frame, _TEXT_FROM_COLUMN, columns - _TEXT_FROM_COLUMN)
    middles = _rows(builder, survey, Rect(text.x_mm, top_mm, text.width_mm, notes_mm - top_mm))
    with builder.tagged("Figure", wording("survey.chart", question=survey.question)):
        if _is_whole(survey):
            ring(builder, shares, chart, count)
        else:
            bars(builder, shares, chart.inset(0.0, 0.0, 6.0, 0.0), middles)
    for words, field, place in notes:
        builder.text(words, builder.style("caption", ink=QUIET), place, field=(survey.id, field))


def _answers_mm(builder: PageBuilder, survey: Survey, frame: Rect) -> float:
    """Return the height of the answers beside bars when they have all the room they like."""
    columns = builder.theme.columns
    text = builder.theme.column(frame, _TEXT_FROM_COLUMN, columns - _TEXT_FROM_COLUMN)
    rows_mm = sum(_row_height(builder, row, text.width_mm) + 2 * _ROW_GAP_MM for row in survey.rows)
    return rows_mm + 2 * _ABOVE_BARS_MM


def _is_whole(survey: Survey) -> bool:
    """Tell whether the shares make up a whole that a ring can show; several answers never do."""
    alone = survey.answers != "multiple" and len(survey.rows) <= _MOST_SLICES
    return alone and abs(_total(survey) - 100.0) <= _ROUNDING


def _total(survey: Survey) -> float:
    return sum(row.share_percent or 0.0 for row in survey.rows)


def _rounded(survey: Survey, wording: Wording) -> str:
    """Return the remark that rounded shares do not make up 100 percent, "" where they do."""
    off = abs(_total(survey) - 100.0)
    return wording("survey.rounded") if _is_whole(survey) and off > _EXACT else ""


def _mark(number: int) -> str:
    return _MARKS[number] if number < len(_MARKS) else f"({number + 1})"


def _label(row: SurveyRow) -> str:
    """Return the label without the mark that some sources put before it: marks are counted here."""
    return row.label.lstrip(_MARKS + " 　")


def _rows(builder: PageBuilder, survey: Survey, frame: Rect) -> tuple[float, ...]:
    """Set the answers: share in large figures, mark, label, and what it means.

    Beside a ring they stand in the middle of its height; beside bars, which follow them, below the heading.

    Returns:
        The middle of the first line of each answer.
    """
    middles: list[float] = []
    first_mm = builder.style("name", size_pt=9.5).leading_mm / 2
    heights = [_row_height(builder, row, frame.width_mm) for row in survey.rows]
    free_mm = frame.height_mm - sum(heights)
    gap_mm = min(_ROW_GAP_MM, max(_LEAST_ROW_GAP_MM, free_mm / 2 / max(1, len(heights))))
    above_mm = max(0.0, (free_mm - 2 * gap_mm * len(heights)) / 2)
    y_mm = frame.y_mm + (above_mm if _is_whole(survey) else min(above_mm, _ABOVE_BARS_MM))
    for number, (row, height) in enumerate(zip(survey.rows, heights, strict=True)):
        room = Rect(frame.x_mm, y_mm, frame.width_mm, height + 2 * gap_mm)
        middles.append(y_mm + gap_mm + first_mm)
        if room.bottom_mm > frame.bottom_mm + gap_mm:
            builder.leave_out((survey.id, "rows"), row.label + row.note, room)
        else:
            _row(builder, (survey, number), room, gap_mm)
        y_mm = room.bottom_mm
    return tuple(middles)


def _row_height(builder: PageBuilder, row: SurveyRow, width_mm: float) -> float:
    name, note = builder.style("name", size_pt=9.5), builder.style("small", align="left")
    room = width_mm - _FIGURE_WIDTH_MM
    height = builder.height_of(f"① {_label(row)}", name, room)
    return height + (builder.height_of(row.note, note, room) if row.note else 0.0)


def _row(builder: PageBuilder, answer: tuple[Survey, int], frame: Rect, gap_mm: float) -> None:
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, Ink("rule"))
    top_mm = frame.y_mm + gap_mm
    left = frame.x_mm + _FIGURE_WIDTH_MM
    room = Rect(left, top_mm, frame.right_mm - left, frame.bottom_mm - top_mm)
    with builder.tagged("TR"):
        _cells(builder, answer, room)


def _cells(builder: PageBuilder, answer: tuple[Survey, int], room: Rect) -> None:
    """Set the cells of an answer in the order they are read in: what it says, its share, what it means."""
    survey, number = answer
    row, field = survey.rows[number], (survey.id, "rows")
    name, note = builder.style("name", size_pt=9.5), builder.style("small", align="left")
    mark = TextRun(f"{_mark(number)} ", dataclasses.replace(name, ink=builder.accent))
    used = builder.text((mark, TextRun(_label(row), name)), name, room, field=field, tag="TH")
    figure = builder.style("figure", size_pt=18.0, leading_pt=name.leading_pt, align="right")
    share = share_words(row.share_percent) if row.share_percent is not None else ""
    runs = (TextRun(share, figure), TextRun(" %" if share else "", builder.style("unit")))
    width = _FIGURE_WIDTH_MM - _FIGURE_GAP_MM  # flush right, so that ones stand below ones
    place = Rect(room.x_mm - _FIGURE_WIDTH_MM, room.y_mm - 1.2, width, figure.leading_mm + 4.0)
    builder.text(runs, figure, place, max_lines=1, field=field if share else None, tag="TD")
    if any(other.note for other in survey.rows):
        rest = room.inset(0.0, used.used_height_mm, 0.0, 0.0)
        builder.text(row.note, note, rest, field=field if row.note else None, tag="TD")


def _notes(builder: PageBuilder, survey: Survey, frame: Rect) -> list[tuple[str, str, Rect]]:
    """Return note and source of the survey with their fields, and where they stand at its foot."""
    style = builder.style("caption", ink=QUIET)
    source = (
        builder.wording("labelled", label=builder.wording("label.source"), value=survey.source)
        if survey.source
        else ""
    )
    y_mm = frame.bottom_mm
    note = joined((survey.note, _rounded(survey, builder.wording)), builder.wording)
    found: list[tuple[str, str, Rect]] = []
    for text, field in ((source, "source"), (note, "note")):
        if text:
            height = min(builder.height_of(text, style, frame.width_mm), 4 * style.leading_mm)
            y_mm -= height
            found.insert(0, (text, field, Rect(frame.x_mm, y_mm, frame.width_mm, height + 0.1)))
    return found
