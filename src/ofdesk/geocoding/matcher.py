"""Matches an address against the gazetteer: which place it means, how sure that is, what else it may mean.

Owns the rule of the house: what fits exactly one place is answered, what fits several is asked. Prefecture,
county, city or ward may be left out as long as only one place remains. Deterministic; never raises for any
text. An address that begins behind the first 500 characters is not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ofdesk.geocoding import gazetteer_file as gf
from ofdesk.geocoding import parser
from ofdesk.geocoding.answers import Answers
from ofdesk.geocoding.dictionaries.questions import AddressDictionary
from ofdesk.geocoding.dictionaries.refinement import Refinement
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality, Prefecture
from ofdesk.geocoding.interpretation import Candidate, Interpretation
from ofdesk.geocoding.match import Level, Match, Note
from ofdesk.geocoding.normalise import Folded, fold, fold_name
from ofdesk.geocoding.parser import Ending

_LONGEST_TEXT = 10_000
_FARTHEST_START = 500
_MOST_STARTS = 8  # places inside a text from which an address is tried
_STREET_CITY = "京都市"
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
        self._refinement = Refinement(gazetteer, dictionaries) if dictionaries else None
        self._names = gazetteer.names
        self._prefectures = {fold_name(p.name): p for p in gazetteer.prefectures}
        self._short_prefectures = {
            key[:-1]: p for key, p in self._prefectures.items() if p.name != _WITHOUT_SUFFIX
        }
        lengths: dict[str, set[int]] = {}
        for key in self._names:
            lengths.setdefault(key[0], set()).add(len(key))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        self._first_characters = frozenset(self._lengths) | {key[0] for key in self._prefectures}

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer the answers come from."""
        return self._gazetteer

    def match(self, text: str) -> Match:
        """Return what the address means; level NONE when nothing was understood."""
        folded = fold(text[:_LONGEST_TEXT])
        postal_code, start = parser.read_postal_code(folded.text)
        reading = self._read(folded, start, postal_code)
        if reading.chosen is None or reading.chosen.found is None:
            reading = self._read_inside(reading) or reading
        answer = self._answers.answer(text, reading, text[_LONGEST_TEXT:])
        if self._refinement is None:
            return answer
        return self._refinement.refine(answer, reading, text[_LONGEST_TEXT:])

    def _read(self, folded: Folded, start: int, postal_code: str) -> Interpretation:
        reading = Interpretation(folded, start, postal_code)
        reading.prefecture, reading.end = self._prefecture(folded.text, start)
        reading.candidates = self._candidates(reading, reading.end)
        if not reading.candidates and reading.prefecture is None:
            self._try_short_prefecture(reading)
        if reading.candidates:
            for candidate in reading.candidates:
                self._find_town(candidate, folded)
            self._choose(reading)
        return reading

    def _read_inside(self, first: Interpretation) -> Interpretation | None:
        """Read an address that starts behind something else, such as a company's name."""
        folded, text = first.folded, first.folded.text
        tried = 0
        for start in range(first.start + 1, min(len(text), _FARTHEST_START)):
            if text[start] not in self._first_characters:
                continue
            reading = self._read(folded, start, first.postal_code)
            if not reading.candidates:
                continue
            tried += 1
            surely = reading.chosen is not None and reading.chosen.clean
            if surely and (reading.prefecture or first.chosen is None):
                reading.notes.append(Note.TEXT_BEFORE)
                return reading
            if tried == _MOST_STARTS:
                break
        return None

    def _prefecture(self, text: str, start: int) -> tuple[Prefecture | None, int]:
        for length in (3, 4):
            key = text[start : start + length]
            prefecture = self._prefectures.get(key)
            if prefecture and len(key) == length:
                return prefecture, start + length
        return None, start

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
        for length in self._lengths.get(text[at : at + 1], ()):
            key = text[at : at + length]
            name = self._names.get(key)
            if name is None or len(key) < length:
                continue
            found = [self._gazetteer.municipality(number) for number in name.municipalities]
            if reading.prefecture:
                found = [one for one in found if one.prefecture == reading.prefecture.name]
            if len(found) > 1:
                found = _as_written(found, reading.written(at, at + length))
            if found:
                span = (at, at + length)
                return [one for whole in found for one in self._with_wards(whole, span, name.former)]
        return []

    def _with_wards(self, found: Municipality, span: tuple[int, int], former: bool) -> Iterator[Candidate]:
        if not found.wards:
            yield Candidate(found, *span, former=former)
        for number in found.wards:
            yield Candidate(self._gazetteer.municipality(number), *span, former=former, city=found)

    def _find_town(self, candidate: Candidate, folded: Folded) -> None:
        if candidate.end == len(folded.text):
            return
        table = self._gazetteer.towns(candidate.municipality.number)
        found = None
        if candidate.municipality.city == _STREET_CITY:
            found = parser.find_town_behind_streets(table, folded, candidate.end)
        found = found or parser.find_town(table, folded, candidate.end)
        if found is None:
            return
        candidate.found = found
        decided = parser.among_namesakes(table, found, folded, candidate.end)
        if decided is None:
            candidate.undecided = True
            return
        candidate.found = found = decided
        if found.ending is Ending.CLEAN:
            hit = found.hit
            plain_lots = table.point_kind(hit.town) == gf.POINT_OWN
            chomes = table.chomes(hit.town)
            candidate.chome = parser.read_chome(folded.text, hit.end, chomes, plain_lots=plain_lots)

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


def _as_written(found: list[Municipality], written: str) -> list[Municipality]:
    """Tell 鹿島市 and 鹿嶋市 apart, which fold to one key."""
    exact = [one for one in found if written in (one.full_name, one.name, one.name.removeprefix(one.city))]
    return exact or found
