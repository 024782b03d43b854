"""What the geocoder answers: how deep it understood an address, where that is, and why it is not sure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ofdesk.base.geometry import GeoPoint


class Level(StrEnum):
    """How deep an address was understood, from nothing to a single parcel."""

    NONE = "none"
    PREFECTURE = "prefecture"
    MUNICIPALITY = "municipality"
    TOWN = "town"  # 大字・町
    CHOME = "chome"  # 丁目
    BLOCK = "block"  # 街区
    PARCEL = "parcel"  # 番地

    @property
    def depth(self) -> int:
        """The level as a number: deeper is greater."""
        return _DEPTHS[self]


_DEPTHS = {level: depth for depth, level in enumerate(Level)}


class Note(StrEnum):
    """Why an answer is as it is; the interface words them."""

    PREFECTURE_INFERRED = "prefecture_inferred"  # left out, and only one fits
    CITY_INFERRED = "city_inferred"  # a ward without its city
    WARD_INFERRED = "ward_inferred"  # a designated city without the ward
    FORMER_MUNICIPALITY = "former_municipality"
    MUNICIPALITY_AMBIGUOUS = "municipality_ambiguous"
    MUNICIPALITY_UNKNOWN = "municipality_unknown"
    TOWN_UNKNOWN = "town_unknown"
    TOWN_ABSENT = "town_absent"  # a 番地 directly behind the municipality
    TOWN_AMBIGUOUS = "town_ambiguous"
    TOWN_SAME_NAMED = "town_same_named"  # several towns of the name in one ward
    TOWN_CONTINUES = "town_continues"  # what follows the town may be a 小字 or a name not known
    POINT_APPROXIMATE = "point_approximate"  # the point is that of towns inside or beside
    CHOME_INFERRED = "chome_inferred"  # 1-2-3 read as 一丁目2-3
    CHOME_UNKNOWN = "chome_unknown"
    CHOME_AMBIGUOUS = "chome_ambiguous"  # the town has both 丁目 and plain lots
    SPELLING = "spelling"  # found without regard to ケ, ノ, ツ, 字
    STREETS_ONLY = "streets_only"  # Kyoto: streets without a town
    READING_USED = "reading_used"  # written in kana or Latin letters
    TEXT_BEFORE = "text_before"
    SECOND_ADDRESS = "second_address"  # another address stands in the rest
    OFF_LAND = "off_land"  # the point lies in the sea beside the place
    POSTAL_CODE_USED = "postal_code_used"
    POSTAL_CODE_DIFFERS = "postal_code_differs"
    DICTIONARIES_DIFFER = "dictionaries_differ"  # two dictionaries place the number apart
    DICTIONARY_UNREADABLE = "dictionary_unreadable"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place the address may mean; matching `canonical` again gives the full answer."""

    canonical: str
    municipality_code: str
    level: Level
    point: GeoPoint
    radius_m: int


class Match(NamedTuple):
    """The answer to one address; a tuple because it is made for every row of long tables.

    Attributes:
        query: the text as asked.
        municipality: with county or city: 八頭郡智頭町, 大阪市北区.
        town: name of the 大字 or 町 in the gazetteer's spelling, without the number of the 丁目.
        chome: number of the 丁目, 0 when there is none.
        canonical: the understood part in official spelling.
        matched: the understood part as it was typed.
        rest: what follows it: 番地 (unless a dictionary knew it), building.
        postal_code: the code, when the place has exactly one; `postal_codes` has all that it may be.
        point: None when nothing or too much fits: ask, never guess.
        radius_m: the true place is expected within so many metres of the point; 0 without a point.
    """

    query: str
    level: Level
    prefecture: str = ""
    municipality: str = ""
    municipality_code: str = ""
    town: str = ""
    chome: int = 0
    canonical: str = ""
    matched: str = ""
    rest: str = ""
    postal_codes: tuple[str, ...] = ()
    point: GeoPoint | None = None
    radius_m: int = 0
    alternatives: tuple[Alternative, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def town_with_chome(self) -> str:
        """The town as official lists have it, with its 丁目 (in 堺市 丁)."""
        if not self.chome:
            return self.town
        behind = self.canonical[len(self.prefecture + self.municipality + self.town) :]
        return self.town + behind[: behind.index("丁") + 1] + ("目" if "丁目" in behind else "")

    @property
    def postal_code(self) -> str | None:
        """The postal code, when there is exactly one."""
        return self.postal_codes[0] if len(self.postal_codes) == 1 else None
