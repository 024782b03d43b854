"""The index by prefecture: which names stand under which heading; and how any index fills columns and pages.

Owns the breaking into columns without any typesetting: widths of names are estimated, so that the plan
knows the number of pages before a letter is set.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TypeAlias

from ofdesk.base.japan import PREFECTURES, prefecture_named
from ofdesk.booklet.order import BookletOrder, prefecture_of_event, prefecture_of_factory
from ofdesk.booklet.record_facts import told_name
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory

INDEX_COLUMNS = 4
INDEX_LINES_PER_COLUMN = 62
HEADING_LINES = 2
"""What a heading takes: its own line and the space above it."""
# Full-width characters of a name: on a single line, which may be set narrow, and on each of several.
_SINGLE_LINE = {"event": 15.0, "factory": 12.8}
_EACH_LINE = {"event": 13.0, "factory": 11.0}
# Widths of other characters, in full-width ones; those in no row are as wide as small letters.
_WIDTHS = ((" il.,:;'!|IjftJ()-", 0.30), ("mwMWOQGDNHU@&", 0.74), ("ABCEFKLPRSTVXYZ", 0.60))
_LATIN_WIDTH = 0.54
_NARROW = ("N", "Na", "H")
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A row of the index.

    Attributes:
        kind: "event" or "factory"; of headings "prefecture", or "heading" for those of other indexes.
        text: name of the prefecture, event or factory; "" for what belongs under no heading.
        record: identity, None for headings.
        number: number of a factory as on the maps, else 0.
        lines: lines it takes in a column.
        continued: whether a heading repeats one of the page before.
        region: of the prefecture, for headings.
    """

    kind: str
    text: str
    record: RecordId | None = None
    number: int = 0
    lines: int = 1
    continued: bool = False
    region: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether other rows stand under it."""
        return self.kind in ("prefecture", "heading")


IndexColumn: TypeAlias = tuple[IndexRow, ...]
IndexPage: TypeAlias = tuple[IndexColumn, ...]


def index_rows(order: BookletOrder, *, english: bool = False) -> tuple[IndexRow, ...]:
    """Return all rows in the booklet's order of regions and prefectures, so that numbers rise.

    Prefectures without records have no heading.
    """
    in_order = sorted(PREFECTURES, key=order.definition.rank_of)
    rows: dict[str, list[IndexRow]] = {prefecture.name: [] for prefecture in in_order}
    rows[""] = []
    for event in order.events:
        prefecture = prefecture_of_event(event)
        name = told_name(event, english=english)
        row = row_of(order, event, name)
        rows[prefecture.name if prefecture else ""].append(row)
    for factory in order.factories:
        prefecture = prefecture_of_factory(factory)
        name = told_name(factory, english=english)
        row = row_of(order, factory, name)
        rows[prefecture.name if prefecture else ""].append(row)
    found: list[IndexRow] = []
    for name, members in rows.items():
        if members:
            prefecture = prefecture_named(name)
            region = order.definition.region_of(prefecture.code) if prefecture else ""
            found.append(IndexRow("prefecture", name, lines=HEADING_LINES, region=region))
            found.extend(members)
    return tuple(found)


def row_of(order: BookletOrder, record: Event | Factory, name: str) -> IndexRow:
    """Return the row of an event, or of a factory with its number, under a name."""
    kind = "event" if isinstance(record, Event) else "factory"
    return _row(kind, name, record.id, order.factory_numbers.get(record.id, 0))


@lru_cache(maxsize=16_384)
def _row(kind: str, name: str, record: RecordId, number: int) -> IndexRow:
    # Kept, since the rows of thousands of factories are the dearest part of a plan.
    return IndexRow(kind, name, record, number, _lines_of(name, kind))


def _lines_of(name: str, kind: str) -> int:
    if len(name) <= _SINGLE_LINE[kind]:
        return 1
    width = sum(map(_width, name[:200]))
    if width <= _SINGLE_LINE[kind]:
        return 1
    return min(_MOST_LINES, max(2, -int(-width // _EACH_LINE[kind])))


@cache
def _width(char: str) -> float:
    if unicodedata.east_asian_width(char) not in _NARROW:
        return 1.0
    return next((width for chars, width in _WIDTHS if char in chars), _LATIN_WIDTH)


def index_pages(rows: Sequence[IndexRow]) -> tuple[IndexPage, ...]:
    """Break rows into pages of columns.

    No heading stands last in a column; a page that goes on with a prefecture repeats its name; the columns
    of the last page are of equal length.
    """
    pages: list[IndexPage] = []
    rest = list(rows)
    while rest:
        page = _filled(rest, INDEX_LINES_PER_COLUMN)
        taken = sum(len(column) for column in page)
        if taken == len(rest):
            page = _balanced(rest)
        pages.append(page)
        rest = _continued(rest, taken)
    return tuple(pages)


def _filled(rows: Sequence[IndexRow], limit: int) -> IndexPage:
    """Fill the columns of one page from the left."""
    columns: list[IndexColumn] = []
    start = 0
    while start < len(rows) and len(columns) < INDEX_COLUMNS:
        end = _column_end(rows, start, limit)
        columns.append(tuple(rows[start:end]))
        start = end
    return tuple(columns)


def _column_end(rows: Sequence[IndexRow], start: int, limit: int) -> int:
    used, end = 0, start
    while end < len(rows):
        row = rows[end]
        # No space is needed above a heading that begins the column.
        used += 1 if end == start and row.is_heading else row.lines
        if used > limit:
            break
        end += 1
    if end < len(rows) and end - start > 1 and rows[end - 1].is_heading:
        end -= 1
    return max(end, start + 1)


def _balanced(rows: Sequence[IndexRow]) -> IndexPage:
    """Return the page with the shortest columns that still hold all rows."""
    low, high = 1 + max(row.lines for row in rows), INDEX_LINES_PER_COLUMN  # a heading with its first row
    while low < high:
        middle = (low + high) // 2
        if sum(len(column) for column in _filled(rows, middle)) == len(rows):
            high = middle
        else:
            low = middle + 1
    return _filled(rows, low)


def _continued(rows: Sequence[IndexRow], taken: int) -> list[IndexRow]:
    """Return what is left, with the heading of the prefecture that goes on."""
    rest = list(rows[taken:])
    if not rest or rest[0].is_heading:
        return rest
    heading = next(row for row in _backwards(rows, taken) if row.is_heading)
    return [replace(heading, continued=True), *rest]


def _backwards(rows: Sequence[IndexRow], before: int) -> Iterator[IndexRow]:
    return (rows[index] for index in range(before - 1, -1, -1))
