"""Folding of Japanese text for search and for ordering by reading.

Owns comparisons only: nothing here changes what the user typed.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_HIRAGANA_OF_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LONG_VOWEL = "ー"
_SMALL_TO_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_VOWEL_OF = {
    kana: vowel
    for vowel, row in {
        "あ": "あかさたなはまやらわがざだばぱゃぁ",
        "い": "いきしちにひみりぎじぢびぴぃ",
        "う": "うくすつぬふむゆるぐずづぶぷゅぅ",
        "え": "えけせてねへめれげぜでべぺぇ",
        "お": "おこそとのほもよろをごぞどぼぽょぉ",
    }.items()
    for kana in row
}


def fold_uncached(text: str) -> str:
    """Return what `fold_for_search` returns, for long texts that a caller keeps folded itself."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(wide.translate(_HIRAGANA_OF_KATAKANA).split())


@lru_cache(maxsize=65536)
def fold_for_search(text: str) -> str:
    """Return the form under which a search compares: width, case and kana script do not matter.

    Half-width katakana become full-width and then hiragana; Latin letters lower case; blanks go.
    """
    return fold_uncached(text)


@lru_cache(maxsize=65536)
def reading_key(reading: str) -> tuple[str, str]:
    """Return the key that orders by よみ: the 五十音 first, voicing and size of kana as tie-break.

    Source: JIS X 4061:1996, reduced to what readings in kana need: the long vowel mark counts as the vowel
    before it; voiced and small kana follow their plain forms only when all else is equal.
    """
    folded = fold_for_search(reading)
    spelled: list[str] = []
    for char in folded:
        spelled.append(_VOWEL_OF.get(spelled[-1], char) if char == _LONG_VOWEL and spelled else char)
    large = "".join(spelled).translate(_SMALL_TO_LARGE)
    plain = "".join(char for char in unicodedata.normalize("NFD", large) if char not in "\u3099\u309a")
    return plain, folded
