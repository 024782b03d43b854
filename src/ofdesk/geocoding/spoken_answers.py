"""Answers addresses in kana or Latin letters.

Owns that a place found by its sound is looked up by its written name, and that what sounds alike is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ofdesk.geocoding.gazetteer import Gazetteer, Municipality
from ofdesk.geocoding.match import Alternative, Level, Match, Note
from ofdesk.geocoding.normalise import Folded
from ofdesk.geocoding.spoken_address import SpokenPlace, SpokenReader

_MOST_ALTERNATIVES = 12
_LONGEST_KANA = 28
_POSTAL_CODE = re.compile("(?<![0-9])([0-9]{3})-?([0-9]{4})(?![0-9])")


class SpokenAnswers:
    """Answers by the readings of names; `match_written` answers an address in the gazetteer's spelling."""

    def __init__(self, gazetteer: Gazetteer, match_written: Callable[[str], Match]) -> None:
        self._gazetteer = gazetteer
        self._reader = SpokenReader(gazetteer)
        self._match_written = match_written

    def answer(self, query: str, folded: Folded, start: int) -> Match | None:
        """Return the answer, or None when the address is in other characters or names nothing known."""
        places = self._reader.read(folded, start)
        if len(places) > 1:
            places = self._bearing_postal_code(folded.source, places)
        if not places:
            return None
        answers = [self._match_written(self._written(place)) for place in places]
        if len(answers) == 1 and places[0].sure:
            return _as_spoken(answers[0], query, folded, places[0])
        return _several(query, answers)

    def municipalities_at(self, text: str, at: int, prefecture: str) -> tuple[list[Municipality], int]:
        """Return the municipalities written in kana at a place (大阪府やおし), and where they end."""
        names = self._reader.kana.municipalities
        for end in range(min(len(text), at + _LONGEST_KANA), at + 1, -1):
            named = names.get(text[at:end], ())
            found = [one.municipality for one in named if one.municipality.prefecture == prefecture]
            if found:
                return found, end
        return [], at

    def town_at(self, municipality: Municipality, text: str, at: int) -> tuple[int, int] | None:
        """Return the one town written in kana at a place (八尾市ほんまち1), and where its name ends."""
        towns = self._reader.kana.towns(municipality)
        for end in range(min(len(text), at + _LONGEST_KANA), at + 1, -1):
            found = towns.get(text[at:end], ())
            if len(found) == 1:
                return found[0], end
        return None

    def _written(self, place: SpokenPlace) -> str:
        return place.municipality.canonical + self._town(place) + place.number

    def _bearing_postal_code(self, text: str, places: tuple[SpokenPlace, ...]) -> tuple[SpokenPlace, ...]:
        found = _POSTAL_CODE.search(text)
        if found is None:
            return places
        bearing = {
            (area.municipality.number, area.town)
            for area in self._gazetteer.towns_for_postal_code(found[1] + found[2])
        }
        numbers = {number for number, _ in bearing}
        here = tuple(place for place in places if place.municipality.number in numbers) or places
        exact = tuple(place for place in here if (place.municipality.number, self._town(place)) in bearing)
        return exact or here

    def _town(self, place: SpokenPlace) -> str:
        if place.town is None:
            return ""
        return self._gazetteer.towns(place.municipality.number).names[place.town]


def _as_spoken(written: Match, query: str, folded: Folded, place: SpokenPlace) -> Match:
    notes = (Note.READING_USED, *written.notes)
    if place.left:
        notes = (*notes, Note.TOWN_UNKNOWN)
    return written._replace(
        query=query, matched=folded.source[place.start : place.end].strip(), notes=tuple(dict.fromkeys(notes))
    )


def _several(query: str, answers: list[Match]) -> Match:
    """Offer all places of one sound, and answer what they have in common."""
    offered = [
        Alternative(one.canonical, one.municipality_code, one.level, one.point, one.radius_m)
        for one in answers
        if one.point is not None
    ]
    first = answers[0]
    codes = {answer.municipality_code for answer in answers}
    one_place = len(answers) > 1 and len(codes) == 1
    return Match(
        query=query,
        level=Level.MUNICIPALITY if one_place else Level.NONE,
        prefecture=first.prefecture if one_place else "",
        municipality=first.municipality if one_place else "",
        municipality_code=first.municipality_code if one_place else "",
        canonical=first.prefecture + first.municipality if one_place else "",
        alternatives=tuple(offered[:_MOST_ALTERNATIVES]),
        notes=(Note.READING_USED, Note.TOWN_AMBIGUOUS if one_place else Note.MUNICIPALITY_AMBIGUOUS),
    )
