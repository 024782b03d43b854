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


def pins_of(
    catalogue: Catalogue, words: Words, current_id: RecordId | None, kinds: tuple[str, ...]
) -> tuple[Pin, ...]:
    """Return a pin for every located record of some kinds, and for the current record whatever its kind."""
    pins: list[Pin] = []
    records = [record for kind in kinds for record in catalogue.table(kind)]
    current = catalogue.get(current_id)
    if current is not None and current.kind not in kinds:
        records.append(current)
    for record in records:
        location = location_of(record)
        point = location.point if location is not None else None
        if location is None or point is None:
            continue
        is_current = record.id == current_id
        title = record_title(record, catalogue, words) if is_current else ""
        pins.append(
            Pin(record.id, point, float(location.radius_m or 0), title, is_current, locked=location.locked)
        )
    return tuple(pins)
