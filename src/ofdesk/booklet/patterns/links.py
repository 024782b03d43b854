"""Ties between places (連携): two names joined by a line, with a sentence below."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Point, Rect
from ofdesk.base.japan import prefecture_at_start, prefecture_named
from ofdesk.booklet.engine import Source
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.shapes import disc
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory, Link

_HEADING_MM = 20.0
_DOT_MM = 1.6


@dataclass(frozen=True)
class End:
    """One end of a tie."""

    name: str
    region: str


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
    ties: tuple[Tie, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the ties of the page."""
    catalogue = source.catalogue
    links = (catalogue.find(Link, i) for i in slot.records)
    ties = tuple(
        Tie(link.id, link.type, _end(catalogue, link.first), _end(catalogue, link.second), link.sentence)
        for link in links
        if link
    )
    return Content(slot.number, slot.part, ties, catalogue.booklet.title)


def _end(catalogue: Catalogue, record_id: RecordId | None) -> End:
    record = catalogue.get(record_id)
    prefecture = None
    if isinstance(record, Event) and record.prefectures:
        prefecture = prefecture_named(record.prefectures[0])
    elif isinstance(record, Factory):
        prefecture = prefecture_at_start(record.address)
    return End(record.title if record else "", prefecture.region if prefecture else "")


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    area = builder.area
    if content.part == 0:
        heading = builder.style("title")
        row = Rect(area.x_mm, area.y_mm - 2, area.width_mm, heading.leading_mm)
        builder.line(toolkit.wording("heading.links"), heading, row, tag="H1")
    y_mm = area.y_mm + _HEADING_MM
    for tie in content.ties:
        y_mm = _tie(builder, tie, y_mm)
    return builder.finish(content.running_head)


def _tie(builder: PageBuilder, tie: Tie, y_mm: float) -> float:
    area = builder.area
    builder.rule(area.x_mm, area.right_mm, y_mm, Ink("rule"))
    y_mm += 3.0
    kind, name = builder.style("caption", ink=Ink("text", 0.65)), builder.style("name")
    if tie.kind:
        word = builder.toolkit.wording(f"link_kind.{tie.kind}")
        builder.line(word, kind, Rect(area.x_mm, y_mm + 0.6, 34.0, kind.leading_mm))
    column = builder.theme.column(area, 3, 9)
    half = (column.width_mm - 16.0) / 2
    middle = y_mm + name.leading_mm / 2
    first = Rect(column.x_mm + 5.0, y_mm, half - 5.0, name.leading_mm)
    width = builder.line(tie.first.name, name, first, tag="H2")
    second = Rect(column.x_mm + half + 16.0, y_mm, half, name.leading_mm)
    builder.line(tie.second.name, name, second, tag="H2")
    start = first.x_mm + width + 3.0
    builder.rule(start, second.x_mm - 6.5, middle, Ink("text", 0.5), 0.5)
    for x_mm, end in ((column.x_mm + _DOT_MM, tie.first), (second.x_mm - 3.4, tie.second)):
        builder.add(disc(Point(x_mm, middle), _DOT_MM, builder.toolkit.accent(end.region)))
    body = builder.style("body")
    room = Rect(column.x_mm + 5.0, y_mm + name.leading_mm + 1.0, column.width_mm - 5.0, 24.0)
    used = builder.text(tie.sentence, body, room, field=(tie.record, "sentence"))
    return room.y_mm + used.used_height_mm + 4.0
