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
from ofdesk.booklet.event_text import Columns, column_shares, set_columns, set_title, title_lines
from ofdesk.booklet.facts import figure_sources, figure_words, joined, source_words
from ofdesk.booklet.order import latest_edition
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.picture_head import set_picture_head
from ofdesk.booklet.pictures import Picture, on_first_page, pictures_of, pictures_of_event
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.record_facts import told_name
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Edition, Event, Factory
from ofdesk.typesetting.style import TextRun

SHOWN_FACTORIES = 4
_FIGURE_COLUMNS = 4


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
    pictures, goes_on = pictures_of_event(catalogue, event), plan.goes_on(slot)
    tiles = tuple(
        FactoryTile(
            factory.id,
            plan.order.factory_numbers[factory.id],
            told_name(factory, english=english),
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
    shares = column_shares(builder, words)
    text_mm = sum(line.height_mm for line in lines) + shares.height_mm
    top_mm = set_picture_head(
        builder, content.pictures, content.event.id, bottom_mm - text_mm, facing=content.goes_on
    )
    names_mm, text_top_mm = set_title(builder, content.event.id, lines, top_mm)
    _figure(builder, content, names_mm)
    set_columns(builder, words, shares, (text_top_mm, bottom_mm))
    if content.factories:
        factory_strip(builder, content.factories, content.factory_count, strip_top_mm)
    _source(builder, content)
    return builder.finish(content.running_head)


def _columns(builder: PageBuilder, content: Content) -> Columns:
    event, around = content.event, content.around
    panels = place_panels(builder, event, around)
    if content.goes_on:
        return Columns(event, content.edition, backed=False, panels=panels)
    return Columns(event, content.edition, panels=(*panels, *telling_panels(builder, event, around)))


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
    of_figures = figure_sources((s for s in sources if s not in event.source_note), wording)
    text = joined((source_words(event.source_note, event.as_of, wording), of_figures), wording)
    builder.source_line(text, event.id)
