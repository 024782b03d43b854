"""位置参照情報 街区レベル of 国土交通省: CP932, one file a prefecture or municipality, in a zip.

Where 住居表示 is in force a row is a 街区, elsewhere a 地番 without its branches. Several rows may bear one
number; the one marked as representative stands for it. Rows the publisher marks as removed are passed over.
"""

from __future__ import annotations

from ofdesk.geocoding.dictionaries.layouts import Cells, Layout, RowReader, cell
from ofdesk.geocoding.dictionaries.rows import Family, Reason, Refused, RowKind, SourceRow
from ofdesk.geocoding.dictionaries.tables import Table

LAYOUT = Layout(
    "位置参照情報 街区レベル",
    Family.MLIT_BLOCK,
    (
        ("都道府県名",),
        ("市区町村名",),
        ("大字・丁目名", "大字・町丁目名", "大字町丁目名"),
        ("小字・通称名",),
        ("街区符号・地番",),
        ("緯度",),
        ("経度",),
        ("住居表示フラグ",),
        ("代表フラグ",),
    ),
    optional=("更新後履歴フラグ",),
)
_REMOVED = "3"  # 削除


def reader(table: Table) -> RowReader:
    """Return the function that reads a row of the table."""
    prefecture, municipality, town, koaza, number, lat, lon, in_blocks, representative, history = LAYOUT.at(
        table,
        "都道府県名",
        "市区町村名",
        "大字・丁目名",
        "小字・通称名",
        "街区符号・地番",
        "緯度",
        "経度",
        "住居表示フラグ",
        "代表フラグ",
        "更新後履歴フラグ",
    )

    def read(line: int, cells: Cells) -> SourceRow | Refused:
        if cell(cells, history) == _REMOVED:
            return Refused(line, Reason.WITHDRAWN)
        return SourceRow(
            line,
            RowKind.BLOCK if cells[in_blocks] == "1" else RowKind.PARCEL,
            "",
            cells[prefecture],
            cells[municipality],
            cells[town],
            cells[koaza],
            (cells[number],),
            cells[lat],
            cells[lon],
            cells[representative] == "1",
        )

    return read
