"""Ties between places (連携): two names joined by a line, with a sentence below."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Point, Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.headline import fitted_headline
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.plan import LINKS_PER_PAGE, PageSlot
from ofdesk.booklet.shapes import disc
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory, Link, Record
from ofdesk.typesetting.style import TextStyle

_TEXT_FROM_COLUMN = 3
_DOT_MM = 1.6
_NAME_LEFT_MM = 5.0
_BETWEEN_MM, _LEAST_LINE_MM = 18.0, 8.0
_TOP_MM = 3.0


@dataclass(frozen=True)
class End:
    """One end of a tie; `page` is where it is told, 0 for nowhere."""

    record: str
    name: str
    region: str
    page: int


@dataclass(frozen=True)
class Tie:
    """A tie ready to be shown."""

    record: str
    kind: str
    first: End
    second: End
    sentence: str


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    part: int
    heading: str
    ties: tuple[Tie, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the ties of the page."""
    catalogue = source.catalogue
    links = (catalogue.find(Link, i) for i in slot.records)
    ties = tuple(
        Tie(link.id, link.type, _end(link.first, source), _end(link.second, source), link.sentence)
        for link in links
        if link
    )
    return Content(slot.number, slot.part, source.heading(slot), ties, source.running_head)


def _end(record_id: RecordId | None, source: Source) -> End:
    record = source.catalogue.get(record_id)
    if record is None:
        return End("", "", "", 0)
    pages, region = source.plan.pages_of, ""
    if isinstance(record, (Event, Factory)):
        region = source.plan.order.region_of(record)
        is_event = isinstance(record, Event)
        pages_of_kind = source.plan.event_page if is_event else source.plan.factory_page
    else:
        pages_of_kind = {record.id: pages[record.id][0]} if record.id in pages else {}
    page = pages_of_kind.get(record.id, 0)
    return End(record.id, _name_of(record, source), region, page)


def _name_of(record: Record, source: Source) -> str:
    english = source.catalogue.booklet.language == "en"
    if english and isinstance(record, (Event, Factory)) and record.name_en:
        return record.name_en
    return record.title


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    top_mm = builder.section_heading(content.heading or toolkit.wording("heading.links"), content.part)
    step = (builder.area.bottom_mm - top_mm) / LINKS_PER_PAGE
    for index, tie in enumerate(content.ties):
        frame = Rect(builder.area.x_mm, top_mm + index * step, builder.area.width_mm, step)
        _tie(builder, tie, frame)
    return builder.finish(content.running_head)


def _tie(builder: PageBuilder, tie: Tie, frame: Rect) -> None:
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, Ink("rule"))
    y_mm = frame.y_mm + _TOP_MM
    name = builder.style("name", size_pt=10.0)
    if tie.kind:
        kind = builder.style("caption", ink=QUIET)
        drop = builder.baseline_in(name) - builder.baseline_in(kind)
        label = builder.theme.column(frame, 0, _TEXT_FROM_COLUMN)
        word = builder.wording(f"link_kind.{tie.kind}")
        builder.line(word, kind, Rect(label.x_mm, y_mm + drop, label.width_mm, kind.leading_mm))
    columns = builder.theme.columns
    text = builder.theme.column(frame, _TEXT_FROM_COLUMN, columns - _TEXT_FROM_COLUMN)
    half = (text.width_mm - _NAME_LEFT_MM * 2 - _BETWEEN_MM) / 2
    middle = y_mm + name.leading_mm / 2
    widths = (half + _BETWEEN_MM - _LEAST_LINE_MM, half)  # the line gives way to a long first name
    lines = _most_lines(builder, tie, name, widths)
    if lines > 1:
        name = builder.style("subname", leading_pt=11.0)
        lines = _most_lines(builder, tie, name, widths)
    name_mm = lines * name.leading_mm
    first = Rect(text.x_mm + _NAME_LEFT_MM, y_mm, widths[0], name_mm)
    second = Rect(first.x_mm + half + _BETWEEN_MM + _NAME_LEFT_MM, y_mm, half, name_mm)
    reach = first.x_mm
    for end, room in ((tie.first, first), (tie.second, second)):
        used = builder.headline(end.name, name, room, field=(end.record, "name"), tag="H2")
        if room is first:
            reach = first.x_mm + max((line.left_mm + line.width_mm for line in used.lines), default=0.0)
        dot = Point(room.x_mm - _NAME_LEFT_MM + _DOT_MM, middle)
        builder.add(disc(dot, _DOT_MM, builder.toolkit.accent(end.region)))
        if end.page:
            builder.link(room, page=end.page)
    builder.rule(reach + 2.5, second.x_mm - _NAME_LEFT_MM - 2.0, middle, Ink("text", 0.5), 0.5)
    top_mm = y_mm + name_mm + 1.0
    room = Rect(text.x_mm + _NAME_LEFT_MM, top_mm, text.width_mm - _NAME_LEFT_MM, frame.bottom_mm - top_mm)
    builder.text(tie.sentence, builder.style("body"), room, field=(tie.record, "sentence"))


def _most_lines(builder: PageBuilder, tie: Tie, style: TextStyle, widths_mm: tuple[float, float]) -> int:
    composer = builder.toolkit.composer
    ends = zip((tie.first, tie.second), widths_mm, strict=True)
    return max(fitted_headline(composer, end.name, style, width_mm, 2).lines for end, width_mm in ends)
