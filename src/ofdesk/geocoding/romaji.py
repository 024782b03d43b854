"""Latin spelling of readings, as signs and addresses show it (Hepburn, long vowels unmarked).

Source: 国土地理院 地名等の英語表記規程; n becomes m before b, m and p, as in the source of the towns' names.
"""

from __future__ import annotations

import re
from functools import cache

_VOWELS = "aiueo"
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ",
    "t": "タチツテト", "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ",
    "p": "パピプペポ", "m": "マミムメモ", "r": "ラリルレロ",
}  # fmt: skip
_IRREGULAR = {
    "シ": "shi", "ジ": "ji", "チ": "chi", "ツ": "tsu", "ヂ": "ji", "ヅ": "zu", "フ": "fu", "ヤ": "ya",
    "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ン": "n", "ヴ": "vu",
}  # fmt: skip
_SMALL_VOWELS = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
_GLIDES = {"ャ": "a", "ュ": "u", "ョ": "o"}
_SIBILANTS = ("sh", "ch", "j")
_LONG_VOWEL = re.compile("o[ou]|uu")
_N_BEFORE_LABIAL = re.compile("n(?=[bmp])")
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


@cache
def _spellings() -> dict[str, str]:
    table = {
        kana: consonant + vowel
        for consonant, row in _ROWS.items()
        for kana, vowel in zip(row, _VOWELS, strict=True)
    }
    table.update(_IRREGULAR)
    return table


@cache
def romaji_of(kana: str) -> str:
    """Return the reading in Latin letters, capitalised, long vowels single: サイワイチョウ → Saiwaicho."""
    out: list[str] = []
    doubled = False
    for char in kana.translate(_TO_KATAKANA):
        if char == "ッ":
            doubled = True
            continue
        if char in _GLIDES and out and out[-1].endswith("i"):
            stem = out.pop()[:-1]
            spelled = stem + ("" if stem.endswith(_SIBILANTS) else "y") + _GLIDES[char]
        elif char in _SMALL_VOWELS and out:
            spelled = out.pop()[:-1] + _SMALL_VOWELS[char]
        else:
            spelled = _spellings().get(char, "" if char == "ー" else char)
        if doubled and spelled[:1].isalpha():
            spelled = ("t" if spelled.startswith("ch") else spelled[0]) + spelled
            doubled = False
        out.append(spelled)
    joined = _LONG_VOWEL.sub(lambda match: match.group()[0], "".join(out))
    return _N_BEFORE_LABIAL.sub("m", joined).capitalize()
