"""The indexes: events and factories in four columns under their headings with their pages, each a link."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.base.japan import prefecture_named
from ofdesk.base.units import mm_to_pt
from ofdesk.booklet.engine import Source
from ofdesk.booklet.index import INDEX_COLUMNS, INDEX_LINES_PER_COLUMN, IndexRow
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.typesetting.style import TextStyle

_GAP_MM = 5.0
_SIZE_PT = 7.0
_PAGE_WIDTH_MM, _PAGES_GAP_MM = 6.5, 1.5
_NUMBER_GAP_MM = 1.6
_NUMBER_WIDTH_MM = (4.6, 4.6, 4.6, 5.8, 7.0)  # by the count of figures: numbers of a page stand in a column


@dataclass(frozen=True)
class Line:
    """A row with the page it leads to, 0 for none, and the last one in a row that tells of it."""

    row: IndexRow
    page: int
    last: int


@dataclass(frozen=True)
class Content:
    """Everything the page shows; `pattern` tells which index it is."""

    pattern: str
    number: int
    part: int
    heading: str
    columns: tuple[tuple[Line, ...], ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the rows of the page."""
    plan = source.plan
    columns = tuple(
        tuple(Line(row, *_pages_of(row, source)) for row in column)
        for column in plan.indexes[slot.pattern][slot.part]
    )
    title = source.running_head
    return Content(slot.pattern, slot.number, slot.part, source.heading(slot), columns, title)


def _pages_of(row: IndexRow, source: Source) -> tuple[int, int]:
    if row.record is None:
        return 0, 0
    plan = source.plan
    pages = plan.event_page if row.kind == "event" else plan.factory_page
    page = pages.get(row.record, 0)
    return page, page + 1 if page and plan.goes_on(plan.slot(page)) else page


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    area = builder.area
    heading = content.heading or toolkit.wording(f"heading.{content.pattern}")
    top_mm = builder.section_heading(heading, content.part)
    width = (area.width_mm - _GAP_MM * (INDEX_COLUMNS - 1)) / INDEX_COLUMNS
    step = (area.bottom_mm - top_mm) / INDEX_LINES_PER_COLUMN
    for number, column in enumerate(content.columns):
        x_mm, y_mm = area.x_mm + number * (width + _GAP_MM), top_mm
        for place, line in enumerate(column):
            lines = 1 if place == 0 and line.row.is_heading else line.row.lines
            frame = Rect(x_mm, y_mm, width, lines * step)
            with builder.tagged("" if line.row.is_heading else "LI"):
                (_heading if line.row.is_heading else _line)(builder, line, frame)
            y_mm = frame.bottom_mm
    return builder.finish(content.running_head)


def _heading(builder: PageBuilder, line: Line, frame: Rect) -> None:
    """Set a heading at the foot of its room, on a rule, which bears the colour of a prefecture's region."""
    if line.row.kind == "prefecture":
        prefecture = prefecture_named(line.row.text)
        name = builder.wording.prefecture(prefecture) if prefecture else builder.wording("region.other")
    else:
        name = line.row.text or builder.wording("index.other")
    text = builder.wording("continued", text=name) if line.row.continued else name
    style = builder.style("subname", size_pt=8.0, leading_pt=10.0)
    row = Rect(frame.x_mm, frame.bottom_mm - style.leading_mm - 0.7, frame.width_mm, style.leading_mm)
    builder.line(text, style, row, tag="H2")
    accent = builder.toolkit.accent(line.row.region)
    builder.rule(frame.x_mm, frame.right_mm, frame.bottom_mm - 0.5, accent, 0.7)


def _line(builder: PageBuilder, line: Line, frame: Rect) -> None:
    """Set number, name and page; a long name turns over into the lines kept for it."""
    style = builder.style("caption", size_pt=_SIZE_PT, leading_pt=_leading_pt(frame, line.row.lines))
    left = frame.x_mm
    if line.row.number:
        width = _NUMBER_WIDTH_MM[min(len(str(line.row.number)), len(_NUMBER_WIDTH_MM) - 1)]
        figures = dataclasses.replace(style, tabular=True, align="right")  # ones below ones
        place = Rect(left, frame.y_mm, width - _NUMBER_GAP_MM, frame.height_mm)
        builder.line(str(line.row.number), figures, place, tag="Lbl")
        left += width
    else:
        style = dataclasses.replace(style, face=builder.style("subname").face)
    pages, page_mm = _page_words(builder, line, style, frame.right_mm - left)
    room = Rect(left, frame.y_mm, frame.right_mm - page_mm - left, frame.height_mm)
    record = line.row.record or ""
    if line.row.lines == 1:
        builder.line(line.row.text, style, room, field=(record, "name"))
    else:
        lines = line.row.lines
        builder.headline(line.row.text, style, room, max_lines=lines, field=(record, "name"), tag="P")
    if line.page:
        right = _page_style(builder, leading_pt=style.leading_pt, align="right")
        place = Rect(frame.right_mm - page_mm, frame.y_mm, page_mm, style.leading_mm)
        builder.line(pages, right, place)
        builder.link(frame, page=line.page)


def _page_words(builder: PageBuilder, line: Line, style: TextStyle, width_mm: float) -> tuple[str, float]:
    """Return the pages of a row and the room they take; the first page alone where a name needs the rest."""
    first = str(line.page), _PAGE_WIDTH_MM
    if line.last <= line.page:
        return first
    composer, ladder = builder.toolkit.composer, builder.theme.ladder
    words = f"{line.page}–{line.last}"
    words_mm = composer.line(words, _page_style(builder)).width_mm + _PAGES_GAP_MM
    least = min(ladder.line_sizes, default=1.0) * ladder.line_width
    name_mm = composer.line(line.row.text, style).width_mm * least
    is_narrow = line.row.lines == 1 and name_mm > width_mm - words_mm
    return first if is_narrow else (words, max(words_mm, _PAGE_WIDTH_MM))


def _page_style(builder: PageBuilder, **changes: object) -> TextStyle:
    """Return the style of the pages: as large as the names, however large a theme sets its folios."""
    return builder.style("folio", size_pt=_SIZE_PT, **changes)


def _leading_pt(frame: Rect, lines: int) -> float:
    # Rounded, so that figures which return in other rows are set only once.
    return round(mm_to_pt(frame.height_mm / lines), 4)
