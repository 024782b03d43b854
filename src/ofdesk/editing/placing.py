"""Places for records in the order of their kind, whatever keys files and merged copies brought along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ofdesk.model.changes import SetField, move_record
from ofdesk.model.ordering import evenly_spaced, is_order_key, key_between
from ofdesk.model.records import Record


@dataclass(frozen=True, slots=True)
class Place:
    """An order key, and the changes of other records' keys that make room for it."""

    order: str
    others: tuple[SetField, ...] = ()


def place_between(records: Sequence[Record], position: int) -> Place:
    """Return the place before the record at `position` (its length: the end) of records in order.

    Two copies of a project may give two records the same key, and a key from a foreign file may be none at
    all; then the records are numbered anew.
    """
    before = records[position - 1].order if position else ""
    after = records[position].order if position < len(records) else ""
    starts_well = position == 0 or is_order_key(before)
    ends_well = position == len(records) or is_order_key(after)
    if starts_well and ends_well and (not after or before < after):
        return Place(key_between(before, after))
    keys = evenly_spaced(len(records) + 1)
    kept = (*keys[:position], *keys[position + 1 :])
    moved = tuple(
        move_record(record, key) for record, key in zip(records, kept, strict=True) if record.order != key
    )
    return Place(keys[position], moved)
