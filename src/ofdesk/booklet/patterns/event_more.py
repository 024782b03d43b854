"""The second page of an event with much to tell: further photos, results, persons, history and axes."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.event_panels import Surroundings, set_panels, shared_out, surroundings_of, telling_panels
from ofdesk.booklet.event_text import background_height_mm, background_rows, text_frames
from ofdesk.booklet.facts import joined
from ofdesk.booklet.mosaic import SEAM_MM, mosaic_frames
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.pictures import MOST_IN_MOSAIC, Picture, on_first_page, pictures_of
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.record_facts import names_of
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.model.records import Event

_LEAST_GALLERY_MM = 50.0
_TALLEST_MM = (135.0, 190.0)  # of a mosaic, of rows
_GALLERY_COLUMNS = 2
_PICTURE_RATIO = 3 / 2
_CREDIT_MM = 5.0
_GAP_MM = 6.0


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
    photos = pictures_of(source.catalogue, event.photos)
    pictures = photos[on_first_page(len(photos), goes_on=True) :]
    around = surroundings_of(event, source)
    return Content(slot.number, slot.region, event, pictures, around, source.running_head)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number, content.region, content.event.layout)
    names = names_of(content.event, toolkit.wording)
    builder.header(toolkit.wording("continued", text=names.main))
    area, gap_mm = builder.area, builder.theme.baseline_mm
    panels = telling_panels(builder, content.event, content.around)
    words_mm = background_height_mm(builder, content.event)
    at_left, at_right, columns_mm = shared_out((words_mm, 0.0), (), panels, gap_mm)
    y_mm = area.y_mm
    if content.pictures:
        room = area.bottom_mm - y_mm - columns_mm - _GAP_MM
        height = min(max(room, _LEAST_GALLERY_MM), _tallest_mm(content.pictures))
        y_mm = _gallery(builder, content.pictures, Rect(area.x_mm, y_mm, area.width_mm, height)) + _GAP_MM
    left, right = text_frames(builder)
    frame = Rect(left.x_mm, y_mm, left.width_mm, area.bottom_mm - y_mm + 0.1)
    foot_mm = background_rows(builder, content.event, frame)
    set_panels(builder, at_left, Rect(frame.x_mm, foot_mm, frame.width_mm, area.bottom_mm - foot_mm), gap_mm)
    # Without a gap above them, panels begin on the line of the words beside them.
    top_mm = y_mm - gap_mm
    frame = Rect(right.x_mm, top_mm, right.width_mm, area.bottom_mm - top_mm)
    set_panels(builder, at_right, frame, gap_mm)
    _source(builder, content)
    return builder.finish(content.running_head)


def _tallest_mm(pictures: tuple[Picture, ...]) -> float:
    return _TALLEST_MM[0] if len(pictures) <= MOST_IN_MOSAIC else _TALLEST_MM[1]


def _gallery(builder: PageBuilder, pictures: tuple[Picture, ...], frame: Rect) -> float:
    """Set the photos: up to four share a frame, more stand in rows of two; returns where they end."""
    if len(pictures) <= MOST_IN_MOSAIC:
        shown = Rect(frame.x_mm, frame.y_mm, frame.width_mm, frame.height_mm - _CREDIT_MM)
        for picture, place in zip(pictures, mosaic_frames(shown, len(pictures)), strict=True):
            builder.picture(picture, place)
        credits = tuple(dict.fromkeys(picture.credit for picture in pictures if picture.credit))
        _credits(builder, pictures, credits, shown)
        return frame.bottom_mm
    # Of an odd number the first takes a row for itself, so that none stays half empty.
    rows = -(-len(pictures) // _GALLERY_COLUMNS)
    odd = len(pictures) % _GALLERY_COLUMNS
    gutter_mm = builder.theme.gutter_mm
    width = (frame.width_mm - gutter_mm) / _GALLERY_COLUMNS
    step = min(frame.height_mm / rows, width / _PICTURE_RATIO + _CREDIT_MM)
    for number, picture in enumerate(pictures):
        row, column = divmod(number + odd, _GALLERY_COLUMNS)
        place = Rect(
            frame.x_mm + column * (width + gutter_mm), frame.y_mm + row * step, width, step - _CREDIT_MM
        )
        if odd and number == 0:
            place = Rect(frame.x_mm, frame.y_mm, frame.width_mm, step - _CREDIT_MM)
        builder.picture(picture, place)
        builder.caption(picture, place)
    return frame.y_mm + rows * step


def _credits(
    builder: PageBuilder, pictures: tuple[Picture, ...], credits: tuple[str, ...], frame: Rect
) -> None:
    captions = joined(tuple(picture.caption for picture in pictures), builder.wording)
    style = builder.style("credit", ink=QUIET)
    half_mm = frame.width_mm / 2
    row = Rect(frame.x_mm, frame.bottom_mm + SEAM_MM / 2, half_mm - 2.0, style.leading_mm)
    builder.line(captions, style, row, field=(pictures[0].record, "caption"), tag="Caption")
    right = builder.style("credit", ink=QUIET, align="right")
    row = Rect(frame.x_mm + half_mm, row.y_mm, half_mm, style.leading_mm)
    words = joined(credits, builder.wording)
    builder.line(words, right, row, field=(pictures[0].record, "credit"), tag="Caption")


def _source(builder: PageBuilder, content: Content) -> None:
    """Set the sources of the figures in the charts."""
    sources = dict.fromkeys(source for series in content.around.history for source in series.sources)
    if sources:
        names = builder.wording("separator.names").join(sources)
        label = builder.wording("label.figure_source")
        builder.source_line(builder.wording("labelled", label=label, value=names), content.event.id)
