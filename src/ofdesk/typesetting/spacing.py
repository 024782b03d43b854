"""The space between two characters: how wide, how far it gives, and whether a line may end there.

Every 約物 is taken as half an em of ink; the other half is space between it and its neighbour, so that
contraction (of adjacent marks, at line ends, in tight lines) is plain arithmetic.
Source: JIS X 4051:2004 and JLREQ, tables of spacing, of line breaking and of line adjustment.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from ofdesk.typesetting.characters import (
    LATIN,
    NEVER_AT_LINE_END,
    NEVER_AT_LINE_START,
    CharClass,
)

_NARROWEST_SPACE: Final = 0.25
HALF: Final = 0.5
QUARTER: Final = 0.25
FORBIDDEN: Final = float("inf")
HEAVY_PENALTY: Final = 100.0
"""Cost from which on a line is rather set loosely than ended: that of a quarter em between all characters."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The space between two neighbours, in em of the smaller of the two.

    Attributes:
        natural_em: width when the line needs no adjustment.
        shrink_em: how much of it may be taken away; shrink_rank tells in which turn (1 first).
        stretch_em: how much may be added before all characters are spaced; stretch_rank its turn.
        spread: whether it takes its share when all characters are spaced.
        penalty: cost of ending a line here; `FORBIDDEN` where no line may end.
    """

    natural_em: float = 0.0
    shrink_em: float = 0.0
    shrink_rank: int = 0
    stretch_em: float = 0.0
    stretch_rank: int = 0
    spread: bool = True
    penalty: float = 0.0


SHRINK_RANKS: Final = (1, 2, 3, 4)  # word spaces, middle dots, brackets and commas, Japanese/Latin
STRETCH_RANKS: Final = (1, 2)  # word spaces, Japanese/Latin

MAX_SPREAD_EM: Final = 0.325
"""Most that may come between two characters of a line before words and numbers open up as well.

A third of an em, less what kerning and rounding in the file may add.
"""

_C = CharClass
_AFTER_OPEN = frozenset({_C.OPEN, _C.LATIN_OPEN})
_BEFORE_CLOSE = frozenset({_C.CLOSE, _C.PERIOD, _C.COMMA, _C.LATIN_CLOSE})
_POINTS = frozenset({_C.PERIOD, _C.COMMA})
_JAPANESE = frozenset({_C.IDEOGRAPH, _C.NO_START, _C.COUNTER, _C.ORDINAL})
_WIDE = frozenset({_C.WIDE_DIGIT, _C.WIDE_LETTER})
_NUMBERS = frozenset({_C.DIGIT, _C.WIDE_DIGIT})
_WORDS = _WIDE | {_C.DIGIT, _C.LETTER}
_NUMBER_PENALTY = HEAVY_PENALTY  # 76/社, 5/万: allowed, but readers stumble
_ORDINAL_PENALTY = 3.0  # 第/3, 約/76
_RANGE_PENALTY = 2.0  # 10:00〜/17:00
_DASH_PENALTY = 2.0  # …… reads better behind a word than at the start of a line


@cache
def gap_between(before: CharClass, after: CharClass) -> Gap:
    """Return the space between two characters that touch in the text."""
    penalty = break_penalty(before, after)
    spread = _may_spread(before, after)
    if before is _C.OPEN and after is not _C.MIDDLE:
        return Gap(spread=spread, penalty=penalty)
    if before in _POINTS | {_C.CLOSE} and after in _BEFORE_CLOSE | {_C.DIVIDING}:
        return Gap(spread=spread, penalty=penalty)
    if _C.MIDDLE in (before, after):
        width = HALF if before is after else QUARTER
        return Gap(width, width, 2, spread=spread, penalty=penalty)
    if before is _C.PERIOD:
        return Gap(HALF, spread=spread, penalty=penalty)  # a sentence's end keeps its space
    if before in (_C.CLOSE, _C.COMMA) or after is _C.OPEN:
        # The empty half of a bracket must not reach over a narrow letter: readers sort glyphs by place.
        shrink = QUARTER if before in LATIN else HALF
        return Gap(HALF, shrink, 3, spread=spread, penalty=penalty)
    if before is _C.DIVIDING and after is _C.DIVIDING:
        return Gap(0.0, QUARTER, 3, spread=spread, penalty=penalty)  # ！！ in a tight line
    if before in _JAPANESE and after in LATIN - {_C.LATIN_CLOSE}:
        return _mixed(penalty)
    if before in LATIN - {_C.LATIN_OPEN} and after in _JAPANESE | {_C.DASH}:
        return _mixed(penalty)
    return Gap(spread=spread, penalty=penalty)


@cache
def gap_at_space(before: CharClass, after: CharClass, width_em: float, *, sticky: bool) -> Gap:
    """Return the space where the text has a blank.

    Args:
        before: class of the character in front of the blank.
        after: class of the character behind it.
        width_em: width of the typed blank or blanks.
        sticky: whether it holds its neighbours together (no-break space, number and unit).
    """
    if sticky:
        return Gap(width_em, spread=False, penalty=FORBIDDEN)
    free = before not in NEVER_AT_LINE_END and after not in NEVER_AT_LINE_START
    penalty = 0.0 if free else FORBIDDEN
    if width_em >= 1.0:
        return Gap(width_em, penalty=penalty)  # an ideographic space is a measure of its own
    if (before in LATIN) != (after in LATIN):
        # The typist's blank between Japanese and Latin stands for the quarter em that is due there.
        if before in _NUMBERS and after is _C.COUNTER:
            penalty = max(penalty, _NUMBER_PENALTY)
        return _mixed(penalty)
    typed_em = width_em
    if before not in LATIN:
        width_em = max(width_em, QUARTER)  # parts of a name (燕三条 工場の祭典): it must stay seen
    shrink = max(0.0, width_em - _NARROWEST_SPACE) if before in LATIN else 0.0
    stretch = typed_em + MAX_SPREAD_EM - width_em
    return Gap(width_em, shrink, 1, stretch, 1, spread=False, penalty=penalty)


def break_penalty(before: CharClass, after: CharClass) -> float:
    """Return the cost of ending a line between two characters that touch; `FORBIDDEN` for never."""
    if before in NEVER_AT_LINE_END or after in NEVER_AT_LINE_START:
        return FORBIDDEN
    together = (
        (before in LATIN and after in LATIN)
        or (before in _WORDS and after in _WORDS)  # １２kg, 12ｋｇ
        or (before is _C.DASH and after is _C.DASH)
    )
    if together:
        return FORBIDDEN
    if before in _NUMBERS and after is _C.COUNTER:
        return _NUMBER_PENALTY
    if before is _C.ORDINAL and after in _NUMBERS:
        return _ORDINAL_PENALTY
    if before is _C.HYPHEN and after in _NUMBERS:
        return _RANGE_PENALTY
    if after is _C.DASH:
        return _DASH_PENALTY
    return 0.0


def _mixed(penalty: float) -> Gap:
    """Quarter em between Japanese and Latin, from an eighth to a third.

    The standard lets it grow to a half; but where kanji stand at most a third of an em apart, anything
    wider shows as a hole around short figures.
    """
    return Gap(QUARTER, QUARTER / 2, 4, MAX_SPREAD_EM - QUARTER, 2, spread=False, penalty=penalty)


def _may_spread(before: CharClass, after: CharClass) -> bool:
    """Tell whether a loose line may open up between two characters.

    Marks stay with what they belong to, words and numbers in one piece.
    """
    return not (
        before in _AFTER_OPEN
        or after in _BEFORE_CLOSE
        or (before in LATIN and after in LATIN)
        or (before is _C.DASH and after is _C.DASH)
        or before is _C.PREFIX
        or (after is _C.POSTFIX and before in _NUMBERS)
    )
