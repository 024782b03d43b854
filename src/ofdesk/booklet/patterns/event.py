"""One event on one page: picture to the bleed, name, figure, overview and facts, its factories below."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import area_words, event_facts, figure_words, source_words
from ofdesk.booklet.order import latest_edition
from ofdesk.booklet.page_builder import PageBuilder, rectangle
from ofdesk.booklet.pictures import Picture, pictures_of
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Edition, Event, Factory
from ofdesk.typesetting.style import TextRun

_PHOTO_HEIGHT_MM = 116.0
_MAX_FACTORIES = 4
_STRIP_HEIGHT_MM = 46.0


@dataclass(frozen=True)
class FactoryTile:
    """A factory as the event's page shows it; `page` is where it is told in full, 0 for nowhere."""

    record: str
    number: int
    name: str
    trade: str
    page: int
    picture: Picture | None


@dataclass(frozen=True)
class Content:
    """Everything an event's page shows."""

    number: int
    region: str
    event: Event
    edition: Edition | None
    pictures: tuple[Picture, ...]
    factories: tuple[FactoryTile, ...]
    factory_count: int
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect an event, its latest edition, photos and factories."""
    catalogue, plan = source.catalogue, source.plan
    event = catalogue.find(Event, slot.records[0])
    if event is None:
        raise KeyError(slot.records[0])
    ids = plan.order.factories_of_event.get(event.id, ())
    factories = [f for f in (catalogue.find(Factory, i) for i in ids[:_MAX_FACTORIES]) if f]
    tiles = tuple(
        FactoryTile(
            factory.id,
            plan.order.factory_numbers[factory.id],
            factory.name,
            factory.trade,
            plan.factory_page.get(factory.id, 0),
            next(iter(pictures_of(catalogue, factory.photos)), None),
        )
        for factory in factories
    )
    return Content(
        number=slot.number,
        region=slot.region,
        event=event,
        edition=latest_edition(catalogue, event),
        pictures=pictures_of(catalogue, event.photos),
        factories=tiles,
        factory_count=len(ids),
        running_head=catalogue.booklet.title,
    )


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number, content.region)
    top_mm = _photo(builder, content)
    top_mm = _title(builder, content, top_mm)
    bottom_mm = builder.area.bottom_mm
    if content.factories:
        bottom_mm -= _STRIP_HEIGHT_MM + builder.theme.baseline_mm
        _factory_strip(builder, content, bottom_mm + builder.theme.baseline_mm)
    _columns(builder, content, top_mm, bottom_mm)
    _source(builder, content.event)
    return builder.finish(content.running_head)


def _photo(builder: PageBuilder, content: Content) -> float:
    """Place the first photo across the page into the bleed; returns where the text begins."""
    theme = builder.theme
    if not content.pictures:
        return theme.on_grid(theme.top_mm)
    bleed = theme.bleed_mm
    frame = Rect(-bleed, -bleed, theme.size.width_mm + 2 * bleed, _PHOTO_HEIGHT_MM + bleed)
    builder.picture(content.pictures[0], frame)
    credit = content.pictures[0].credit
    if credit:
        style = builder.style("caption", ink=Ink("text", 0.6), align="right")
        line = Rect(builder.area.x_mm, _PHOTO_HEIGHT_MM + 1.2, builder.area.width_mm, style.leading_mm)
        builder.line(credit, style, line, field=(content.pictures[0].record, "credit"))
    return theme.on_grid(_PHOTO_HEIGHT_MM + 6.0)


def _title(builder: PageBuilder, content: Content, top_mm: float) -> float:
    """Set place, name, readings and catchphrase at the left, the figure at the right."""
    theme, event = builder.theme, content.event
    left = theme.column(builder.area, 0, 8)
    place = builder.style("subname", ink=builder.accent_text)
    row = Rect(left.x_mm, top_mm, left.width_mm, place.leading_mm)
    builder.line(
        area_words(event.municipalities, event.prefectures), place, row, field=(event.id, "municipalities")
    )
    top_mm += place.leading_mm
    title = builder.style("title")
    row = Rect(left.x_mm, top_mm, left.width_mm, title.leading_mm)
    builder.line(event.name, title, row, field=(event.id, "name"), tag="H1")
    top_mm += title.leading_mm
    reading = builder.style("reading", ink=Ink("text", 0.65))
    names = "　".join(part for part in (event.reading, event.name_en) if part)
    if names:
        row = Rect(left.x_mm, top_mm, left.width_mm, reading.leading_mm)
        builder.line(names, reading, row, field=(event.id, "reading"))
        top_mm += reading.leading_mm
    _figure(builder, content, theme.column(builder.area, 8, 4), top_mm)
    if event.catchphrase:
        lead = builder.style("lead")
        row = Rect(left.x_mm, top_mm + 1.0, builder.area.width_mm, lead.leading_mm)
        builder.line(event.catchphrase, lead, row, field=(event.id, "catchphrase"))
        top_mm += lead.leading_mm + 1.0
    return theme.on_grid(top_mm + 1.0)


def _figure(builder: PageBuilder, content: Content, column: Rect, bottom_mm: float) -> None:
    """Set the one large figure of the page, its last baseline on that of the names."""
    wording = builder.toolkit.wording
    number, unit = figure_words(content.edition.companies if content.edition else None, wording)
    if not number:
        return
    figure = builder.style("figure", ink=builder.accent, align="right")
    label = builder.style("label", align="right")
    small = builder.style("unit")
    top_mm = bottom_mm - figure.leading_mm
    runs = (TextRun(number, figure), TextRun(f" {unit}", small))
    builder.text(runs, figure, Rect(column.x_mm, top_mm, column.width_mm, figure.leading_mm + 2), max_lines=1)
    edition = content.edition.label if content.edition else ""
    caption = "　".join(part for part in (wording("label.companies"), edition) if part)
    builder.line(caption, label, Rect(column.x_mm, top_mm - 3.4, column.width_mm, label.leading_mm))


def _columns(builder: PageBuilder, content: Content, top_mm: float, bottom_mm: float) -> None:
    """Set the overview and features at the left, the facts at the right."""
    theme, event = builder.theme, content.event
    builder.rule(builder.area.x_mm, builder.area.right_mm, top_mm - 1.6, builder.accent, 0.5)
    left = theme.column(builder.area, 0, 7)
    body = builder.style("body")
    field = "overview_long" if event.overview_long else "overview_short"
    frame = Rect(left.x_mm, top_mm, left.width_mm, bottom_mm - top_mm)
    set_text = builder.text(getattr(event, field), body, frame, field=(event.id, field))
    y_mm = top_mm + set_text.used_height_mm + body.leading_mm / 2
    for feature in event.features:
        if y_mm + body.leading_mm > bottom_mm:
            break
        runs = (TextRun("— ", builder.style("label", ink=builder.accent)), TextRun(feature, body))
        room = Rect(left.x_mm, y_mm, left.width_mm, bottom_mm - y_mm)
        used = builder.text(runs, dataclasses.replace(body, align="left"), room)
        y_mm += used.used_height_mm
    right = theme.column(builder.area, 8, 4)
    facts(builder, content, Rect(right.x_mm - 9, top_mm, right.width_mm + 9, bottom_mm - top_mm))


def facts(builder: PageBuilder, content: Content, frame: Rect) -> None:
    """Set label and value rows with hairlines between."""
    label, value = builder.style("label"), builder.style("value")
    value = dataclasses.replace(value, size_pt=8.0, leading_pt=12.0)
    label_width = 15.0
    y_mm = frame.y_mm
    for fact in event_facts(content.event, content.edition, builder.toolkit.wording):
        room = Rect(frame.x_mm + label_width, y_mm, frame.width_mm - label_width, frame.bottom_mm - y_mm)
        if room.height_mm < value.leading_mm:
            return
        builder.line(
            fact.label,
            dataclasses.replace(label, leading_pt=12.0),
            Rect(frame.x_mm, y_mm, label_width - 1, label.leading_mm),
        )
        field = (content.event.id, fact.field) if fact.field else None
        used = builder.text(fact.value, value, room, field=field)
        y_mm += used.used_height_mm + 1.0
        builder.rule(frame.x_mm, frame.right_mm, y_mm, Ink("rule"))
        y_mm += 1.0
    url = content.event.url
    if url and y_mm + value.leading_mm <= frame.bottom_mm:
        row = Rect(frame.x_mm + label_width, y_mm, frame.width_mm - label_width, value.leading_mm)
        builder.line(
            builder.toolkit.wording("label.url"),
            dataclasses.replace(label, leading_pt=12.0),
            Rect(frame.x_mm, y_mm, label_width - 1, label.leading_mm),
        )
        builder.line(url, value, row, field=(content.event.id, "url"))
        builder.link(row, url=url)


def _factory_strip(builder: PageBuilder, content: Content, top_mm: float) -> None:
    """Show the first factories of the event with their numbers and pages."""
    theme = builder.theme
    span = theme.columns // _MAX_FACTORIES
    name, caption = builder.style("subname"), builder.style("caption")
    builder.rule(builder.area.x_mm, builder.area.right_mm, top_mm - 2.2, Ink("rule"))
    for index, tile in enumerate(content.factories):
        column = theme.column(builder.area, index * span, span)
        picture_height = column.width_mm * 2 / 3
        frame = Rect(column.x_mm, top_mm, column.width_mm, picture_height)
        if tile.picture:
            builder.picture(tile.picture, frame)
        else:
            builder.add(rectangle(frame, dataclasses.replace(builder.accent, tint=0.1)))
        y_mm = top_mm + picture_height + 1.4
        number = TextRun(f"{tile.number} ", dataclasses.replace(name, ink=builder.accent))
        room = Rect(column.x_mm, y_mm, column.width_mm, name.leading_mm)
        builder.text((number, TextRun(tile.name, name)), name, room, max_lines=1)
        detail = "　".join(part for part in (tile.trade, f"p.{tile.page}" if tile.page else "") if part)
        room = Rect(column.x_mm, y_mm + name.leading_mm, column.width_mm, caption.leading_mm)
        builder.line(detail, caption, room)
        if tile.page:
            builder.link(Rect(column.x_mm, top_mm, column.width_mm, _STRIP_HEIGHT_MM), page=tile.page)


def _source(builder: PageBuilder, event: Event) -> None:
    """Set source and date of the record under the type area."""
    text = source_words(event.source_note, event.as_of, builder.toolkit.wording)
    if text:
        style = builder.style("caption", ink=Ink("text", 0.6))
        row = Rect(builder.area.x_mm, builder.area.bottom_mm + 2.0, builder.area.width_mm, style.leading_mm)
        builder.line(text, style, row, field=(event.id, "source_note"))
