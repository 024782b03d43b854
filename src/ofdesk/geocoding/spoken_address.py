"""Reads addresses in kana (おおさかふやおしほんまち1-1) and in Latin letters, of either order.

Owns the order of the parts: from the prefecture down, as in Japanese, or from the number up, as in English.
What is found is told as places to be looked up by their written names; of one sound, all are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ofdesk.geocoding.gazetteer import Gazetteer, Municipality, Prefecture
from ofdesk.geocoding.normalise import Folded
from ofdesk.geocoding.sounds import latin_key
from ofdesk.geocoding.spoken_names import SpokenNames
from ofdesk.geocoding.spoken_pieces import Piece, kana_number, kana_pieces, latin_number, latin_pieces

_NO_JAPANESE = "[^\u2e80-\ua4cf\uf900-\ufaff\uff66-\uff9f]*"
_LATIN_ONLY = re.compile(f"{_NO_JAPANESE}[A-Za-z]{_NO_JAPANESE}")
_KANA_ONLY = re.compile("[ぁ-ん]{3}[ぁ-ん0-9a-z-]*")
_MOST_PIECES = 300
_LONGEST_LATIN, _LONGEST_KANA = 8, 28
_COUNTY_WITHIN = 10
_POSTAL_DIGITS = 7


class SpokenPlace(NamedTuple):
    """A place whose names sound like the address.

    Attributes:
        town: number in the municipality's table, or None.
        number: what stands for 丁目 and 番地, as a Japanese address has it.
        start, end: the stretch of the query that was understood.
        left: whether words were left over where a town might stand.
        sure: whether more than a bare name stands there, which may be anything.
    """

    municipality: Municipality
    town: int | None
    number: str
    start: int
    end: int
    left: bool = False
    sure: bool = True


class _Walk(NamedTuple):
    """The pieces of an address and the direction in which its parts go from great to small."""

    pieces: Sequence[Piece]
    names: SpokenNames
    forward: bool
    latin: bool

    @property
    def begin(self) -> int:
        return 0 if self.forward else len(self.pieces)

    def next(self, at: int) -> Piece | None:
        """Return the piece that comes next at a place."""
        index = at if self.forward else at - 1
        return self.pieces[index] if 0 <= index < len(self.pieces) else None

    def joined(self, at: int) -> Iterator[tuple[str, int]]:
        """Yield the keys of what may be one name from the place on, longest first, and where each ends."""
        longest = _LONGEST_LATIN if self.latin else _LONGEST_KANA
        room = len(self.pieces) - at if self.forward else at
        for length in range(min(longest, room), 0, -1):
            part = self.pieces[at : at + length] if self.forward else self.pieces[at - length : at]
            if part[0].segment != part[-1].segment or (self.latin and _has_two_numbers(part)):
                continue
            key = "".join([piece.key for piece in part])
            yield latin_key(key) if self.latin else key, at + length if self.forward else at - length


class _Found(NamedTuple):
    """A place with what it was found by; the greater, the better it explains the address."""

    sure: bool
    has_town: bool
    has_prefecture: bool
    pieces: int
    place: SpokenPlace


class SpokenReader:
    """Finds the places an address in kana or Latin letters may mean.

    Attributes:
        kana: the names under their readings in kana.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.kana = SpokenNames(gazetteer, latin=False)
        self._latin = SpokenNames(gazetteer, latin=True)

    def read(self, folded: Folded, start: int) -> tuple[SpokenPlace, ...]:
        """Return the places that explain the address best; () for an address in other characters.

        Args:
            start: where the address starts in the folded text, behind a postal code.
        """
        if _LATIN_ONLY.fullmatch(folded.source):
            pieces = latin_pieces(folded.source)
            walks = [_Walk(pieces, self._latin, forward, latin=True) for forward in (True, False)]
        elif _KANA_ONLY.match(folded.text, start):
            pieces = kana_pieces(folded)[start:]
            walks = [_Walk(pieces, self.kana, forward=True, latin=False)]
        else:
            return ()
        if len(pieces) > _MOST_PIECES:
            return ()
        found = [one for walk in walks for one in _places(walk)]
        if not found:
            return ()
        best = max(one[:4] for one in found)
        places = [one.place for one in found if one[:4] == best]
        return tuple({(place.municipality.number, place.town): place for place in places}.values())


def _has_two_numbers(part: Sequence[Piece]) -> bool:
    """Tell whether two numbers stand side by side: 1 9sen is not 19sen."""
    return any(one.is_number and other.is_number for one, other in pairwise(part))


def _places(walk: _Walk) -> Iterator[_Found]:
    for prefecture, at in _prefectures(walk):
        for municipality, end, full in _municipalities(walk, at, prefecture):
            towns, number, number_end = _town_and_number(walk, municipality, end)
            sure = full or prefecture is not None
            for town in towns:
                place = SpokenPlace(municipality, town, number, at, number_end, sure=sure or number != "")
                yield _found(walk, prefecture, place)
            if not towns:
                following = walk.next(end)
                left = following is not None and not following.is_number
                yield _found(walk, prefecture, SpokenPlace(municipality, None, "", at, end, left, sure))


def _found(walk: _Walk, prefecture: Prefecture | None, place: SpokenPlace) -> _Found:
    """Count how many pieces a place explains and tell its stretch of the query."""
    first, last = (0, place.end) if walk.forward else (place.end, len(walk.pieces))
    if prefecture is None:
        first, last = (place.start, place.end) if walk.forward else (place.end, place.start)
    span = walk.pieces[first:last]
    told = place._replace(start=span[0].start, end=span[-1].end)
    return _Found(place.sure, place.town is not None, prefecture is not None, len(span), told)


def _prefectures(walk: _Walk) -> Iterator[tuple[Prefecture | None, int]]:
    begin = _behind_postal_code(walk)
    yield None, begin
    for key, end in walk.joined(begin):
        prefecture = walk.names.prefectures.get(key)
        if prefecture is not None:
            yield prefecture, _behind_postal_code(walk, end)


def _behind_postal_code(walk: _Walk, at: int | None = None) -> int:
    """Step over a postal code, which English addresses have before or behind the prefecture."""
    at = walk.begin if at is None else at
    step = 1 if walk.forward else -1
    piece = walk.next(at)
    if not walk.latin or piece is None or not piece.is_number:
        return at
    if len(piece.key) == _POSTAL_DIGITS:
        return at + step
    following = walk.next(at + step)
    if following is None or not following.is_number:
        return at
    return at + 2 * step if {len(piece.key), len(following.key)} == {3, 4} else at


def _municipalities(
    walk: _Walk, at: int, prefecture: Prefecture | None
) -> Iterator[tuple[Municipality, int, bool]]:
    """Yield the municipalities named at a place, where the name ends, and whether it was named in full."""
    for start in _behind_county(walk, at):
        for key, end in walk.joined(start):
            for one, full in walk.names.municipalities.get(key, ()):
                if prefecture is not None and one.prefecture != prefecture.name:
                    continue
                if one.wards:
                    yield from _wards(walk, one, end, full)
                else:
                    yield one, end, full


def _wards(walk: _Walk, city: Municipality, at: int, full: bool) -> Iterator[tuple[Municipality, int, bool]]:
    """Yield the ward named behind a designated city, or the city with all its wards."""
    named = False
    for key, end in walk.joined(at):
        for one, _ in walk.names.municipalities.get(key, ()):
            if one.number in city.wards:
                named = True
                yield one, end, True
    if not named:
        yield city, at, full


def _behind_county(walk: _Walk, at: int) -> Iterator[int]:
    yield at
    if walk.latin:
        step = 1 if walk.forward else -1
        for parts in (2, 3):
            county = at + step * parts
            word = walk.next(at + step * (parts - 1)) if walk.forward else walk.next(at)
            if word is not None and word.key == "gun" and 0 <= county <= len(walk.pieces):
                yield county
        return
    text = "".join([piece.key for piece in walk.pieces[at : at + _COUNTY_WITHIN]])
    county = text.find("ぐん")
    if county > 0:
        yield at + county + 2


def _town_and_number(walk: _Walk, municipality: Municipality, at: int) -> tuple[tuple[int, ...], str, int]:
    """Return the towns at a place, the number that belongs to them and where both end.

    From the number up, the 丁目 may stand behind the town all the same: Kita 1-jo Nishi 2-chome, Chuo-ku.
    """
    towns, end = _towns(walk, municipality, at)
    behind = ""
    if not towns and not walk.forward:
        behind, name_at = _number(walk, at)
        towns, end = _towns(walk, municipality, name_at)
    number, end = _number(walk, end)
    return towns, "-".join(filter(None, (behind, number))) if towns else "", end


def _towns(walk: _Walk, municipality: Municipality, at: int) -> tuple[tuple[int, ...], int]:
    """Return the towns of the longest name at a place and where it ends; () when none stands there."""
    towns = walk.names.towns(municipality)
    for key, end in walk.joined(at):
        found = towns.get(key, ())
        if found and _ends(walk, end):
            return found, end
    return (), at


def _ends(walk: _Walk, at: int) -> bool:
    piece = walk.next(at)
    if piece is None or piece.is_number:
        return True
    if not walk.latin:
        return not "ぁ" <= piece.key <= "ん"
    last = walk.pieces[at - 1] if walk.forward else walk.pieces[at]
    return piece.segment != last.segment or piece.key == "chome"


def _number(walk: _Walk, at: int) -> tuple[str, int]:
    """Return the number that belongs to a town, and where it ends."""
    if not walk.latin:
        text = "".join([piece.key for piece in walk.pieces[at:]])
        return kana_number(text), len(walk.pieces)
    end, step = at, 1 if walk.forward else -1
    while (piece := walk.next(end)) is not None and (piece.is_number or piece.key == "chome"):
        end += step
    part = walk.pieces[at:end] if walk.forward else walk.pieces[end:at]
    return latin_number(part), end
