"""Who refers to whom: what hangs on a record and what merely names it.

A required reference is a bond: a participation cannot be without its factory. Every other reference is a
mention that can be cleared.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import SetField
from ofdesk.model.fields import ListType, ReferenceType, specs_of
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Photo, Record, record_type


@cache
def bonds(kind: str) -> tuple[str, ...]:
    """Return the names of the required references of a kind."""
    return tuple(
        spec.name
        for spec in specs_of(record_type(kind))
        if isinstance(spec.type, ReferenceType) and spec.required
    )


@cache
def single_references(kind: str) -> tuple[str, ...]:
    """Return the names of the fields of a kind that hold one reference."""
    return tuple(spec.name for spec in specs_of(record_type(kind)) if isinstance(spec.type, ReferenceType))


@cache
def reference_lists(kind: str) -> tuple[str, ...]:
    """Return the names of the fields of a kind that hold a list of references."""
    return tuple(
        spec.name
        for spec in specs_of(record_type(kind))
        if isinstance(spec.type, ListType) and isinstance(spec.type.item, ReferenceType)
    )


def references_of(record: Record) -> Iterator[tuple[str, RecordId]]:
    """Yield the field and target of every reference a record holds."""
    for name in single_references(record.kind):
        target = getattr(record, name)
        if target is not None:
            yield name, target
    for name in reference_lists(record.kind):
        for target in getattr(record, name):
            yield name, target


def users_of_photo(catalogue: Catalogue, photo_id: RecordId) -> tuple[RecordId, ...]:
    """Return the identities of the records that show a photo, as a picture or as their logo."""
    found: dict[RecordId, None] = {}
    for kind, table in catalogue.tables.items():
        for name in (*single_references(kind), *reference_lists(kind)):
            for record in table.grouped_by(name).get(photo_id, ()):
                found[record.id] = None
    return tuple(found)


def dependents_of(catalogue: Catalogue, record_ids: frozenset[RecordId]) -> frozenset[RecordId]:
    """Return records together with all that cannot be without them, photos shown nowhere else included."""
    gone = {record_id for record_id in record_ids if catalogue.get(record_id) is not None}
    bound = [(record, bonds(record.kind)) for record in catalogue if bonds(record.kind)]
    grown = True
    while grown:  # as deep as bonds go: event, edition, participation
        found = {
            record.id
            for record, names in bound
            if record.id not in gone and any(getattr(record, name) in gone for name in names)
        }
        grown = bool(found)
        gone |= found
    return frozenset(gone | _photos_left_over(catalogue, gone))


def _photos_left_over(catalogue: Catalogue, gone: set[RecordId]) -> set[RecordId]:
    shown: set[RecordId] = set()
    still_shown: set[RecordId] = set()
    for record in catalogue:
        targets = {target for _, target in references_of(record)}
        (shown if record.id in gone else still_shown).update(targets)
    return {target for target in shown - still_shown if catalogue.find(Photo, target) is not None}


def references_cleared(catalogue: Catalogue, gone: frozenset[RecordId]) -> Iterator[SetField]:
    """Yield the changes that take records out of the references of all others."""
    for record in catalogue:
        if record.id in gone:
            continue
        for name in single_references(record.kind):
            target = getattr(record, name)
            if target in gone:
                yield SetField(record.id, name, target, None)
        for name in reference_lists(record.kind):
            targets = getattr(record, name)
            if not gone.isdisjoint(targets):
                kept = tuple(target for target in targets if target not in gone)
                yield SetField(record.id, name, targets, kept)
