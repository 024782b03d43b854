"""Readings over their words (ルビ): how wide a word becomes and where its reading stands.

Owns the arithmetic of one word; lines place it as they place any piece. A reading wider than its word may
reach half an em over kana and the empty half of marks beside it, never over kanji; what is still too wide
opens the word.
Source: JLREQ 3.3 (ruby), JIS X 4051:2004, 4.12.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ofdesk.base.ruby import Reading
from ofdesk.drawing.fonts import ShapedText

RUBY_SCALE: Final = 0.5
OVERHANG_EM: Final = 0.5
RUBY_PIECE: Final = "\ufdd5"
"""Begins a piece of text that is a word with its reading; it is no character of the text."""

_PART: Final = "\ufdd6"
_LARGEST_END_EM: Final = 0.25  # a short reading over a long word begins not much behind it


@dataclass(frozen=True, slots=True)
class RubyPiece:
    """A word, its reading, characters of markup, and how far the reading may reach beyond on each side."""

    base: str
    ruby: str
    markup: int
    before_em: float
    behind_em: float


@dataclass(frozen=True, slots=True)
class Ruby:
    """A set reading, in em of the word it stands over.

    Attributes:
        glyphs, texts: what is shown.
        offsets_em: where each glyph stands, from `start_em`.
        start_em: left end, from that of the word (negative: it reaches out).
        width_em: of all of it.
        rise_em: of its baseline over that of the word.
    """

    glyphs: tuple[int, ...]
    offsets_em: tuple[float, ...]
    texts: tuple[str, ...]
    start_em: float
    width_em: float
    rise_em: float = 0.0


@dataclass(frozen=True, slots=True)
class SetOver:
    """A word under its reading: how wide, how far each of its glyphs is moved, and the reading."""

    width_em: float
    base_shifts_em: tuple[float, ...]
    ruby: Ruby


def ruby_piece(text: str, reading: Reading) -> str:
    """Return the piece that stands for a word with its reading."""
    before = _overhang_em(text[reading.start - 1], "。", "、，」』）") if reading.start else 0.0
    behind = _overhang_em(text[reading.end], "、。，．", "「『（") if reading.end < len(text) else 0.0
    markup = reading.end - reading.start - len(reading.base)
    parts = (reading.base, reading.ruby, str(markup), str(before), str(behind))
    return RUBY_PIECE + _PART.join(parts)


def parse_piece(piece: str) -> RubyPiece:
    """Return what `ruby_piece` wrote."""
    base, ruby, markup, before, behind = piece[1:].split(_PART)
    return RubyPiece(base, ruby, int(markup), float(before), float(behind))


def rise_em(em_top_em: float) -> float:
    """Return how far the baseline of a reading lies over that of its word: their em boxes touch."""
    return em_top_em + RUBY_SCALE * (1.0 - em_top_em)


def over(width_em: float, glyphs: int, shaped: ShapedText, piece: RubyPiece) -> SetOver:
    """Set a reading over a word.

    Args:
        width_em: of the word.
        glyphs: how many it has.
        shaped: the reading, in its own em.
        piece: how far it may reach.
    """
    ruby_em = shaped.width_em * RUBY_SCALE
    free_em = width_em - ruby_em
    if free_em >= 0:
        return SetOver(width_em, (0.0,) * glyphs, _spread(shaped, free_em))
    before_em = min(piece.before_em, -free_em / 2)
    behind_em = min(piece.behind_em, -free_em - before_em)
    before_em = min(piece.before_em, -free_em - behind_em)
    lack_em = -free_em - before_em - behind_em
    shifts = tuple(lack_em * (2 * number + 1) / (2 * glyphs) for number in range(glyphs))
    return SetOver(width_em + lack_em, shifts, _placed(shaped, -before_em, 0.0))


def _spread(shaped: ShapedText, free_em: float) -> Ruby:
    """Spread a short reading over its word: half as much space at the ends as between the characters."""
    count = len(shaped.glyphs)
    end_em = free_em / (2 * count)
    if count > 1:
        end_em = min(end_em, _LARGEST_END_EM)
    return _placed(shaped, end_em, (free_em - 2 * end_em) / (count - 1) if count > 1 else 0.0)


def _placed(shaped: ShapedText, start_em: float, between_em: float) -> Ruby:
    offsets: list[float] = []
    x_em = 0.0
    for advance, offset in zip(shaped.advances_em, shaped.offsets_em, strict=True):
        offsets.append(x_em + offset * RUBY_SCALE)
        x_em += advance * RUBY_SCALE + between_em
    return Ruby(shaped.glyphs, tuple(offsets), shaped.texts, start_em, x_em - between_em)


def missing_in(shaped: ShapedText) -> str:
    """Return the characters of a shaped text that the face has no glyph for."""
    return "".join(text for text, glyph in zip(shaped.texts, shaped.glyphs, strict=True) if glyph == 0)


def _overhang_em(char: str, low: str, giving: str) -> float:
    """Return how far a reading may reach over a neighbour.

    Args:
        char: the neighbour.
        low: marks whose ink never stands in the way.
        giving: marks that give away half of their empty space in tight lines.
    """
    if _is_kana(char) or char in low:
        return OVERHANG_EM
    return OVERHANG_EM / 2 if char in giving else 0.0


def _is_kana(char: str) -> bool:
    return "ぁ" <= char <= "ゖ" or "ァ" <= char <= "ヺ" or char == "ー"
