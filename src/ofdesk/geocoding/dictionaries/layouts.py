"""Tells by its header row which published table a file is.

A layout names the columns a table must have, each with the spellings in use. Owns no reading of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ofdesk.base.errors import DamagedFileError
from ofdesk.geocoding.dictionaries.rows import Family, Reason, Refused, SourceRow
from ofdesk.geocoding.dictionaries.tables import Table

Cells: TypeAlias = list[str]
RowReader: TypeAlias = Callable[[int, Cells], SourceRow | Refused]


@dataclass(frozen=True)
class Layout:
    """One published table.

    Attributes:
        name: how the publisher calls it.
        columns: for each column it must have the spellings in use.
        optional: columns that are used where they are there.
        positions_of: for a table that holds only points: the table they belong to.
        key: columns that tie a table of points to its master.
        unused: whether the table comes along with others but tells nothing that is needed.
    """

    name: str
    family: Family
    columns: tuple[tuple[str, ...], ...]
    optional: tuple[str, ...] = ()
    positions_of: str = ""
    key: tuple[str, ...] = ()
    unused: bool = False

    def missing(self, table: Table) -> list[str]:
        """Return the columns a table lacks."""
        return [names[0] for names in self.columns if not any(name in table.columns for name in names)]

    def at(self, table: Table, *names: str) -> tuple[int, ...]:
        """Return where columns stand, named by their first spelling; -1 for one that is not there."""
        spelled = {names[0]: names for names in self.columns}
        return tuple(
            next((table.columns[one] for one in spelled.get(name, (name,)) if one in table.columns), -1)
            for name in names
        )


def layout_of(table: Table, known: tuple[Layout, ...]) -> Layout:
    """Return the layout a table has.

    Raises:
        DamagedFileError: "dictionary.no_column" when a column of the likeliest layout is missing,
            "dictionary.unknown_layout" when none is likely.
    """
    fitting = [layout for layout in known if not layout.missing(table)]
    if fitting:
        # A master has all the columns of smaller tables, too: the one that asks for most is meant.
        return max(fitting, key=lambda layout: len(layout.columns))
    likeliest = min(known, key=lambda layout: len(layout.missing(table)) / len(layout.columns))
    missing = likeliest.missing(table)
    if 2 * len(missing) > len(likeliest.columns):
        found = "、".join(table.columns)[:200]
        raise DamagedFileError("dictionary.unknown_layout", path=table.label, found=found)
    raise DamagedFileError("dictionary.no_column", path=table.label, column="、".join(missing)[:200])


def read_rows(table: Table, layout: Layout, read: RowReader) -> Iterator[tuple[SourceRow | Refused, Cells]]:
    """Yield what a table's rows say, each with its cells; rows cut short are refused."""
    last = max(layout.at(table, *(names[0] for names in layout.columns)))
    for line, cells in table.rows:
        if len(cells) <= last:
            yield Refused(line, Reason.SHORT_ROW), cells
        else:
            yield read(line, cells), cells


def cell(cells: Cells, at: int) -> str:
    """Return a cell without blanks around; "" where the row or the table has none."""
    return cells[at].strip() if 0 <= at < len(cells) else ""


def five_digits(code: str) -> str:
    """Return a municipality's code with the zero that spreadsheets drop; "" when it is none."""
    digits = code.strip()
    return digits.zfill(5) if digits.isascii() and digits.isdigit() and 4 <= len(digits) <= 5 else ""
