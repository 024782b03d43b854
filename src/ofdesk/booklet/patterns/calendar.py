"""The calendar of the year: a row for each event, a bar for each edition, its days in words beside it.

Bars bear the colour of their region, and words say the rest: it is read in grey as well.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from ofdesk.base.geometry import Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.calendar import FIRST_MONTH, ROWS_PER_CALENDAR, days_of
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import date_words
from ofdesk.booklet.headline import fitted_headline
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.shapes import rectangle
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page, Path, Stroke
from ofdesk.model.records import Edition, Event

_NAME_COLUMNS, _NAME_LINES = 4, 2
_TALLEST_ROW_MM = 8.4
_BAR_MM = 3.0
_LEAST_BAR_MM = 1.4
_WORDS_GAP_MM = 1.0
_HEAD_MM = 6.0
_PAGE_MM = 7.0
_MONTHS = 12
_PERMANENT_TINT = 0.25
_OPEN_TINT = 0.45  # of a bar whose days are not known


@dataclass(frozen=True)
class Line:
    """An event with its editions of the year, or its latest one of another year, and its page.

    Attributes:
        name: in the booklet's language, with the name of its field.
    """

    record: str
    name: tuple[str, str]
    region: str
    editions: tuple[Edition, ...]
    other: Edition | None
    page: int


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    part: int
    heading: str
    year: int
    lines: tuple[Line, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the rows of the page."""
    plan = source.plan
    calendar = plan.calendar
    english = source.catalogue.booklet.language == "en"
    lines = []
    first = slot.part * ROWS_PER_CALENDAR
    for row in calendar.rows[first : first + ROWS_PER_CALENDAR] if calendar else ():
        event = source.catalogue.find(Event, row.event)
        if event is not None:
            page = plan.event_page.get(event.id, 0)
            region = plan.order.region_of(event)
            name = (event.name_en, "name_en") if english and event.name_en else (event.name, "name")
            lines.append(Line(event.id, name, region, row.editions, row.other, page))
    year = calendar.year if calendar else 0
    return Content(slot.number, slot.part, source.heading(slot), year, tuple(lines), source.running_head)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    heading = content.heading or toolkit.wording("heading.calendar")
    top_mm = builder.section_heading(heading, content.part)
    area = builder.area
    names = builder.theme.column(area, 0, _NAME_COLUMNS)
    left = names.right_mm + builder.theme.gutter_mm
    room_mm = area.bottom_mm - top_mm - _HEAD_MM
    row_mm = min(_TALLEST_ROW_MM, room_mm / max(len(content.lines), 1))
    grid = Rect(left, top_mm, area.right_mm - left, _HEAD_MM + len(content.lines) * row_mm)
    with builder.tagged("TR"):
        _months(builder, content, grid)
    for number, line in enumerate(content.lines):
        row = Rect(area.x_mm, top_mm + _HEAD_MM + number * row_mm, area.width_mm, row_mm)
        builder.rule(row.x_mm, row.right_mm, row.y_mm, Ink("rule"))
        with builder.tagged("TR"):
            with builder.tagged("TH"):
                _name(builder, line, Rect(row.x_mm, row.y_mm, names.width_mm, row_mm))
            with builder.tagged("TD"):
                _bars(builder, content.year, line, Rect(grid.x_mm, row.y_mm, grid.width_mm, row_mm))
        if line.page:
            builder.link(row, page=line.page)
    builder.rule(area.x_mm, area.right_mm, grid.bottom_mm, Ink("rule"))
    return builder.finish(content.running_head)


def _months(builder: PageBuilder, content: Content, grid: Rect) -> None:
    """Set the year at the left, the months above their columns, and a hairline where each begins."""
    style = builder.style("label", align="left", ink=Ink("text"), leading_pt=10.0)
    words = builder.wording("calendar.year", year=content.year, next=content.year + 1)
    area = builder.area
    row = Rect(area.x_mm, grid.y_mm, grid.x_mm - area.x_mm - 2.0, style.leading_mm)
    builder.line(words, style, row, tag="TH")
    with builder.tagged("TH"):
        _month_names(builder, content, grid)


def _month_names(builder: PageBuilder, content: Content, grid: Rect) -> None:
    month_style = builder.style("caption", align="left")
    hair = Stroke(Ink("rule"), pt_to_mm(0.25))
    for place in range(_MONTHS):
        month = (FIRST_MONTH - 1 + place) % _MONTHS + 1
        year = content.year + (1 if month < FIRST_MONTH else 0)
        x_mm = _x(date(year, month, 1), content.year, grid)
        room = Rect(x_mm + 0.6, grid.y_mm, grid.width_mm / _MONTHS, month_style.leading_mm)
        builder.line(builder.wording(f"calendar.month.{month}"), month_style, room)
        builder.add(Path((("M", x_mm, grid.y_mm), ("L", x_mm, grid.bottom_mm)), stroke=hair))


def _x(day: date, year: int, grid: Rect) -> float:
    """Return where a day begins in the grid, kept within the year."""
    first, end = date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH, 1)
    share = (day - first).days / (end - first).days
    return grid.x_mm + grid.width_mm * min(1.0, max(0.0, share))


def _name(builder: PageBuilder, line: Line, room: Rect) -> None:
    """Set the name, in two lines where it is long, and its page."""
    name, field = line.name
    style = builder.style("caption", size_pt=7.5, leading_pt=9.0)
    width = room.width_mm - _PAGE_MM
    height = fitted_headline(builder.toolkit.composer, name, style, width, _NAME_LINES).height_mm
    place = Rect(room.x_mm, room.y_mm + (room.height_mm - height) / 2, width, height)
    builder.headline(name, style, place, max_lines=_NAME_LINES, field=(line.record, field), tag="P")
    if line.page:
        folio = builder.style("folio", align="right", leading_pt=9.0)
        y_mm = room.y_mm + (room.height_mm - folio.leading_mm) / 2
        place = Rect(room.right_mm - _PAGE_MM, y_mm, _PAGE_MM, folio.leading_mm)
        builder.line(str(line.page), folio, place)


def _bars(builder: PageBuilder, year: int, line: Line, grid: Rect) -> None:
    """Draw the editions of an event; words stand where the row is free."""
    accent = builder.toolkit.accent(line.region)
    middle = grid.centre.y_mm
    if line.other:
        words = date_words(line.other.begins or line.other.ends, builder.wording)
        latest = builder.wording("calendar.latest", date=words)
        start = Rect(grid.x_mm, middle, 0.0, 0.0)
        _words(builder, latest, start, grid, free_to_mm=grid.right_mm)
        return
    if not line.editions:
        bar = Rect(grid.x_mm, middle - _BAR_MM / 2, grid.width_mm, _BAR_MM)
        builder.add(rectangle(bar, dataclasses.replace(accent, tint=accent.tint * _PERMANENT_TINT)))
        _words(builder, builder.wording("frequency.permanent"), bar, grid, free_to_mm=grid.right_mm)
        return
    bars = []
    for edition in line.editions:
        days = days_of(edition)
        if days is None:
            continue
        left = _x(days[0], year, grid)
        right = _x(date.fromordinal(days[1].toordinal() + 1), year, grid)
        left = min(left, grid.right_mm - _LEAST_BAR_MM)
        open_days = edition.begins is None or edition.begins.day is None
        ink = dataclasses.replace(accent, tint=accent.tint * _OPEN_TINT) if open_days else accent
        bar = Rect(left, middle - _BAR_MM / 2, max(right - left, _LEAST_BAR_MM), _BAR_MM)
        builder.add(rectangle(bar, ink))
        bars.append((edition, bar))
    for number, (edition, bar) in enumerate(bars):
        free_to = bars[number + 1][1].x_mm if number + 1 < len(bars) else grid.right_mm
        _words(builder, _day_words(edition, builder), bar, grid, free_to_mm=free_to)


def _words(builder: PageBuilder, words: str, bar: Rect, grid: Rect, *, free_to_mm: float) -> None:
    """Set words behind a bar, else before it, else upon it; without room the bar stands alone."""
    style = builder.style("credit", ink=QUIET)
    width = builder.toolkit.composer.line(words, style).width_mm
    y_mm = grid.centre.y_mm - style.leading_mm / 2
    behind = bar.right_mm + _WORDS_GAP_MM
    before = bar.x_mm - _WORDS_GAP_MM - width
    if behind + width <= free_to_mm:
        x_mm = behind
    elif before >= grid.x_mm and free_to_mm >= grid.right_mm:
        x_mm = before
    elif width + 2 * _WORDS_GAP_MM <= bar.width_mm:
        x_mm, style = bar.x_mm + _WORDS_GAP_MM, builder.style("credit")
    else:
        return
    if x_mm >= bar.right_mm or x_mm < bar.x_mm:  # no line of the grid runs through them
        builder.add(rectangle(Rect(x_mm - 0.3, y_mm, width + 0.6, style.leading_mm), Ink("paper")))
    builder.line(words, style, Rect(x_mm, y_mm, width + 0.1, style.leading_mm))


def _day_words(edition: Edition, builder: PageBuilder) -> str:
    """Return the days as short as a calendar needs them: 10/2～5, 10/30～11/3, 10月."""
    wording = builder.wording
    days = days_of(edition)
    begins = edition.begins or edition.ends
    if days is None or begins is None:
        return ""
    if begins.day is None:
        return wording(f"calendar.month.{days[0].month}")
    first, last = days
    start = f"{first.month}/{first.day}"
    if first == last:
        return start
    same_month = (first.year, first.month) == (last.year, last.month)
    end = f"{last.day}" if same_month else f"{last.month}/{last.day}"
    return wording("calendar.days", first=start, last=end)
