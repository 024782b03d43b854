"""Eight factories on a page, two by four: number, name, small picture and facts."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Point, Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.fact_table import TableLook, set_facts
from ofdesk.booklet.facts import sources_words
from ofdesk.booklet.marks import MARK_HEIGHT_MM, mark_width_mm, number_mark
from ofdesk.booklet.page_builder import QUIET, PageBuilder, text_scale
from ofdesk.booklet.pictures import Picture, framed, pictures_of
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.record_facts import factory_facts, names_of, told_name
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.records import Edition, Event, Factory, Participation
from ofdesk.typesetting.style import TextRun

_COLUMNS, _ROWS = 2, 4
_GAP_MM = 8.0
_ROW_GAP_MM = 3.0
_PICTURE_WIDTH_MM, _PICTURE_HEIGHT_MM = 28.8, 19.2
_CREDIT_LINES = 2
_LABEL_WIDTH_MM = 11.8
_TOP_MM = 1.6
_ROW_SPACE_MM = 0.25


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
    heading: str
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
            next(iter(framed(pictures_of(catalogue, factory.photos), factory.layout)), None),
            _events_of(factory, source),
        )
        for factory in factories
    )
    return Content(slot.number, slot.region, source.heading(slot), entries, source.running_head)


def _events_of(factory: Factory, source: Source) -> tuple[str, ...]:
    """Return the names of the events a factory takes part in, each once."""
    catalogue = source.catalogue
    english = catalogue.booklet.language == "en"
    names: dict[str, None] = {}
    for participation in catalogue.referring(Participation, "factory", factory.id):
        edition = catalogue.find(Edition, participation.edition)
        event = catalogue.find(Event, edition.event) if edition else None
        if event:
            names[told_name(event, english=english)] = None
    return tuple(names)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number, content.region)
    area = builder.area
    heading = builder.style("heading")
    region = toolkit.wording(f"region.{content.region or 'other'}")
    words = content.heading or toolkit.wording("heading.factory_list")
    ink = toolkit.accent_for_text(content.region)
    builder.header((TextRun(f"{region}　", dataclasses.replace(heading, ink=ink)), TextRun(words, heading)))
    width = (area.width_mm - _GAP_MM * (_COLUMNS - 1)) / _COLUMNS
    height = (area.height_mm + _ROW_GAP_MM) / _ROWS
    for index, entry in enumerate(content.entries):
        row, column = divmod(index, _COLUMNS)
        x_mm = area.x_mm + column * (width + _GAP_MM)
        _entry(builder, entry, Rect(x_mm, area.y_mm + row * height, width, height - _ROW_GAP_MM))
    builder.text_scale = 1.0
    factories = [entry.factory for entry in content.entries]
    builder.source_line(sources_words(factories, toolkit.wording), factories[0].id if factories else "")
    return builder.finish(content.running_head)


def _entry(builder: PageBuilder, entry: FactoryEntry, frame: Rect) -> None:
    """Set an entry: the picture at the right under the names, the texts beside and below it."""
    factory = entry.factory
    builder.text_scale = text_scale(factory.layout)
    builder.rule(frame.x_mm, frame.right_mm, frame.y_mm, builder.accent, 0.7)
    y_mm = _names(builder, entry, Rect(frame.x_mm, frame.y_mm + _TOP_MM, frame.width_mm, 12.0))
    keep_off = None
    if entry.picture:
        x_mm = frame.right_mm - _PICTURE_WIDTH_MM
        picture = Rect(x_mm, y_mm + 0.6, _PICTURE_WIDTH_MM, _PICTURE_HEIGHT_MM)
        builder.picture(entry.picture, picture)
        foot_mm = builder.credit(entry.picture, picture, _CREDIT_LINES)
        keep_off = Rect(picture.x_mm, picture.y_mm, picture.width_mm, foot_mm - picture.y_mm)
    room = Rect(frame.x_mm, y_mm, frame.width_mm, frame.bottom_mm - y_mm)
    _texts(builder, factory, room, keep_off)


def _texts(builder: PageBuilder, factory: Factory, frame: Rect, keep_off: Rect | None) -> None:
    """Set summary and facts; entries of all lengths share one size, which is the page's."""
    facts = factory_facts(factory, builder.wording)
    width = frame.width_mm - (_PICTURE_WIDTH_MM + 4.0 if keep_off else 0.0)
    look = TableLook(
        label=builder.style("entry_label"),
        value=builder.style("entry_value"),
        label_width_mm=_LABEL_WIDTH_MM,
        gap_mm=_ROW_SPACE_MM,
        ruled=False,
    )
    room = frame
    if factory.summary:
        small = builder.style("entry")
        box = Rect(frame.x_mm, frame.y_mm, width, frame.height_mm)
        builder.text(factory.summary, small, box, field=(factory.id, "summary"))
        summary_mm = builder.height_of(factory.summary, small, width) + 0.8
        room = frame.inset(0.0, summary_mm, 0.0, 0.0)
    set_facts(builder, facts, room, look, keep_off)


def _names(builder: PageBuilder, entry: FactoryEntry, frame: Rect) -> float:
    """Set number, name, trade, reading and events; returns where the entry goes on."""
    factory, wording = entry.factory, builder.wording
    name, reading = builder.style("name", size_pt=10.0), builder.style("reading", ink=QUIET)
    corner = Point(frame.x_mm, frame.y_mm + (name.leading_mm - MARK_HEIGHT_MM) / 2)
    builder.add(*number_mark(builder.toolkit, entry.number, builder.region, corner))
    left = frame.x_mm + max(6.2, mark_width_mm(entry.number) + 1.6)
    room = Rect(left, frame.y_mm, frame.right_mm - left, name.leading_mm)
    names = names_of(factory, wording)
    trade = wording("bracketed", text=factory.trade) if factory.trade else ""
    small = builder.style("value", size_pt=7.5, leading_pt=name.leading_pt)
    runs = (TextRun(names.main, name), TextRun(trade, small))
    builder.headline(runs, name, room, max_lines=1, field=(factory.id, names.main_field), tag="H2")
    row = Rect(left, room.bottom_mm, frame.right_mm - left, reading.leading_mm)
    second = names.reading or names.other
    width = builder.line(second, reading, row, field=(factory.id, "reading")) if second else 0.0
    events = wording("separator.names").join(entry.events)
    if events:
        style = dataclasses.replace(reading, align="right", tracking_em=0.0, ink=Ink("text", 0.8))
        row = Rect(row.x_mm + width + 2.0, row.y_mm, row.width_mm - width - 2.0, row.height_mm)
        builder.line(events, style, row, field=(factory.id, ""))
    return room.bottom_mm + reading.leading_mm + 1.0
