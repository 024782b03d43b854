"""Hypothesis strategies for every kind of record, made from the declarations."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import strategies as st

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import (
    BooleanType,
    ChoiceType,
    DateType,
    FieldType,
    IntegerType,
    ListType,
    NumberType,
    PartType,
    ReferenceType,
    TextType,
    specs_of,
)
from ofdesk.model.ids import RecordId
from ofdesk.model.ordering import evenly_spaced
from ofdesk.model.records import KINDS, Record, record_type
from ofdesk.model.settings import BookletSettings, Project

# Everything UTF-8 can hold, control characters and foreign line breaks included.
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
lines = st.lists(st.text("工場、（）“\\\"'#:-|>%& \t", max_size=12), min_size=2, max_size=4).map("\n".join)
texts = st.one_of(
    st.sampled_from(["見本工業", "yes", "null", "0312345670", "2026-10-03", "~", "- a"]), lines, any_text
)
record_ids = st.integers(1, 2**128 - 1).map(lambda number: RecordId(f"{number:032x}"))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    date = draw(st.dates())
    precision = draw(st.integers(1, 3))
    return PartialDate(date.year, date.month if precision > 1 else None, date.day if precision > 2 else None)


def values(field_type: FieldType, *, empty: bool = True) -> st.SearchStrategy[Any]:
    """Return a strategy for values of a declared type."""
    match field_type:
        case TextType():
            found: st.SearchStrategy[Any] = texts
        case IntegerType(low, high):
            found = st.integers(low, high)
        case NumberType(low, high):
            found = st.floats(low, high).map(lambda value: field_type.parse(field_type.format(value)))
        case BooleanType():
            found = st.booleans()
        case DateType():
            found = partial_dates()
        case ChoiceType(_, codes):
            found = st.sampled_from(codes)
        case ReferenceType():
            found = record_ids
        case PartType(part):
            found = parts(part)
        case ListType(item):
            return st.lists(values(item, empty=False), max_size=3).map(tuple)
    return st.one_of(st.just(field_type.empty), found) if empty else found


def some_fields(owner: type) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for values of some of the fields of a class."""
    choices = {spec.name: values(spec.type) for spec in specs_of(owner) if spec.name != "order"}
    return st.lists(st.sampled_from(sorted(choices)), unique=True, max_size=8).flatmap(
        lambda names: st.fixed_dictionaries({name: choices[name] for name in names})
    )


def parts(owner: type) -> st.SearchStrategy[Any]:
    """Return a strategy for parts and settings objects."""
    return some_fields(owner).map(lambda chosen: owner(**chosen))


def records(kind: str) -> st.SearchStrategy[Record]:
    """Return a strategy for records of a kind, with an order key to be set by whoever places them."""
    owner = record_type(kind)
    return st.builds(lambda record_id, chosen: owner(id=record_id, **chosen), record_ids, some_fields(owner))


any_record = st.sampled_from(KINDS).flatmap(records)


@st.composite
def catalogues(draw: st.DrawFn, max_records: int = 6) -> Catalogue:
    """Return catalogues of a few records whose references may or may not lead anywhere."""
    found = draw(st.lists(any_record, max_size=max_records, unique_by=lambda record: record.id))
    placed = [
        dataclasses.replace(record, order=key)
        for record, key in zip(found, evenly_spaced(len(found)), strict=True)
    ]
    return Catalogue.of(placed, draw(parts(Project)), draw(parts(BookletSettings)))
