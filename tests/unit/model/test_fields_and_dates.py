"""Values and their texts, by declared type."""

from __future__ import annotations

import pytest

from ofdesk.base.errors import InputError
from ofdesk.base.resources import resource_path
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import (
    MAX_TEXT_CHARS,
    BooleanType,
    ChoiceType,
    DateType,
    IntegerType,
    ListType,
    NumberType,
    ReferenceType,
    TextType,
    spec_of,
    specs_of,
)
from ofdesk.model.ids import is_record_id, new_record_id
from ofdesk.model.parts import Location
from ofdesk.model.records import KINDS, RECORD_TYPES, Edition, Event, Factory, Record, record_type


def refused(field_type: object, text: str) -> str:
    with pytest.raises(InputError) as caught:
        field_type.parse(text)  # type: ignore[attr-defined]
    return caught.value.code


def test_whole_numbers() -> None:
    wanted = IntegerType(0, 5000)
    assert [wanted.parse(text) for text in ("12", " 1,234 ", "１２３", "", "４，０００")] == [
        12,
        1234,
        123,
        None,
        4000,
    ]
    assert [refused(wanted, text) for text in ("1_0", "1.5", "十", "0x1", "9" * 5000)] == [
        "value.not_a_number"
    ] * 5
    assert [refused(wanted, text) for text in ("-1", "5001")] == ["value.out_of_range"] * 2
    assert (wanted.format(None), wanted.format(0)) == ("", "0")


def test_numbers_with_decimals() -> None:
    wanted = NumberType(-90, 90, 3)
    assert [wanted.parse(text) for text in ("34.6789", "-1e1", " ", "0")] == [34.679, -10.0, None, 0.0]
    assert [refused(wanted, text) for text in ("nan", "inf", "1_0", "x", "1,5")] == ["value.not_a_number"] * 5
    assert refused(wanted, "90.001") == "value.out_of_range"
    shown = [wanted.format(value) for value in (None, 34.5, 10.0, 0.0004, -0.0001, 1e-9, -5.25)]
    assert shown == ["", "34.5", "10", "0", "0", "0", "-5.25"]
    assert NumberType(0, 1000, 0).format(100.0) == "100"


def test_yes_and_no_are_words_of_their_own() -> None:
    assert (BooleanType().parse("yes"), BooleanType().parse("no")) == (True, False)
    assert [refused(BooleanType(), text) for text in ("true", "", "YES")] == ["value.not_a_boolean"] * 3
    assert (BooleanType().format(True), BooleanType().format(False)) == ("yes", "no")  # noqa: FBT003


def test_codes_and_identities() -> None:
    wanted = ChoiceType("x", ("a", "b"))
    assert (wanted.parse("a"), wanted.parse("")) == ("a", "")
    assert refused(wanted, "c") == "value.not_a_choice"
    assert ReferenceType("event").parse("") is None
    assert refused(ReferenceType("event"), "A" * 32) == "value.not_an_id"
    assert new_record_id(lambda count: bytes(range(count))) == "000102030405060708090a0b0c0d0e0f"
    assert not is_record_id("0" * 31 + "\n")


def test_text_is_taken_as_it_is_up_to_the_bound() -> None:
    assert TextType(10).parse("  長い文章も切らない  ") == "  長い文章も切らない  "
    assert refused(TextType(10), "x" * (MAX_TEXT_CHARS + 1)) == "value.too_long"


@pytest.mark.parametrize("text", ["2026", "2026-10", "2026-10-03", "0001", "9999-12-31"])
def test_dates_keep_their_precision(text: str) -> None:
    date = DateType().parse(text)
    assert date is not None
    assert DateType().format(date) == date.iso == text


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-02-30", "26-1-1", "2026/10/03", "20261003", "令和8年", "0000"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert refused(DateType(), text) == "value.not_a_date"


def test_dates_sort_and_know_their_weekday() -> None:
    dates = [PartialDate(2026, 10, 3), PartialDate(2026), PartialDate(2026, 10), PartialDate(2025, 12, 31)]
    assert [date.iso for date in sorted(dates, key=lambda date: date.sort_key)] == [
        "2025-12-31", "2026", "2026-10", "2026-10-03",
    ]  # fmt: skip
    assert [date.weekday for date in dates] == ["土", "", "", "水"]
    with pytest.raises(ValueError, match="month"):
        PartialDate(2026, None, 3)


def test_declarations_are_found_in_order_and_by_name() -> None:
    assert [spec.name for spec in specs_of(Record)] == ["order", "owner", "state", "source_note", "as_of"]
    assert spec_of(Factory, "contact_mail").private
    assert isinstance(spec_of(Event, "photos").type, ListType)
    with pytest.raises(KeyError):
        spec_of(Event, "nonsense")
    assert Event(id=new_record_id(bytes)).title == ""
    assert Edition(id=new_record_id(bytes), label="2026").title == "2026"


def test_every_kind_is_known_and_every_empty_record_has_only_empty_fields() -> None:
    assert [record_type(kind) for kind in KINDS] == list(RECORD_TYPES)
    for owner in RECORD_TYPES:
        empty = owner(id=new_record_id(bytes))
        assert all(spec.is_empty(getattr(empty, spec.name)) for spec in specs_of(owner))


def test_a_place_needs_both_coordinates() -> None:
    assert Location(lat_deg=34.0).point is None
    point = Location(lat_deg=34.0, lon_deg=135.0).point
    assert point is not None
    assert (point.lat_deg, point.lon_deg) == (34.0, 135.0)


def test_the_tables_of_words_are_there() -> None:
    assert resource_path("translations", "en.yaml").is_file()
