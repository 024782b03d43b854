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
_BELOW_PICTURE_MM = 5.5
_SOURCE_GAP_MM = 3.0


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
    """Set a forum: picture and summary at the left, facts at the right, the source below."""
    forum, theme = entry.forum, builder.theme
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, Ink("text"), 0.5)
    heading, caption = builder.style("heading"), builder.style("caption", ink=QUIET)
    room = Rect(frame.x_mm, frame.y_mm + _TEXT_TOP_MM, frame.width_mm, heading.leading_mm)
    used = builder.headline(forum.name, heading, room, field=(forum.id, "name"), tag="H2")
    top_mm = room.y_mm + used.used_height_mm + 2.5
    source = source_words(forum.source_note, forum.as_of, builder.wording)
    bottom_mm = frame.bottom_mm - (caption.leading_mm + _SOURCE_GAP_MM if source else 0.0)
    left = theme.column(frame, 0, 6).inset(0.0, 0.0, _COLUMN_GAP_MM, 0.0)
    right = theme.column(frame, 6, 6)
    if entry.picture:
        width = frame.width_mm if alone else left.width_mm
        picture = Rect(frame.x_mm, top_mm, width, width / _PICTURE_RATIO)
        builder.picture(entry.picture, picture)
        builder.caption(entry.picture, picture)
        foot_mm = picture.bottom_mm + _BELOW_PICTURE_MM
    else:
        foot_mm = top_mm
    facts_top_mm = foot_mm if alone else top_mm
    room = Rect(left.x_mm, foot_mm, left.width_mm, bottom_mm - foot_mm)
    text = builder.text(forum.summary, builder.style("body"), room, field=(forum.id, "summary"))
    room = Rect(right.x_mm, facts_top_mm, right.width_mm, bottom_mm - facts_top_mm)
    end_mm = max(foot_mm + text.used_height_mm, _facts(builder, forum, room))
    if source:
        y_mm = end_mm + _SOURCE_GAP_MM if alone else bottom_mm + _SOURCE_GAP_MM
        row = Rect(frame.x_mm, min(y_mm, bottom_mm + _SOURCE_GAP_MM), frame.width_mm, caption.leading_mm)
        builder.line(source, caption, row, field=(forum.id, "source_note"))


def _facts(builder: PageBuilder, forum: Forum, frame: Rect) -> float:
    look = TableLook(
        label=builder.style("label", leading_pt=12.0),
        value=builder.style("value", size_pt=8.0, leading_pt=12.0),
        label_width_mm=_LABEL_WIDTH_MM,
    )
    return set_facts(builder, forum_facts(forum, builder.wording), frame, look)
