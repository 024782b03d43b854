"""Forums and human visits, two on a page: when, where, what for, programme, speakers and stops."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.fact_table import TableLook, set_facts
from ofdesk.booklet.facts import source_words
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.pictures import Picture, pictures_of
from ofdesk.booklet.plan import FORUMS_PER_PAGE, PageSlot
from ofdesk.booklet.record_facts import forum_facts
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Forum

_LABEL_WIDTH_MM = 20.0
_PICTURE_RATIO = 3 / 2
_GAP_MM = 8.0
_TEXT_TOP_MM = 3.5
_COLUMN_GAP_MM = 4.0


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
    heading: str
    entries: tuple[ForumEntry, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the forums of the page."""
    catalogue = source.catalogue
    forums = [forum for forum in (catalogue.find(Forum, i) for i in slot.records) if forum]
    entries = tuple(
        ForumEntry(forum, next(iter(pictures_of(catalogue, forum.photos)), None)) for forum in forums
    )
    return Content(slot.number, slot.part, source.heading(slot), entries, source.running_head)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page; a forum that stands alone has all of it."""
    builder = PageBuilder(toolkit, content.number)
    heading = content.heading or toolkit.wording("heading.forums")
    top_mm = builder.section_heading(heading, content.part)
    area = builder.area
    shared = min(len(content.entries), FORUMS_PER_PAGE)
    height = (area.bottom_mm - top_mm - _GAP_MM * (shared - 1)) / max(1, shared)
    for index, entry in enumerate(content.entries):
        y_mm = top_mm + index * (height + _GAP_MM)
        _forum(builder, entry, Rect(area.x_mm, y_mm, area.width_mm, height), alone=shared == 1)
    return builder.finish(content.running_head)


def _forum(builder: PageBuilder, entry: ForumEntry, frame: Rect, *, alone: bool) -> None:
    """Set name and summary at the left, picture and facts at the right."""
    forum, theme = entry.forum, builder.theme
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, Ink("text"), 0.5)
    heading = builder.style("heading")
    room = Rect(frame.x_mm, frame.y_mm + _TEXT_TOP_MM, frame.width_mm, heading.leading_mm)
    used = builder.headline(forum.name, heading, room, field=(forum.id, "name"), tag="H2")
    top_mm = room.y_mm + used.used_height_mm + 2.5
    bottom_mm = _source(builder, forum, frame)
    if entry.picture and alone:
        picture = Rect(frame.x_mm, top_mm, frame.width_mm, frame.width_mm / _PICTURE_RATIO)
        builder.picture(entry.picture, picture)
        builder.credit(entry.picture, picture)
        top_mm = picture.bottom_mm + 7.0
    left, right = theme.column(frame, 0, 6).inset(0.0, 0.0, _COLUMN_GAP_MM, 0.0), theme.column(frame, 6, 6)
    if entry.picture and not alone:
        picture = Rect(left.x_mm, top_mm, left.width_mm, left.width_mm / _PICTURE_RATIO)
        builder.picture(entry.picture, picture)
        builder.credit(entry.picture, picture)
        _summary(builder, forum, Rect(left.x_mm, picture.bottom_mm + 5.0, left.width_mm, 0.0), bottom_mm)
    else:
        _summary(builder, forum, Rect(left.x_mm, top_mm, left.width_mm, 0.0), bottom_mm)
    look = TableLook(
        label=builder.style("label", leading_pt=12.0),
        value=builder.style("value", size_pt=8.0, leading_pt=12.0),
        label_width_mm=_LABEL_WIDTH_MM,
    )
    room = Rect(right.x_mm, top_mm, right.width_mm, bottom_mm - top_mm)
    set_facts(builder, forum_facts(forum, builder.wording), room, look)


def _summary(builder: PageBuilder, forum: Forum, place: Rect, bottom_mm: float) -> None:
    if forum.summary:
        room = Rect(place.x_mm, place.y_mm, place.width_mm, bottom_mm - place.y_mm)
        builder.text(forum.summary, builder.style("body"), room, field=(forum.id, "summary"))


def _source(builder: PageBuilder, forum: Forum, frame: Rect) -> float:
    """Set source and date at the foot of the forum; returns where the room above them ends."""
    text = source_words(forum.source_note, forum.as_of, builder.wording)
    style = builder.style("caption", ink=QUIET)
    if not text:
        return frame.bottom_mm
    row = Rect(frame.x_mm, frame.bottom_mm - style.leading_mm, frame.width_mm, style.leading_mm)
    builder.line(text, style, row, field=(forum.id, "source_note"))
    return row.y_mm - 2.0
