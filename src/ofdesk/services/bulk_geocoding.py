"""Looks for the places of all records that have none, and takes the chosen answers in one step.

Owns which records are asked: those without a pin, not locked, with an address. Refuses to touch a record that
was edited, placed or locked since it was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ofdesk.base.errors import Cancelled
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.editing import commands
from ofdesk.editing.history import Command
from ofdesk.geocoding.confidence import Confidence, confidence_of
from ofdesk.geocoding.match import Alternative, Match
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Record
from ofdesk.services.located import LOCATED_KINDS, address_of, found_location, location_of

_RECORDS_PER_STEP = 20


@dataclass(frozen=True, slots=True)
class BulkAnswer:
    """What was answered for one record, asked by the address it had then."""

    record_id: RecordId
    address: str
    match: Match
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class BulkReport:
    """The answers in the order of the records.

    Attributes:
        asked: how many records there were to ask.
        stopped: whether it was called off before all were asked; what was found until then is here.
    """

    answers: tuple[BulkAnswer, ...]
    asked: int
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer the user takes: the one given, or one of its alternatives."""

    answer: BulkAnswer
    alternative: Alternative | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """The step that takes the chosen places, how many it sets, and how many records it passes over."""

    command: Command
    placed: int
    skipped: int


def unplaced_records(catalogue: Catalogue) -> Iterator[Record]:
    """Yield the records to ask for: no pin, not locked, with an address."""
    for kind in LOCATED_KINDS:
        for record in catalogue.table(kind):
            if _is_free(location_of(record)) and address_of(record):
                yield record


def geocode_unplaced(
    catalogue: Catalogue,
    matcher: AddressMatcher,
    *,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> BulkReport:
    """Ask for every record without a pin; called off, it returns what was found so far."""
    records = tuple(unplaced_records(catalogue))
    answers: list[BulkAnswer] = []
    known: dict[str, Match] = {}
    try:
        for done, record in enumerate(records):
            if done % _RECORDS_PER_STEP == 0:
                progress(done, len(records), "geocode")
                cancel.check()
            address = address_of(record)
            match = known.get(address)
            if match is None:
                match = known[address] = matcher.match(address)
            answers.append(BulkAnswer(record.id, address, match, confidence_of(match)))
    except Cancelled:
        return BulkReport(tuple(answers), len(records), stopped=True)
    progress(len(records), len(records), "geocode")
    return BulkReport(tuple(answers), len(records))


def adopt(catalogue: Catalogue, chosen: Iterable[Chosen]) -> Adoption:
    """Return the one step that gives the records their chosen places.

    A record that is gone, has another address than it was asked by, or got a pin or a lock meanwhile is
    passed over.
    """
    places: list[tuple[Record, Location]] = []
    skipped = 0
    for one in chosen:
        record = catalogue.get(one.answer.record_id)
        location = _place_of(one)
        if (
            record is None
            or location is None
            or address_of(record) != one.answer.address
            or not _is_free(location_of(record))
        ):
            skipped += 1
        else:
            places.append((record, location))
    return Adoption(commands.set_locations(places), len(places), skipped)


def _is_free(location: Location | None) -> bool:
    return location is None or (location.point is None and not location.locked)


def _place_of(chosen: Chosen) -> Location | None:
    other, match = chosen.alternative, chosen.answer.match
    if other is not None:
        return found_location(other.point, other.level, other.radius_m)
    return found_location(match.point, match.level, match.radius_m) if match.point is not None else None
