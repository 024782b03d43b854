"""Makes the answer to an address of the way it was read: canonical spelling, point, notes, alternatives.

Owns what is told when not everything is certain. A point is given only for what was understood; where
several places fit, none is given and all are offered.
"""

from __future__ import annotations

import re

from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding import parser
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality, PostalTown
from ofdesk.geocoding.interpretation import Candidate, Interpretation
from ofdesk.geocoding.match import Alternative, Level, Match, Note
from ofdesk.geocoding.normalise import fold_name
from ofdesk.geocoding.parser import Ending
from ofdesk.geocoding.suggestions import containing_names, similar_beginnings
from ofdesk.geocoding.towns import TownTable

_MOST_ALTERNATIVES = 12
_MOST_SIMILAR = 5
_STREET_CITY = "京都市"
_DIGITS = "〇一二三四五六七八九"
_REST_STARTS_WITH = " \t\u3000,、，"
_MUNICIPALITY_SHAPE = re.compile("[^-]{1,9}?[市区町村](?![市町村])")
_APPROXIMATE = (gf.POINT_OF_PARTS, gf.POINT_NEARBY)


def kanji_numeral(number: int) -> str:
    """Return a number below 100 as it stands in 丁目: 十一, 二十."""
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


class Answers:
    """Words interpretations as answers, from the gazetteer they were made with."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def answer(self, query: str, reading: Interpretation, unread: str) -> Match:
        """Return the answer; `unread` is what of the query was too long to be read."""
        if reading.chosen and reading.chosen.undecided:
            return self._namesakes(query, reading, reading.chosen, unread)
        if reading.chosen and reading.chosen.found:
            return self._town(query, reading, reading.chosen, unread)
        if reading.chosen:
            return self._municipality(query, reading, reading.chosen.municipality, unread)
        if reading.candidates:
            return self._several(query, reading, unread)
        return self._without_municipality(query, reading, unread)

    def _town(self, query: str, reading: Interpretation, chosen: Candidate, unread: str) -> Match:
        municipality, found = chosen.municipality, chosen.found
        assert found is not None
        table = self._gazetteer.towns(municipality.number)
        town = found.hit.town
        chome = chosen.chome.number if chosen.chome else 0
        notes = _place_notes(reading, chosen)
        _add_town_notes(notes, table, chosen, town, chome)
        alternatives: list[Alternative] = []
        if found.ending is Ending.UNCLEAR:
            here = self._alternative(municipality, table, town, 0)
            alternatives = self._similar_towns(municipality, table, reading.folded.text, chosen.end)
            alternatives = [one for one in alternatives if one.canonical != here.canonical]
            if any(len(one.canonical) > len(here.canonical) for one in alternatives):
                # A longer name with one error is as likely as this one with something behind.
                asked = self._municipality(query, reading, municipality, unread)
                return asked._replace(alternatives=(*alternatives, here))
        codes = table.postal_codes(town, chome)
        if reading.postal_code and not self._bears_code(municipality, table.names[town], codes, reading):
            notes.append(Note.POSTAL_CODE_DIFFERS)
        end = chosen.understood_end
        return Match(
            query=query,
            level=chosen.level,
            prefecture=municipality.prefecture,
            municipality=municipality.full_name,
            municipality_code=municipality.code,
            town=table.names[town],
            chome=chome,
            canonical=municipality.canonical + town_name(table, town, chome),
            matched=reading.written(reading.start, end),
            rest=rest_behind(reading, chosen.rest_start) + unread,
            postal_codes=codes,
            point=table.point(town, chome),
            radius_m=table.radius_m(town, chome),
            alternatives=tuple(alternatives),
            notes=tuple(notes),
        )

    def _namesakes(self, query: str, reading: Interpretation, chosen: Candidate, unread: str) -> Match:
        """Answer a name that several towns of one municipality bear: offer them all."""
        municipality, found = chosen.municipality, chosen.found
        assert found is not None
        table = self._gazetteer.towns(municipality.number)
        offered = []
        for town in sorted(table.namesakes(found.hit.town)):
            chome = parser.read_chome(reading.folded.text, found.hit.end, table.chomes(town)).number
            offered.append(self._alternative(municipality, table, town, chome))
        return Match(
            query=query,
            level=Level.MUNICIPALITY,
            prefecture=municipality.prefecture,
            municipality=municipality.full_name,
            municipality_code=municipality.code,
            canonical=municipality.canonical,
            matched=reading.written(reading.start, chosen.end),
            rest=rest_behind(reading, chosen.end) + unread,
            alternatives=tuple(offered),
            notes=(*_place_notes(reading, chosen), Note.TOWN_AMBIGUOUS),
        )

    def _bears_code(
        self, municipality: Municipality, town: str, codes: tuple[str, ...], reading: Interpretation
    ) -> bool:
        if reading.postal_code in codes:
            return True
        places = self._gazetteer.towns_for_postal_code(reading.postal_code)
        return any(
            place.municipality.number == municipality.number and (place.office or place.town == town)
            for place in places
        )

    def _municipality(
        self, query: str, reading: Interpretation, municipality: Municipality, unread: str
    ) -> Match:
        """Answer a municipality in which no town was found."""
        first = reading.chosen or reading.candidates[0]
        text, end = reading.folded.text, first.end
        if _may_be_town(reading, municipality, first):
            return self._bare_name(query, reading, municipality, unread)
        notes = _place_notes(reading, reading.chosen) if reading.chosen else list(reading.notes)
        alternatives: list[Alternative] = []
        if end < len(text):
            notes.append(_why_no_town(municipality, text, end))
            for number in municipality.wards or (municipality.number,):
                member = self._gazetteer.municipality(number)
                table = self._gazetteer.towns(number)
                alternatives += self._similar_towns(member, table, text, end)
        return Match(
            query=query,
            level=Level.MUNICIPALITY,
            prefecture=municipality.prefecture,
            municipality=municipality.full_name,
            municipality_code=municipality.code,
            canonical=municipality.canonical,
            matched=reading.written(reading.start, end),
            rest=rest_behind(reading, end) + unread,
            point=municipality.point,
            radius_m=municipality.radius_m,
            alternatives=tuple(alternatives[:_MOST_ALTERNATIVES]),
            notes=tuple(notes),
        )

    def _bare_name(
        self, query: str, reading: Interpretation, municipality: Municipality, unread: str
    ) -> Match:
        """Answer 「昭和町1-1」: many towns are called like this one municipality; it is only offered."""
        return Match(
            query=query,
            level=Level.NONE,
            rest=rest_behind(reading, reading.start) + unread,
            alternatives=(_of_municipality(municipality),),
            notes=(*reading.notes, Note.MUNICIPALITY_UNKNOWN),
        )

    def _several(self, query: str, reading: Interpretation, unread: str) -> Match:
        """Answer an address that fits several municipalities: with what is common to all, and no point."""
        candidates = [one for one in reading.candidates if one.clean] or reading.candidates
        city = reading.candidates[0].city
        one_city = city is not None and all(one.city is city for one in reading.candidates)
        if one_city and city is not None and not any(one.clean for one in candidates):
            return self._municipality(query, reading, city, unread)
        notes = [*reading.notes, Note.TOWN_AMBIGUOUS if one_city else Note.MUNICIPALITY_AMBIGUOUS]
        prefectures = {one.municipality.prefecture for one in candidates}
        level = Level.MUNICIPALITY if one_city else Level.PREFECTURE if len(prefectures) == 1 else Level.NONE
        common = city.canonical if one_city and city else prefectures.pop() if len(prefectures) == 1 else ""
        end = candidates[0].end
        return Match(
            query=query,
            level=level,
            prefecture=candidates[0].municipality.prefecture if level is not Level.NONE else "",
            municipality=city.full_name if one_city and city else "",
            municipality_code=city.code if one_city and city else "",
            canonical=common,
            matched=reading.written(reading.start, end),
            rest=rest_behind(reading, end) + unread,
            alternatives=tuple(self._of_candidate(one) for one in candidates[:_MOST_ALTERNATIVES]),
            notes=tuple(notes),
        )

    def _without_municipality(self, query: str, reading: Interpretation, unread: str) -> Match:
        places = self._gazetteer.towns_for_postal_code(reading.postal_code) if reading.postal_code else ()
        if places and reading.start == len(reading.folded.text):
            return self._postal_code_alone(query, places)
        prefecture = reading.prefecture
        name = prefecture.name if prefecture else ""
        alternatives = [self._of_place(place) for place in places]
        alternatives += [self._of_candidate(one) for one in reading.contradicting]
        alternatives += self._similar_municipalities(reading.folded.text, reading.end, name)
        return Match(
            query=query,
            level=Level.PREFECTURE if prefecture else Level.NONE,
            prefecture=name,
            canonical=name,
            matched=reading.written(reading.start, reading.end),
            rest=rest_behind(reading, reading.end) + unread,
            point=prefecture.point if prefecture else None,
            radius_m=prefecture.radius_m if prefecture else 0,
            alternatives=tuple(dict.fromkeys(alternatives))[:_MOST_ALTERNATIVES],
            notes=(Note.MUNICIPALITY_UNKNOWN,) if reading.end < len(reading.folded.text) else (),
        )

    def _postal_code_alone(self, query: str, places: tuple[PostalTown, ...]) -> Match:
        towns = {(place.municipality.number, place.town) for place in places}
        offered = [self._of_place(place) for place in places[:_MOST_ALTERNATIVES]]
        if len(towns) > 1:
            return Match(
                query, Level.NONE, alternatives=tuple(offered), notes=(Note.TOWN_AMBIGUOUS,), matched=query
            )
        place, only = places[0], offered[0]
        return Match(
            query=query,
            level=only.level,
            prefecture=place.municipality.prefecture,
            municipality=place.municipality.full_name,
            municipality_code=place.municipality.code,
            town=place.town,
            canonical=only.canonical,
            matched=query,
            point=only.point,
            radius_m=only.radius_m,
            notes=(Note.POSTAL_CODE_USED,),
        )

    # -- alternatives --------------------------------------------------------------------------------

    def _alternative(
        self, municipality: Municipality, table: TownTable, town: int, chome: int
    ) -> Alternative:
        chome = chome if chome in table.chomes(town) else 0
        level = Level.CHOME if chome else Level.TOWN
        canonical = municipality.canonical + town_name(table, town, chome)
        point, radius_m = table.point(town, chome), table.radius_m(town, chome)
        return Alternative(canonical, municipality.code, level, point, radius_m)

    def _of_candidate(self, candidate: Candidate) -> Alternative:
        municipality = candidate.municipality
        if candidate.found is None or not candidate.clean:
            return _of_municipality(municipality)
        table = self._gazetteer.towns(municipality.number)
        chome = candidate.chome.number if candidate.chome else 0
        return self._alternative(municipality, table, candidate.found.hit.town, chome)

    def _of_place(self, place: PostalTown) -> Alternative:
        table = self._gazetteer.towns(place.municipality.number)
        if not place.town or place.town not in table.names:
            return _of_municipality(place.municipality)
        return self._alternative(place.municipality, table, table.names.index(place.town), 0)

    def _similar_towns(
        self, municipality: Municipality, table: TownTable, text: str, start: int
    ) -> list[Alternative]:
        keys = table.keys()
        similar = similar_beginnings(keys, text, start)[:_MOST_SIMILAR]
        similar = similar or containing_names(keys, text, start)
        towns = dict.fromkeys(keys[key] for key in similar)
        return [self._alternative(municipality, table, town, 0) for town in towns]

    def _similar_municipalities(self, text: str, start: int, prefecture: str) -> list[Alternative]:
        shape = _MUNICIPALITY_SHAPE.match(text, start)
        similar = self._gazetteer.similar(shape.group(), prefecture) if shape else ()
        return [_of_municipality(municipality) for municipality in similar]


def _of_municipality(municipality: Municipality) -> Alternative:
    return Alternative(
        municipality.canonical,
        municipality.code,
        Level.MUNICIPALITY,
        municipality.point,
        municipality.radius_m,
    )


def town_name(table: TownTable, town: int, chome: int) -> str:
    """Return the name of a town, with the number of the 丁目 unless that is 0."""
    number = kanji_numeral(chome) + table.chome_suffix(town) if chome else ""
    return table.names[town] + number


def rest_behind(reading: Interpretation, end: int) -> str:
    """Return what was typed behind a place in the folded text."""
    folded = reading.folded
    return folded.source[folded.source_end(end) :].lstrip(_REST_STARTS_WITH).rstrip()


def _place_notes(reading: Interpretation, chosen: Candidate) -> list[Note]:
    notes = list(reading.notes)
    municipality = chosen.municipality
    if chosen.former:
        notes.append(Note.FORMER_MUNICIPALITY)
    if reading.prefecture is None:
        notes.append(Note.PREFECTURE_INFERRED)
    if chosen.city:
        notes.append(Note.WARD_INFERRED)
    elif municipality.city and not chosen.former and chosen.end - chosen.start < len(municipality.name):
        notes.append(Note.CITY_INFERRED)
    return notes


def _add_town_notes(notes: list[Note], table: TownTable, chosen: Candidate, town: int, chome: int) -> None:
    if chosen.found:
        if chosen.found.ending is Ending.UNCLEAR:
            notes.append(Note.TOWN_CONTINUES)
        if chosen.found.hit.loose:
            notes.append(Note.SPELLING)
    if not chome and table.point_kind(town) in _APPROXIMATE:
        notes.append(Note.POINT_APPROXIMATE)
    if table.is_same_named(town):
        notes.append(Note.TOWN_SAME_NAMED)
    if chosen.chome:
        if chome and not chosen.chome.written:
            notes.append(Note.CHOME_INFERRED)
        if chosen.chome.unknown:
            notes.append(Note.CHOME_UNKNOWN)
        if chosen.chome.ambiguous:
            notes.append(Note.CHOME_AMBIGUOUS)


def _may_be_town(reading: Interpretation, municipality: Municipality, chosen: Candidate) -> bool:
    """Tell whether the name of a 町 or 村 without prefecture and county may as well be that of a town."""
    text = reading.folded.text
    written = text[chosen.start : chosen.end]
    bare = not reading.prefecture and municipality.county and written == fold_name(municipality.name)
    return bool(bare) and text[chosen.end : chosen.end + 1].isdigit()


def _why_no_town(municipality: Municipality, text: str, end: int) -> Note:
    if text[end].isdigit():
        return Note.TOWN_ABSENT
    streets = municipality.name.startswith(_STREET_CITY) and parser.has_streets(text, end)
    return Note.STREETS_ONLY if streets else Note.TOWN_UNKNOWN
