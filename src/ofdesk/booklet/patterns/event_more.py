"""The second page of an event with much to tell: further photos, results, persons, history and axes.

Its photos take the head of the page, as on the first one, and what the words leave; more than four stand in
rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.background import background_height_mm, set_background
from ofdesk.booklet.engine import Source
from ofdesk.booklet.event_panels import Surroundings, set_panels, shared_out, surroundings_of, telling_panels
from ofdesk.booklet.event_text import text_frames
from ofdesk.booklet.facts import figure_sources
from ofdesk.booklet.furniture import is_right_hand
from ofdesk.booklet.gallery import least_gallery_mm, set_gallery
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.picture_head import set_picture_head
from ofdesk.booklet.pictures import MOST_IN_MOSAIC, Picture, on_first_page, pictures_of_event
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.record_facts import names_of
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.model.records import Event

_GAP_MM = 6.0
_ORNAMENT_MM = 90.0  # where there is no photo: words need no larger one above them
_RULE_ABOVE_MM = 1.8
_BELOW_NAME_MM = 3.0


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    region: str
    event: Event
    pictures: tuple[Picture, ...]
    around: Surroundings
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect what the first page of the event leaves.

    Raises:
        KeyError: the plan belongs to another catalogue.
    """
    event = source.catalogue.find(Event, slot.records[0])
    if event is None:
        raise KeyError(slot.records[0])
    photos = pictures_of_event(source.catalogue, event)
    pictures = photos[on_first_page(len(photos), goes_on=True) :]
    around = surroundings_of(event, source)
    return Content(slot.number, slot.region, event, pictures, around, source.running_head)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number, content.region, content.event.layout)
    area, gap_mm = builder.area, builder.theme.baseline_mm
    left, right = text_frames(builder)
    panels = telling_panels(builder, content.event, content.around)
    words_mm = background_height_mm(builder, content.event, left.width_mm)
    at_left, at_right, columns_mm = shared_out((words_mm, 0.0), panels, gap_mm)
    y_mm = _head(builder, content, columns_mm)
    frame = Rect(left.x_mm, y_mm, left.width_mm, area.bottom_mm - y_mm + 0.1)
    foot_mm = set_background(builder, content.event, frame)
    set_panels(builder, at_left, Rect(frame.x_mm, foot_mm, frame.width_mm, area.bottom_mm - foot_mm), gap_mm)
    # Without a gap above them, panels begin on the line of the words beside them.
    top_mm = y_mm - gap_mm
    frame = Rect(right.x_mm, top_mm, right.width_mm, area.bottom_mm - top_mm)
    set_panels(builder, at_right, frame, gap_mm)
    _source(builder, content)
    return builder.finish(content.running_head)


def _head(builder: PageBuilder, content: Content, words_mm: float) -> float:
    """Set the photos and whose page this is; returns where the words begin."""
    area, pictures = builder.area, content.pictures
    names = names_of(content.event, builder.wording)
    name = (content.event.id, names.main_field)
    if len(pictures) > MOST_IN_MOSAIC:
        builder.header(builder.wording("continued", text=names.main), name)
        height = max(area.height_mm - words_mm - _GAP_MM, least_gallery_mm(pictures))
        frame = Rect(area.x_mm, area.y_mm, area.width_mm, height)
        return set_gallery(builder, pictures, frame) + _GAP_MM
    style = builder.style("subname", ink=builder.accent_text)
    below_mm = style.leading_mm + _RULE_ABOVE_MM + _BELOW_NAME_MM + builder.theme.baseline_mm
    room_mm = area.bottom_mm - words_mm - below_mm
    if words_mm and not pictures:
        room_mm = min(room_mm, _ORNAMENT_MM)
    facing = is_right_hand(content.number)
    y_mm = set_picture_head(builder, pictures, content.event.id, room_mm, facing=facing)
    row = Rect(area.x_mm, y_mm, area.width_mm, style.leading_mm)
    builder.line(builder.wording("continued", text=names.main), style, row, field=name, tag="H2")
    top_mm = builder.theme.on_grid(row.bottom_mm + _BELOW_NAME_MM)
    if words_mm:
        builder.rule(area.x_mm, area.right_mm, top_mm - _RULE_ABOVE_MM, builder.accent, 0.7)
    return top_mm


def _source(builder: PageBuilder, content: Content) -> None:
    """Set the sources of the figures in the charts."""
    sources = (source for series in content.around.history for source in series.sources)
    builder.source_line(figure_sources(sources, builder.wording), content.event.id)
