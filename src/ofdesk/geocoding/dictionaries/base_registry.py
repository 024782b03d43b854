"""アドレス・ベース・レジストリ of デジタル庁: master tables and, apart from them, tables of their points.

Owns the layouts of `mt_town`, `mt_rsdtdsp_blk`, `mt_rsdtdsp_rsdt`, `mt_parcel` and of their `…_pos`, the keys
that tie a point to its row, and the check digit of `lg_code`. Refuses points in another datum than those
whose coordinates agree within a metre.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ofdesk.geocoding.dictionaries.layouts import Cells, Layout, RowReader, cell
from ofdesk.geocoding.dictionaries.rows import Family, Reason, Refused, RowKind, SourceRow
from ofdesk.geocoding.dictionaries.tables import Table

FindPoint: TypeAlias = Callable[[str], tuple[str, str, str] | None]
"""Returns longitude, latitude and datum of a key."""

TOWN, BLOCK, RESIDENCE, PARCEL = "mt_town", "mt_rsdtdsp_blk", "mt_rsdtdsp_rsdt", "mt_parcel"
_KEYS = {
    TOWN: ("lg_code", "machiaza_id"),
    BLOCK: ("lg_code", "machiaza_id", "blk_id"),
    RESIDENCE: ("lg_code", "machiaza_id", "blk_id", "rsdt_id", "rsdt2_id"),
    PARCEL: ("lg_code", "machiaza_id", "prc_id"),
}
_NUMBERS = {
    TOWN: (),
    BLOCK: ("blk_num",),
    RESIDENCE: ("blk_num", "rsdt_num", "rsdt_num2"),
    PARCEL: ("prc_num1", "prc_num2", "prc_num3"),
}
_KINDS = {
    TOWN: RowKind.TOWN,
    BLOCK: RowKind.BLOCK,
    RESIDENCE: RowKind.RESIDENCE,
    PARCEL: RowKind.PARCEL,
}
_NAMES = ("city", "ward", "oaza_cho", "chome", "koaza")
_POINT = ("rep_lon", "rep_lat", "rep_srid")
# JGD2011, JGD2000, WGS 84; the old Tokyo datum (4301) lies 400 m beside.
_DATUMS = frozenset({"6668", "4612", "4326"})
_CHECK_WEIGHTS = (6, 5, 4, 3, 2)  # JIS X 0401/0402 with check digit: 総務省 全国地方公共団体コード


def _columns(*names: str) -> tuple[tuple[str, ...], ...]:
    return tuple((name,) for name in names)


MASTERS = tuple(
    Layout(
        name,
        Family.BASE_REGISTRY,
        _columns(*_KEYS[name], *_NAMES, *_NUMBERS[name]),
        optional=("pref", "county", "rsdt_addr_flg", "ablt_date"),
        key=_KEYS[name],
    )
    for name in _KEYS
)
POSITIONS = tuple(
    Layout(
        f"{name}_pos",
        Family.BASE_REGISTRY,
        _columns(*_KEYS[name], *_POINT),
        positions_of=name,
        key=_KEYS[name],
    )
    for name in _KEYS
)

# Published beside the others; the gazetteer knows municipalities by their codes.
UNUSED = tuple(
    Layout(name, Family.BASE_REGISTRY, _columns("lg_code", *columns), unused=True)
    for name, columns in (
        ("mt_pref", ("pref", "pref_kana")),
        ("mt_city", ("pref", "city", "city_kana", "ward")),
        ("mt_pref_pos, mt_city_pos", _POINT),
    )
)


def municipality_code(lg_code: str) -> str:
    """Return the five digits of a code of six, or "" when its check digit is wrong."""
    digits = lg_code.zfill(6)
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return ""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _CHECK_WEIGHTS, strict=False))
    return digits[:5] if int(digits[5]) == (11 - total % 11) % 10 else ""


def key_reader(layout: Layout, table: Table) -> Callable[[Cells], str]:
    """Return the function that makes the key of a row, one for master and points."""
    places = layout.at(table, *layout.key)
    last = max(places)

    def key(cells: Cells) -> str:
        return "/".join(cells[at] for at in places) if len(cells) > last else ""

    return key


def point_reader(layout: Layout, table: Table) -> Callable[[Cells], tuple[str, str, str]]:
    """Return the function that reads longitude, latitude and datum of a row of points."""
    places = layout.at(table, *_POINT)

    def point(cells: Cells) -> tuple[str, str, str]:
        lon, lat, datum = (cell(cells, at) for at in places)
        return lon, lat, datum

    return point


def reader(layout: Layout, table: Table, find_point: FindPoint) -> RowReader:
    """Return the function that reads a row of a master table."""
    key = key_reader(layout, table)
    code_at, *_ = layout.at(table, "lg_code")
    city, ward, oaza, chome, koaza = layout.at(table, *_NAMES)
    prefecture, county, in_blocks, abolished = layout.at(table, *layout.optional)
    number_places = layout.at(table, *_NUMBERS[layout.name])
    kind = _KINDS[layout.name]

    def read(line: int, cells: Cells) -> SourceRow | Refused:
        if cell(cells, abolished):
            return Refused(line, Reason.WITHDRAWN)
        code = municipality_code(cell(cells, code_at))
        if not code:
            return Refused(line, Reason.CHECK_DIGIT_WRONG)
        point = find_point(key(cells))
        if point is None:
            return Refused(line, Reason.NO_POSITION)
        lon, lat, datum = point
        if datum.upper().removeprefix("EPSG:") not in _DATUMS:
            return Refused(line, Reason.DATUM_UNKNOWN)
        town = cells[oaza] + cells[chome]
        own = kind
        if kind is RowKind.PARCEL and cell(cells, in_blocks) == "1":
            own = RowKind.LAND
        elif kind is RowKind.RESIDENCE and not cells[number_places[1]].strip():
            own = RowKind.BLOCK  # an address that ends with its block
        return SourceRow(
            line,
            own,
            code,
            cell(cells, prefecture),
            cell(cells, county) + cells[city] + cells[ward],
            town or cells[koaza],
            cells[koaza] if town else "",
            tuple(cells[at] for at in number_places),
            lat,
            lon,
        )

    return read
