"""Which records stand on the map, and by which address each is looked for."""

from __future__ import annotations

from ofdesk.gui.map.pins import Pin
from ofdesk.gui.record_titles import record_title
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Event, Factory, Record
from ofdesk.services.words import Words

LOCATED_KINDS = (Event.kind, Factory.kind)


def location_of(record: Record | None) -> Location | None:
    """Return the location of a record, or None."""
    return record.location if isinstance(record, Event | Factory) else None


def can_be_located(record: Record | None) -> bool:
    """Tell whether records of this kind have a place."""
    return isinstance(record, Event | Factory)


def address_of(record: Record | None) -> str:
    """Return the address to look for; an event goes by its first municipality."""
    match record:
        case Factory():
            return f"{record.postal_code} {record.address}".strip()
        case Event() if record.municipalities:
            prefecture = record.prefectures[0] if len(record.prefectures) == 1 else ""
            return prefecture + record.municipalities[0]
        case Event() if record.prefectures:
            return record.prefectures[0]
        case _:
            return ""


def locations_of(catalogue: Catalogue) -> dict[RecordId, Location]:
    """Return the location of every record that has one."""
    found: dict[RecordId, Location] = {}
    for kind in LOCATED_KINDS:
        for record in catalogue.table(kind):
            location = location_of(record)
            if location is not None:
                found[record.id] = location
    return found


def pins_of(
    catalogue: Catalogue, locations: dict[RecordId, Location], current_id: RecordId | None, words: Words
) -> tuple[Pin, ...]:
    """Return a pin for every known place; the current record's is marked and titled."""
    pins: list[Pin] = []
    for record_id, location in locations.items():
        point = location.point
        if point is None:
            continue
        is_current = record_id == current_id
        record = catalogue.get(record_id) if is_current else None
        title = record_title(record, catalogue, words) if record is not None else ""
        radius_m = float(location.radius_m or 0)
        pins.append(Pin(record_id, point, radius_m, title, is_current, locked=location.locked))
    return tuple(pins)
