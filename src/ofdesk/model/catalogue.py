"""The catalogue: an immutable snapshot of everything a project file holds, photos' bytes aside.

An edit makes a new catalogue that shares all untouched records and tables, so that workers,
autosave, layout and export read without a lock.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self, TypeVar

from ofdesk.model.ids import RecordId
from ofdesk.model.records import KINDS, Record
from ofdesk.model.settings import BookletSettings, Project

RecordT = TypeVar("RecordT", bound=Record)
_NO_ROWS: Mapping[RecordId, Record] = MappingProxyType({})


class Table:
    """The records of one kind; never changed after it is made. Answers are computed once and kept."""

    __slots__ = ("_grouped", "_ordered", "_rows")

    def __init__(
        self, rows: Mapping[RecordId, Record] = _NO_ROWS, ordered: tuple[RecordId, ...] | None = None
    ) -> None:
        """Take over the rows (the caller must not change them) and, if known, their order."""
        self._rows = rows
        self._ordered = ordered
        self._grouped: dict[str, Mapping[RecordId, tuple[Record, ...]]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and dict(self._rows) == dict(other._rows)

    def __hash__(self) -> int:
        return hash(frozenset(self._rows.values()))

    def __reduce__(self) -> tuple[type[Table], tuple[dict[RecordId, Record], tuple[RecordId, ...] | None]]:
        return Table, (dict(self._rows), self._ordered)

    def get(self, record_id: RecordId | None) -> Record | None:
        """Return a record, or None."""
        return self._rows.get(record_id) if record_id is not None else None

    @property
    def ids(self) -> tuple[RecordId, ...]:
        """Identities in the order set by hand, then by identity."""
        if self._ordered is None:
            rows = self._rows
            self._ordered = tuple(sorted(rows, key=lambda record_id: (rows[record_id].order, record_id)))
        return self._ordered

    def __iter__(self) -> Iterator[Record]:
        rows = self._rows
        return (rows[record_id] for record_id in self.ids)

    def grouped_by(self, reference: str) -> Mapping[RecordId, tuple[Record, ...]]:
        """Return the records by the identities one of their fields refers to, be it one or a list."""
        found = self._grouped.get(reference)
        if found is None:
            groups: dict[RecordId, list[Record]] = {}
            for record in self:
                held = getattr(record, reference)
                for target in held if isinstance(held, tuple) else (held,):
                    if target is not None:
                        groups.setdefault(target, []).append(record)
            found = {target: tuple(records) for target, records in groups.items()}
            self._grouped[reference] = found
        return found

    def with_record(self, record: Record) -> Table:
        """Return a table with a record added or put in the place of the one with its identity."""
        rows = dict(self._rows)
        former = rows.get(record.id)
        rows[record.id] = record
        same_place = former is not None and former.order == record.order
        return Table(rows, self._ordered if same_place else None)

    def without(self, record_id: RecordId) -> Table:
        """Return a table without one record.

        Raises:
            KeyError: no such record.
        """
        rows = dict(self._rows)
        del rows[record_id]
        ordered = self._ordered
        return Table(rows, tuple(i for i in ordered if i != record_id) if ordered is not None else None)


def _empty_tables() -> Mapping[str, Table]:
    return MappingProxyType({kind: Table() for kind in KINDS})


@dataclass(frozen=True)
class Catalogue:
    """Project, booklet settings and one table of records a kind."""

    project: Project = field(default_factory=Project)
    booklet: BookletSettings = field(default_factory=BookletSettings)
    tables: Mapping[str, Table] = field(default_factory=_empty_tables)

    @classmethod
    def of(
        cls, records: Iterable[Record], project: Project | None = None, booklet: BookletSettings | None = None
    ) -> Self:
        """Make a catalogue of records.

        Raises:
            ValueError: two records share an identity.
        """
        rows: dict[str, dict[RecordId, Record]] = {kind: {} for kind in KINDS}
        seen: set[RecordId] = set()
        for record in records:
            if record.id in seen:
                raise ValueError(f"identity used twice: {record.id}")
            seen.add(record.id)
            rows[record.kind][record.id] = record
        tables = MappingProxyType({kind: Table(kind_rows) for kind, kind_rows in rows.items()})
        return cls(project or Project(), booklet or BookletSettings(), tables)

    def __reduce__(self) -> tuple[object, tuple[Project, BookletSettings, dict[str, Table]]]:
        return _rebuild, (self.project, self.booklet, dict(self.tables))

    def __len__(self) -> int:
        return sum(len(table) for table in self.tables.values())

    def __iter__(self) -> Iterator[Record]:
        return (record for kind in KINDS for record in self.tables[kind])

    def get(self, record_id: RecordId | None) -> Record | None:
        """Return the record of an identity, or None."""
        if record_id is None:
            return None
        for table in self.tables.values():
            found = table.get(record_id)
            if found is not None:
                return found
        return None

    def table(self, kind: str) -> Table:
        """Return the table of a kind.

        Raises:
            KeyError: no such kind.
        """
        return self.tables[kind]

    def all_of(self, record_type: type[RecordT]) -> tuple[RecordT, ...]:
        """Return all records of a class in the order set by hand."""
        return tuple(r for r in self.tables[record_type.kind] if isinstance(r, record_type))

    def find(self, record_type: type[RecordT], record_id: RecordId | None) -> RecordT | None:
        """Return the record of a class and identity, or None."""
        found = self.tables[record_type.kind].get(record_id)
        return found if isinstance(found, record_type) else None

    def referring(self, record_type: type[RecordT], reference: str, target: RecordId) -> tuple[RecordT, ...]:
        """Return the records of a class whose reference field holds an identity."""
        found = self.tables[record_type.kind].grouped_by(reference).get(target, ())
        return tuple(r for r in found if isinstance(r, record_type))

    def with_record(self, record: Record) -> Catalogue:
        """Return a catalogue with a record added or replaced."""
        return self._with_table(record.kind, self.tables[record.kind].with_record(record))

    def without(self, record: Record) -> Catalogue:
        """Return a catalogue without a record.

        Raises:
            KeyError: no such record.
        """
        return self._with_table(record.kind, self.tables[record.kind].without(record.id))

    def _with_table(self, kind: str, table: Table) -> Catalogue:
        tables = MappingProxyType({**self.tables, kind: table})
        return dataclasses.replace(self, tables=tables)


def _rebuild(project: Project, booklet: BookletSettings, tables: dict[str, Table]) -> Catalogue:
    return Catalogue(project, booklet, MappingProxyType(tables))
