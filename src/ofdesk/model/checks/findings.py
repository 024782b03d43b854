"""Collects the problems of one record, and what its checks may ask about the rest of the catalogue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from ofdesk.base.errors import Detail
from ofdesk.base.text import fold_for_search
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.problems import Problem, Severity
from ofdesk.model.records import Event


class OfficialNames(Protocol):
    """Knows the municipalities of Japan; the gazetteer stands behind it."""

    def prefectures_with(self, municipality: str) -> tuple[str, ...]:
        """Return the official names of the prefectures that have a municipality of this official name.

        Wards of cities are given with their city (大阪市大正区), those of Tokyo without it; districts (郡)
        are left out.
        """

    def similar(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        """Return official names a wrong one may mean, best first; `prefecture` may be ""."""


@dataclass(frozen=True)
class CheckContext:
    """The catalogue a record stands in. Answers are computed when first asked for and kept."""

    catalogue: Catalogue
    official: OfficialNames

    @cached_property
    def event_names(self) -> Counter[str]:
        """How often each name of an event occurs, folded."""
        return Counter(fold_for_search(event.name) for event in self.catalogue.all_of(Event) if event.name)


class Findings:
    """Problems found so far in one record, or in project and booklet (no identity)."""

    def __init__(self, record_id: RecordId | None) -> None:
        self._record_id = record_id
        self.problems: list[Problem] = []

    def error(self, code: str, field: str, **details: Detail) -> None:
        """Note something that must not go to print."""
        self.add(Severity.ERROR, code, field, **details)

    def warning(self, code: str, field: str, **details: Detail) -> None:
        """Note something doubtful."""
        self.add(Severity.WARNING, code, field, **details)

    def add(self, severity: Severity, code: str, field: str, **details: Detail) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, severity, self._record_id, field, tuple(details.items())))
