"""Recognises data sets of 国土数値情報 by the names of their files and fields: what they are, how drawn.

Owns which family means which role and which field holds a name. The words (name of the layer, credit) are
emitted as codes.

Source: product specifications of 国土数値情報 N01 (道路), N02 (鉄道), N03 (行政区域), N06 (高速道路時系列),
W05 (河川).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_NAMES = ("name", "NAME", "Name", "name_ja", "名称", "名前", "路線名", "河川名", "駅名")


@dataclass(frozen=True, slots=True)
class FieldNames:
    """Fields that may hold the name of a shape, the best first."""

    fields: tuple[str, ...] = _NAMES

    def name_in(self, properties: object) -> str:
        """Return the first name found in the attributes of a shape, "" for none."""
        if not isinstance(properties, Mapping):
            return ""
        found = (properties.get(field) for field in self.fields)
        return next((text for text in found if isinstance(text, str) and text.strip()), "")


@dataclass(frozen=True, slots=True)
class Family:
    """A published data set.

    Attributes:
        key: code of its words (name of the layer and credit); "" for data of unknown origin.
        role: how it is drawn, a code of the layer roles; "" when its shapes decide.
        naming: where names stand.
    """

    key: str = ""
    role: str = ""
    naming: FieldNames = FieldNames()


UNKNOWN = Family()


@dataclass(frozen=True, slots=True)
class _Mark:
    file: re.Pattern[str]
    field: str
    family: Family


def _mark(file: str, field: str, key: str, role: str, name_field: str) -> _Mark:
    family = Family(key, role, FieldNames((name_field, *_NAMES)))
    return _Mark(re.compile(file, re.IGNORECASE), field, family)


# Stations come before sections: both have the fields of the line they belong to.
_MARKS = (
    _mark(r"N02-\d{2}_Station", "N02_005", "station", "point", "N02_005"),
    _mark(r"N02-\d{2}_RailroadSection", "N02_001", "railway", "railway", "N02_003"),
    _mark(r"N03-\d{2,8}(_\d{2})?", "N03_001", "municipalities", "boundary", "N03_004"),
    _mark(r"N06-\d{2}_(Joint|IC)", "N06_018", "interchange", "point", "N06_018"),
    _mark(r"N06-\d{2}", "N06_001", "motorway", "road", "N06_007"),
    _mark(r"N01-\d{2}L", "N01_001", "road", "road", "N01_002"),
    _mark(r"W05-\d{2}_\d{2}-g_RiverNode", "W05_000", "river_node", "point", "W05_000"),
    _mark(r"W05-\d{2}_\d{2}-g_Stream", "W05_001", "river", "river", "W05_004"),
)


def family_of(file: str, fields: Iterable[str]) -> Family:
    """Return the family of a data set.

    Args:
        file: its name, with or without folders.
        fields: names of its attributes.
    """
    stem = file.replace("\\", "/").rpartition("/")[2]
    for mark in _MARKS:
        if mark.file.match(stem):
            return mark.family
    held = {field.upper() for field in fields}
    return next((mark.family for mark in _MARKS if mark.field in held), UNKNOWN)
