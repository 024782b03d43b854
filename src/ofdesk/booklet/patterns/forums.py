"""Forums and human visits, two on a page: when, where, what for, programme, speakers and stops."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import Fact, date_words
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.pictures import Picture, pictures_of
from ofdesk.booklet.plan import FORUMS_PER_PAGE, PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.booklet.wording import Wording
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Forum

_HEADING_MM = 20.0
_LABEL_WIDTH_MM = 20.0
_PICTURE_HEIGHT_MM = 58.0


@dataclass(frozen=True)
class ForumEntry:
    """A forum with its first picture."""

    forum: Forum
    picture: Picture | None


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    part: int
    entries: tuple[ForumEntry, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the forums of the page."""
    catalogue = source.catalogue
    forums = [forum for forum in (catalogue.find(Forum, i) for i in slot.records) if forum]
    entries = tuple(
        ForumEntry(forum, next(iter(pictures_of(catalogue, forum.photos)), None)) for forum in forums
    )
    return Content(slot.number, slot.part, entries, catalogue.booklet.title)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    area = builder.area
    if content.part == 0:
        heading = builder.style("title")
        row = Rect(area.x_mm, area.y_mm - 2, area.width_mm, heading.leading_mm)
        builder.line(toolkit.wording("heading.forums"), heading, row, tag="H1")
    height = (area.height_mm - _HEADING_MM) / FORUMS_PER_PAGE
    for index, entry in enumerate(content.entries):
        top = area.y_mm + _HEADING_MM + index * height
        _forum(builder, entry, Rect(area.x_mm, top, area.width_mm, height - 6.0))
    return builder.finish(content.running_head)


def _forum(builder: PageBuilder, entry: ForumEntry, frame: Rect) -> None:
    forum = entry.forum
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, Ink("text"), 0.5)
    heading, body = builder.style("heading"), builder.style("body")
    left = builder.theme.column(frame, 0, 6)
    right = builder.theme.column(frame, 6, 6)
    text_column = left if entry.picture else builder.theme.column(frame, 0, 9)
    room = Rect(text_column.x_mm, frame.y_mm + 3.0, text_column.width_mm, heading.leading_mm * 2)
    used = builder.text(forum.name, heading, room, max_lines=2, field=(forum.id, "name"), tag="H2")
    y_mm = room.y_mm + used.used_height_mm + 2.0
    if entry.picture:
        top = frame.y_mm + 4.0
        builder.picture(entry.picture, Rect(right.x_mm, top, right.width_mm, _PICTURE_HEIGHT_MM))
    if forum.summary:
        room = Rect(text_column.x_mm, y_mm, text_column.width_mm, frame.bottom_mm - y_mm)
        used = builder.text(forum.summary, body, room, field=(forum.id, "summary"))
        y_mm += used.used_height_mm + 3.0
    _facts(builder, entry, Rect(text_column.x_mm, y_mm, text_column.width_mm, frame.bottom_mm - y_mm))


def _facts(builder: PageBuilder, entry: ForumEntry, frame: Rect) -> None:
    label, value = builder.style("label", ink=Ink("text")), builder.style("value")
    y_mm = frame.y_mm
    for fact in forum_facts(entry.forum, builder.toolkit.wording):
        room = Rect(
            frame.x_mm + _LABEL_WIDTH_MM, y_mm, frame.width_mm - _LABEL_WIDTH_MM, frame.bottom_mm - y_mm
        )
        if room.height_mm < value.leading_mm:
            return
        builder.line(fact.label, label, Rect(frame.x_mm, y_mm, _LABEL_WIDTH_MM - 2, label.leading_mm))
        y_mm += builder.text(fact.value, value, room, field=(entry.forum.id, fact.field)).used_height_mm


def forum_facts(forum: Forum, wording: Wording) -> tuple[Fact, ...]:
    """Return the rows of a forum's facts, those without a value left out."""
    kind = wording(f"forum_kind.{forum.type}") if forum.type else ""
    number = wording("value.number", number=forum.number) if forum.number is not None else ""
    speakers = "\n".join(
        "　".join(part for part in (speaker.name, speaker.affiliation, speaker.title) if part)
        for speaker in forum.speakers
    )
    stops = "\n".join(
        "　".join(part for part in (stop.time, stop.name, stop.note) if part) for stop in forum.stops
    )
    rows = (
        Fact(wording("label.facets"), "　".join(part for part in (kind, number) if part), "type"),
        Fact(wording("label.date"), date_words(forum.date, wording, weekday=True), "date"),
        Fact(wording("label.place"), forum.place, "place"),
        Fact(wording("organiser_role.host"), forum.host, "host"),
        Fact(wording("label.programme"), "\n".join(forum.programme), "programme"),
        Fact(wording("label.speakers"), speakers, "speakers"),
        Fact(wording("label.stops"), stops, "stops"),
    )
    return tuple(fact for fact in rows if fact.value)
