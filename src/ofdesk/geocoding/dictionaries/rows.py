"""What every published file is brought to: rows of one shape, and rows that cannot be taken.

Owns the words of the importer's vocabulary; knows no file format and no place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Family(StrEnum):
    """Where a dictionary comes from; all files of one dictionary are of one family."""

    MLIT_TOWN = "mlit-town"  # 国土交通省 位置参照情報 大字・町丁目レベル
    MLIT_BLOCK = "mlit-block"  # 国土交通省 位置参照情報 街区レベル
    GEOLONIA = "geolonia"  # Geolonia 住所データ
    BASE_REGISTRY = "abr"  # デジタル庁 アドレス・ベース・レジストリ


class RowKind(IntEnum):
    """What the numbers of a row are; the values are stored."""

    TOWN = 0  # none: the row places the town itself
    BLOCK = 1  # 街区符号: 9番
    RESIDENCE = 2  # 住居番号: 9番1号
    PARCEL = 3  # 地番 that serves as address: 294番地1
    LAND = 4  # 地番 of land whose addresses are 住居表示: answered only where 番地 is written


class Reason(StrEnum):
    """Why a row is not in the dictionary; the interface words them."""

    SHORT_ROW = "short_row"
    NO_TOWN = "no_town"
    NUMBER_UNREADABLE = "number_unreadable"
    COORDINATES_UNREADABLE = "coordinates_unreadable"
    NO_POSITION = "no_position"  # a master row to which no row of positions belongs
    DATUM_UNKNOWN = "datum_unknown"
    OUTSIDE_JAPAN = "outside_japan"
    MUNICIPALITY_UNKNOWN = "municipality_unknown"
    CHECK_DIGIT_WRONG = "check_digit_wrong"
    FAR_FROM_TOWN = "far_from_town"
    OUTSIDE_MUNICIPALITY = "outside_municipality"
    WITHDRAWN = "withdrawn"  # marked as abolished by the publisher


class SourceRow(NamedTuple):
    """A row of a published file, still in its own words.

    Attributes:
        code: five digits of JIS X 0402, or "" where the file has names only.
        municipality: with 郡 or city as the file has it.
        town: 大字・町, with the 丁目 where the file does not part them.
        numbers: as many as the kind has, "" for those left out.
        representative: whether it goes before other rows of the same numbers.
    """

    line: int
    kind: RowKind
    code: str
    prefecture: str
    municipality: str
    town: str
    koaza: str
    numbers: tuple[str, ...]
    lat: str
    lon: str
    representative: bool = False


class Refused(NamedTuple):
    """A row that is refused before it is placed."""

    line: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that did not get into the dictionary, as it is shown.

    Attributes:
        source: file, and member of a zip.
        line: line of the file, counted from 1.
        text: the row's words, shortened.
    """

    source: str
    line: int
    reason: Reason
    text: str
