"""Sorted keys under which names are found by their beginning: spelling, reading in kana, Latin letters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from ofdesk.geocoding.normalise import fold_name, fold_names
from ofdesk.geocoding.towns import TownTable

SPELLING, READING, LATIN = range(3)  # in the order in which they are offered
LONGEST_KEY = 24
_MOST_FOUND = 300
_LONG_VOWEL = re.compile("o[ou]|uu")
_LABIAL = re.compile("m(?=[bmp])")
_NO_LETTER = re.compile("[^a-z0-9]+")


def fold_kana(reading: str) -> str:
    """Return the key of a reading, as `fold_name` folds what is typed in kana."""
    return fold_name(reading)


def fold_latin(text: str) -> str:
    """Return the key of a spelling in Latin letters: long vowels single, n before b, m and p."""
    letters = _NO_LETTER.sub("", text.lower())
    return _LABIAL.sub("n", _LONG_VOWEL.sub(lambda found: found.group()[0], letters))


class KeyIndex:
    """Numbers under sorted keys of three kinds."""

    def __init__(self) -> None:
        self._pairs: list[list[tuple[str, int]]] = [[], [], []]
        self._equal: dict[str, dict[int, None]] = {}

    def add(self, kind: int, pairs: Iterable[tuple[str, int]]) -> None:
        """Add keys of a kind with the number each stands for; empty keys are passed over."""
        for key, number in pairs:
            if key:
                self._pairs[kind].append((key, number))
                self._equal.setdefault(key, {})[number] = None

    def sort(self) -> None:
        """Make ready to be asked."""
        for pairs in self._pairs:
            pairs.sort()

    def equal(self, key: str) -> Iterable[int]:
        """Return the numbers of exactly this key, of any kind."""
        return self._equal.get(key, ())

    def beginning_with(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield kind and number of the keys that begin with a folded text, at most 300 of a kind."""
        for kind, pairs in enumerate(self._pairs):
            start = fold_latin(folded) if kind == LATIN else folded
            if start and (kind != LATIN or folded.isascii()):
                yield from ((kind, number) for number in _run(pairs, start))


def _run(pairs: list[tuple[str, int]], start: str) -> Iterator[int]:
    at = bisect_left(pairs, (start,))
    for key, number in islice(pairs, at, at + _MOST_FOUND):
        if not key.startswith(start):
            return
        yield number


class TownIndex:
    """The towns of one municipality by their beginnings."""

    def __init__(self, table: TownTable) -> None:
        self.table = table
        self._spellings = sorted(_all_keys(table))
        readings = [table.reading(town) for town in range(len(table))]
        self._readings = sorted(
            (key, town) for town, key in enumerate(fold_names(readings)) if key and table.names[town]
        )

    @cached_property
    def _latin(self) -> list[tuple[str, int]]:
        """Latin spellings; made when somebody types Latin letters."""
        return sorted(
            (fold_latin(self.table.romaji(town)), town)
            for town in range(len(self.table))
            if self.table.names[town]
        )

    def beginning_with(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield kind and number of the towns that begin with a folded text."""
        for town in _run(self._spellings, folded):
            yield SPELLING, town
        for town in _run(self._readings, folded):
            yield READING, town
        if folded.isascii() and (start := fold_latin(folded)) and not start.isdigit():
            for town in _run(self._latin, start):
                yield LATIN, town


def _all_keys(table: TownTable) -> Iterator[tuple[str, int]]:
    for key, town in table.keys().items():
        for one in table.namesakes(town) or (town,):
            yield key, one
