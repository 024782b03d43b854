"""How to read the booklet (凡例): what numbers, colours and marks mean."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.base.japan import PREFECTURES, REGIONS
from ofdesk.booklet.engine import Source
from ofdesk.booklet.numbering import BY_AREA, BY_ROUTE
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.shapes import rectangle
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Ink, Page

_KEYS = ("order", "numbers", "figures", "facets", "dates", "photos")
_LABEL_COLUMNS, _TEXT_COLUMNS = 3, 9
_ROW_TOP_MM, _ROW_GAP_MM = 1.8, 3.2
_SQUARE_MM = 3.2


@dataclass(frozen=True)
class Content:
    """Everything the page shows; its words come with the toolkit.

    Attributes:
        number_order: how factories are numbered.
        prefectures: names of the prefectures of each region, in the order of the regions.
    """

    number: int
    heading: str
    running_head: str
    number_order: str
    prefectures: tuple[tuple[str, ...], ...]


def gather(slot: PageSlot, source: Source) -> Content:
    """Collect the page's number, heading and running head, and what the regions hold."""
    members = source.plan.order.definition.members
    prefectures = tuple(
        tuple(p.name for p in PREFECTURES if p.code in members[region]) for region in REGIONS
    )
    order = source.catalogue.booklet.number_order
    return Content(slot.number, source.heading(slot), source.running_head, order, prefectures)


def lay_out(content: Content, toolkit: Toolkit) -> Page:
    """Return the page."""
    builder = PageBuilder(toolkit, content.number)
    top_mm = builder.section_heading(content.heading or toolkit.wording("heading.how_to_read"))
    y_mm = _explanations(builder, content, top_mm)
    _regions(builder, content, y_mm + 2 * builder.theme.baseline_mm)
    return builder.finish(content.running_head)


def _explanations(builder: PageBuilder, content: Content, y_mm: float) -> float:
    wording = builder.wording
    label = builder.theme.column(builder.area, 0, _LABEL_COLUMNS)
    text = builder.theme.column(builder.area, _LABEL_COLUMNS, _TEXT_COLUMNS)
    name, body = builder.style("subname", leading_pt=14.0), builder.style("body")
    for key in _KEYS:
        builder.rule(label.x_mm, text.right_mm, y_mm, Ink("rule"))
        room = Rect(label.x_mm, y_mm + _ROW_TOP_MM, label.width_mm, name.leading_mm)
        builder.line(wording(f"how_to_read.{key}.name"), name, room, tag="H2")
        room = Rect(text.x_mm, y_mm + _ROW_TOP_MM, text.width_mm, 40.0)
        numbered = key == "order" and content.number_order in (BY_AREA, BY_ROUTE)
        words = wording(f"how_to_read.{key}.{content.number_order if numbered else 'text'}")
        used = builder.text(words, body, room)
        y_mm += used.used_height_mm + _ROW_TOP_MM + _ROW_GAP_MM
    builder.rule(label.x_mm, text.right_mm, y_mm, Ink("rule"))
    return y_mm


def _regions(builder: PageBuilder, content: Content, y_mm: float) -> None:
    """Show the colours of the regions with the prefectures that belong to them."""
    wording, area = builder.wording, builder.area
    heading = builder.style("heading")
    row = Rect(area.x_mm, y_mm, area.width_mm, heading.leading_mm)
    builder.line(wording("how_to_read.regions"), heading, row, tag="H2")
    y_mm += heading.leading_mm + 2.0
    name, value = builder.style("subname", leading_pt=14.0), builder.style("value", size_pt=8.0)
    label = builder.theme.column(area, 0, _LABEL_COLUMNS)
    text = builder.theme.column(area, _LABEL_COLUMNS, _TEXT_COLUMNS)
    for region, members in zip(REGIONS, content.prefectures, strict=True):
        builder.rule(label.x_mm, text.right_mm, y_mm, Ink("rule"))
        top_mm = y_mm + _ROW_TOP_MM / 2
        middle = top_mm + name.leading_mm / 2
        square = Rect(label.x_mm, middle - _SQUARE_MM / 2, _SQUARE_MM, _SQUARE_MM)
        builder.add(rectangle(square, builder.toolkit.accent(region)))
        room = Rect(label.x_mm + 6.0, top_mm, label.width_mm - 6.0, name.leading_mm)
        names = wording.separator.join(wording.prefecture(p) for p in PREFECTURES if p.name in members)
        with builder.tagged("TR"):
            builder.line(wording(f"region.{region}"), name, room, tag="TH")
            room = Rect(text.x_mm, top_mm, text.width_mm, 20.0)
            used = builder.text(names, value, room, tag="TD")
        y_mm += used.used_height_mm + _ROW_TOP_MM
    builder.rule(label.x_mm, text.right_mm, y_mm, Ink("rule"))
