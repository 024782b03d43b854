"""Readings typed into a text: ｜産地《さんち》, after the notation of Aozora Bunko.

Owns the notation only. Without ｜ the reading belongs to the kanji directly before it and must be kana, so
that 《技術》と《意匠》 stays what it is. ｜《 is a 《 that begins no reading. A reading over one character is
mono ruby, over several group ruby; 見《み》本《ほん》 gives each its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MARK: Final = "《"
_KANJI: Final = "々〆〇ヶ㐀-䶿一-鿿豈-﫿\U00020000-\U000323af"
_OUTSIDE: Final = r"《》｜\n\r\x0b\x0c\x85\u2028\u2029"
_KANA: Final = "ぁ-ゖァ-ヺー・"
_LONGEST_BASE, _LONGEST_READING, _KANA_FOR_EACH = 20, 40, 6
_RUBY: Final = re.compile(
    rf"｜(?P<base>[^｜《》\s]{{1,{_LONGEST_BASE}}})《(?P<reading>[^{_OUTSIDE}]{{1,{_LONGEST_READING}}})》"
    rf"|(?P<kanji>[{_KANJI}]{{1,{_LONGEST_BASE}}})《(?P<kana>[{_KANA}]{{1,{_LONGEST_READING}}})》"
    r"|｜(?P<literal>《)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of a text with its reading.

    Attributes:
        base: the characters it stands over.
        ruby: the reading, "" for a 《 that is meant as such.
        start, end: where base and reading stand in the text, marks included.
    """

    base: str
    ruby: str
    start: int
    end: int


def readings(text: str) -> list[Reading]:
    """Return the readings of a text in order."""
    found: list[Reading] = []
    if MARK not in text:
        return found
    for match in _RUBY.finditer(text):
        base = match["base"] or match["kanji"] or match["literal"]
        ruby = match["reading"] or match["kana"] or ""
        if match["kanji"] and len(ruby) > _KANA_FOR_EACH * len(base):
            continue  # 題《とてもながいなまえのさくひん》: a title, no reading
        found.append(Reading(base, ruby, *match.span()))
    return found


def plain(text: str) -> str:
    """Return a text without its readings: for bookmarks, lists, other programs."""
    parts: list[str] = []
    at = 0
    for reading in readings(text):
        parts += [text[at : reading.start], reading.base]
        at = reading.end
    return "".join([*parts, text[at:]]) if parts else text
