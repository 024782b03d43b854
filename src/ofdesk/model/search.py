"""Search as people type: every word must occur, whatever its width, case or kana.

Owns an index of folded texts that follows the catalogue: a record is folded again only when it is another
object than last time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ofdesk.base.ruby import MARK, plain
from ofdesk.base.text import fold_for_search, fold_uncached
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.fields import ChoiceType, FieldType, ListType, PartType, TextType, specs_of
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Record, record_type
from ofdesk.model.references import single_references

_BETWEEN_TEXTS = "\x00"  # no word can hold it, so no match runs over from one field to the next


@dataclass(frozen=True, slots=True)
class _Folded:
    record: Record
    text: str
    title: str


class SearchIndex:
    """Finds records by words; used from one thread, kept as long as the project is open."""

    def __init__(self) -> None:
        self._folded: dict[RecordId, _Folded] = {}

    def matches(self, catalogue: Catalogue, kind: str, query: str) -> frozenset[RecordId]:
        """Return the records of a kind that hold every word of a query.

        A record that ties others together (participation, edition, link) is found by their titles too.
        A query without words finds all.
        """
        words = query_words(query)
        table = catalogue.table(kind)
        if not words:
            return frozenset(table.ids)
        ties = single_references(kind)
        folded = self._folded
        found: list[RecordId] = []
        for record in table:
            entry = folded.get(record.id)
            if entry is None or entry.record is not record:
                entry = self._fold(record)
            text = entry.text
            if ties:
                text = _BETWEEN_TEXTS.join((text, *self._titles(catalogue, record, ties)))
            if all(word in text for word in words):
                found.append(record.id)
        return frozenset(found)

    def forget(self, catalogue: Catalogue) -> None:
        """Let go of records that a catalogue no longer holds."""
        self._folded = {i: entry for i, entry in self._folded.items() if catalogue.get(i) is not None}

    def _fold(self, record: Record) -> _Folded:
        text = fold_uncached(_BETWEEN_TEXTS.join(_as_typed_and_read(_texts(record))))
        title = _BETWEEN_TEXTS.join(_as_typed_and_read((record.title,)))
        entry = _Folded(record, text, fold_for_search(title))
        self._folded[record.id] = entry
        return entry

    def _titles(self, catalogue: Catalogue, record: Record, ties: tuple[str, ...]) -> Iterator[str]:
        for name in ties:
            target = catalogue.get(getattr(record, name))
            if target is not None:
                entry = self._folded.get(target.id)
                yield (entry if entry is not None and entry.record is target else self._fold(target)).title


def query_words(query: str) -> tuple[str, ...]:
    """Return the folded words of a query; full-width blanks part words as well."""
    return tuple(folded for word in query.split() if (folded := fold_for_search(word)))


def _as_typed_and_read(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts, those with readings (産地《さんち》) also as they read without."""
    for text in texts:
        yield text
        if MARK in text:
            yield plain(text)


def _texts(record: Record) -> Iterator[str]:
    for name, field_type in _searchable(record.kind):
        value = getattr(record, name)
        if value:
            yield from _texts_of(field_type, value)


def _texts_of(field_type: FieldType, value: Any) -> Iterator[str]:
    if isinstance(field_type, ListType):
        for item in value:
            yield from _texts_of(field_type.item, item)
    elif isinstance(field_type, PartType):
        for spec in specs_of(field_type.part):
            inner = getattr(value, spec.name)
            if inner and _holds_text(spec.type):
                yield from _texts_of(spec.type, inner)
    elif not (isinstance(field_type, ChoiceType) and value.isascii()):  # codes are no words; prefectures are
        yield value


@cache
def _searchable(kind: str) -> tuple[tuple[str, FieldType], ...]:
    return tuple(
        (spec.name, spec.type)
        for spec in specs_of(record_type(kind))
        if not spec.hidden and _holds_text(spec.type)
    )


def _holds_text(field_type: FieldType) -> bool:
    if isinstance(field_type, ListType):
        return _holds_text(field_type.item)
    return isinstance(field_type, TextType | ChoiceType | PartType)
