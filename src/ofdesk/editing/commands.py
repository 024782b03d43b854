"""Builders of commands: what a user does in one step, as changes that are undone together.

Pure functions of a snapshot; nothing is executed here. A builder that finds nothing to do returns a command
without changes, which the document drops.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoPoint, Point
from ofdesk.editing.history import Command
from ofdesk.editing.placing import Place, place_between
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import (
    AddRecord,
    Change,
    RemoveRecord,
    SetBooklet,
    SetProject,
    move_record,
    set_field,
)
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.ordering import key_between
from ofdesk.model.parts import CalloutPlace, Location
from ofdesk.model.records import Event, Factory, Photo, Record
from ofdesk.model.references import dependents_of, references_cleared, users_of_photo
from ofdesk.model.settings import Section


def type_text(record: Record, field: str, value: Any, coalesce: str) -> Command:
    """Return a stroke of typing; strokes with the same key become one step of undo.

    Args:
        record: as it is now.
        field: name of a declared field.
        value: the whole new value.
        coalesce: key that the caller renews when the user pauses or leaves the field.
    """
    return Command("command.type", (set_field(record, field, value),), coalesce)


def set_fields(record: Record, values: Mapping[str, Any], label: str = "command.edit") -> Command:
    """Return the step that gives fields of a record their values."""
    return Command(label, tuple(set_field(record, name, value) for name, value in values.items()))


def set_project_field(catalogue: Catalogue, field: str, value: Any, coalesce: str = "") -> Command:
    """Return the step that gives a field of the project a value."""
    before = getattr(catalogue.project, field)
    return Command("command.edit_project", (SetProject(field, before, value),), coalesce)


def set_booklet_field(catalogue: Catalogue, field: str, value: Any, coalesce: str = "") -> Command:
    """Return the step that gives a field of the booklet settings a value."""
    before = getattr(catalogue.booklet, field)
    return Command("command.edit_booklet", (SetBooklet(field, before, value),), coalesce)


def move_section(sections: Sequence[Section], catalogue: Catalogue, place: int, before: int) -> Command:
    """Return the step that moves a section of the booklet.

    Args:
        sections: as they are printed now; the usual ones when the booklet has none of its own.
        place: where the section stands, from 0.
        before: place of the section it is put before; the number of sections puts it last.
    """
    moved = list(sections)
    moved.insert(before - (before > place), moved.pop(place))
    if moved == list(sections):
        return Command("command.move_section", ())
    change = SetBooklet("sections", catalogue.booklet.sections, tuple(moved))
    return Command("command.move_section", (change,))


def add_section(sections: Sequence[Section], catalogue: Catalogue, pattern: str, before: int) -> Command:
    """Return the step that adds a printed section of a pattern before the one at a place."""
    added = (*sections[:before], Section(pattern=pattern, included=True), *sections[before:])
    change = SetBooklet("sections", catalogue.booklet.sections, added)
    return Command("command.add_section", (change,))


def remove_section(sections: Sequence[Section], catalogue: Catalogue, place: int) -> Command:
    """Return the step that takes a section out of the plan; the last one stays.

    A booklet without sections of its own prints the usual ones, so that none left would be all of them.
    """
    if len(sections) < 2:
        return Command("command.remove_section", ())
    left = (*sections[:place], *sections[place + 1 :])
    change = SetBooklet("sections", catalogue.booklet.sections, left)
    return Command("command.remove_section", (change,))


def add_record(catalogue: Catalogue, record: Record, after: RecordId | None = None) -> Command:
    """Return the step that adds a record, after another one of its kind or at the end."""
    placed = _placed_after(catalogue, record.kind, after)
    added = dataclasses.replace(record, order=placed.order)
    return Command("command.add", (*placed.others, AddRecord(added)))


def add_records(catalogue: Catalogue, records: Iterable[Record], label: str = "command.import") -> Command:
    """Return the step that adds records of any kinds, each at the end of its kind, in the order given."""
    changes: list[Change] = []
    last: dict[str, str] = {}
    for record in records:
        if record.kind not in last:
            placed = _placed_after(catalogue, record.kind, None)
            changes += placed.others
            order = placed.order
        else:
            order = key_between(last[record.kind], "")
        last[record.kind] = order
        changes.append(AddRecord(dataclasses.replace(record, order=order)))
    return Command(label, tuple(changes))


def duplicate_record(catalogue: Catalogue, record: Record, new_id: RecordId) -> Command:
    """Return the step that adds a copy right after a record; the copy starts unapproved.

    Photos are shared: both records refer to the same photo records.
    """
    placed = _placed_after(catalogue, record.kind, record.id)
    copy = dataclasses.replace(record, id=new_id, order=placed.order, state="")
    return Command("command.duplicate", (*placed.others, AddRecord(copy)))


def remove_records(catalogue: Catalogue, record_ids: Iterable[RecordId]) -> Command:
    """Return the step that removes records with everything that hangs on them.

    What cannot be without a removed record goes too: editions of an event, participations, links, and photos
    that nothing else shows. All other references to what goes are cleared.
    """
    gone = dependents_of(catalogue, frozenset(record_ids))
    changes: list[Change] = list(references_cleared(catalogue, gone))
    changes += [RemoveRecord(record) for record in catalogue if record.id in gone]
    return Command("command.remove", tuple(changes))


def move_to(catalogue: Catalogue, record: Record, after: RecordId | None) -> Command:
    """Return the step that moves a record right after another of its kind, or to the start (None)."""
    others = [other for other in catalogue.table(record.kind) if other.id != record.id]
    position = _position_after(others, after) if after is not None else 0
    placed = place_between(others, position)
    return Command("command.move", (*placed.others, move_record(record, placed.order)))


def move_by(catalogue: Catalogue, record: Record, steps: int) -> Command:
    """Return the step that moves a record up (negative) or down among its kind; it stops at the ends."""
    ids = catalogue.table(record.kind).ids
    others = [other for other in catalogue.table(record.kind) if other.id != record.id]
    position = max(0, min(len(others), ids.index(record.id) + steps))
    if position == ids.index(record.id):
        return Command("command.move", ())
    placed = place_between(others, position)
    return Command("command.move", (*placed.others, move_record(record, placed.order)))


def attach_photos(catalogue: Catalogue, owner: Record, photos: Iterable[Photo]) -> Command:
    """Return the step that adds photo records and shows them last in a record's `photos`."""
    new = tuple(photo for photo in photos if catalogue.get(photo.id) is None)
    added = add_records(catalogue, new, "command.add_photo")
    shown: tuple[RecordId, ...] = getattr(owner, "photos")  # noqa: B009 - declared by the kinds with photos
    more = tuple(photo.id for photo in photos if photo.id not in shown)
    return Command(added.label, (*added.changes, set_field(owner, "photos", shown + more)))


def detach_photo(catalogue: Catalogue, owner: Record, photo_id: RecordId) -> Command:
    """Return the step that takes a photo off a record, and away altogether when nothing else shows it."""
    photos: tuple[RecordId, ...] = getattr(owner, "photos")  # noqa: B009 - as above
    changes: list[Change] = [set_field(owner, "photos", tuple(p for p in photos if p != photo_id))]
    photo = catalogue.get(photo_id)
    if photo is not None and set(users_of_photo(catalogue, photo_id)) <= {owner.id}:
        changes = list(references_cleared(catalogue, frozenset({photo_id})))
        changes.append(RemoveRecord(photo))
    return Command("command.remove_photo", tuple(changes))


def reorder_photos(owner: Record, photos: tuple[RecordId, ...]) -> Command:
    """Return the step that puts a record's photos in another order.

    Raises:
        ValueError: not the same photos.
    """
    former: tuple[RecordId, ...] = getattr(owner, "photos")  # noqa: B009 - as above
    if sorted(former) != sorted(photos):
        raise ValueError("reordering must keep the photos")
    return Command("command.move_photo", (set_field(owner, "photos", photos),))


def set_location(record: Record, location: Location) -> Command:
    """Return the step that gives a record the place a geocoder or an import found.

    Raises:
        InputError: "location.locked": somebody fixed the present place.
    """
    former = _location_of(record)
    if former is not None and former.locked:
        raise InputError("location.locked")
    return Command("command.locate", (set_field(record, "location", location),))


def set_locations(places: Iterable[tuple[Record, Location]]) -> Command:
    """Return the one step that gives many records the places a geocoder found.

    Raises:
        InputError: "location.locked": somebody fixed one of the present places.
    """
    changes = [change for record, location in places for change in set_location(record, location).changes]
    return Command("command.locate_many", tuple(changes))


def move_pin(record: Record, point: GeoPoint) -> Command:
    """Return the step that puts a pin where a person dragged it; a former confirmation no longer holds.

    Raises:
        InputError: "location.locked".
    """
    location = Location(
        lat_deg=round(point.lat_deg, 6), lon_deg=round(point.lon_deg, 6), level="point", origin="by_hand"
    )
    return Command("command.move_pin", set_location(record, location).changes)


def move_callout(record: Event | Factory, sheet: str, middle: Point | None) -> Command:
    """Return the step that puts the callout of a record at a place of one map sheet.

    Args:
        record: whose callout it is.
        sheet: key of the sheet.
        middle: of the box, in mm from the corner of the trimmed page; None lets the map place it again.
    """
    others = tuple(place for place in record.callouts if place.sheet != sheet)
    own: tuple[CalloutPlace, ...] = ()
    if middle is not None:
        own = (CalloutPlace(sheet=sheet, x_mm=round(middle.x_mm, 2), y_mm=round(middle.y_mm, 2)),)
    code = "command.move_callout" if own else "command.reset_callout"
    return Command(code, (set_field(record, "callouts", others + own),))


def lock_location(record: Record, confirmed_by: str, confirmed_on: PartialDate) -> Command:
    """Return the step that locks a place: notes who vouches for it and since when.

    Raises:
        InputError: "location.none": there is no place to lock.
    """
    location = _known_location(record)
    locked = dataclasses.replace(location, confirmed_by=confirmed_by, confirmed_on=confirmed_on, locked=True)
    return Command("command.lock_location", (set_field(record, "location", locked),))


def unlock_location(record: Record) -> Command:
    """Return the step that unlocks a place; who confirmed it last stays noted until it is moved.

    Raises:
        InputError: "location.none".
    """
    location = dataclasses.replace(_known_location(record), locked=False)
    return Command("command.unlock_location", (set_field(record, "location", location),))


def _location_of(record: Record) -> Location | None:
    found = getattr(record, "location")  # noqa: B009 - declared by the kinds with a place
    assert found is None or isinstance(found, Location)
    return found


def _known_location(record: Record) -> Location:
    location = _location_of(record)
    if location is None or location.point is None:
        raise InputError("location.none")
    return location


def _placed_after(catalogue: Catalogue, kind: str, after: RecordId | None) -> Place:
    records = list(catalogue.table(kind))
    return place_between(records, _position_after(records, after) if after is not None else len(records))


def _position_after(records: list[Record], after: RecordId) -> int:
    for position, record in enumerate(records, start=1):
        if record.id == after:
            return position
    return len(records)
