"""What was found in records that have not changed since, so that an edit costs the checks of one record."""

from __future__ import annotations

from collections.abc import Callable

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.problems import Problem
from ofdesk.model.records import Record

Problems = tuple[Problem, ...]


class CheckMemory:
    """Keeps, from one run of the checks to the next, what follows from a record's own fields alone."""

    def __init__(self) -> None:
        self._found: dict[RecordId, tuple[Record, object, Problems]] = {}

    def problems_of(self, record: Record, circumstances: object, find: Callable[[], Problems]) -> Problems:
        """Return what was found in a record, or find it.

        Args:
            record: asked for by its very self: records are never changed, an edit makes another.
            circumstances: all else that what is found depends on; compared by value.
            find: finds the problems.
        """
        kept = self._found.get(record.id)
        if kept is not None and kept[0] is record and kept[1] == circumstances:
            return kept[2]
        problems = find()
        self._found[record.id] = (record, circumstances, problems)
        return problems

    def forget_all_but(self, catalogue: Catalogue) -> None:
        """Let go of records that are no more."""
        if len(self._found) > len(catalogue):
            self._found = {key: kept for key, kept in self._found.items() if catalogue.get(key) is not None}
