"""Keys under which names are found by their sound, whether written in kana or in Latin letters.

Owns which spellings sound alike: long vowels marked, doubled or left out, n and m before b, m and p, Hepburn
and Kunrei. A key is for comparison only and never shown.
"""

from __future__ import annotations

import re
import unicodedata

from ofdesk.geocoding.normalise import fold_names
from ofdesk.geocoding.romaji import romaji_of

# Kunrei to Hepburn, longer spellings first.
_KUNREI = (
    ("sya", "sha"), ("syu", "shu"), ("syo", "sho"), ("tya", "cha"), ("tyu", "chu"), ("tyo", "cho"),
    ("zya", "ja"), ("zyu", "ju"), ("zyo", "jo"), ("jya", "ja"), ("jyu", "ju"), ("jyo", "jo"),
    ("si", "shi"), ("ti", "chi"), ("tu", "tsu"), ("hu", "fu"), ("zi", "ji"), ("du", "zu"), ("di", "ji"),
)  # fmt: skip
_KUNREI_START = re.compile("(?<![sct])(?:[stzj]y[auo]|[sthzd][iu])")
_KUNREI_TABLE = dict(_KUNREI)
_LONG = re.compile("o[ou]|uu|oh(?=[^aeiouy]|$)")
_NASAL = re.compile("m(?=[bmp])")
_DOUBLED = re.compile("tch")
_NOT_PLAIN = re.compile("[^a-z0-9]")


def latin_key(text: str) -> str:
    """Return the key of a name in Latin letters: Ōsaka-shi, Oosaka Si and OSAKASHI give osakashi."""
    plain = unicodedata.normalize("NFKD", text).lower()
    plain = _NOT_PLAIN.sub("", plain)
    plain = _KUNREI_START.sub(lambda match: _KUNREI_TABLE.get(match.group(), match.group()), plain)
    plain = _NASAL.sub("n", _DOUBLED.sub("cch", plain))
    return _LONG.sub(lambda match: match.group()[0], plain)


def latin_key_of_reading(reading: str) -> str:
    """Return the key under which a reading in kana is found by Latin letters."""
    return latin_key(romaji_of(unicodedata.normalize("NFKC", reading)))


def kana_keys(readings: list[str]) -> list[str]:
    """Return the keys of readings in kana; hiragana and katakana, large and small give one key."""
    return fold_names(readings)
