"""Records that have a place: by which address each is looked for, and what a found place is as a value."""

from __future__ import annotations

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.match import Level
from ofdesk.model.parts import Location
from ofdesk.model.records import Event, Factory, Record

LOCATED_KINDS = (Event.kind, Factory.kind)
_DECIMALS = 6


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


def model_level(level: Level) -> str:
    """Return the model's code of a geocoder's level."""
    return "" if level is Level.NONE else level.value


def found_location(point: GeoPoint, level: Level, radius_m: float) -> Location:
    """Return the location an address search answered; nobody has confirmed it."""
    return Location(
        lat_deg=round(point.lat_deg, _DECIMALS),
        lon_deg=round(point.lon_deg, _DECIMALS),
        level=model_level(level),
        radius_m=round(radius_m),
        origin="geocoder",
    )
