"""Which pins the checks found outside the municipality that their record names."""

from __future__ import annotations

from collections.abc import Iterable

from ofdesk.model.ids import RecordId
from ofdesk.model.problems import Problem

_OUTSIDE = frozenset({"check.location_elsewhere", "check.location_at_sea", "check.location_outside_japan"})


def misplaced_records(problems: Iterable[Problem]) -> frozenset[RecordId]:
    """Return the records whose pin lies in another municipality, at sea or outside Japan."""
    return frozenset(p.record_id for p in problems if p.code in _OUTSIDE and p.record_id is not None)
