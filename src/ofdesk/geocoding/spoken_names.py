"""Municipalities and towns by their readings, for addresses in kana or Latin letters.

Owns which readings a place goes by: with and without its county's or city's, in Latin letters also without
市, 区, 町 or 村. Built when the first such address is asked for.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from ofdesk.geocoding.gazetteer import Gazetteer, Municipality, Prefecture
from ofdesk.geocoding.sounds import kana_keys, latin_key, latin_key_of_reading
from ofdesk.geocoding.towns import TownTable

_SUFFIX_READINGS = re.compile("(?:シ|ク|チョウ|マチ|ムラ|ソン)$")
_PREFECTURE_SUFFIX = re.compile("(?:ト|フ|ケン)$")
_TOKYO = "13"
_WHOLE = "ホッカイドウ"  # the one prefecture never shortened


class NamedPlace(NamedTuple):
    """A municipality under one of its keys; `full` unless 市, 区, 町 or 村 is left out."""

    municipality: Municipality
    full: bool


class SpokenNames:
    """Names of places under the keys of their readings; `latin` chooses the kind of keys."""

    def __init__(self, gazetteer: Gazetteer, *, latin: bool) -> None:
        self._gazetteer = gazetteer
        self._latin = latin
        self._towns: dict[int, dict[str, tuple[int, ...]]] = {}

    def keys(self, readings: list[str]) -> list[str]:
        """Return the keys of readings in katakana."""
        return [latin_key_of_reading(reading) for reading in readings] if self._latin else kana_keys(readings)

    @cached_property
    def prefectures(self) -> dict[str, Prefecture]:
        """The prefectures by their keys, with and without 都, 府 or 県."""
        prefectures = self._gazetteer.prefectures
        readings = [prefecture.reading for prefecture in prefectures]
        short = [_PREFECTURE_SUFFIX.sub("", r) if r != _WHOLE else r for r in readings]
        found = dict(zip(self.keys(short), prefectures, strict=True))
        found.update(zip(self.keys(readings), prefectures, strict=True))
        return found

    @cached_property
    def municipalities(self) -> dict[str, tuple[NamedPlace, ...]]:
        """The municipalities by their keys; wards also by their own without the city's."""
        listed = self._gazetteer.municipalities()
        cities = {(one.prefecture, one.name): one.reading for one in listed if one.wards}
        forms: dict[tuple[str, int], NamedPlace] = {}
        for one in listed:
            own = one.reading.removeprefix(cities.get((one.prefecture, one.city), ""))
            for reading in (one.reading, own):
                forms.setdefault((reading, one.number), NamedPlace(one, full=True))
            if self._latin and one.code.startswith(_TOKYO) and one.name.endswith("区"):
                # The special wards call themselves cities: Chiyoda City.
                forms.setdefault((_SUFFIX_READINGS.sub("シ", own), one.number), NamedPlace(one, full=True))
            if self._latin:
                forms.setdefault((_SUFFIX_READINGS.sub("", own), one.number), NamedPlace(one, full=False))
        found: dict[str, tuple[NamedPlace, ...]] = {}
        for key, named in zip(self.keys([reading for reading, _ in forms]), forms.values(), strict=True):
            _add(found, key, named)
        if self._latin:
            for one in listed:
                _add(found, latin_key(one.romaji.rpartition("-gun ")[2]), NamedPlace(one, full=True))
        return found

    def table(self, municipality: Municipality) -> TownTable:
        """Return the towns of a municipality without wards."""
        return self._gazetteer.towns(municipality.number)

    def towns(self, municipality: Municipality) -> dict[str, tuple[int, ...]]:
        """Return the towns of a municipality by their keys; of a city with wards none."""
        if municipality.wards:
            return {}
        found = self._towns.get(municipality.number)
        if found is None:
            found = self._towns[municipality.number] = self._town_keys(self.table(municipality))
        return found

    def _town_keys(self, table: TownTable) -> dict[str, tuple[int, ...]]:
        known = [town for town in range(len(table)) if table.reading(town)]
        keys = self.keys([table.reading(town) for town in known])
        forms = list(zip(keys, known, strict=True))
        if self._latin:
            forms += [(latin_key(table.romaji(town)), town) for town in known]
        found: dict[str, tuple[int, ...]] = {}
        for key, town in forms:
            if key and town not in found.get(key, ()):
                found[key] = (*found.get(key, ()), town)
        return found


def _add(found: dict[str, tuple[NamedPlace, ...]], key: str, named: NamedPlace) -> None:
    known = found.get(key, ())
    if len(key) > 1 and all(one.municipality is not named.municipality for one in known):
        found[key] = (*known, named)
