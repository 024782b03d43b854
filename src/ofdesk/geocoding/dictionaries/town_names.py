"""The keys under which towns of files, of dictionaries and of the gazetteer meet."""

from __future__ import annotations

import re

from ofdesk.geocoding.normalise import fold_name
from ofdesk.geocoding.towns import TownTable

_WHOLE_PREFIX = re.compile("^(?:大字|字)")
_CHOME = re.compile("(.+?)([0-9]{1,2})丁目?")
_KOAZA_PREFIX = re.compile("^(?:小字|字)")


def town_key(name: str) -> str:
    """Return the key of a town: folded, without 大字 or 字 in front."""
    return _WHOLE_PREFIX.sub("", fold_name(name))


def key_in(table: TownTable, town: int) -> str:
    """Return the key of a town of the gazetteer: with 大字 only where another town bears the name."""
    name = table.names[town]
    return fold_name(name) if table.namesakes(town) else town_key(name)


def namesake_meant(table: TownTable, town: int, written: str, chome: int) -> int:
    """Return which of several towns of one name is meant: the one written so, or with that 丁目."""
    group = table.namesakes(town)
    exact = [one for one in group if fold_name(table.names[one]) == written]
    counted = [one for one in group if chome and chome in table.chomes(one)]
    return (exact or counted or [town])[0]


def koaza_key(name: str) -> str:
    """Return the key of a 小字: folded, without 字 or 小字 in front."""
    return _KOAZA_PREFIX.sub("", fold_name(name)) if name else ""


def split_chome(key: str) -> tuple[str, int]:
    """Part a key into that of the town and the number of the 丁目 at its end, 0 without one."""
    match = _CHOME.fullmatch(key)
    return (match[1], int(match[2])) if match else (key, 0)
