"""Groups of answers: nothing doubtful is called sure."""

from __future__ import annotations

import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.confidence import Confidence, confidence_of, doubts_of, is_wide
from ofdesk.geocoding.match import Alternative, Level, Match, Note
from ofdesk.geocoding.matcher import AddressMatcher

POINT = GeoPoint(35.0, 135.0)
OTHER = Alternative("見本県見本市", "00000", Level.MUNICIPALITY, POINT, 900)
HARMLESS = {Note.PREFECTURE_INFERRED, Note.CITY_INFERRED, Note.WARD_INFERRED, Note.CHOME_INFERRED}


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("福井県鯖江市河和田町18-5", Confidence.SURE),
        ("鯖江市河和田町18-5", Confidence.SURE),
        ("大阪府八尾市植松町1丁目1-1", Confidence.SURE),
        ("大阪府八尾市", Confidence.DOUBTFUL),
        ("北区1-1", Confidence.CHOICE),
        ("府中市", Confidence.CHOICE),
        ("どこでもない所", Confidence.NOTHING),
        ("", Confidence.NOTHING),
        ("大阪府ありもしない市1-1", Confidence.NOTHING),
    ],
)
def test_addresses_fall_into_their_groups(matcher: AddressMatcher, address: str, group: Confidence) -> None:
    assert confidence_of(matcher.match(address)) is group


@pytest.mark.parametrize("note", sorted(set(Note) - HARMLESS))
def test_every_note_not_known_to_be_harmless_makes_an_answer_doubtful(note: Note) -> None:
    match = Match("x", Level.CHOME, point=POINT, radius_m=200, notes=(note,))
    assert confidence_of(match) is Confidence.DOUBTFUL
    assert doubts_of(match) == (note,)


@pytest.mark.parametrize("note", sorted(HARMLESS))
def test_a_part_left_out_that_only_one_place_fits_raises_no_doubt(note: Note) -> None:
    match = Match("x", Level.TOWN, point=POINT, radius_m=200, notes=(note,))
    assert confidence_of(match) is Confidence.SURE
    assert doubts_of(match) == ()


def test_a_circle_of_more_than_two_kilometres_is_doubtful() -> None:
    assert confidence_of(Match("x", Level.TOWN, point=POINT, radius_m=2000)) is Confidence.SURE
    wide = Match("x", Level.TOWN, point=POINT, radius_m=2001)
    assert is_wide(wide)
    assert confidence_of(wide) is Confidence.DOUBTFUL


@pytest.mark.parametrize("level", [Level.BLOCK, Level.PARCEL])
def test_deeper_levels_are_as_sure_as_a_town(level: Level) -> None:
    assert confidence_of(Match("x", level, point=POINT, radius_m=30)) is Confidence.SURE


@pytest.mark.parametrize(
    ("match", "group"),
    [
        (Match("x", Level.NONE), Confidence.NOTHING),
        (Match("x", Level.NONE, alternatives=(OTHER,)), Confidence.CHOICE),
        (Match("x", Level.MUNICIPALITY, point=POINT, alternatives=(OTHER,)), Confidence.CHOICE),
        (Match("x", Level.MUNICIPALITY, point=POINT, radius_m=900), Confidence.DOUBTFUL),
        (Match("x", Level.PREFECTURE, point=POINT), Confidence.DOUBTFUL),
        (
            Match("x", Level.PREFECTURE, point=POINT, notes=(Note.MUNICIPALITY_UNKNOWN,)),
            Confidence.NOTHING,
        ),
    ],
)
def test_an_answer_above_the_town_is_never_sure(match: Match, group: Confidence) -> None:
    assert confidence_of(match) is group
