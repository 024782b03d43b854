"""Lets dictionaries improve an answer: looks up what stands behind the town; the deepest that is sure wins.

Owns what happens when dictionaries disagree or one cannot be read: the answer stays as coarse as it is
certain, and says so. A finding that lies elsewhere than its town is not taken, whoever gave it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ofdesk.base.errors import OfdeskError
from ofdesk.geocoding import parser
from ofdesk.geocoding.answers import rest_behind, town_name
from ofdesk.geocoding.dictionaries.numbers import UNCERTAIN_KANA
from ofdesk.geocoding.dictionaries.questions import AddressDictionary, Finding, Question
from ofdesk.geocoding.dictionaries.town_names import key_in
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.interpretation import Candidate, Interpretation
from ofdesk.geocoding.match import Level, Match, Note
from ofdesk.geocoding.towns import TownTable

_RADII = 3
_LEAST_REACH_M = 2_000
_LEAST_REACH_APPROXIMATE_M = 10_000
_USUAL_DIFFERENCE_M = 100  # one publisher gives a house's middle, another that of its lot or block
_JOINERS = "-の"
_CHOME = re.compile("([0-9]{1,2})丁目?")
_BY_NUMBER = (Level.BLOCK, Level.PARCEL)
_KOAZA_NOTES = (Note.TOWN_CONTINUES,)
_CHOME_NOTES = (Note.CHOME_AMBIGUOUS, Note.CHOME_UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to read what stands behind a town: with which 丁目, and where the rest starts."""

    chome: int
    start: int


class Refinement:
    """Asks the active dictionaries."""

    def __init__(self, gazetteer: Gazetteer, dictionaries: Sequence[AddressDictionary]) -> None:
        self._gazetteer = gazetteer
        self._dictionaries = tuple(dictionaries)

    def refine(self, answer: Match, reading: Interpretation, unread: str) -> Match:
        """Return the answer as deep as the dictionaries allow.

        Args:
            answer: made of `reading`.
            unread: what of the query was too long to be read.
        """
        chosen = reading.chosen
        if chosen is None or chosen.found is None or chosen.undecided or not answer.town:
            return answer
        table = self._gazetteer.towns(chosen.municipality.number)
        told: list[tuple[_Way, list[Finding]]] = []
        unreadable = False
        for way in _ways(chosen, reading):
            question = _question(answer, table, chosen, reading, way)
            findings, broken = self._ask(question, answer)
            unreadable = unreadable or broken
            if findings:
                told.append((way, findings))
        if unreadable:
            answer = answer._replace(notes=(*answer.notes, Note.DICTIONARY_UNREADABLE))
        chosen_way = _decided(told)
        if chosen_way is None:
            return answer
        way, findings = chosen_way
        best = max(findings, key=lambda one: (one.level.depth, one.end, -one.radius_m))
        others = [one for one in findings if one.level in _BY_NUMBER and one is not best]
        if best.level in _BY_NUMBER and any(_differ(best, one) for one in others):
            return answer._replace(notes=(*answer.notes, Note.DICTIONARIES_DIFFER))
        apart_m = [best.point.distance_m(one.point) for one in others if one.level is best.level]
        best = replace(best, radius_m=max(best.radius_m, *map(round, apart_m), 0))
        town = town_name(table, chosen.found.hit.town, way.chome)
        return _improved(answer, chosen.municipality.canonical + town, best, way, (reading, unread))

    def _ask(self, question: Question, answer: Match) -> tuple[list[Finding], bool]:
        """Return what the dictionaries found near the town, and whether one could not be read."""
        assert answer.point is not None
        findings: list[Finding] = []
        broken = False
        approximate = Note.POINT_APPROXIMATE in answer.notes
        least_m = _LEAST_REACH_APPROXIMATE_M if approximate else _LEAST_REACH_M
        reach_m = max(least_m, _RADII * answer.radius_m)
        for dictionary in self._dictionaries:
            try:
                finding = dictionary.find(question)
            except OfdeskError:
                broken = True
                continue
            if finding is not None and answer.point.distance_m(finding.point) <= reach_m:
                findings.append(finding)
        return findings, broken


def _differ(one: Finding, other: Finding) -> bool:
    """Tell whether two findings cannot both be right: their circles do not meet."""
    bound_m = max(_USUAL_DIFFERENCE_M, one.radius_m + other.radius_m)
    return one.point.distance_m(other.point) > bound_m


def _ways(chosen: Candidate, reading: Interpretation) -> list[_Way]:
    assert chosen.found is not None
    text, end = reading.folded.text, chosen.found.hit.end
    chome = chosen.chome
    if chome is None or chome.number:
        return [_Way(chome.number if chome else 0, chosen.rest_start)]
    ways = [_Way(0, end)]
    written = _CHOME.match(text, end)
    if chome.unknown and written:
        # A 丁目 younger than the gazetteer; the dictionary may know it.
        ways.append(_Way(int(written[1]), written.end()))
    if chome.ambiguous:
        as_chome = parser.read_chome(text, end, bytes(range(1, 100)))
        if as_chome.number:
            ways.append(_Way(as_chome.number, as_chome.next))
    return ways


def _question(
    answer: Match, table: TownTable, chosen: Candidate, reading: Interpretation, way: _Way
) -> Question:
    assert chosen.found is not None
    town = chosen.found.hit.town
    folded = reading.folded
    behind = folded.text[way.start :]
    source = folded.source[folded.source_end(way.start) :].lstrip()
    if source[:1] in UNCERTAIN_KANA:
        behind = ""
    canonical = chosen.municipality.canonical + town_name(table, town, way.chome)
    key = key_in(table, town)
    return Question(answer.municipality_code, key, way.chome, behind, canonical, answer.radius_m)


def _decided(told: list[tuple[_Way, list[Finding]]]) -> tuple[_Way, list[Finding]] | None:
    """Return the one way of reading for which numbers were found; without numbers, the plain one."""
    numbered = [one for one in told if any(finding.level in _BY_NUMBER for finding in one[1])]
    if len(numbered) == 1:
        return numbered[0]
    return told[0] if len(told) == 1 and not numbered else None


def _improved(answer: Match, town: str, best: Finding, way: _Way, read: tuple[Interpretation, str]) -> Match:
    reading, unread = read
    notes = answer.notes
    if way.chome and not answer.chome:
        notes = tuple(note for note in notes if note not in _CHOME_NOTES)
        if Note.CHOME_AMBIGUOUS in answer.notes:
            notes = (*notes, Note.CHOME_INFERRED)
    if best.level in _BY_NUMBER:
        notes = tuple(note for note in notes if note is not Note.CHOME_AMBIGUOUS)
    if best.end:
        notes = tuple(note for note in notes if note not in _KOAZA_NOTES)
    notes = tuple(note for note in notes if note is not Note.POINT_APPROXIMATE)
    moved = best.end > 0 or way.chome != answer.chome
    end = way.start + best.end
    text = reading.folded.text
    behind = end + (0 < end < len(text) and bool(best.end) and text[end] in _JOINERS)
    level = best.level if best.level.depth > answer.level.depth else answer.level
    return answer._replace(
        level=level,
        chome=way.chome,
        canonical=town + best.label,
        matched=reading.written(reading.start, end) if moved else answer.matched,
        rest=rest_behind(reading, behind) + unread if moved else answer.rest,
        point=best.point,
        radius_m=best.radius_m,
        alternatives=answer.alternatives if Note.TOWN_CONTINUES in notes else (),
        notes=notes,
    )
