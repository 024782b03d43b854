"""The colophon (奥付): title, publisher, dates, sources of data and the date the information is of."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.facts import Fact, date_words
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.settings import BookletSettings

_LABEL_WIDTH_MM = 26.0


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    settings: BookletSettings


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the booklet's settings."""
    return Content(slot.number, source.catalogue.booklet)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    settings, wording = content.settings, toolkit.wording
    area = builder.theme.column(builder.area, 0, 9)
    rows = [
        Fact(wording("label.published"), date_words(settings.published, wording), "published"),
        Fact(wording("label.publisher"), settings.publisher, "publisher"),
        Fact("", settings.publisher_department, "publisher_department"),
        Fact(wording("label.address"), settings.publisher_address, "publisher_address"),
        Fact(wording("label.as_of"), _as_of(settings, toolkit), "as_of"),
        Fact(wording("label.map_source"), wording("colophon.map_source")),
        Fact(wording("label.typeface"), wording("colophon.typeface")),
    ]
    label, value = builder.style("label"), builder.style("value")
    note = builder.style("small")
    y_mm = builder.area.bottom_mm - 104.0
    title = builder.style("heading")
    builder.rule(area.x_mm, area.right_mm, y_mm, Ink("text"), 0.5)
    text = "　".join(part for part in (settings.title, settings.year_label) if part)
    room = Rect(area.x_mm, y_mm + 3.0, area.width_mm, title.leading_mm)
    builder.line(text, title, room, tag="H1")
    y_mm = room.bottom_mm + 5.0
    for fact in rows:
        if not fact.value:
            continue
        builder.line(
            fact.label,
            dataclasses.replace(label, ink=Ink("text")),
            Rect(area.x_mm, y_mm, _LABEL_WIDTH_MM - 2, label.leading_mm),
        )
        room = Rect(area.x_mm + _LABEL_WIDTH_MM, y_mm, area.width_mm - _LABEL_WIDTH_MM, 20.0)
        field = ("booklet", fact.field) if fact.field else None
        y_mm += builder.text(fact.value, value, room, field=field).used_height_mm + 0.8
    if settings.colophon_note:
        room = Rect(area.x_mm, y_mm + 4.0, area.width_mm, builder.area.bottom_mm - y_mm - 4.0)
        builder.text(settings.colophon_note, note, room, field=("booklet", "colophon_note"))
    return builder.finish(settings.title)


def _as_of(settings: BookletSettings, toolkit: Toolkit) -> str:
    if settings.as_of is None:
        return ""
    return toolkit.wording("folio.as_of", date=date_words(settings.as_of, toolkit.wording))
