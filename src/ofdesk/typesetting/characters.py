"""Character classes: what a character may do at the ends of a line and next to others.

Owns the classification. Source: JIS X 4051:2004 and W3C "Requirements for Japanese Text Layout"
(JLREQ), appendix A; classes that behave alike here are one, and some kanji are set apart because of
what readers expect to stay together (76社, 第3回).
"""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from functools import cache
from typing import Final


class CharClass(IntEnum):
    """Classes of characters, with the JLREQ class in brackets."""

    IDEOGRAPH = 0  # kanji, kana and every other full-width character (cl-09, 15, 16, 19)
    NO_START = 1  # small kana, ー, iteration marks (cl-09, 10, 11)
    OPEN = 2  # opening brackets (cl-01)
    CLOSE = 3  # closing brackets (cl-02)
    PERIOD = 4  # 。．(cl-06)
    COMMA = 5  # 、，(cl-07)
    MIDDLE = 6  # ・：；(cl-05)
    DIVIDING = 7  # ！？ (cl-04)
    HYPHEN = 8  # 〜 ‐ ゠ ／ and signs between two terms (cl-03, 17, 18)
    DASH = 9  # … ‥ ― (cl-08)
    PREFIX = 10  # ￥ № 〒 ＋ (cl-12)
    POSTFIX = 11  # ％ ℃ ㎡ ′ (cl-13)
    COUNTER = 12  # 年 月 日 社 人: kanji that count what stands before them
    ORDINAL = 13  # 第 約: kanji that announce a number
    WIDE_DIGIT = 14  # ０–９
    WIDE_LETTER = 15  # Ａ–ｚ
    LETTER = 16  # Latin, Greek, Cyrillic (cl-27)
    DIGIT = 17  # 0–9 (cl-24)
    LATIN_OPEN = 18  # ( [ { “ ¥
    LATIN_CLOSE = 19  # ) ] } ” , . ; : ! ? %


OPENING: Final = "「『（［｛〈《【〔〘〖｟〝"
CLOSING: Final = "」』）］｝〉》】〕〙〗｠〟"
NO_START_MARKS: Final = (
    "ーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖ々〻ヽヾゝゞ"
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｰｧｨｩｪｫｯｬｭｮﾞﾟ゛゜·‧"
)
COUNTERS: Final = (
    "年月日時分秒回社人名件円歳才階号番台本個枚冊校店軒棟室席組県市区町村丁条章部巻版頁位度割倍週"
    "万億千百点種都府世拠会団"
)
_MEMBERS: Final[dict[CharClass, str]] = {
    CharClass.OPEN: OPENING,
    CharClass.CLOSE: CLOSING,
    CharClass.PERIOD: "。．",
    CharClass.COMMA: "、，",
    CharClass.MIDDLE: "・：；",
    CharClass.DIVIDING: "！？‼⁇⁈⁉",
    CharClass.HYPHEN: "〜～‐゠–／＝×÷≒≠＜＞≦≧",
    CharClass.DASH: "…‥―—─〳〴〵",
    CharClass.PREFIX: "￥＄￡＃№〒＋－₩",
    CharClass.POSTFIX: "％‰℃℉￠′″°ℓ",
    CharClass.NO_START: NO_START_MARKS,
    CharClass.COUNTER: COUNTERS,
    CharClass.ORDINAL: "第約計全",
    CharClass.LETTER: "−±",
    CharClass.LATIN_OPEN: "([{«‹｢“‘¥£€",
    CharClass.LATIN_CLOSE: ")]}»›｣｡､･,.;:!?%”’",
}

HALF_BODY: Final = frozenset(
    {CharClass.OPEN, CharClass.CLOSE, CharClass.PERIOD, CharClass.COMMA, CharClass.MIDDLE}
)
"""Classes whose ink takes half an em; the other half is space that can be taken away."""

NEVER_AT_LINE_START: Final = frozenset(
    {
        CharClass.NO_START,
        CharClass.CLOSE,
        CharClass.PERIOD,
        CharClass.COMMA,
        CharClass.MIDDLE,
        CharClass.DIVIDING,
        CharClass.HYPHEN,
        CharClass.POSTFIX,
        CharClass.LATIN_CLOSE,
    }
)
NEVER_AT_LINE_END: Final = frozenset({CharClass.OPEN, CharClass.LATIN_OPEN, CharClass.PREFIX})
LATIN: Final = frozenset({CharClass.LETTER, CharClass.DIGIT, CharClass.LATIN_OPEN, CharClass.LATIN_CLOSE})

_WORD_CATEGORIES: Final = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "No"})
_SQUARED_UNITS: Final = ((0x3300, 0x3357), (0x3371, 0x337A), (0x3380, 0x33DF))  # ㌔ ㍱ ㎜ ㎡
_CLASS_OF: Final[dict[str, CharClass]] = {
    char: member for member, chars in _MEMBERS.items() for char in chars
}


@cache
def char_class(char: str) -> CharClass:
    """Return the class of one character outside Latin context."""
    known = _CLASS_OF.get(char)
    if known is not None:
        return known
    if "0" <= char <= "9":
        return CharClass.DIGIT
    if "０" <= char <= "９":
        return CharClass.WIDE_DIGIT
    if "Ａ" <= char <= "Ｚ" or "ａ" <= char <= "ｚ":
        return CharClass.WIDE_LETTER
    if is_latin(char):
        return CharClass.LETTER
    if any(first <= ord(char) <= last for first, last in _SQUARED_UNITS):
        return CharClass.POSTFIX
    return CharClass.IDEOGRAPH


@cache
def is_latin(char: str) -> bool:
    """Tell whether a character is set as part of a Latin, Greek or Cyrillic word or number."""
    code = ord(char)
    if code < 0x80:
        return 0x21 <= code <= 0x7E
    if code in (0xD7, 0xF7):
        return False  # × and ÷ are full-width signs in Japanese type
    if 0x2070 <= code <= 0x209F:
        return True  # raised and lowered figures belong to their word: CO₂
    return code < 0x0590 and unicodedata.category(char) in _WORD_CATEGORIES
