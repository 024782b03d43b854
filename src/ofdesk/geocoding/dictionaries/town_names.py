"""The keys under which towns of files, of dictionaries and of the gazetteer meet."""

from __future__ import annotations

import re

from ofdesk.geocoding.normalise import fold_name

_WHOLE_PREFIX = re.compile("^(?:大字|字)")
_CHOME = re.compile("(.+?)([0-9]{1,2})丁目?")
_KOAZA_PREFIX = re.compile("^(?:小字|字)")


def town_key(name: str) -> str:
    """Return the key of a town: folded, without 大字 or 字 in front."""
    return _WHOLE_PREFIX.sub("", fold_name(name))


def koaza_key(name: str) -> str:
    """Return the key of a 小字: folded, without 字 or 小字 in front."""
    return _KOAZA_PREFIX.sub("", fold_name(name)) if name else ""


def split_chome(key: str) -> tuple[str, int]:
    """Part a key into that of the town and the number of the 丁目 at its end, 0 without one."""
    match = _CHOME.fullmatch(key)
    return (match[1], int(match[2])) if match else (key, 0)
