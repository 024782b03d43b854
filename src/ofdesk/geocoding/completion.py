"""Completes an address while it is typed: prefecture, municipality, town, by spelling, kana or Latin letters.

Owns what is offered and in which order. Offers official spellings from the prefecture on; never changes what
was typed and never offers what the typed text does not lead to. Prefecture and county may be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ofdesk.geocoding.completion_index import (
    LATIN,
    LONGEST_KEY,
    READING,
    SPELLING,
    KeyIndex,
    TownIndex,
    fold_kana,
    fold_latin,
)
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality, Prefecture
from ofdesk.geocoding.match import Level
from ofdesk.geocoding.normalise import fold_name, fold_names
from ofdesk.geocoding.romaji import romaji_of

_MOST_TYPED = 60
_MOST_FRESH_TOWNS = 250  # indexed within one call, so that no keystroke waits; the next one goes on
_NEVER_SHORTENED = "北海道"
_TOWN_MARKS = ("大字", "字")


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on.

    Attributes:
        canonical: the address in official spelling from the prefecture on.
        name: the last piece of it, which the typed text begins.
        reading: of that piece in katakana, empty when not known.
        level: how deep it leads.
    """

    canonical: str
    name: str
    reading: str
    level: Level


@dataclass(frozen=True, slots=True)
class _Head:
    """The part of the typed text that is settled: nothing, or a prefecture; `rest` is what follows."""

    prefecture: str
    rest: str


class AddressCompletion:
    """Completes addresses from a gazetteer; threads may share it.

    The towns of a municipality are indexed when it is first typed in full. For a city of many wards that
    takes several calls, each offering what is there; `prepare` does it between the strokes.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Take the gazetteer and index its prefectures and municipalities."""
        self._gazetteer = gazetteer
        self._towns: dict[int, TownIndex] = {}
        self._prefectures = _prefecture_index(gazetteer.prefectures)
        self._heads = _heads(gazetteer.prefectures)
        self._municipalities = self._index_municipalities()

    def complete(self, text: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return the ways the text may go on, the likeliest first.

        The text as it was typed comes before its reading, the wider place before the narrower one. A text
        that is complete already, or longer than an address down to the town can be, is answered with ().
        """
        typed = text.strip()
        if not typed or len(typed) > _MOST_TYPED or limit <= 0:
            return ()
        ranked = sorted(self._found(typed), key=_rank)
        offered = dict.fromkeys(one for _, one in ranked if one.canonical != typed)
        return tuple(offered)[:limit]

    def prepare(self, text: str, most: int = 100) -> int:
        """Index the towns that the text leads to, so that the next `complete` finds them ready.

        Args:
            most: municipalities to index in this call.

        Returns:
            How many municipalities were indexed.
        """
        fresh = self._unprepared(text)[:most]
        for number in fresh:
            self._town_index(number)
        return len(fresh)

    def is_unprepared(self, text: str) -> bool:
        """Tell whether `prepare` would have something to do."""
        return bool(self._unprepared(text))

    def _unprepared(self, text: str) -> list[int]:
        """Return the municipalities that the text leads to and whose towns are not indexed."""
        wanted = {
            number
            for head in self._read_heads(text.strip()[:_MOST_TYPED])
            for municipality, _ in self._read_municipalities(head)
            for number in municipality.wards or (municipality.number,)
        }
        return [number for number in sorted(wanted) if number not in self._towns]

    # ── reading what is settled ─────────────────────────────────────────────────────────────────

    def _read_heads(self, typed: str) -> Iterator[_Head]:
        folded = fold_name(typed)
        yield _Head("", folded)
        for key, name in self._heads:
            if folded.startswith(key) and len(folded) > len(key):
                yield _Head(name, folded[len(key) :])

    def _read_municipalities(self, head: _Head) -> Iterator[tuple[Municipality, str]]:
        """Yield the municipalities written in full behind the head, each with what follows its name.

        The longest name decides: in 京都市中京区… the ward and not the city.
        """
        for length in range(min(len(head.rest), LONGEST_KEY), 1, -1):
            places = map(self._gazetteer.municipality, self._municipalities.equal(head.rest[:length]))
            found = [place for place in places if head.prefecture in ("", place.prefecture)]
            if found:
                yield from ((place, head.rest[length:]) for place in found)
                return

    # ── finding ─────────────────────────────────────────────────────────────────────────────────

    def _found(self, typed: str) -> Iterator[tuple[tuple[int, ...], Completion]]:
        for head in self._read_heads(typed):
            if not head.prefecture:
                yield from self._find_prefectures(head)
            yield from self._find_municipalities(head)
            for municipality, rest in self._read_municipalities(head):
                yield from self._find_wards(municipality, rest)
                if rest:
                    yield from self._find_towns(municipality, rest)

    def _find_prefectures(self, head: _Head) -> Iterator[tuple[tuple[int, ...], Completion]]:
        for kind, number in self._prefectures.beginning_with(head.rest):
            found = self._gazetteer.prefectures[number]
            completion = Completion(found.name, found.name, found.reading, Level.PREFECTURE)
            yield (kind, Level.PREFECTURE.depth, 0, number), completion

    def _find_municipalities(self, head: _Head) -> Iterator[tuple[tuple[int, ...], Completion]]:
        for kind, number in self._municipalities.beginning_with(head.rest):
            found = self._gazetteer.municipality(number)
            if head.prefecture in ("", found.prefecture):
                yield (kind, Level.MUNICIPALITY.depth, _size(found), number), _of_municipality(found)

    def _find_wards(self, city: Municipality, rest: str) -> Iterator[tuple[tuple[int, ...], Completion]]:
        """Find the wards of a city written in full whose own name goes on as typed; all of them behind it."""
        for number in city.wards:
            ward = self._gazetteer.municipality(number)
            own = fold_kana(ward.reading).removeprefix(fold_kana(city.reading))
            if not rest or own.startswith(rest):
                kind = READING if rest else SPELLING
                yield (kind, Level.MUNICIPALITY.depth, _size(ward), number), _of_municipality(ward)

    def _find_towns(
        self, municipality: Municipality, rest: str
    ) -> Iterator[tuple[tuple[int, ...], Completion]]:
        for mark in _TOWN_MARKS:
            rest = rest.removeprefix(mark)
        fresh = 0
        for number in municipality.wards or (municipality.number,):
            if number not in self._towns:
                if fresh >= _MOST_FRESH_TOWNS:
                    continue
                fresh += len(self._town_index(number).table)
            index = self._towns[number]
            place = self._gazetteer.municipality(number)
            for kind, town in index.beginning_with(rest):
                name = index.table.names[town]
                completion = Completion(place.canonical + name, name, index.table.reading(town), Level.TOWN)
                yield (kind, Level.TOWN.depth, len(name), number, town), completion

    # ── indexes ─────────────────────────────────────────────────────────────────────────────────

    def _town_index(self, number: int) -> TownIndex:
        index = self._towns.get(number)
        if index is None:
            index = self._towns[number] = TownIndex(self._gazetteer.towns(number))
        return index

    def _index_municipalities(self) -> KeyIndex:
        places = self._gazetteer.municipalities()
        wards = {place.number: place.name.removeprefix(place.city) for place in places}
        index = KeyIndex()
        for form in ([p.name for p in places], [p.full_name for p in places], list(wards.values())):
            index.add(SPELLING, zip(fold_names(form), range(len(places)), strict=True))
        city_readings = {place.name: place.reading for place in places if place.wards}
        for place in places:
            whole = fold_kana(place.reading)
            city = fold_kana(city_readings.get(place.city, ""))
            readings = {whole, whole.removeprefix(city)} if city else {whole}
            index.add(READING, ((key, place.number) for key in readings))
            latin = place.romaji.split()
            spellings = {fold_latin("".join(latin)), fold_latin(latin[-1] if latin else "")}
            index.add(LATIN, ((key, place.number) for key in spellings))
        index.sort()
        return index


def _rank(found: tuple[tuple[int, ...], Completion]) -> tuple[int, ...]:
    return found[0]


def _size(place: Municipality) -> int:
    """Return the order of municipalities that begin alike: designated cities, cities, the rest, wards."""
    if place.wards:
        return 0
    if place.city:
        return 3
    return 1 if place.name.endswith("市") else 2


def _of_municipality(found: Municipality) -> Completion:
    return Completion(found.canonical, found.full_name, found.reading, Level.MUNICIPALITY)


def _prefecture_index(prefectures: Iterable[Prefecture]) -> KeyIndex:
    index = KeyIndex()
    for number, prefecture in enumerate(prefectures):
        index.add(SPELLING, [(fold_name(prefecture.name), number)])
        index.add(READING, [(fold_kana(prefecture.reading), number)])
        index.add(LATIN, [(fold_latin(romaji_of(prefecture.reading)), number)])
    index.sort()
    return index


def _heads(prefectures: Iterable[Prefecture]) -> list[tuple[str, str]]:
    """Return the ways a prefecture is written in front of a municipality, with its name."""
    heads = []
    for prefecture in prefectures:
        whole, reading = fold_name(prefecture.name), fold_kana(prefecture.reading)
        heads += [(whole, prefecture.name), (reading, prefecture.name)]
        if prefecture.name != _NEVER_SHORTENED:
            heads.append((whole[:-1], prefecture.name))
    return heads
