"""Which records stand on the map."""

from __future__ import annotations

from dataclasses import replace

from ofdesk.geocoding.match import Match
from ofdesk.gui.map.pins import Pin
from ofdesk.gui.placing import location_summary, radius_text
from ofdesk.gui.record_titles import record_title
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Record
from ofdesk.services.located import LOCATED_KINDS, location_of
from ofdesk.services.words import Words

CANDIDATE = "candidate"


def locations_of(catalogue: Catalogue) -> dict[RecordId, Location]:
    """Return the location of every record that has one."""
    found: dict[RecordId, Location] = {}
    for kind in LOCATED_KINDS:
        for record in catalogue.table(kind):
            location = location_of(record)
            if location is not None:
                found[record.id] = location
    return found


class RecordPins:
    """Makes the pins of all records; a pin whose record stays where it is, is made once."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._kept: dict[RecordId, tuple[Location, Pin]] = {}

    def of(
        self, catalogue: Catalogue, locations: dict[RecordId, Location], current_id: RecordId | None
    ) -> tuple[Pin, ...]:
        """Return a pin for every known place; the current record's is marked and titled."""
        kept, fresh, pins = self._kept, dict[RecordId, tuple[Location, Pin]](), []
        for record_id, location in locations.items():
            known = kept.get(record_id)
            if known is None or known[0] is not location:
                record = catalogue.get(record_id)
                if record is None or location.point is None:
                    continue
                radius_m = float(location.radius_m or 0)
                pin = Pin(record_id, location.point, radius_m, locked=location.locked, kind=record.kind)
                known = (location, pin)
            fresh[record_id] = known
            pins.append(known[1] if record_id != current_id else self._marked(known[1], catalogue))
        self._kept = fresh
        return tuple(pins)

    def _marked(self, pin: Pin, catalogue: Catalogue) -> Pin:
        record = catalogue.get(RecordId(pin.key))
        title = record_title(record, catalogue, self._words) if record is not None else ""
        return replace(pin, title=title, current=True, caption=circle_caption(pin.radius_m, self._words))


def pin_words(record: Record, catalogue: Catalogue, words: Words) -> str:
    """Return what a pin tells under the pointer: name, exactness, whether it is locked."""
    location = location_of(record)
    lines = [record_title(record, catalogue, words), location_summary(location, words)]
    if location is not None and location.locked:
        lines.append(words("ui", "map.pin_locked"))
    return "\n".join(lines)


def candidate_pins(match: Match, shown: int, words: Words, title: str = "") -> tuple[Pin, ...]:
    """Return a pin for the place answered and for each alternative; number `shown` stands out.

    Args:
        title: stands beside the place answered, where another source answered as well.
    """
    pins: list[Pin] = []
    if match.point is not None:
        caption = circle_caption(match.radius_m, words)
        radius_m = match.radius_m
        pins.append(Pin(CANDIDATE, match.point, radius_m, title, candidate=True, caption=caption))
    for number, other in enumerate(match.alternatives):
        pins.append(
            Pin(
                f"{CANDIDATE}{number}",
                other.point,
                other.radius_m,
                candidate=True,
                highlighted=number == shown,
                caption=circle_caption(other.radius_m, words) if number == shown else "",
            )
        )
    return tuple(pins)


def without_circle(pin: Pin) -> Pin:
    """Return the pin alone, so that the circle of an answer is not taken for its own."""
    return replace(pin, radius_m=0.0, caption="") if pin.current else pin


def alternative_of(key: str) -> int:
    """Return the number of the alternative that a candidate's pin stands for, or -1."""
    number = key.removeprefix(CANDIDATE)
    return int(number) if key.startswith(CANDIDATE) and number.isdigit() else -1


def circle_caption(radius_m: float, words: Words) -> str:
    """Return what stands at the edge of a circle; "" without one."""
    return words("ui", "place.radius", radius=radius_text(radius_m, words)) if radius_m else ""
