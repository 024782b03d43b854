"""Reads the numbers of blocks, houses and lots, as files hold them and as addresses write them.

Owns the series in front of lots (甲, イ) and what stands between numbers. Everything here takes folded text
and is pure; which numbers exist is the dictionary's to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ofdesk.geocoding.dictionaries.rows import RowKind
from ofdesk.geocoding.normalise import fold_name

MOST_NUMBERS = 3
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_SERIES = "[甲乙丙丁戊己庚辛壬癸ぁ-ん]{0,2}"
_IN_FILE = re.compile(
    f"({_SERIES})([0-9]{{1,7}})(?:(?:番地?[-の]?|[-の])([0-9]{{1,7}}))?(?:[-の]([0-9]{{1,7}}))?"
)
_FIRST = re.compile(f"[-の]?({_SERIES})([0-9]{{1,7}})(?![0-9階f丁条号])(番地|番街区|街区|番(?!町)|)")
_FOLLOWING = re.compile("([-の]?)([0-9]{1,7})(?![0-9階fg棟条丁])(号(?![室棟館])|)")
_LONGEST = 60
# Kana that folding makes equal to another, which counts lots of its own: ヲ (the 12th) and オ (the 27th).
UNCERTAIN_KANA = frozenset("ヲヰヱヂヅガをゐゑぢづが")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers behind a town, as an address writes them.

    Attributes:
        series: 甲 in 甲294番地, folded; "" as a rule.
        values: one to three numbers.
        ends: where each ends in the text, its unit (番, 番地, 号) included.
        lot: whether 番地 is written: a lot, no block.
        house: whether 番 and 号 are written: a block and a house, no lot.
    """

    series: str
    values: tuple[int, ...]
    ends: tuple[int, ...]
    lot: bool
    house: bool


def read_numbers(behind: str) -> Numbers | None:
    """Return the numbers at the start of what stands behind a town, or None."""
    text = behind[:_LONGEST]
    first = _FIRST.match(text)
    if first is None:
        return None
    values, ends, unit = [int(first[2])], [first.end()], first[3]
    house = False
    while len(values) < MOST_NUMBERS:
        following = _FOLLOWING.match(text, ends[-1])
        if following is None or not (following[1] or (unit and len(values) == 1)):
            break
        values.append(int(following[2]))
        ends.append(following.end())
        house = house or (following[3] == "号" and unit == "番")
        if following[3]:
            break
    return Numbers(first[1], tuple(values), tuple(ends), unit == "番地", house)


def numbers_of_file(texts: tuple[str, ...]) -> tuple[str, tuple[int, int, int]] | None:
    """Return series and numbers of a row's cells (0 for those left out), or None when they cannot be read."""
    if len(texts) == 1:
        only = texts[0]
        if only.isascii() and only.isdigit() and len(only) <= 7:
            return ("", (int(only), 0, 0)) if int(only) else None
        if only[:1] in UNCERTAIN_KANA:
            return None
        match = _IN_FILE.fullmatch(fold_name(only.strip()))
        if match is None or not int(match[2]):
            return None
        return match[1], (int(match[2]), int(match[3] or 0), int(match[4] or 0))
    series = ""
    values: list[int] = []
    for at, text in enumerate(texts):
        if text.isascii() and text.isdigit() and len(text) <= 7:
            values.append(int(text))
            continue
        match = None if text[:1] in UNCERTAIN_KANA else _IN_FILE.fullmatch(fold_name(text.strip()))
        if not text.strip() and at:
            values.append(0)
        elif match is None or match[3] or (match[1] and at):
            return None
        else:
            series = series or match[1]
            values.append(int(match[2]))
    one, two, three = (*values, 0, 0)[:3]
    return (series, (one, two, three)) if one else None


def label_of(kind: RowKind, series: str, numbers: tuple[int, int, int]) -> str:
    """Return numbers as an address writes them: 9番, 9番1号, 294番地, 294番地1."""
    first, *branches = (number for number in numbers if number)
    branch = "-".join(map(str, branches))
    series = series.translate(_KATAKANA)
    if kind in (RowKind.BLOCK, RowKind.RESIDENCE):
        return f"{series}{first}番" + (f"{branch}号" if branch else "")
    return f"{series}{first}番地{branch}"
