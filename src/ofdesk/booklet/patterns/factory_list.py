"""Eight factories on a page, two by four: number, name, small picture and facts."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import factory_facts
from ofdesk.booklet.page_builder import PageBuilder, rectangle
from ofdesk.booklet.pictures import Picture, pictures_of
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Edition, Event, Factory, Participation
from ofdesk.typesetting.style import TextRun

_COLUMNS, _ROWS = 2, 4
_GAP_MM = 8.0
_HEADING_MM = 13.0
_PICTURE_WIDTH_MM = 30.0
_LABEL_WIDTH_MM = 10.5


@dataclass(frozen=True)
class FactoryEntry:
    """One factory of the page."""

    factory: Factory
    number: int
    picture: Picture | None
    events: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    region: str
    entries: tuple[FactoryEntry, ...]
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the factories of the page."""
    catalogue, plan = source.catalogue, source.plan
    factories = [factory for factory in (catalogue.find(Factory, i) for i in slot.records) if factory]
    entries = tuple(
        FactoryEntry(
            factory,
            plan.order.factory_numbers[factory.id],
            next(iter(pictures_of(catalogue, factory.photos)), None),
            _events_of(factory, source),
        )
        for factory in factories
    )
    return Content(slot.number, slot.region, entries, catalogue.booklet.title)


def _events_of(factory: Factory, source: Source) -> tuple[str, ...]:
    """Return the names of the events a factory takes part in, each once."""
    catalogue = source.catalogue
    names: dict[str, None] = {}
    for participation in catalogue.referring(Participation, "factory", factory.id):
        edition = catalogue.find(Edition, participation.edition)
        event = catalogue.find(Event, edition.event) if edition else None
        if event:
            names[event.name] = None
    return tuple(names)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number, content.region)
    area = builder.area
    heading = builder.style("heading")
    region = toolkit.wording(f"region.{content.region or 'other'}")
    runs = (
        TextRun(region, dataclasses.replace(heading, ink=builder.accent_text)),
        TextRun(f"　{toolkit.wording('heading.factory_list')}", heading),
    )
    builder.text(runs, heading, Rect(area.x_mm, area.y_mm - 1.5, area.width_mm, heading.leading_mm), tag="H1")
    top_mm = area.y_mm + _HEADING_MM
    width = (area.width_mm - _GAP_MM * (_COLUMNS - 1)) / _COLUMNS
    height = (area.bottom_mm - top_mm) / _ROWS
    for index, entry in enumerate(content.entries):
        row, column = divmod(index, _COLUMNS)
        x_mm = area.x_mm + column * (width + _GAP_MM)
        _entry(builder, entry, Rect(x_mm, top_mm + row * height, width, height - 4.0))
    return builder.finish(content.running_head)


def _entry(builder: PageBuilder, entry: FactoryEntry, frame: Rect) -> None:
    factory = entry.factory
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, builder.accent, 0.5)
    y_mm = _heading(builder, entry, Rect(frame.x_mm, frame.y_mm + 1.2, frame.width_mm, 12))
    picture_frame = Rect(
        frame.right_mm - _PICTURE_WIDTH_MM, y_mm, _PICTURE_WIDTH_MM, _PICTURE_WIDTH_MM * 2 / 3
    )
    if entry.picture:
        builder.picture(entry.picture, picture_frame)
    else:
        builder.add(rectangle(picture_frame, dataclasses.replace(builder.accent, tint=0.1)))
    text_width = frame.width_mm - _PICTURE_WIDTH_MM - 4.0
    small = builder.style("small", size_pt=7.0, leading_pt=11.0, align="left")
    if factory.summary:
        room = Rect(frame.x_mm, y_mm - 0.8, text_width, picture_frame.bottom_mm - y_mm + 0.8)
        builder.text(
            factory.summary, dataclasses.replace(small, align="justify"), room, field=(factory.id, "summary")
        )
    _facts(
        builder,
        entry,
        Rect(
            frame.x_mm,
            picture_frame.bottom_mm + 1.4,
            frame.width_mm,
            frame.bottom_mm - picture_frame.bottom_mm - 1.4,
        ),
    )


def _heading(builder: PageBuilder, entry: FactoryEntry, frame: Rect) -> float:
    """Set number, name, trade and reading; returns where the entry goes on."""
    factory = entry.factory
    name, reading = builder.style("name", size_pt=10.0), builder.style("reading", ink=Ink("text", 0.65))
    number = f"{entry.number}"
    number_width = 3.0 + 2.4 * len(number)
    builder.line(number, dataclasses.replace(name, ink=builder.accent), frame)
    room = Rect(frame.x_mm + number_width, frame.y_mm, frame.width_mm - number_width, name.leading_mm)
    builder.line(factory.name, name, room, field=(factory.id, "name"), tag="H2")
    trade = f"（{factory.trade}）" if factory.trade else ""
    detail = "　".join(part for part in (factory.reading, trade) if part)
    room = Rect(room.x_mm, frame.y_mm + name.leading_mm, room.width_mm, reading.leading_mm)
    builder.line(detail, reading, room, field=(factory.id, "reading"))
    return room.bottom_mm + 1.6


def _facts(builder: PageBuilder, entry: FactoryEntry, frame: Rect) -> None:
    label = builder.style("label", size_pt=6.0, leading_pt=10.0)
    value = builder.style("value", size_pt=7.0, leading_pt=10.0)
    y_mm = frame.y_mm
    for fact in factory_facts(entry.factory, builder.toolkit.wording):
        room = Rect(
            frame.x_mm + _LABEL_WIDTH_MM, y_mm, frame.width_mm - _LABEL_WIDTH_MM, frame.bottom_mm - y_mm
        )
        if room.height_mm < value.leading_mm:
            return
        builder.line(fact.label, label, Rect(frame.x_mm, y_mm, _LABEL_WIDTH_MM - 1, label.leading_mm))
        used = builder.text(fact.value, value, room, max_lines=2, field=(entry.factory.id, fact.field))
        y_mm += used.used_height_mm
