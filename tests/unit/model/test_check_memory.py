"""What the checks remember from run to run changes no answer."""

from __future__ import annotations

import dataclasses

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.checks.memory import CheckMemory
from ofdesk.model.ids import RecordId
from ofdesk.model.problems import Problem, Severity
from ofdesk.model.records import Report

RECORD = Report(id=RecordId("1" * 32), name="見本")
FOUND = (Problem("check.required", Severity.ERROR, RECORD.id, "publisher"),)


class Finder:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> tuple[Problem, ...]:
        self.asked += 1
        return FOUND


def test_an_unchanged_record_is_not_looked_at_again() -> None:
    memory, finder = CheckMemory(), Finder()
    assert memory.problems_of(RECORD, (1,), finder) == memory.problems_of(RECORD, (1,), finder) == FOUND
    assert finder.asked == 1


def test_an_edit_or_other_circumstances_are() -> None:
    memory, finder = CheckMemory(), Finder()
    memory.problems_of(RECORD, (1,), finder)
    memory.problems_of(RECORD, (2,), finder)
    memory.problems_of(dataclasses.replace(RECORD, name="別の見本"), (2,), finder)
    assert finder.asked == 3


def test_a_record_that_is_no_more_is_forgotten() -> None:
    memory, finder = CheckMemory(), Finder()
    memory.problems_of(RECORD, (), finder)
    memory.forget_all_but(Catalogue.of([RECORD]))
    memory.problems_of(RECORD, (), finder)
    assert finder.asked == 1
    memory.forget_all_but(Catalogue())
    memory.problems_of(RECORD, (), finder)
    assert finder.asked == 2
