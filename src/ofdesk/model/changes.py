"""Changes: the one vocabulary by which a catalogue becomes another one.

Every change knows what was before, so that it can be undone, journalled, merged and checked: a
change that does not fit the catalogue it meets is refused, never bent.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, TypeAlias

from ofdesk.base.errors import InputError
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.fields import spec_of
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Record
from ofdesk.model.storable import chars_in, require_room, require_storable, require_storable_value


class ChangeConflictError(InputError):
    """A change does not fit the catalogue. Codes: "change.no_record", "change.exists", "change.outdated"."""


@dataclass(frozen=True, slots=True)
class SetField:
    """Give a field of a record another value; lists and parts are replaced whole."""

    record_id: RecordId
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class AddRecord:
    """Add a record (a photo's bytes must be in the photo store before)."""

    record: Record


@dataclass(frozen=True, slots=True)
class RemoveRecord:
    """Remove a record; the change keeps it whole."""

    record: Record


@dataclass(frozen=True, slots=True)
class SetProject:
    """Give a field of the project another value."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class SetBooklet:
    """Give a field of the booklet settings another value."""

    field: str
    before: Any
    after: Any


Change: TypeAlias = SetField | AddRecord | RemoveRecord | SetProject | SetBooklet


def move_record(record: Record, order: str) -> SetField:
    """Return the change that moves a record to another place in the order of its kind."""
    return SetField(record.id, "order", record.order, order)


def set_field(record: Record, field: str, value: Any) -> SetField:
    """Return the change that gives a record's field a value.

    Raises:
        KeyError: the record's class declares no such field.
    """
    spec_of(type(record), field)
    return SetField(record.id, field, getattr(record, field), value)


def inverse(change: Change) -> Change:
    """Return the change that takes a change back."""
    match change:
        case AddRecord(record):
            return RemoveRecord(record)
        case RemoveRecord(record):
            return AddRecord(record)
        case _:
            return dataclasses.replace(change, before=change.after, after=change.before)


def apply(catalogue: Catalogue, change: Change) -> Catalogue:
    """Return the catalogue after a change.

    Raises:
        ChangeConflictError: the catalogue is not what the change expects.
        InputError: no file could hold the new value, see `model.storable`.
        KeyError: the change names a field that does not exist (a bug of the caller).
    """
    match change:
        case SetField(record_id, field, before, after):
            record = catalogue.get(record_id)
            if record is None:
                raise ChangeConflictError("change.no_record", record=record_id)
            require_storable_value(spec_of(type(record), field).type, after)
            _expect(getattr(record, field), before, field)
            changed = dataclasses.replace(record, **{field: after})
            _require_room_to_grow(changed, before, after)
            return catalogue.with_record(changed)
        case AddRecord(record):
            if catalogue.get(record.id) is not None:
                raise ChangeConflictError("change.exists", record=record.id)
            require_storable(record)
            require_room(record)
            return catalogue.with_record(record)
        case RemoveRecord(record):
            if catalogue.get(record.id) != record:
                raise ChangeConflictError("change.outdated", field="")
            return catalogue.without(record)
        case SetProject(field, before, after):
            require_storable_value(spec_of(type(catalogue.project), field).type, after)
            _expect(getattr(catalogue.project, field), before, field)
            project = dataclasses.replace(catalogue.project, **{field: after})
            _require_room_to_grow(project, before, after)
            return dataclasses.replace(catalogue, project=project)
        case SetBooklet(field, before, after):
            require_storable_value(spec_of(type(catalogue.booklet), field).type, after)
            _expect(getattr(catalogue.booklet, field), before, field)
            booklet = dataclasses.replace(catalogue.booklet, **{field: after})
            _require_room_to_grow(booklet, before, after)
            return dataclasses.replace(catalogue, booklet=booklet)


def _expect(found: object, before: object, field: str) -> None:
    if found != before:
        raise ChangeConflictError("change.outdated", field=field)


def _require_room_to_grow(changed: object, before: object, after: object) -> None:
    # What is too long already may always be made shorter.
    if chars_in(after) > chars_in(before):
        require_room(changed)


def touched_id(change: Change) -> RecordId | None:
    """Return the identity of the record a change touches; None for project and booklet."""
    match change:
        case SetField(record_id):
            return record_id
        case AddRecord(record) | RemoveRecord(record):
            return record.id
        case _:
            return None
