"""Geocoding of all records without a place: who is asked, what is taken, what is left alone."""

from __future__ import annotations

import dataclasses

import pytest

from ofdesk.base.errors import Cancelled
from ofdesk.editing import commands
from ofdesk.editing.document import Document
from ofdesk.geocoding.confidence import Confidence
from ofdesk.geocoding.match import Level
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Event, Factory, Record
from ofdesk.services.bulk_geocoding import BulkReport, Chosen, adopt, geocode_unplaced, unplaced_records
from ofdesk.services.located import address_of

HERE = Location(lat_deg=35.0, lon_deg=135.0)


@pytest.fixture(scope="module")
def matcher() -> AddressMatcher:
    return AddressMatcher()


def factory(number: int, address: str, location: Location | None = None, postal_code: str = "") -> Factory:
    record_id = RecordId(f"{number:032x}")
    return Factory(
        id=record_id, order=f"i{number:05}", name=f"見本{number}", address=address, location=location,
        postal_code=postal_code,
    )  # fmt: skip


SURE = factory(1, "福井県鯖江市河和田町18-5")
PLACED = factory(2, "福井県鯖江市河和田町18-5", HERE)
LOCKED = factory(3, "福井県鯖江市河和田町18-5", Location(locked=True))
SILENT = factory(4, "")
AMBIGUOUS = factory(5, "北区1-1")
UNKNOWN = factory(6, "どこでもない所")
TOWN_EVENT = Event(id=RecordId("e" * 32), order="i", name="見本祭", municipalities=("鯖江市",))
ALL: tuple[Record, ...] = (SURE, PLACED, LOCKED, SILENT, AMBIGUOUS, UNKNOWN, TOWN_EVENT)


def report_of(matcher: AddressMatcher, *records: Record) -> BulkReport:
    return geocode_unplaced(Catalogue.of(records), matcher)


def test_only_records_without_pin_and_lock_that_have_an_address_are_asked() -> None:
    asked = [record.id for record in unplaced_records(Catalogue.of(ALL))]
    assert asked == [TOWN_EVENT.id, SURE.id, AMBIGUOUS.id, UNKNOWN.id]


def test_each_answer_comes_with_its_group(matcher: AddressMatcher) -> None:
    report = report_of(matcher, *ALL)
    assert [answer.confidence for answer in report.answers] == [
        Confidence.DOUBTFUL,
        Confidence.SURE,
        Confidence.CHOICE,
        Confidence.NOTHING,
    ]
    assert (report.asked, report.stopped) == (4, False)
    assert address_of(SURE) == report.answers[1].address


def test_an_empty_catalogue_is_answered_with_nothing(matcher: AddressMatcher) -> None:
    assert geocode_unplaced(Catalogue(), matcher) == BulkReport((), 0)


def test_called_off_half_way_it_returns_what_was_found_so_far(matcher: AddressMatcher) -> None:
    class AfterTheFirstSteps:
        asked = 0

        def check(self) -> None:
            self.asked += 1
            if self.asked > 2:
                raise Cancelled

    records = [factory(number, "鯖江市河和田町1") for number in range(100)]
    told: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, code: str) -> None:
        told.append((done, total, code))

    report = geocode_unplaced(Catalogue.of(records), matcher, progress=progress, cancel=AfterTheFirstSteps())
    assert (len(report.answers), report.asked, report.stopped) == (40, 100, True)  # two steps of 20
    assert told[-1] == (40, 100, "geocode")


def test_all_chosen_places_are_one_step_of_undo(matcher: AddressMatcher) -> None:
    document = Document(Catalogue.of(ALL))
    before = document.catalogue
    report = geocode_unplaced(before, matcher)
    other = report.answers[2].match.alternatives[0]
    chosen = [Chosen(report.answers[1]), Chosen(report.answers[2], other)]
    adoption = adopt(before, chosen)
    document.execute(adoption.command)
    assert (adoption.placed, adoption.skipped) == (2, 0)
    placed = document.catalogue.find(Factory, SURE.id)
    picked = document.catalogue.find(Factory, AMBIGUOUS.id)
    assert placed is not None
    assert placed.location is not None
    assert picked is not None
    assert picked.location is not None
    assert (placed.location.level, placed.location.origin) == (Level.TOWN.value, "geocoder")
    assert picked.location.point == other.point
    assert placed.location.confirmed_on is None
    document.undo()
    assert document.catalogue == before


@pytest.mark.parametrize(
    "edited",
    [
        None,
        dataclasses.replace(SURE, address="大阪府八尾市本町"),
        dataclasses.replace(SURE, location=HERE),
        dataclasses.replace(SURE, location=Location(locked=True)),
    ],
    ids=["removed", "another address", "placed", "locked"],
)
def test_a_record_edited_meanwhile_is_passed_over_and_counted(
    matcher: AddressMatcher, edited: Factory | None
) -> None:
    report = report_of(matcher, SURE)
    later = Catalogue.of([edited] if edited else [])
    adoption = adopt(later, [Chosen(report.answers[0])])
    assert (adoption.placed, adoption.skipped) == (0, 1)
    assert adoption.command.changes == ()


def test_an_edit_that_does_not_concern_the_place_keeps_the_answer(matcher: AddressMatcher) -> None:
    report = report_of(matcher, SURE)
    renamed = dataclasses.replace(SURE, name="改めた名前")
    adoption = adopt(Catalogue.of([renamed]), [Chosen(report.answers[0])])
    assert (adoption.placed, adoption.skipped) == (1, 0)


def test_an_answer_without_a_point_cannot_be_taken(matcher: AddressMatcher) -> None:
    report = report_of(matcher, AMBIGUOUS)
    assert adopt(Catalogue.of([AMBIGUOUS]), [Chosen(report.answers[0])]).placed == 0


def test_the_step_has_a_name_of_its_own() -> None:
    assert commands.set_locations([]).label == "command.locate_many"
