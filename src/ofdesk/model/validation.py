"""What is wrong or doubtful in the data: all checks of a record, of the settings, of a whole catalogue.

Owns which checks run. Reports and never refuses: editing goes on whatever is found. Checks of the printed
page (text over its frame, resolution of photos, missing kanji) belong to layout and press.
"""

from __future__ import annotations

from ofdesk.base.progress import NEVER_CANCELLED, Cancel
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.checks.declared import check_declared
from ofdesk.model.checks.findings import CheckContext, Findings
from ofdesk.model.checks.kinds import check_kind, photo_severity
from ofdesk.model.checks.knowledge import PlaceKnowledge
from ofdesk.model.checks.memory import CheckMemory
from ofdesk.model.checks.wording import check_wording
from ofdesk.model.dates import PartialDate
from ofdesk.model.problems import Problem, Severity
from ofdesk.model.records import Edition, Forum, Participation, Photo, Record

__all__ = ["CheckMemory", "PlaceKnowledge", "check_catalogue", "check_record", "check_settings"]

_RECORDS_PER_STEP = 250


def check_record(record: Record, catalogue: Catalogue, places: PlaceKnowledge) -> tuple[Problem, ...]:
    """Return the problems of one record; quick enough to run at every pause of typing."""
    return _problems_of(record, CheckContext(catalogue, places), CheckMemory())


def check_settings(catalogue: Catalogue) -> tuple[Problem, ...]:
    """Return the problems of the project and of the booklet settings (without a record's identity)."""
    findings = Findings(None)
    check_declared(catalogue.project, findings)
    check_declared(catalogue.booklet, findings)
    check_wording(catalogue.booklet, findings, _years_of(catalogue.booklet.as_of))
    return tuple(findings.problems)


def check_catalogue(
    catalogue: Catalogue,
    places: PlaceKnowledge,
    cancel: Cancel = NEVER_CANCELLED,
    memory: CheckMemory | None = None,
) -> tuple[Problem, ...]:
    """Return all problems, those of the settings first, then record by record in order.

    Args:
        catalogue: what to check.
        places: the places of Japan.
        cancel: asked every few records.
        memory: of runs over former states of the same catalogue, to be used and filled.

    Raises:
        Cancelled: asked for by `cancel`.
    """
    context = CheckContext(catalogue, places)
    memory = memory if memory is not None else CheckMemory()
    found = list(check_settings(catalogue))
    for number, record in enumerate(catalogue):
        if number % _RECORDS_PER_STEP == 0:
            cancel.check()
        found += _problems_of(record, context, memory)
    memory.forget_all_but(catalogue)
    return tuple(found)


def _problems_of(record: Record, context: CheckContext, memory: CheckMemory) -> tuple[Problem, ...]:
    catalogue = context.catalogue
    required = photo_severity(record, catalogue) if isinstance(record, Photo) else Severity.ERROR
    years = _years_meant(record, catalogue)

    def find() -> tuple[Problem, ...]:
        findings = Findings(record.id)
        check_declared(record, findings, required)
        check_wording(record, findings, years)
        return tuple(findings.problems)

    own = memory.problems_of(record, (required, years), find)
    findings = Findings(record.id)
    check_kind(record, findings, context)
    return tuple(dict.fromkeys((*own, *findings.problems)))


def _years_meant(record: Record, catalogue: Catalogue) -> tuple[int, ...]:
    """Return the years a date without a year may mean in a record's texts."""
    match record:
        case Edition(begins=begins, ends=ends) if begins is not None:
            return (begins.year,) if ends is None else tuple(range(begins.year, ends.year + 1))[:3]
        case Forum(date=date) if date is not None:
            return (date.year,)
        case Participation(edition=edition_id):
            edition = catalogue.find(Edition, edition_id)
            return _years_meant(edition, catalogue) if edition is not None else ()
        case _:
            return _years_of(record.as_of or catalogue.booklet.as_of)


def _years_of(as_of: PartialDate | None) -> tuple[int, ...]:
    # Texts written in one year announce dates of the next as well.
    return (as_of.year, as_of.year + 1) if as_of is not None else ()
