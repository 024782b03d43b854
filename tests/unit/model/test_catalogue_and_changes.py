"""Snapshots that share, changes that fit or are refused."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from ofdesk.base.errors import InputError
from ofdesk.model.catalogue import Catalogue, Table
from ofdesk.model.changes import (
    AddRecord,
    Change,
    ChangeConflictError,
    RemoveRecord,
    SetBooklet,
    SetField,
    SetProject,
    apply,
    inverse,
    move_record,
    set_field,
    touched_id,
)
from ofdesk.model.fields import NumberType
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Figure
from ofdesk.model.records import Edition, Event, Factory, Photo
from ofdesk.model.storable import require_storable, require_storable_value


def identity(number: int) -> RecordId:
    return RecordId(f"{number:032x}")


ONE = Event(id=identity(1), order="i", name="見本")
TWO = Event(id=identity(2), order="c", photos=(identity(9), identity(8)))
EDITION = Edition(id=identity(3), event=ONE.id)
CATALOGUE = Catalogue.of([ONE, TWO, EDITION])


def test_records_are_found_by_identity_kind_and_order() -> None:
    assert CATALOGUE.get(ONE.id) is ONE
    assert CATALOGUE.get(None) is None
    assert CATALOGUE.find(Event, EDITION.id) is None
    assert [event.id for event in CATALOGUE.all_of(Event)] == [TWO.id, ONE.id]
    assert list(CATALOGUE) == [TWO, ONE, EDITION]
    assert len(CATALOGUE) == 3
    with pytest.raises(KeyError):
        CATALOGUE.table("wonder")


def test_referring_records_are_found_through_single_and_listed_references() -> None:
    assert CATALOGUE.referring(Edition, "event", ONE.id) == (EDITION,)
    assert CATALOGUE.referring(Edition, "event", TWO.id) == ()
    assert CATALOGUE.referring(Event, "photos", identity(8)) == (TWO,)


def test_an_edit_shares_everything_it_does_not_touch() -> None:
    after = CATALOGUE.with_record(dataclasses.replace(ONE, name="改称"))
    assert after.table("edition") is CATALOGUE.table("edition")
    assert after.get(TWO.id) is TWO
    assert CATALOGUE.get(ONE.id) is ONE
    assert after.table("event").ids == CATALOGUE.table("event").ids


def test_order_follows_the_keys_after_adding_moving_and_removing() -> None:
    after = CATALOGUE.with_record(Event(id=identity(4), order="e"))
    assert after.table("event").ids == (TWO.id, identity(4), ONE.id)
    after = after.with_record(dataclasses.replace(ONE, order="a"))
    assert after.table("event").ids == (ONE.id, TWO.id, identity(4))
    assert after.without(TWO).table("event").ids == (ONE.id, identity(4))


def test_an_identity_is_used_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Catalogue.of([ONE, Factory(id=ONE.id)])


def test_catalogues_compare_by_contents_and_cross_process_borders() -> None:
    copy = pickle.loads(pickle.dumps(CATALOGUE))
    assert copy == CATALOGUE
    assert copy.table("event").ids == CATALOGUE.table("event").ids
    assert hash(Table({ONE.id: ONE})) == hash(Table({ONE.id: ONE}))
    assert CATALOGUE.without(EDITION) != CATALOGUE


CHANGES: tuple[Change, ...] = (
    set_field(ONE, "name", "改称"),
    move_record(ONE, "a"),
    AddRecord(Photo(id=identity(5))),
    RemoveRecord(EDITION),
    SetProject("title", "", "題"),
    SetBooklet("axis_names", (), ("技", "人")),
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_every_change_can_be_taken_back(change: Change) -> None:
    after = apply(CATALOGUE, change)
    assert after != CATALOGUE
    assert apply(after, inverse(change)) == CATALOGUE
    assert inverse(inverse(change)) == change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (SetField(identity(99), "name", "", "x"), "change.no_record"),
        (SetField(ONE.id, "name", "another", "x"), "change.outdated"),
        (AddRecord(Edition(id=ONE.id)), "change.exists"),
        (RemoveRecord(dataclasses.replace(ONE, name="another")), "change.outdated"),
        (RemoveRecord(Event(id=identity(99))), "change.outdated"),
        (SetProject("title", "another", "x"), "change.outdated"),
        (SetBooklet("title", "another", "x"), "change.outdated"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(change: Change, code: str) -> None:
    with pytest.raises(ChangeConflictError) as caught:
        apply(CATALOGUE, change)
    assert caught.value.code == code


def test_a_field_that_does_not_exist_is_a_bug() -> None:
    for change in (SetField(ONE.id, "id", "", "x"), SetProject("kind", "", "x"), SetBooklet("x", "", "")):
        with pytest.raises(KeyError):
            apply(CATALOGUE, change)


def test_what_a_change_touches() -> None:
    assert [touched_id(change) for change in CHANGES] == [ONE.id, ONE.id, identity(5), EDITION.id, None, None]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 3), ("name", None), ("number", "3"), ("number", True), ("begins", "2026"), ("companies", {}),
        ("municipalities", ["a"]), ("municipalities", (None,)), ("municipalities", ("a", 1)), ("event", 5),
    ],
)  # fmt: skip
def test_values_of_another_python_type_are_a_bug(field: str, value: object) -> None:
    owner = ONE if field == "name" else EDITION
    with pytest.raises(TypeError):
        apply(CATALOGUE, SetField(owner.id, field, getattr(owner, field), value))


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("label", "\udfff", "value.bad_character"),
        ("label", "x" * 20_001, "value.too_long"),
        ("number", 0, "value.out_of_range"),
        ("state", "done", "value.not_a_choice"),
        ("event", RecordId("x"), "value.not_an_id"),
        ("municipalities", ("八尾市",) * 501, "value.too_many_items"),
        ("companies", Figure(value=-1), "value.out_of_range"),
    ],
)
def test_values_no_file_could_hold_are_refused(field: str, value: object, code: str) -> None:
    with pytest.raises(InputError) as caught:
        apply(CATALOGUE, SetField(EDITION.id, field, getattr(EDITION, field), value))
    assert caught.value.code == code


def test_numbers_must_be_finite() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises(InputError, match="not_a_number"):
            require_storable_value(NumberType(), value)
    require_storable(ONE)
