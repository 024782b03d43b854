"""The colophon (奥付): title, publisher, dates, sources of data and the date the information is of."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.booklet.engine import Source
from ofdesk.booklet.fact_table import TableLook, facts_height, set_facts
from ofdesk.booklet.facts import Fact, date_words, joined
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.booklet.wording import Wording
from ofdesk.drawing.display_list import Ink, Page
from ofdesk.model.settings import BookletSettings

_LABEL_WIDTH_MM = 26.0
_TITLE_TOP_MM = 3.0
_TITLE_GAP_MM = 4.0
_NOTE_GAP_MM = 4.0
_COLUMNS = 9


@dataclass(frozen=True)
class Content:
    """Everything the page shows."""

    number: int
    settings: BookletSettings
    running_head: str


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the booklet's settings."""
    return Content(slot.number, source.catalogue.booklet, source.running_head)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page: everything stands at the foot, as is usual."""
    builder = PageBuilder(toolkit, content.number)
    settings = content.settings
    area = builder.theme.column(builder.area, 0, _COLUMNS)
    title, note = builder.style("heading"), builder.style("small")
    look = TableLook(builder.style("label", leading_pt=14.0), builder.style("value"), _LABEL_WIDTH_MM, 0.8)
    facts = colophon_facts(settings, toolkit.wording)
    text = joined((content.running_head, settings.year_label), toolkit.wording)
    table_mm = facts_height(builder, facts, area.width_mm, look)
    note_mm = builder.height_of(settings.colophon_note, note, area.width_mm)
    needed_mm = _TITLE_TOP_MM + 2 * title.leading_mm + _TITLE_GAP_MM + table_mm + _NOTE_GAP_MM + note_mm
    y_mm = max(builder.area.y_mm, builder.area.bottom_mm - needed_mm)
    builder.rule(area.x_mm, area.right_mm, y_mm, Ink("text"), 0.5)
    room = Rect(area.x_mm, y_mm + _TITLE_TOP_MM, area.width_mm, title.leading_mm)
    used = builder.headline(text, title, room, field=("booklet", "title"))
    y_mm = room.y_mm + used.used_height_mm + _TITLE_GAP_MM
    y_mm = set_facts(builder, facts, Rect(area.x_mm, y_mm, area.width_mm, area.bottom_mm - y_mm), look)
    if settings.colophon_note:
        y_mm += _NOTE_GAP_MM
        room = Rect(area.x_mm, y_mm, area.width_mm, area.bottom_mm - y_mm)
        builder.text(settings.colophon_note, note, room, field=("booklet", "colophon_note"))
    return builder.finish(content.running_head)


def colophon_facts(settings: BookletSettings, wording: Wording) -> tuple[Fact, ...]:
    """Return the rows of the colophon."""

    def own(label: str, value: str, field: str) -> Fact:
        return Fact(wording(f"label.{label}"), value, ("booklet", field))

    publisher = "\n".join(part for part in (settings.publisher, settings.publisher_department) if part)
    as_of = wording("folio.as_of", date=date_words(settings.as_of, wording)) if settings.as_of else ""
    rows = (
        own("published", date_words(settings.published, wording), "published"),
        own("publisher", publisher, "publisher"),
        own("address", settings.publisher_address, "publisher_address"),
        own("as_of", as_of, "as_of"),
        Fact(wording("label.map_source"), wording("colophon.map_source")),
        Fact(wording("label.typeface"), wording("colophon.typeface")),
    )
    return tuple(fact for fact in rows if fact.value)
