"""The sample catalogue as records: complete, placed, without errors, the same every time."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest

from ofdesk.base.errors import Cancelled
from ofdesk.base.progress import CancelToken
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.problems import Severity
from ofdesk.model.records import (
    Edition,
    Event,
    Factory,
    Forum,
    Link,
    Participation,
    Photo,
    Report,
    Survey,
)
from ofdesk.model.storable import require_storable
from ofdesk.model.validation import check_catalogue
from ofdesk.services.known_places import KnownPlaces
from ofdesk.services.program_map import program_map
from ofdesk.services.sample import Sample, build_sample

TINY = (90, 60)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.fixture(scope="module")
def matcher(gazetteer: Gazetteer) -> AddressMatcher:
    return AddressMatcher(gazetteer)


@pytest.fixture(scope="module")
def sample(matcher: AddressMatcher) -> Sample:
    return build_sample(matcher, picture_size_px=TINY)


def test_all_kinds_of_records_are_there(sample: Sample) -> None:
    counts = {
        kind: len(sample.catalogue.all_of(kind))
        for kind in (Event, Factory, Participation, Forum, Survey, Report)
    }
    assert counts[Event] == 19
    assert counts[Factory] == counts[Participation] >= 60
    assert (counts[Forum], counts[Survey], counts[Report]) == (1, 2, 4)
    assert len(sample.catalogue.all_of(Link)) >= 8


def test_the_catalogue_has_no_error_and_can_be_saved(sample: Sample, matcher: AddressMatcher) -> None:
    problems = check_catalogue(sample.catalogue, KnownPlaces(matcher, program_map))
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    for record in sample.catalogue:
        require_storable(record)
    require_storable(sample.catalogue.project)
    require_storable(sample.catalogue.booklet)


def test_every_factory_is_placed_in_its_town_and_every_event_has_a_pin(sample: Sample) -> None:
    for factory in sample.catalogue.all_of(Factory):
        assert factory.location is not None
        assert factory.location.level in ("town", "chome")
        assert factory.location.origin == "geocoder"
        assert factory.location.radius_m
    for event in sample.catalogue.all_of(Event):
        assert event.location is not None
        assert event.location.point is not None


def test_each_factory_takes_part_in_an_edition_of_one_event(sample: Sample) -> None:
    for participation in sample.catalogue.all_of(Participation):
        edition = sample.catalogue.find(Edition, participation.edition)
        assert edition is not None
        assert sample.catalogue.find(Event, edition.event) is not None
        assert edition.label.startswith("（見本）")  # nobody fictional takes part in what really happened
        assert sample.catalogue.find(Factory, participation.factory) is not None


def test_every_picture_is_at_hand_credited_agreed_and_described(sample: Sample) -> None:
    photos = sample.catalogue.all_of(Photo)
    assert {photo.sha256 for photo in photos} == set(sample.photos)
    for photo in photos:
        assert hashlib.sha256(sample.photos[photo.sha256]).hexdigest() == photo.sha256
        assert (photo.width_px, photo.height_px) == TINY
        assert photo.consent == "given"
        assert "写真ではない" in photo.credit
        assert photo.caption
        assert photo.alt.endswith("図案")
        assert photo.file_name.isascii()
    assert {len(event.photos) for event in sample.catalogue.all_of(Event)} == {1, 2, 3, 4, 5}
    assert all(len(factory.photos) == 1 for factory in sample.catalogue.all_of(Factory))


def test_neighbouring_factories_of_an_event_show_different_pictures(sample: Sample) -> None:
    factories = sample.catalogue.all_of(Factory)
    photos = {photo.id: photo.sha256 for photo in sample.catalogue.all_of(Photo)}
    shown = [photos[factory.photos[0]] for factory in factories]
    assert all(first != second for first, second in pairwise(shown))


def test_the_records_of_a_kind_keep_the_order_of_their_file(sample: Sample) -> None:
    events = sample.catalogue.all_of(Event)
    assert [event.name for event in events][:3] == [
        "FactorISM",
        "大正・港オープンファクトリー",
        "てぬぐいフェス",
    ]
    assert len({event.order for event in events}) == len(events)


def test_building_twice_gives_the_same_catalogue_and_the_same_bytes(
    sample: Sample, matcher: AddressMatcher
) -> None:
    again = build_sample(matcher, picture_size_px=TINY)
    assert again.catalogue == sample.catalogue
    assert dict(again.photos) == dict(sample.photos)


def test_progress_runs_to_its_end(matcher: AddressMatcher) -> None:
    steps: list[tuple[int, int, str]] = []
    build_sample(matcher, picture_size_px=TINY, progress=lambda *step: steps.append(step))
    assert steps == [(done, 60, "sample") for done in range(1, 61)]  # 19 events × 3 drawings, 3 more to show


def test_building_can_be_called_off(matcher: AddressMatcher) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        build_sample(matcher, picture_size_px=TINY, cancel=token)
