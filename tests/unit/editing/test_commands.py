"""What users do in one step, and that one step takes it back."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoPoint
from ofdesk.editing import commands
from ofdesk.editing.document import Document
from ofdesk.editing.history import Command
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Location
from ofdesk.model.records import Edition, Event, Factory, Link, Participation, Photo, Record
from ofdesk.model.settings import Section


def identity(number: int) -> RecordId:
    return RecordId(f"{number:032x}")


EVENT = Event(id=identity(1), order="c", name="見本祭", photos=(identity(6), identity(7)))
OTHER = Event(id=identity(2), order="i", logo=identity(7))
EDITION = Edition(id=identity(3), order="i", event=EVENT.id)
FACTORY = Factory(id=identity(4), order="i", state="approved", photos=(identity(8),))
TAKES_PART = Participation(id=identity(5), order="i", factory=FACTORY.id, edition=EDITION.id)
ONLY_OF_EVENT, SHARED, OF_FACTORY = (
    Photo(id=identity(n), order=o) for n, o in ((6, "c"), (7, "i"), (8, "r"))
)
TIE = Link(id=identity(9), order="i", first=EVENT.id, second=FACTORY.id)
ALL = (EVENT, OTHER, EDITION, FACTORY, TAKES_PART, ONLY_OF_EVENT, SHARED, OF_FACTORY, TIE)


@pytest.fixture
def document() -> Document:
    return Document(Catalogue.of(ALL))


def ids_of(document: Document, kind: str) -> list[RecordId]:
    return list(document.catalogue.table(kind).ids)


def done_and_undone(document: Document, command: Command) -> Catalogue:
    """Execute a command, see that undo takes all of it back and redo brings it again."""
    before = document.catalogue
    document.execute(command)
    after = document.catalogue
    document.undo()
    assert document.catalogue == before
    document.redo()
    assert document.catalogue == after
    return after


def test_removing_an_event_takes_what_hangs_on_it_and_clears_what_names_it(document: Document) -> None:
    after = done_and_undone(document, commands.remove_records(document.catalogue, [EVENT.id]))
    assert {record.id for record in after} == {OTHER.id, FACTORY.id, SHARED.id, OF_FACTORY.id}
    assert after.get(OTHER.id) == OTHER


def test_removing_a_factory_leaves_event_and_edition(document: Document) -> None:
    after = done_and_undone(document, commands.remove_records(document.catalogue, [FACTORY.id]))
    assert {record.id for record in after} == {EVENT.id, OTHER.id, EDITION.id, ONLY_OF_EVENT.id, SHARED.id}


def test_removing_a_photo_clears_it_everywhere(document: Document) -> None:
    after = done_and_undone(document, commands.remove_records(document.catalogue, [SHARED.id]))
    event, other = after.find(Event, EVENT.id), after.find(Event, OTHER.id)
    assert event is not None
    assert other is not None
    assert (event.photos, other.logo) == ((ONLY_OF_EVENT.id,), None)
    assert len(after) == len(ALL) - 1


def test_removing_several_or_none(document: Document) -> None:
    assert document.execute(commands.remove_records(document.catalogue, [identity(99)])) is None
    after = done_and_undone(document, commands.remove_records(document.catalogue, [r.id for r in ALL]))
    assert len(after) == 0


def test_a_record_is_added_at_the_end_or_after_another(document: Document) -> None:
    document.execute(commands.add_record(document.catalogue, Event(id=identity(20))))
    document.execute(commands.add_record(document.catalogue, Event(id=identity(21)), EVENT.id))
    document.execute(commands.add_record(document.catalogue, Event(id=identity(22)), identity(99)))
    assert ids_of(document, "event") == [EVENT.id, identity(21), OTHER.id, identity(20), identity(22)]


def test_many_records_are_added_in_one_step_in_their_order(document: Document) -> None:
    new: list[Record] = [Factory(id=identity(n)) for n in range(30, 60)]
    new.insert(5, Event(id=identity(60)))
    done_and_undone(document, commands.add_records(document.catalogue, new))
    assert ids_of(document, "factory") == [FACTORY.id, *(identity(n) for n in range(30, 60))]
    assert ids_of(document, "event")[-1] == identity(60)


def test_a_copy_stands_right_after_and_is_not_approved(document: Document) -> None:
    document.execute(commands.add_record(document.catalogue, Factory(id=identity(20))))
    done_and_undone(document, commands.duplicate_record(document.catalogue, FACTORY, identity(21)))
    assert ids_of(document, "factory") == [FACTORY.id, identity(21), identity(20)]
    copy = document.catalogue.find(Factory, identity(21))
    assert copy is not None
    assert (copy.state, copy.photos) == ("", FACTORY.photos)


def listed(*orders: str) -> Document:
    return Document(Catalogue.of(Event(id=identity(n), order=order) for n, order in enumerate(orders, 1)))


@pytest.mark.parametrize(
    ("steps", "expected"), [(-9, [2, 1, 3]), (-1, [2, 1, 3]), (0, [1, 2, 3]), (1, [1, 3, 2]), (9, [1, 3, 2])]
)
def test_moving_by_steps_stops_at_the_ends(steps: int, expected: list[int]) -> None:
    document = listed("c", "i", "r")
    record = document.catalogue.get(identity(2))
    assert record is not None
    document.execute(commands.move_by(document.catalogue, record, steps))
    assert ids_of(document, "event") == [identity(n) for n in expected]


@pytest.mark.parametrize(
    ("after", "expected"), [(None, [3, 1, 2]), (1, [1, 3, 2]), (2, [1, 2, 3]), (99, [1, 2, 3])]
)
def test_moving_after_another(after: int | None, expected: list[int]) -> None:
    document = listed("c", "i", "r")
    record = document.catalogue.get(identity(3))
    assert record is not None
    target = identity(after) if after else None
    document.execute(commands.move_to(document.catalogue, record, target))
    assert ids_of(document, "event") == [identity(n) for n in expected]


@pytest.mark.parametrize(
    "orders", [("i", "i", "i"), ("", "", ""), ("i", "Q!", "r"), ("a0", "b0", "c0"), ("", "i", "i")]
)
@pytest.mark.parametrize(("mover", "steps"), list(itertools.product((1, 2, 3), (-2, -1, 1, 2))))
def test_equal_empty_and_foreign_keys_are_put_right_when_something_moves(
    orders: tuple[str, ...], mover: int, steps: int
) -> None:
    document = listed(*orders)
    ids = ids_of(document, "event")
    record = document.catalogue.get(identity(mover))
    assert record is not None
    place = ids.index(record.id)
    expected = [i for i in ids if i != record.id]
    expected.insert(max(0, min(2, place + steps)), record.id)
    done_and_undone(document, commands.move_by(document.catalogue, record, steps))
    assert ids_of(document, "event") == expected


def test_adding_after_a_record_with_the_same_key_as_the_next(document: Document) -> None:
    document = listed("i", "i", "i")
    done_and_undone(document, commands.add_record(document.catalogue, Event(id=identity(9)), identity(1)))
    assert ids_of(document, "event") == [identity(n) for n in (1, 9, 2, 3)]


def test_photos_are_attached_reordered_and_detached(document: Document) -> None:
    new = [Photo(id=identity(n)) for n in (70, 71)]
    after = done_and_undone(document, commands.attach_photos(document.catalogue, FACTORY, new))
    factory = after.find(Factory, FACTORY.id)
    assert factory is not None
    assert factory.photos == (OF_FACTORY.id, identity(70), identity(71))
    turned = (identity(71), OF_FACTORY.id, identity(70))
    after = done_and_undone(document, commands.reorder_photos(factory, turned))
    factory = after.find(Factory, FACTORY.id)
    assert factory is not None
    assert factory.photos == turned
    with pytest.raises(ValueError, match="keep"):
        commands.reorder_photos(factory, turned[:2])
    after = done_and_undone(document, commands.detach_photo(after, factory, identity(70)))
    assert after.get(identity(70)) is None
    assert getattr(after.get(FACTORY.id), "photos", None) == (identity(71), OF_FACTORY.id)


def test_a_photo_that_others_show_is_only_taken_off(document: Document) -> None:
    after = done_and_undone(document, commands.detach_photo(document.catalogue, EVENT, SHARED.id))
    assert after.get(SHARED.id) == SHARED
    assert getattr(after.get(EVENT.id), "photos", None) == (ONLY_OF_EVENT.id,)


def test_a_photo_known_already_is_attached_without_a_second_record(document: Document) -> None:
    after = done_and_undone(
        document, commands.attach_photos(document.catalogue, FACTORY, [SHARED, OF_FACTORY])
    )
    assert getattr(after.get(FACTORY.id), "photos", None) == (OF_FACTORY.id, SHARED.id)
    assert len(after) == len(ALL)


FOUND = Location(lat_deg=34.6, lon_deg=135.6, level="block", radius_m=50, origin="geocoder")


def test_a_place_is_found_locked_unlocked_and_moved(document: Document) -> None:
    def factory() -> Factory:
        found = document.catalogue.find(Factory, FACTORY.id)
        assert found is not None
        return found

    document.execute(commands.set_location(factory(), FOUND))
    today = PartialDate(2026, 11, 1)
    document.execute(commands.lock_location(factory(), "見本担当", today))
    confirmed = dataclasses.replace(FOUND, confirmed_by="見本担当", confirmed_on=today)
    assert factory().location == dataclasses.replace(confirmed, locked=True)
    document.execute(commands.unlock_location(factory()))
    assert factory().location == confirmed  # who vouched for it last is not forgotten
    document.execute(commands.move_pin(factory(), GeoPoint(34.1234567, 135.0)))
    moved = Location(lat_deg=34.123457, lon_deg=135.0, level="point", origin="by_hand")
    assert factory().location == moved  # nobody has vouched for this place
    while document.undo():
        pass
    assert factory().location is None


def test_what_is_locked_is_neither_moved_nor_found_anew() -> None:
    locked = dataclasses.replace(FACTORY, location=dataclasses.replace(FOUND, locked=True))
    with pytest.raises(InputError, match=r"location\.locked"):
        commands.set_location(locked, FOUND)
    with pytest.raises(InputError, match=r"location\.locked"):
        commands.set_locations([(FACTORY, FOUND), (locked, FOUND)])
    with pytest.raises(InputError, match=r"location\.locked"):
        commands.move_pin(locked, GeoPoint(34.0, 135.0))


def test_locking_again_notes_who_did_it_last() -> None:
    first, second = PartialDate(2026, 11, 1), PartialDate(2026, 11, 2)
    confirmed = dataclasses.replace(FOUND, confirmed_by="先", confirmed_on=first)
    command = commands.lock_location(dataclasses.replace(FACTORY, location=confirmed), "後", second)
    after = command.changes[0].after  # type: ignore[union-attr]
    assert (after.confirmed_by, after.confirmed_on, after.locked) == ("後", second, True)


def test_there_must_be_a_place_to_lock_or_unlock() -> None:
    for location in (None, Location(level="town")):
        factory = dataclasses.replace(FACTORY, location=location)
        with pytest.raises(InputError, match=r"location\.none"):
            commands.lock_location(factory, "x", PartialDate(2026))
        with pytest.raises(InputError, match=r"location\.none"):
            commands.unlock_location(factory)


def test_settings_are_set_one_field_at_a_time(document: Document) -> None:
    done_and_undone(document, commands.set_project_field(document.catalogue, "title", "題"))
    done_and_undone(document, commands.set_booklet_field(document.catalogue, "title", "冊子"))
    assert (document.catalogue.project.title, document.catalogue.booklet.title) == ("題", "冊子")
    with pytest.raises(KeyError):
        commands.set_fields(EVENT, {"nonsense": 1})


@pytest.mark.parametrize(
    ("place", "before", "expected"),
    [(0, 2, "bac"), (0, 3, "bca"), (2, 0, "cab"), (1, 1, "abc"), (1, 2, "abc")],
)
def test_a_section_moves_before_another_and_one_step_takes_it_back(
    document: Document, place: int, before: int, expected: str
) -> None:
    usual = tuple(Section(pattern="links", heading=heading, included=True) for heading in "abc")
    command = commands.move_section(usual, document.catalogue, place, before)
    document.execute(command)
    moved = document.catalogue.booklet.sections or usual
    assert "".join(section.heading for section in moved) == expected
    assert bool(command.changes) is (expected != "abc")
    if command.changes:
        document.undo()
    assert document.catalogue.booklet.sections == ()


def test_the_last_section_stays_since_none_would_print_the_usual_ones(document: Document) -> None:
    only = (Section(pattern="links", included=True),)
    assert commands.remove_section(only, document.catalogue, 0).changes == ()
    document.execute(commands.add_section(only, document.catalogue, "cover", 0))
    assert [s.pattern for s in document.catalogue.booklet.sections] == ["cover", "links"]
    document.execute(commands.remove_section(document.catalogue.booklet.sections, document.catalogue, 1))
    assert [s.pattern for s in document.catalogue.booklet.sections] == ["cover"]
