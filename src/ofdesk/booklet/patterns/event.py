"""One event on a page: pictures to the bleed, name, figure, overview, facts and panels, its factories below.

The pictures take what the text leaves, within limits: a long text never runs into the strip of factories,
a short one leaves no hole. Of an event with much to tell, `event_more` takes a part.
"""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.event_panels import Surroundings, place_panels, surroundings_of, telling_panels
from ofdesk.booklet.event_strip import FactoryTile, factory_strip, strip_height_mm
from ofdesk.booklet.event_text import Columns, columns, columns_height_mm, set_title, title_lines
from ofdesk.booklet.facts import figure_words, joined, source_words
from ofdesk.booklet.furniture import is_right_hand
from ofdesk.booklet.mosaic import mosaic_frames, set_captions
from ofdesk.booklet.order import latest_edition
from ofdesk.booklet.ornament import placeholder
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.pictures import Picture, on_first_page, pictures_of
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.shapes import rectangle
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Edition, Event, Factory
from ofdesk.typesetting.style import TextRun

SHOWN_FACTORIES = 4
_PICTURE_MM = (60.0, 205.0)  # least and most; about two fifths of the page with a text of usual length
_ORNAMENT_MM = (35.0, 205.0)
_BELOW_PICTURE_MM, _BELOW_PICTURES_MM = 6.0, 8.4  # several have captions of two lines
_FIGURE_COLUMNS = 4
_ORNAMENT_COLUMNS = 12


@dataclass(frozen=True)
class Content:
    """Everything an event's page shows."""

    number: int
    region: str
    event: Event
    edition: Edition | None
    pictures: tuple[Picture, ...]
    around: Surroundings
    goes_on: bool
    factories: tuple[FactoryTile, ...]
    factory_count: int
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect an event, its latest edition, photos and factories.

    Raises:
        KeyError: the plan belongs to another catalogue.
    """
    catalogue, plan = source.catalogue, source.plan
    event = catalogue.find(Event, slot.records[0])
    if event is None:
        raise KeyError(slot.records[0])
    ids = plan.order.factories_of_event.get(event.id, ())
    factories = (catalogue.find(Factory, i) for i in ids[:SHOWN_FACTORIES])
    english = catalogue.booklet.language == "en"
    pictures, goes_on = pictures_of(catalogue, event.photos), plan.goes_on(slot)
    tiles = tuple(
        FactoryTile(
            factory.id,
            plan.order.factory_numbers[factory.id],
            factory.name_en if english and factory.name_en else factory.name,
            factory.trade,
            plan.factory_page.get(factory.id, 0),
            next(iter(pictures_of(catalogue, factory.photos)), None),
        )
        for factory in factories
        if factory
    )
    return Content(
        number=slot.number,
        region=slot.region,
        event=event,
        edition=latest_edition(catalogue, event),
        pictures=pictures[: on_first_page(len(pictures), goes_on=goes_on)],
        around=surroundings_of(event, source),
        goes_on=goes_on,
        factories=tiles,
        factory_count=len(ids),
        running_head=source.running_head,
    )


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number, content.region, content.event.layout)
    bottom_mm = builder.area.bottom_mm
    strip_top_mm = bottom_mm
    if content.factories:
        strip_top_mm -= strip_height_mm(builder, content.factories)
        bottom_mm = strip_top_mm - builder.theme.baseline_mm
    names_width = builder.theme.column(builder.area, 0, builder.theme.columns - _FIGURE_COLUMNS).width_mm
    lines = title_lines(builder, content.event, names_width)
    words = _columns(builder, content)
    text_mm = sum(line.height_mm for line in lines) + columns_height_mm(builder, words)
    top_mm = _picture(builder, content, bottom_mm - text_mm)
    names_mm, text_top_mm = set_title(builder, content.event.id, lines, top_mm)
    _figure(builder, content, names_mm)
    columns(builder, words, (text_top_mm, bottom_mm))
    if content.factories:
        factory_strip(builder, content.factories, content.factory_count, strip_top_mm)
    _source(builder, content)
    return builder.finish(content.running_head)


def _columns(builder: PageBuilder, content: Content) -> Columns:
    event, around = content.event, content.around
    fixed = place_panels(builder, event, around)
    if content.goes_on:
        return Columns(event, content.edition, backed=False, fixed=fixed)
    return Columns(event, content.edition, fixed=fixed, free=telling_panels(builder, event, around))


def _picture(builder: PageBuilder, content: Content, room_mm: float) -> float:
    """Place the photos, or an ornament, into the bleed; returns where the text begins."""
    theme = builder.theme
    least, most = _PICTURE_MM if content.pictures else _ORNAMENT_MM
    below_mm = _below_mm(content)
    height = min(max(room_mm - below_mm, least), most)
    top_mm = theme.on_grid(height + below_mm)
    if top_mm > max(room_mm, least + below_mm) + 1e-6:
        top_mm -= theme.baseline_mm  # rather a smaller picture than a line without room
    height = top_mm - below_mm
    bleed = theme.bleed_mm
    frame = Rect(-bleed, -bleed, theme.size.width_mm + 2 * bleed, height + bleed)
    pictures = content.pictures
    if not pictures:
        builder.add(
            placeholder(frame, builder.accent, content.event.id, _ORNAMENT_COLUMNS, theme.look.ornament)
        )
    # The largest picture stands at the fore edge, where the eye enters the page.
    frames = mosaic_frames(frame, len(pictures), mirrored=is_right_hand(content.number))
    for picture, place in zip(pictures, frames, strict=True):
        builder.picture(picture, place, whole=True)
    if theme.look.picture_foot_mm:
        foot_mm = theme.look.picture_foot_mm
        foot = Rect(frame.x_mm, height - foot_mm, frame.width_mm, foot_mm)
        builder.add(rectangle(foot, builder.accent))
    if len(pictures) == 1:
        builder.caption(pictures[0], Rect(builder.area.x_mm, 0.0, builder.area.width_mm, height + 0.5))
    elif pictures:
        shown = sorted(zip(frames, pictures, strict=True), key=lambda pair: (pair[0].x_mm, pair[0].y_mm))
        set_captions(builder, [picture for _, picture in shown], height)
    return top_mm


def _below_mm(content: Content) -> float:
    return _BELOW_PICTURES_MM if len(content.pictures) > 1 else _BELOW_PICTURE_MM


def _figure(builder: PageBuilder, content: Content, foot_mm: float) -> None:
    """Set the one large figure of the page, its baseline on that of the event's name."""
    edition, wording = content.edition, builder.wording
    number, unit = figure_words(edition.companies if edition else None, wording)
    if not number or edition is None:
        return
    column = builder.theme.column(builder.area, builder.theme.columns - _FIGURE_COLUMNS, _FIGURE_COLUMNS)
    ink = builder.toolkit.accent_for_text(content.region, large=True)
    figure = builder.style("figure", ink=ink, align="right")
    label = builder.style("label", align="right", ink=Ink("text"))
    top_mm = foot_mm - builder.baseline_in(figure)
    runs = (TextRun(number, figure), TextRun(f" {unit.strip()}", builder.style("unit")))
    row = Rect(column.x_mm, top_mm, column.width_mm, figure.leading_mm)
    builder.headline(runs, figure, row, max_lines=1, field=(edition.id, "companies"), tag="P")
    caption = joined((wording("label.companies"), edition.label), wording)
    row = Rect(column.x_mm, top_mm - label.leading_mm + 1.2, column.width_mm, label.leading_mm)
    builder.line(caption, label, row, field=(edition.id, "label"))


def _source(builder: PageBuilder, content: Content) -> None:
    """Set source and date of the event, and the sources of its figures where they are others."""
    wording, event, edition = builder.wording, content.event, content.edition
    figures = (edition.companies, edition.visitors) if edition else ()
    sources = [figure.source for figure in figures if figure]
    if not content.goes_on:
        sources += [source for series in content.around.history for source in series.sources]
    notes = dict.fromkeys(source for source in sources if source and source not in event.source_note)
    of_figures = wording("separator.names").join(notes)
    if of_figures:
        of_figures = wording("labelled", label=wording("label.figure_source"), value=of_figures)
    text = joined((source_words(event.source_note, event.as_of, wording), of_figures), wording)
    builder.source_line(text, event.id)
