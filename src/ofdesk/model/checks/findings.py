"""Collects the problems of one record, and what its checks may ask about the rest of the catalogue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from ofdesk.base.errors import Detail
from ofdesk.base.text import fold_for_search
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.checks.knowledge import PlaceKnowledge
from ofdesk.model.checks.shared_points import SharedPoints
from ofdesk.model.ids import RecordId
from ofdesk.model.problems import Problem, Severity
from ofdesk.model.records import Event, Factory


@dataclass(frozen=True)
class CheckContext:
    """The catalogue a record stands in. Answers are computed when first asked for and kept."""

    catalogue: Catalogue
    places: PlaceKnowledge

    @cached_property
    def shared_points(self) -> SharedPoints:
        """Which factories lie at one point."""
        return SharedPoints(self.catalogue.all_of(Factory), self.places)

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
