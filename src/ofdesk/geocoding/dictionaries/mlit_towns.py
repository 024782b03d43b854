"""位置参照情報 大字・町丁目レベル of 国土交通省: CP932, one file a prefecture, `nn_YYYY.csv` in a zip."""

from __future__ import annotations

from ofdesk.geocoding.dictionaries.layouts import Cells, Layout, RowReader, five_digits
from ofdesk.geocoding.dictionaries.rows import Family, RowKind, SourceRow
from ofdesk.geocoding.dictionaries.tables import Table

LAYOUT = Layout(
    "位置参照情報 大字・町丁目レベル",
    Family.MLIT_TOWN,
    (
        ("都道府県名",),
        ("市区町村コード",),
        ("市区町村名",),
        ("大字町丁目コード",),
        ("大字町丁目名", "大字・町丁目名"),
        ("緯度",),
        ("経度",),
        ("原典資料コード",),
    ),
)


def reader(table: Table) -> RowReader:
    """Return the function that reads a row of the table."""
    prefecture, code, municipality, town, lat, lon = LAYOUT.at(
        table, "都道府県名", "市区町村コード", "市区町村名", "大字町丁目名", "緯度", "経度"
    )

    def read(line: int, cells: Cells) -> SourceRow:
        return SourceRow(
            line,
            RowKind.TOWN,
            five_digits(cells[code]),
            cells[prefecture],
            cells[municipality],
            cells[town],
            "",
            (),
            cells[lat],
            cells[lon],
        )

    return read
