"""Problems: what is wrong or doubtful in the data, as codes with details; the interface words them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from ofdesk.base.errors import Detail
from ofdesk.model.ids import RecordId


class Severity(IntEnum):
    """How bad a problem is: errors must not go to print, warnings may; a note tells what was done."""

    NOTE = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    Attributes:
        code: key of its sentence, such as "check.required".
        severity: error, warning or note.
        record_id: record concerned, None for the project or the booklet.
        field: name of the field concerned, or "".
        details: values for the sentence, as pairs so that problems compare and hash.
    """

    code: str
    severity: Severity
    record_id: RecordId | None = None
    field: str = ""
    details: tuple[tuple[str, Detail], ...] = ()
