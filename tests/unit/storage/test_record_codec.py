"""Records as text: the exact look of a member, and what is refused in it."""

from __future__ import annotations

import pytest
from tests.unit.storage.examples import record_id

from ofdesk.base.errors import DamagedFileError
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import specs_of
from ofdesk.model.parts import Fee, Figure, Location
from ofdesk.model.records import RECORD_TYPES, Edition, Factory
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.storage.codec import as_stored, decode_record, encode


def test_a_member_looks_like_this() -> None:
    factory = Factory(
        id=record_id(1),
        order="000001",
        as_of=PartialDate(2026, 10),
        name='見本 "製作" \\ 所',
        postal_code="0312345670",
        location=Location(lat_deg=34.5, lon_deg=135.0, locked=True),
        summary="一行目\n\n  三行目",
        fees=(Fee(visitors="大人", yen=0), Fee()),
        notes=" 前後の空白 \n",
        photos=(record_id(2),),
    )
    assert encode(factory).decode() == (
        'order: "000001"\n'
        'as_of: "2026-10"\n'
        'name: "見本 \\"製作\\" \\\\ 所"\n'
        'postal_code: "0312345670"\n'
        "location:\n"
        '  lat_deg: "34.5"\n'
        '  lon_deg: "135"\n'
        '  locked: "yes"\n'
        "summary: |-\n"
        "  一行目\n"
        "\n"
        "    三行目\n"
        "fees:\n"
        '  - visitors: "大人"\n'
        '    yen: "0"\n'
        "  - {}\n"
        'notes: " 前後の空白 \\n"\n'
        "photos:\n"
        f'  - "{record_id(2)}"\n'
    )


def test_an_empty_record_is_an_empty_mapping() -> None:
    assert encode(Factory(id=record_id(1))) == b"{}\n"
    assert decode_record("factory", record_id(1), b"{}\n", "m") == Factory(id=record_id(1))


def bad(text: str) -> tuple[str, str]:
    with pytest.raises(DamagedFileError) as caught:
        decode_record("edition", record_id(1), text.encode(), "editions/00/x.yaml")
    assert caught.value.details["member"] == "editions/00/x.yaml"
    return caught.value.code, str(caught.value.details.get("field"))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("number: zwölf", "number"), ("number: 1_0", "number"), ("number: 501", "number"),
        ("begins: 2026-02-30", "begins"), ("begins: 3. Oktober", "begins"), ("event: ../etc", "event"),
        ("state: done", "state"), ("label: [a]", "label"), ("label: {a: b}", "label"),
        ("companies: 76", "companies"), ("companies: {about: true}", "companies.about"),
        ("organisers: x", "organisers"),
        ("organisers: [{name: a}, {tentative: maybe}]", "organisers[2].tentative"),
        ("municipalities: {a: b}", "municipalities"), ("municipalities: [[a]]", "municipalities[1]"),
    ],
)  # fmt: skip
def test_values_of_the_wrong_type_are_refused_by_member_and_field(text: str, field: str) -> None:
    assert bad(text) == ("file.bad_value", field)


def test_unknown_fields_are_refused_not_dropped() -> None:
    assert bad("labell: x") == ("file.unknown_field", "labell")
    assert bad("companies: {worth: 3}") == ("file.unknown_field", "companies.worth")
    assert bad("id: x") == ("file.unknown_field", "id")


def test_a_list_beyond_the_bound_of_the_format_is_refused() -> None:
    assert bad("municipalities: [" + "a," * 501 + "]") == ("file.bad_value", "municipalities")


def test_numbers_come_back_rounded_as_declared() -> None:
    factory = Factory(id=record_id(1), location=Location(lat_deg=34.12345678, lon_deg=-0.0000001))
    found = decode_record("factory", factory.id, encode(factory), "m")
    assert found == as_stored(factory)
    assert found == Factory(id=factory.id, location=Location(lat_deg=34.123457, lon_deg=0.0))
    assert encode(found) == encode(factory)


def test_a_figure_of_zero_and_no_figure_differ() -> None:
    edition = Edition(id=record_id(1), companies=Figure(value=0))
    assert encode(edition) == b'companies:\n  value: "0"\n'
    assert encode(Edition(id=record_id(1), companies=Figure())) == b"companies: {}\n"


def test_no_field_has_a_name_that_yaml_readers_take_for_something_else() -> None:
    words = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
    for owner in (*RECORD_TYPES, Project, BookletSettings):
        for spec in specs_of(owner):
            assert spec.name.isidentifier()
            assert spec.name not in words
