"""Geolonia 住所データ, `latest.csv`: UTF-8, the whole nation in one file, 大字・町丁目 and 小字."""

from __future__ import annotations

from ofdesk.geocoding.dictionaries.layouts import Cells, Layout, RowReader, cell, five_digits
from ofdesk.geocoding.dictionaries.rows import Family, RowKind, SourceRow
from ofdesk.geocoding.dictionaries.tables import Table

LAYOUT = Layout(
    "Geolonia 住所データ",
    Family.GEOLONIA,
    (
        ("都道府県名",),
        ("都道府県名カナ",),
        ("市区町村コード",),
        ("市区町村名",),
        ("大字町丁目名",),
        ("緯度",),
        ("経度",),
    ),
    optional=("小字・通称名",),
)


def reader(table: Table) -> RowReader:
    """Return the function that reads a row of the table."""
    prefecture, code, municipality, town, koaza, lat, lon = LAYOUT.at(
        table, "都道府県名", "市区町村コード", "市区町村名", "大字町丁目名", "小字・通称名", "緯度", "経度"
    )

    def read(line: int, cells: Cells) -> SourceRow:
        return SourceRow(
            line,
            RowKind.TOWN,
            five_digits(cells[code]),
            cells[prefecture],
            cells[municipality],
            cells[town],
            cell(cells, koaza),
            (),
            cells[lat],
            cells[lon],
        )

    return read
