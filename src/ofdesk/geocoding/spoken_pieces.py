"""Cuts an address in kana or Latin letters into pieces, of which names are made by joining neighbours.

In kana every character is a piece; in Latin letters every word and every number is. A piece knows in which
segment between commas it stands, because names never run across a comma.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from ofdesk.geocoding.normalise import Folded
from ofdesk.geocoding.sounds import latin_key

_LATIN_PIECE = re.compile("[0-9]+|[^\\W\\d_]+(?:['’`][^\\W\\d_]+)*")
_KANA_COUNTERS = (("ちようめ", "丁目"), ("ばんち", "番地"), ("ばん", "番"), ("ごう", "号"))
# Words by which English addresses name what Japanese ones name with a suffix.
_WORDS = {"city": "shi", "ward": "ku", "village": "mura"}
_IGNORED = frozenset({"japan", "pref", "prefecture", "aza", "oaza"})
_LEAST_LETTERS = 3
_SEGMENT_ENDS = ",;\n"


class Piece(NamedTuple):
    """A piece: its key, where it stands in the query, and the number of its segment."""

    key: str
    start: int
    end: int
    segment: int

    @property
    def is_number(self) -> bool:
        """Whether the piece is a number."""
        return self.key.isdigit()


def latin_pieces(text: str) -> list[Piece]:
    """Return the words and numbers of an address in Latin letters, noise left out; [] without any."""
    text = unicodedata.normalize("NFC", text)
    pieces: list[Piece] = []
    segment, last = 0, 0
    for match in _LATIN_PIECE.finditer(text):
        segment += any(char in _SEGMENT_ENDS for char in text[last : match.start()])
        last = match.end()
        word = match.group()
        key = unicodedata.normalize("NFKC", word) if word.isdigit() else latin_key(word)
        key = _WORDS.get(key, key)
        if key and key not in _IGNORED:
            pieces.append(Piece(key, match.start(), match.end(), segment))
    letters = sum(len(piece.key) for piece in pieces if not piece.is_number)
    return pieces if letters >= _LEAST_LETTERS else []


def kana_pieces(folded: Folded) -> list[Piece]:
    """Return the characters of a folded address."""
    ends = [folded.source_end(at) for at in range(len(folded.text) + 1)]
    return [Piece(char, ends[at], ends[at + 1], 0) for at, char in enumerate(folded.text)]


def latin_number(pieces: Sequence[Piece]) -> str:
    """Return numbers in Latin letters as a Japanese address has them: 3 chome 4 5 → 3丁目4-5."""
    text = ""
    for piece in pieces:
        if piece.key == "chome":
            text += "丁目"
        elif piece.is_number:
            text += ("-" if text and text[-1].isdigit() else "") + piece.key
    return text


def kana_number(folded: str) -> str:
    """Return what follows a town in kana with its counters in kanji: 1ちようめ2 → 1丁目2."""
    for kana, kanji in _KANA_COUNTERS:
        folded = re.sub(f"(?<=[0-9]){kana}", kanji, folded)
    return folded
