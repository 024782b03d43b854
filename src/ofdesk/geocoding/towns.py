"""The towns of one municipality, and finding one at a place in a folded address.

Owns the keys under which a town is found: 大字 and 字 left out, 条 left out between numbers (北1西14).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding.name_index import NameIndex
from ofdesk.geocoding.normalise import fold_names, skeleton
from ofdesk.geocoding.romaji import romaji_of

_SCALE = 1_000_000
_WHOLE_PREFIX = re.compile("^(?:大字|字)")
_INNER_PREFIX = re.compile("大字|(?<=.)(?<!文)字(?=.)")
_JO = re.compile("(?<=[0-9])条(?=[東西南北]$)")
_NUMBERED_JO = re.compile("(.+?)([0-9]+)条$")
_KANA_FOR_RARE, _RARE = "そね", "埇"  # 大埇甲 of 南国市, which the post writes 大そね甲
_CODE = re.compile("([0-9]{7})([:~=]?)([0-9.]*)")
_CODE_LENGTH = 7
_LONGEST_SKELETON = 20


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the steps of a block of towns start, in millionths of a degree, and how wide one is."""

    south_e6: int
    west_e6: int
    step_e6: int

    def point(self, lat_steps: int, lon_steps: int) -> GeoPoint:
        """Return the point so many steps north and east of the corner."""
        lat_e6 = self.south_e6 + lat_steps * self.step_e6
        lon_e6 = self.west_e6 + lon_steps * self.step_e6
        return GeoPoint(lat_e6 / _SCALE, lon_e6 / _SCALE)


class TownHit(NamedTuple):
    """A town found in an address: its number in the table and where its name ends in the folded text."""

    town: int
    end: int
    loose: bool = False


class TownTable:
    """The towns of one municipality; built once when the municipality is first asked for."""

    def __init__(self, block: gf.TownBlock, grid: Grid) -> None:
        self._block = block
        self._grid = grid
        self.names = block.names
        self._starts = [0, *accumulate(block.point_counts)]
        self._keys: dict[str, int] = {}
        self._namesakes: dict[int, list[int]] = {}
        self._add_keys()
        self._index = NameIndex(self._keys)

    def __len__(self) -> int:
        return len(self.names)

    def _add_keys(self) -> None:
        variants: list[tuple[str, int]] = []
        for town, folded in enumerate(fold_names(self.names)):
            key = _WHOLE_PREFIX.sub("", folded)
            if not key:
                continue
            self._add_key(key, town)
            if "字" in key:
                variants.append((_INNER_PREFIX.sub("", key), town))
            if "条" in key:
                variants.append((_JO.sub("", key), town))
            if _RARE in key:
                variants.append((key.replace(_RARE, _KANA_FOR_RARE), town))
        for key, town in variants:
            self._add_key(key, town)
        for key, town in [(key, town) for key, town in variants if key.endswith("条")]:
            # 平岸6-10 is 平岸六条十丁目, where no 平岸 has lots of its own.
            numbered = _NUMBERED_JO.match(key)
            if numbered and numbered[1] not in self._keys and self.chomes(town):
                self._keys.setdefault(f"{numbered[1]}{numbered[2]}-", town)

    def _add_key(self, key: str, town: int) -> None:
        first = self._keys.setdefault(key, town)
        if first != town:
            group = self._namesakes.setdefault(first, [first])
            group.append(town)
            self._namesakes[town] = group

    def find(self, folded: str, start: int) -> Iterator[TownHit]:
        """Yield the towns whose name stands at the place, the longest name first."""
        for length in self._index.lengths(folded, start):
            town = self._keys.get(folded[start : start + length])
            # Behind the text's end a slice is shorter than asked for: a shorter name, found again below.
            if town is not None and start + length <= len(folded):
                yield TownHit(town, start + length)

    def find_loosely(self, folded: str, start: int) -> TownHit | None:
        """Return the one town that is written so but for ケ, ノ, ツ or 字, or None."""
        for end in range(min(len(folded), start + _LONGEST_SKELETON), start + 1, -1):
            found = self._skeletons.get(skeleton(folded[start:end]), ())
            if found and skeleton(folded[end - 1]):
                return TownHit(found[0], end, loose=True) if len(found) == 1 else None
        return None

    @cached_property
    def _skeletons(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for key, town in self._keys.items():
            bare = skeleton(key)
            if len(bare) > 1 and town not in found.get(bare, ()):
                found[bare] = (*found.get(bare, ()), town)
        return found

    def keys(self) -> dict[str, int]:
        """Return the folded names with the town each stands for."""
        return self._keys

    def namesakes(self, town: int) -> list[int]:
        """Return the towns that fold to one name, itself included (新町, 字新町); [] when it is alone."""
        return self._namesakes.get(town, [])

    def chomes(self, town: int) -> bytes:
        """Return the numbers of the town's 丁目."""
        return self._block.numbers[self._starts[town] + 1 : self._starts[town + 1]]

    def point(self, town: int, chome: int = 0) -> GeoPoint:
        """Return the point of a town, or of one of its 丁目."""
        at = self._at(town, chome)
        return self._grid.point(self._block.lat_steps[at], self._block.lon_steps[at])

    def radius_m(self, town: int, chome: int = 0) -> int:
        """Return how far from that point its addresses may lie, in metres."""
        return gf.RADII_M[self._block.radius_steps[self._at(town, chome)]]

    def _at(self, town: int, chome: int) -> int:
        start, end = self._starts[town], self._starts[town + 1]
        if not chome:
            return start
        at = self._block.numbers.find(chome, start, end)
        if at < 0:
            raise KeyError(chome)
        return at

    def point_kind(self, town: int) -> int:
        """Return what the town's own point stands for: one of the POINT_… constants."""
        return self._block.flags[town] & 0x0F

    def is_same_named(self, town: int) -> bool:
        """Tell whether the municipality has several towns of this name (wards of 京都市)."""
        return bool(self._block.flags[town] & gf.SAME_NAMED)

    def chome_suffix(self, town: int) -> str:
        """Return 丁目, or in 堺市 丁."""
        return "丁" if self._block.flags[town] & gf.COUNTED_IN_CHO else "丁目"

    def reading(self, town: int) -> str:
        """Return the reading in katakana, empty when not known."""
        return self._block.readings[town]

    def romaji(self, town: int) -> str:
        """Return the name in Latin letters, empty when not known."""
        return self._block.romaji[town] or romaji_of(self._block.readings[town])

    def postal_codes(self, town: int, chome: int = 0) -> tuple[str, ...]:
        """Return the codes that addresses of the town, or of one 丁目, may bear; buildings' own left out."""
        written = self._block.codes[town]
        if len(written) <= _CODE_LENGTH:
            return (written,) if written else ()
        found = _CODE.findall(written)
        if chome:
            exact = tuple(code for code, kind, text in found if kind == ":" and str(chome) in text.split("."))
            if exact:
                return exact
        return tuple(
            dict.fromkeys(code for code, kind, _ in found if kind != "=" and not (chome and kind == ":"))
        )

    def towns_of_code(self, postal_code: str) -> list[tuple[int, tuple[int, ...]]]:
        """Return the towns that bear a code, each with the 丁目 it is limited to."""
        return self._by_code.get(postal_code, [])

    @cached_property
    def _by_code(self) -> dict[str, list[tuple[int, tuple[int, ...]]]]:
        by_code: dict[str, list[tuple[int, tuple[int, ...]]]] = {}
        for town, codes in enumerate(self._block.codes):
            for code, _, text in _CODE.findall(codes):
                chomes = tuple(int(number) for number in text.split(".") if number)
                by_code.setdefault(code, []).append((town, chomes))
        return by_code
