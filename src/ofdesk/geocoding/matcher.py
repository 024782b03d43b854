"""Matches an address against the gazetteer: which place it means, how sure that is, what else it may mean.

Owns the rule of the house: what fits exactly one place is answered, what fits several is asked. Prefecture,
county, city or ward may be left out as long as only one place remains. Deterministic; never raises for any
text. An address that begins behind the first 500 characters is not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding import parser
from ofdesk.geocoding.answers import Answers
from ofdesk.geocoding.dictionaries.questions import AddressDictionary
from ofdesk.geocoding.dictionaries.refinement import Refinement
from ofdesk.geocoding.former import find_town_of_former, keep_former_name
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality, MunicipalityName, Prefecture
from ofdesk.geocoding.interpretation import Candidate, Interpretation
from ofdesk.geocoding.match import Level, Match, Note
from ofdesk.geocoding.name_index import NameIndex
from ofdesk.geocoding.normalise import Folded, fold, fold_name
from ofdesk.geocoding.parser import Ending, FoundTown
from ofdesk.geocoding.spoken_answers import SpokenAnswers
from ofdesk.geocoding.suggestions import one_edit_apart, similar_beginnings
from ofdesk.geocoding.towns import TownHit, TownTable

_LONGEST_TEXT = 10_000
_FARTHEST_START = 500
_MOST_STARTS = 8  # places inside a text from which an address is tried
_STREET_CITY = "京都市"
_BARE_ENDS = "町村"
_DISTRICT = re.compile("([^0-9-]{1,6}?)[町村区]")
_PLACE_ENDS = ("町", "村")
_MISSPELT_WITHIN = 2
_MUNICIPAL = re.compile("[市区郡]")
_WITHOUT_SUFFIX = "北海道"  # the one prefecture never shortened


class AddressMatcher:
    """Answers addresses from a gazetteer; may be shared by threads."""

    def __init__(
        self, gazetteer: Gazetteer | None = None, dictionaries: Sequence[AddressDictionary] = ()
    ) -> None:
        """Prepare to match against a gazetteer, by default the program's own.

        Args:
            gazetteer: knows the towns.
            dictionaries: asked for blocks and lots inside them.

        Raises:
            ResourceError: the gazetteer is missing or damaged.
        """
        gazetteer = gazetteer or Gazetteer()
        self._gazetteer = gazetteer
        self._answers = Answers(gazetteer)
        self._spoken = SpokenAnswers(gazetteer, self.match)
        self._municipalities = gazetteer.municipalities()
        self._refinement = Refinement(gazetteer, dictionaries) if dictionaries else None
        self._names = gazetteer.names
        self._prefectures = {fold_name(p.name): p for p in gazetteer.prefectures}
        self._short_prefectures = {
            key[:-1]: p for key, p in self._prefectures.items() if p.name != _WITHOUT_SUFFIX
        }
        self._prefecture_starts = {key[:2]: (key, p) for key, p in self._prefectures.items()}
        self._index = NameIndex(self._names)
        first_of_prefectures = {key[0] for key in self._prefectures}
        self._first_characters = self._index.first_characters() | first_of_prefectures

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer the answers come from."""
        return self._gazetteer

    def match(self, text: str, *, exact: bool = False) -> Match:
        """Return what the address means; level NONE when nothing was understood.

        Args:
            exact: the names are spelled as an alternative or a canonical form has them, so that 杭瀬下 is not
                asked about because of 大字杭瀬下.
        """
        folded = fold(text[:_LONGEST_TEXT])
        postal_code, start = parser.read_postal_code(folded.text)
        reading = self._read(folded, start, postal_code, exact=exact)
        if reading.chosen is None or not reading.chosen.clean:
            reading = self._read_inside(reading) or reading
        if not reading.candidates and not reading.prefecture and not reading.contradicting:
            spoken = self._spoken.answer(text, folded, start)
            if spoken is not None:
                return spoken
        answer = self._answers.answer(text, reading, text[_LONGEST_TEXT:])
        if self._refinement is not None:
            answer = self._refinement.refine(answer, reading, text[_LONGEST_TEXT:])
        more = answer.town and not answer.rest.isascii() and parser.names_place(answer.rest)
        if more and self._has_address(answer.rest):
            return answer._replace(notes=(*answer.notes, Note.SECOND_ADDRESS))
        return answer

    def _has_address(self, rest: str) -> bool:
        """Tell whether a second address stands behind the first."""
        folded = fold(rest)
        reading = self._read_inside(Interpretation(folded, -1))
        return reading is not None and reading.chosen is not None and reading.chosen.clean

    def _read(
        self, folded: Folded, start: int, postal_code: str, *, exact: bool = False
    ) -> Interpretation:
        reading = Interpretation(folded, start, postal_code, exact)
        reading.prefecture, reading.end = self._prefecture(folded.text, start)
        reading.candidates = self._candidates(reading, reading.end)
        if not reading.candidates and reading.prefecture is None:
            self._try_short_prefecture(reading)
        if not reading.candidates and reading.prefecture is not None and _is_kana(folded.text, reading.end):
            found, end = self._spoken.municipalities_at(folded.text, reading.end, reading.prefecture.name)
            reading.candidates = [Candidate(one, reading.end, end) for one in found if not one.wards]
        if reading.candidates:
            for candidate in reading.candidates:
                self._find_town(candidate, reading)
            self._choose(reading)
        return reading

    def _read_inside(self, first: Interpretation) -> Interpretation | None:
        """Read an address that starts behind something else, such as a company's name.

        A town that ends cleanly is taken at once; else the first place of which more than a bare municipality
        is written: with its prefecture, or with a town behind which more follows. What contradicts the words
        before it (石川県鯖江市) is kept to be offered.
        """
        folded, text = first.folded, first.folded.text
        here = first.chosen
        named = here is not None and here.found is not None  # a town, though more follows than its name
        settled = here is not None and (named or text[here.end : here.end + 1].isdigit())
        prefecture = first.prefecture if not first.candidates else None
        tried = 0
        fallback: Interpretation | None = None
        begin = first.start + 1 if here is None else here.end
        for start in range(begin, min(len(text), _FARTHEST_START)):
            if text[start] not in self._first_characters:
                continue
            reading = self._read(folded, start, first.postal_code)
            if not reading.candidates:
                prefecture = reading.prefecture or prefecture
                continue
            tried += 1
            chosen = reading.chosen
            if chosen is not None and (reading.prefecture or not settled or _same(here, chosen)):
                if not reading.prefecture and _contradicts(chosen, prefecture, folded, (first.end, start)):
                    first.contradicting.append(chosen)
                elif chosen.clean:
                    return _behind_words(reading)
                elif fallback is None and (reading.prefecture or chosen.found is not None):
                    fallback = reading
            if tried == _MOST_STARTS:
                break
        return _behind_words(fallback) if fallback is not None and not settled else None

    def _prefecture(self, text: str, start: int) -> tuple[Prefecture | None, int]:
        found = self._prefecture_starts.get(text[start : start + 2])
        if found is None or not text.startswith(found[0], start):
            return None, start
        return found[1], start + len(found[0])

    def _try_short_prefecture(self, reading: Interpretation) -> None:
        """Read 「大阪八尾市」: a prefecture without 府 or 県, if one of its municipalities follows."""
        for length in (2, 3):
            end = reading.start + length
            key = reading.folded.text[reading.start : end]
            prefecture = self._short_prefectures.get(key)
            if prefecture is None or len(key) < length:
                continue
            reading.prefecture = prefecture
            reading.candidates = self._candidates(reading, end)
            if reading.candidates:
                reading.end = end
                return
            reading.prefecture = None

    def _candidates(self, reading: Interpretation, at: int) -> list[Candidate]:
        """Return the municipalities whose name stands at the place; the longest name decides."""
        text = reading.folded.text
        prefecture = reading.prefecture.name if reading.prefecture else ""
        for length in self._index.lengths(text, at):
            name = self._names.get(text[at : at + length])
            if name is None or at + length > len(text):
                continue
            if not prefecture and _is_county(text, at, at + length):
                continue
            found = [self._municipalities[number] for number in name.municipalities]
            if prefecture:
                found = [one for one in found if one.prefecture == prefecture]
            if len(found) > 1:
                found = _as_written(found, reading.written(at, at + length))
            elif found and not found[0].wards:
                return [Candidate(found[0], at, at + length)]
            if found:
                return [one for whole in found for one in self._with_wards(whole, at, at + length)]
            if name.former and (heirs := self._heirs(name, text, at, at + length, prefecture)):
                return heirs
        return []

    def _heirs(
        self, name: MunicipalityName, text: str, start: int, end: int, prefecture: str
    ) -> list[Candidate]:
        """Return the municipalities in place of a former one.

        The bare name of a former 町 or 村 may be anything; it needs its prefecture or its county.
        """
        if not prefecture and text[end - 1] in _BARE_ENDS and "郡" not in text[start:end]:
            return []
        numbers = name.heirs(prefecture)
        return [Candidate(self._municipalities[number], start, end, former=True) for number in numbers]

    def _with_wards(self, found: Municipality, start: int, end: int) -> Iterator[Candidate]:
        if not found.wards:
            yield Candidate(found, start, end)
        for number in found.wards:
            yield Candidate(self._municipalities[number], start, end, city=found)

    def _find_town(self, candidate: Candidate, reading: Interpretation) -> None:
        folded = reading.folded
        if candidate.end == len(folded.text):
            return
        table = self._gazetteer.towns(candidate.municipality.number)
        found = None
        if candidate.former:
            found = find_town_of_former(table, folded, candidate.start, candidate.end)
        if found is None and candidate.municipality.city == _STREET_CITY:
            found = parser.find_town_behind_streets(table, folded, candidate.end)
        written = folded.text[candidate.start : candidate.end]
        bare = not candidate.former or not keep_former_name(table, written)
        if bare and (found is None or found.ending is not Ending.CLEAN):
            plain = parser.find_town(table, folded, candidate.end)
            found = plain if plain and (found is None or plain.ending is Ending.CLEAN) else found
        if found is None:
            found = self._town_of_district(table, candidate, folded)
        if found is None and _is_kana(folded.text, candidate.end):
            found = self._town_in_kana(candidate, folded)
        if found is None and candidate.municipality.city == _STREET_CITY and not similar_beginnings(
            table.keys(), folded.text, candidate.end
        ):
            found = parser.find_town_at_corner(table, folded, candidate.end)
        if found is None:
            return
        candidate.found = found
        if table.namesakes(found.hit.town):
            decided = parser.among_namesakes(table, found, folded, candidate.end, exact=reading.exact)
            if decided is None:
                candidate.undecided = True
                return
            candidate.found = found = decided
        if found.ending is Ending.CLEAN:
            hit = found.hit
            plain_lots = table.point_kind(hit.town) == gf.POINT_OWN
            chomes = table.chomes(hit.town)
            candidate.chome = parser.read_chome(folded.text, hit.end, chomes, plain_lots=plain_lots)

    def _town_of_district(
        self, table: TownTable, candidate: Candidate, folded: Folded
    ) -> FoundTown | None:
        """Return the town behind a former municipality named as a part of its heir: 紀北町紀伊長島区…."""
        district = _DISTRICT.match(folded.text, candidate.end)
        if district is None:
            return None
        for suffix in _BARE_ENDS:
            name = self._names.get(district[1] + suffix)
            if name and candidate.municipality.number in name.heirs(candidate.municipality.prefecture):
                span = (candidate.end, district.end())
                found = find_town_of_former(table, folded, *span)
                kept = keep_former_name(table, district[1] + suffix)
                return found if found or kept else parser.find_town(table, folded, district.end())
        return None

    def _town_in_kana(self, candidate: Candidate, folded: Folded) -> FoundTown | None:
        named = self._spoken.town_at(candidate.municipality, folded.text, candidate.end)
        if named is None or parser.ending(folded, candidate.end, named[1]) is not Ending.CLEAN:
            return None
        return FoundTown(TownHit(named[0], named[1], loose=True), Ending.CLEAN)

    def _choose(self, reading: Interpretation) -> None:
        """Choose the one candidate that remains, if one does."""
        candidates = reading.candidates
        if len(candidates) == 1:
            reading.chosen = candidates[0]
            return
        fitting = [candidate for candidate in candidates if candidate.clean]
        fitting = [candidate for candidate in fitting if not candidate.loose] or fitting
        if len(fitting) > 1:
            # A town cut by a ward's border: its 丁目 tells the side (仙台市五橋).
            fitting = [candidate for candidate in fitting if candidate.level is Level.CHOME] or fitting
        if len(fitting) == 1:
            reading.chosen = fitting[0]
        elif reading.postal_code:
            self._choose_by_postal_code(reading, fitting or candidates)

    def _choose_by_postal_code(self, reading: Interpretation, candidates: list[Candidate]) -> None:
        places = self._gazetteer.towns_for_postal_code(reading.postal_code)
        numbers = {place.municipality.number for place in places}
        fitting = [candidate for candidate in candidates if candidate.municipality.number in numbers]
        if len(fitting) == 1:
            reading.chosen = fitting[0]
            reading.notes.append(Note.POSTAL_CODE_USED)


def _is_kana(text: str, at: int) -> bool:
    return "ぁ" <= text[at : at + 1] <= "ん"


def _is_county(text: str, start: int, end: int) -> bool:
    """Tell whether the name of a 町 or 村 is but the beginning of a county's: 東村山郡."""
    return text[end - 1] in "町村" and text.find("郡", end + 1, end + 3) > 0 and "郡" not in text[start:end]


def _behind_words(reading: Interpretation) -> Interpretation:
    reading.notes.append(Note.TEXT_BEFORE)
    return reading


def _same(one: Candidate | None, other: Candidate) -> bool:
    return one is not None and one.municipality.number == other.municipality.number


def _contradicts(
    chosen: Candidate, prefecture: Prefecture | None, folded: Folded, span: tuple[int, int]
) -> bool:
    """Tell whether the words before a place name another prefecture, or a county or city it is not in.

    A character or two directly before it are no company's name but part of a misspelt one (大阪府束大阪市).
    """
    if prefecture and chosen.municipality.prefecture != prefecture.name:
        return True
    if parser.is_separated(folded, span[1]):
        return False
    before = folded.text[slice(*span)]
    county = fold_name(chosen.municipality.county)
    if county and one_edit_apart(before[-len(county) :], county):
        return False  # 神崎郡 for 神埼郡: told as words before the address
    if len(before) == 1 or (prefecture and len(before) <= _MISSPELT_WITHIN):
        return True
    return before.endswith(_PLACE_ENDS) or _MUNICIPAL.search(before) is not None


def _as_written(found: list[Municipality], written: str) -> list[Municipality]:
    """Tell 鹿島市 and 鹿嶋市 apart, which fold to one key."""
    exact = [one for one in found if written in (one.full_name, one.name, one.name.removeprefix(one.city))]
    return exact or found
