"""The sheets of a MAP: a page of the booklet, a spread, A3, A3 folded in eight, a poster of A2.

Owns sizes, folds and the list side; `map_pages` draws the map side.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_content import MapArea, MapContent, map_content
from ofdesk.booklet.map_drawing import PLAIN, SheetForm
from ofdesk.booklet.map_pages import full_map, list_rows, map_title
from ofdesk.booklet.name_list import NameRow, set_names
from ofdesk.booklet.ornament import TileInks, tiled
from ofdesk.booklet.page_builder import QUIET, PageBuilder
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.cartography.legend import LegendEntry, entries_ops
from ofdesk.drawing.display_list import Group, Ink, Page
from ofdesk.drawing.transform import Transform

FOLDED = "a3-folded"
"""The sheet that has a back."""
SHEET_SIZES = ("a4", "spread", "a3", FOLDED, "a2")

@dataclass(frozen=True)
class SheetSize:
    """A sheet with a page of its own.

    Attributes:
        size: trimmed.
        magnified: how much larger than in the booklet everything on it is (type, pins, lines, names), for
            the distance it is read from. A poster read from 1 m wants names of 3.3 mm, a three-hundredth
            of the distance: 6.5 pt × 1.45 = 9.4 pt = 3.3 mm.
    """

    size: Size
    magnified: float = 1.0


_SIZES: Mapping[str, SheetSize] = MappingProxyType(
    {
        "spread": SheetSize(Size(420.0, 297.0)),
        "a3": SheetSize(Size(297.0, 420.0), magnified=1.15),
        FOLDED: SheetSize(Size(420.0, 297.0)),
        "a2": SheetSize(Size(420.0, 594.0), magnified=1.45),
    }
)
_MARGIN_MM = 14.0
_GUTTER_MM = 8.0  # to either side of the fold nothing important stands
_FOLD_MM = 3.0
_PANELS_ACROSS, _PANELS_DOWN = 4, 2
# Folded backwards along the middle, then upwards, then along the middle again, the sheet shows these panels
# (column, row) of its list side as front and back; the other six are read when it is open.
_FRONT, _BACK = (1, 1), (0, 1)
_LIST_PANELS = ((0, 0), (1, 0), (2, 0), (3, 0), (2, 1), (3, 1))
_PANEL_MARGIN_MM = 8.0
_PANEL_COLUMNS = 2
_SPARE_ROWS = 8
_ROW_MM = 3.8


def map_pages_of(area: MapArea, source: Source, toolkit: Toolkit, size: str) -> tuple[Page, ...]:
    """Return the pages of a MAP: one, or for the folded sheet its map side and its list side.

    Args:
        area: what it shows.
        source: catalogue and plan.
        toolkit: made for the booklet's own page.
        size: one of `SHEET_SIZES`.

    Raises:
        InputError: code "map.unknown_area" for a prefecture that does not exist.
        ResourceError: the base map is missing or damaged.
    """
    sheet = _SIZES.get(size, SheetSize(toolkit.theme.size))
    own = toolkit if size == "a4" else _toolkit_for(sheet, toolkit)
    builder = PageBuilder(own, 1)
    content = _laid_out_at(sheet, map_content(area, source, alone=True, size=size))
    builder.accent = own.accent(content.area.region)
    title = map_title(area, own)
    legend = full_map(builder, content, title, _form(size, own))
    pages = [builder.finish(with_folio=False)]
    if size == FOLDED:
        pages.append(_list_side(content, title, source, own, legend))
    if sheet.magnified == 1.0:
        return tuple(pages)
    grow = Transform(sheet.magnified)
    return tuple(grow.page(page, sheet.size, toolkit.theme.bleed_mm) for page in pages)


def map_page(area: MapArea, source: Source, toolkit: Toolkit) -> Page:
    """Return the MAP of an area on one page of the booklet's size; see `map_pages_of`."""
    (page,) = map_pages_of(area, source, toolkit, "a4")
    return page


def _toolkit_for(sheet: SheetSize, toolkit: Toolkit) -> Toolkit:
    """Return the toolkit with the page of a sheet as it is laid out, before it is magnified."""
    by, margin_mm = sheet.magnified, _MARGIN_MM / sheet.magnified
    theme = dataclasses.replace(
        toolkit.theme,
        size=Size(sheet.size.width_mm / by, sheet.size.height_mm / by),
        bleed_mm=toolkit.theme.bleed_mm / by,
        top_mm=margin_mm,
        bottom_mm=margin_mm,
        inner_mm=margin_mm,
        outer_mm=margin_mm,
    )
    return dataclasses.replace(toolkit, theme=theme)


def _laid_out_at(sheet: SheetSize, content: MapContent) -> MapContent:
    """Return the content with callouts put by hand where they stand before the sheet is magnified."""
    by = sheet.magnified
    events = tuple(
        event
        if event.callout is None
        else dataclasses.replace(event, callout=Point(event.callout.x_mm / by, event.callout.y_mm / by))
        for event in content.events
    )
    return dataclasses.replace(content, events=events)


def _form(size: str, toolkit: Toolkit) -> SheetForm:
    page = toolkit.theme.size
    if size == "spread":
        middle = page.width_mm / 2
        return SheetForm((Rect(middle - _GUTTER_MM, 0.0, 2 * _GUTTER_MM, page.height_mm),))
    if size == FOLDED:
        across = [page.width_mm * share / _PANELS_ACROSS for share in range(1, _PANELS_ACROSS)]
        folds = [Rect(x - _FOLD_MM, 0.0, 2 * _FOLD_MM, page.height_mm) for x in across]
        level = Rect(0.0, page.height_mm / 2 - _FOLD_MM, page.width_mm, 2 * _FOLD_MM)
        return SheetForm((*folds, level), listed=False)
    return PLAIN


@dataclass(frozen=True)
class _Panels:
    """The eight panels of a folded sheet."""

    size: Size

    def rect(self, place: tuple[int, int]) -> Rect:
        """Return a panel by its column and row."""
        width, height = self.size.width_mm / _PANELS_ACROSS, self.size.height_mm / _PANELS_DOWN
        return Rect(place[0] * width, place[1] * height, width, height)

    def room(self, place: tuple[int, int]) -> Rect:
        """Return where the text of a panel stands."""
        return self.rect(place).grown(-_PANEL_MARGIN_MM)


def _list_side(
    content: MapContent, title: str, source: Source, toolkit: Toolkit, legend: Sequence[LegendEntry]
) -> Page:
    """Return the side with the front panel, the list in six panels, and the back panel with the legend."""
    builder = PageBuilder(toolkit, 2)
    builder.accent = toolkit.accent(content.area.region)
    panels = _Panels(toolkit.theme.size)
    _front(builder, panels.rect(_FRONT), title, source)
    _list(builder, list_rows(content, builder), panels)
    _back(builder, panels.room(_BACK), source, legend)
    return builder.finish(with_folio=False)


def _front(builder: PageBuilder, panel: Rect, title: str, source: Source) -> None:
    """Set the panel that is seen when the sheet is folded: year, title and publisher over an ornament."""
    settings = source.catalogue.booklet
    bleed, columns = builder.theme.bleed_mm, 5
    tile = panel.width_mm / columns
    rows = math.ceil((panel.height_mm * 0.45) / tile)
    field = Rect(panel.x_mm, panel.bottom_mm - rows * tile + bleed, panel.width_mm, rows * tile)
    accent = builder.accent
    ornament = tiled(field, columns, rows, title, lambda row, column: _front_inks(row, column, accent))
    builder.add(Group(tuple(ornament), tag="Artifact"))
    room = panel.grown(-_PANEL_MARGIN_MM)
    year = builder.style("heading")
    row = Rect(room.x_mm, room.y_mm, room.width_mm, year.leading_mm)
    builder.headline(settings.year_label, year, row, max_lines=1, field=("booklet", "year_label"), tag="P")
    name = builder.style("title")
    top_mm = room.y_mm + year.leading_mm + 4.0
    row = Rect(room.x_mm, top_mm, room.width_mm, 3 * name.leading_mm)
    used = builder.headline(title, name, row, max_lines=3)
    small = builder.style("value")
    row = Rect(room.x_mm, top_mm + used.used_height_mm + 3.0, room.width_mm, small.leading_mm)
    builder.line(settings.publisher, small, row, field=("booklet", "publisher"))


def _front_inks(row: int, column: int, accent: Ink) -> TileInks:
    strong = (row + column) % 2 == 0
    return TileInks(Ink(accent.role, 0.14 if strong else 0.28), Ink(accent.role, 1.0 if strong else 0.6))


def _list(builder: PageBuilder, rows: Sequence[NameRow], panels: _Panels) -> None:
    """Set the list panel by panel; what finds no room in the last one is noted there."""
    heading = builder.style("heading")
    first = panels.room(_LIST_PANELS[0])
    builder.headline(builder.wording("map.list"), heading, first, max_lines=1)
    waiting = list(rows)
    rooms = [panels.room(place) for place in _LIST_PANELS]
    top_mm = rooms[0].y_mm + heading.leading_mm + 2.0
    rooms[0] = Rect(rooms[0].x_mm, top_mm, rooms[0].width_mm, rooms[0].bottom_mm - top_mm)
    lines = [int(room.height_mm / _ROW_MM) for room in rooms]
    # A short list stands in one column a panel, spread evenly over all of them.
    columns = 1 if len(rows) + _SPARE_ROWS <= sum(lines) else _PANEL_COLUMNS
    for number, room in enumerate(rooms):
        even = -(-len(waiting) // (len(rooms) - number)) + 1
        count = min(columns * lines[number], even) if columns == 1 else columns * lines[number]
        taken, waiting = (waiting, []) if number == len(rooms) - 1 else _taken(waiting, count)
        if taken:
            set_names(builder, taken, room, columns)


def _taken(rows: Sequence[NameRow], count: int) -> tuple[list[NameRow], list[NameRow]]:
    """Return the rows of a panel and those after; no heading stays behind at its foot."""
    end = min(count - 1, len(rows)) if len(rows) > count else len(rows)
    while 0 < end < len(rows) and rows[end - 1].heads:
        end -= 1
    return list(rows[:end]), list(rows[end:])


def _back(builder: PageBuilder, room: Rect, source: Source, legend: Sequence[LegendEntry]) -> None:
    """Set the back panel: the map's legend, what the numbers mean, as of when, who publishes it."""
    settings, wording = source.catalogue.booklet, builder.wording
    text, quiet = builder.style("body"), builder.style("caption", ink=QUIET)
    y_mm = room.y_mm
    if legend:
        heading = builder.style("heading")
        builder.headline(wording("legend.title"), heading, room, max_lines=1, tag="P")
        y_mm += heading.leading_mm + 1.0
        drawn = entries_ops(legend, Point(room.x_mm, y_mm), room.width_mm, builder.toolkit.composer)
        builder.add(Group(drawn, tag="Figure", alt=wording("legend.title")))
        y_mm += sum(entry.height_mm for entry in legend) + 4.0
    for words, style, field in (
        (wording("map.how_to_read"), text, ""),
        (settings.colophon_note, text, "colophon_note"),
        (wording("map.credit"), quiet, ""),
    ):
        if words:
            frame = Rect(room.x_mm, y_mm, room.width_mm, room.bottom_mm - y_mm - 16.0)
            used = builder.text(words, style, frame, field=("booklet", field) if field else None)
            y_mm += used.used_height_mm + 3.0
    lines = [part for part in (settings.publisher, settings.publisher_department) if part]
    foot_mm = room.bottom_mm - len(lines) * text.leading_mm
    for number, words in enumerate(lines):
        row = Rect(room.x_mm, foot_mm + number * text.leading_mm, room.width_mm, text.leading_mm)
        builder.line(words, builder.style("value"), row)
