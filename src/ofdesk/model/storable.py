"""What a value must be so that a file can hold it.

Owns the last check before a value enters the catalogue: saving must never fail on what was typed. Says
nothing about what makes sense; that is `model.validation`, which reports and does not refuse.
"""

from __future__ import annotations

import dataclasses
import math
import re
from typing import Any

from ofdesk.base.errors import InputError
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import (
    MAX_LIST_ITEMS,
    MAX_TEXT_CHARS,
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
from ofdesk.model.ids import is_record_id

MAX_RECORD_CHARS = 200_000
"""All texts of a record together: however they must be escaped, they find room in one member of a file."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def require_storable(owner: object) -> None:
    """Check every declared field of a record, part or settings object.

    Raises:
        As `require_storable_value`.
    """
    for spec in specs_of(type(owner)):
        value = getattr(owner, spec.name)
        if value != spec.type.empty:
            require_storable_value(spec.type, value)


def require_storable_value(field_type: FieldType, value: Any) -> None:
    """Check one value against its declared type.

    Raises:
        TypeError: the value is of another Python type (a bug of the caller).
        InputError: "value.too_long", "value.bad_character", "value.out_of_range", "value.not_a_number",
            "value.not_a_choice", "value.not_an_id", "value.too_many_items".
    """
    match field_type:
        case TextType():
            _require_text(value)
        case ChoiceType() | ReferenceType():
            _require_code(field_type, value)
        case IntegerType() | NumberType():
            _require_number(field_type, value)
        case BooleanType():
            _require_type(value, bool)
        case DateType():
            _require_type(value, PartialDate | None)
        case PartType(part):
            _require_type(value, part | None)
            if value is not None:
                require_storable(value)
        case ListType(item):
            _require_list(item, value)


def require_room(owner: object) -> None:
    """Check that all texts of a record or settings object together find room in a file.

    Raises:
        InputError: "value.record_too_long".
    """
    if chars_in(owner) > MAX_RECORD_CHARS:
        raise InputError("value.record_too_long", limit=MAX_RECORD_CHARS)


def chars_in(value: object) -> int:
    """Return the number of characters in a value and all that it holds."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, tuple):
        return sum(map(chars_in, value))
    if dataclasses.is_dataclass(value):
        return sum(chars_in(getattr(value, spec.name)) for spec in specs_of(type(value)))
    return 0


def _require_type(value: object, wanted: Any) -> None:
    if not isinstance(value, wanted):
        raise TypeError(f"{type(value).__name__} where {wanted} is declared")


def _require_text(value: str) -> None:
    _require_type(value, str)
    if len(value) > MAX_TEXT_CHARS:
        raise InputError("value.too_long", limit=MAX_TEXT_CHARS)
    if not value.isascii() and _SURROGATE.search(value):
        raise InputError("value.bad_character")


def _require_code(field_type: ChoiceType | ReferenceType, value: str | None) -> None:
    _require_type(value, str if isinstance(field_type, ChoiceType) else str | None)
    if isinstance(field_type, ChoiceType):
        if value and value not in field_type.codes:
            raise InputError("value.not_a_choice", value=value[:40])
    elif value is not None and not is_record_id(value):
        raise InputError("value.not_an_id", value=value[:40])


def _require_number(field_type: IntegerType | NumberType, value: float | None) -> None:
    if value is None:
        return
    _require_type(value, int if isinstance(field_type, IntegerType) else int | float)
    if isinstance(value, bool):
        raise TypeError("yes or no where a number is declared")
    if not math.isfinite(value):
        raise InputError("value.not_a_number", value=str(value))
    if not field_type.minimum <= value <= field_type.maximum:
        raise InputError("value.out_of_range", low=field_type.minimum, high=field_type.maximum)


def _require_list(item_type: FieldType, value: tuple[Any, ...]) -> None:
    _require_type(value, tuple)
    if len(value) > MAX_LIST_ITEMS:
        raise InputError("value.too_many_items", limit=MAX_LIST_ITEMS)
    for item in value:
        if item is None:
            raise TypeError("an empty place in a list")
        require_storable_value(item_type, item)
