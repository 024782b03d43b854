"""Which names may stand at a place of a folded text: the first two characters tell how long they are."""

from __future__ import annotations

from collections.abc import Iterable

_START = 2


class NameIndex:
    """Lengths of names by their beginnings; built once, never changed."""

    __slots__ = ("_by_first", "_by_start")

    def __init__(self, names: Iterable[str]) -> None:
        by_start: dict[str, tuple[int, ...]] = {}
        singles: set[str] = set()
        for name in names:
            length = len(name)
            if length < _START:
                singles.add(name)
                continue
            known = by_start.get(name[:_START])
            if known is None:
                by_start[name[:_START]] = (length,)
            elif length not in known:
                by_start[name[:_START]] = tuple(sorted((*known, length), reverse=True))
        for start, known in by_start.items():
            if start[0] in singles:
                by_start[start] = (*known, 1)
        self._by_start = by_start
        self._by_first = dict.fromkeys(singles, (1,))

    def lengths(self, text: str, at: int) -> tuple[int, ...]:
        """Return the lengths, greatest first, that names beginning like the text at the place have."""
        found = self._by_start.get(text[at : at + _START])
        return self._by_first.get(text[at : at + 1], ()) if found is None else found

    def first_characters(self) -> frozenset[str]:
        """Return the characters with which names begin."""
        return frozenset(start[0] for start in self._by_start) | frozenset(self._by_first)
