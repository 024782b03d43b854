"""How far an answer may be trusted: the one place that says so.

Owns the rule that nothing doubtful is ever called sure: only notes known to be harmless leave an answer sure,
so that a note added later is doubtful until somebody has thought about it.
"""

from __future__ import annotations

from enum import StrEnum

from ofdesk.geocoding.match import Level, Match, Note

WIDE_RADIUS_M = 2000
_HARMLESS = frozenset(
    {
        Note.PREFECTURE_INFERRED,  # given only where one place is left
        Note.CITY_INFERRED,
        Note.WARD_INFERRED,
        Note.CHOME_INFERRED,  # 1-2-3 in a town that has 丁目 and nothing else
    }
)


class Confidence(StrEnum):
    """The groups of answers, the surest first."""

    SURE = "sure"
    DOUBTFUL = "doubtful"  # a place to look at before it is taken
    CHOICE = "choice"  # several places: the user picks
    NOTHING = "nothing"


def confidence_of(match: Match) -> Confidence:
    """Return the group an answer belongs to."""
    if match.point is None or match.level is Level.NONE:
        return Confidence.CHOICE if match.alternatives else Confidence.NOTHING
    if match.level.depth >= Level.TOWN.depth:
        return Confidence.DOUBTFUL if doubts_of(match) or is_wide(match) else Confidence.SURE
    if match.alternatives:
        return Confidence.CHOICE  # the town is a name that resembles these
    if Note.MUNICIPALITY_UNKNOWN in match.notes:
        return Confidence.NOTHING  # a whole prefecture is no place for a pin
    return Confidence.DOUBTFUL


def doubts_of(match: Match) -> tuple[Note, ...]:
    """Return the notes that keep an answer from being sure."""
    return tuple(note for note in match.notes if note not in _HARMLESS)


def is_wide(match: Match) -> bool:
    """Tell whether the true place may lie farther away than a pin on a regional map may err."""
    return match.radius_m > WIDE_RADIUS_M
