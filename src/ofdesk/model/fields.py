"""Declared fields: what a record's values may be, and how each is written as text.

A field's type owns the conversion between value and text, so that the file, forms, tables and
spreadsheets agree. Owns no storage format and no words: labels are codes `<kind>.<field>`.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, TypeAlias

from ofdesk.base.errors import InputError
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId, is_record_id

_KEY = "ofdesk.field"
MAX_TEXT_CHARS = 20_000
MAX_LIST_ITEMS = 500


def _without_underscore(text: str) -> str:
    """Return the text; Python reads 1_000 as a number, people do not write it.

    Raises:
        ValueError: there is one.
    """
    if "_" in text:
        raise ValueError("underscore in a number")
    return text


@dataclass(frozen=True, slots=True)
class TextType:
    """Text.

    Attributes:
        max_chars: length asked for by the booklet; longer text is kept and reported, never cut.
        multiline: whether line breaks are meaningful.
        content: what the text is: "plain", "reading", "url", "phone", "mail", "postal_code", "address",
            "municipality", "english" or "booklet_theme"; forms and checks go by it.
    """

    max_chars: int = 200
    multiline: bool = False
    content: str = "plain"
    empty: ClassVar[str] = ""

    def parse(self, text: str) -> str:
        """Take the text as it is.

        Raises:
            InputError: "value.too_long" beyond `MAX_TEXT_CHARS`, the bound of the file format.
        """
        if len(text) > MAX_TEXT_CHARS:
            raise InputError("value.too_long", limit=MAX_TEXT_CHARS)
        return text

    def format(self, value: str) -> str:
        """Return the text."""
        return value


@dataclass(frozen=True, slots=True)
class IntegerType:
    """A whole number or None."""

    minimum: int = 0
    maximum: int = 1_000_000_000
    empty: ClassVar[None] = None

    def parse(self, text: str) -> int | None:
        """Read digits, with full-width digits and thousands separators allowed.

        Raises:
            InputError: "value.not_a_number" or "value.out_of_range".
        """
        plain = text.strip().replace(",", "").replace("，", "")
        if not plain:
            return None
        try:
            value = int(_without_underscore(plain))
        except ValueError:
            raise InputError("value.not_a_number", value=text[:40]) from None
        if not self.minimum <= value <= self.maximum:
            raise InputError("value.out_of_range", low=self.minimum, high=self.maximum)
        return value

    def format(self, value: int | None) -> str:
        """Return decimal digits, or "" for None."""
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class NumberType:
    """A finite number with a fixed number of decimals, or None."""

    minimum: float = 0.0
    maximum: float = 1e9
    decimals: int = 6
    empty: ClassVar[None] = None

    def parse(self, text: str) -> float | None:
        """Read a decimal number.

        Raises:
            InputError: "value.not_a_number" or "value.out_of_range".
        """
        if not text.strip():
            return None
        try:
            value = float(_without_underscore(text))
        except ValueError:
            raise InputError("value.not_a_number", value=text[:40]) from None
        if not math.isfinite(value):
            raise InputError("value.not_a_number", value=text[:40])
        if not self.minimum <= value <= self.maximum:
            raise InputError("value.out_of_range", low=self.minimum, high=self.maximum)
        return round(value, self.decimals)

    def format(self, value: float | None) -> str:
        """Return the shortest decimal text without exponent, or "" for None."""
        if value is None:
            return ""
        text = f"{value:.{self.decimals}f}"
        shortest = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if shortest == "-0" else shortest


@dataclass(frozen=True, slots=True)
class BooleanType:
    """Yes or no; written as "yes" and "no" and read as nothing else."""

    empty: ClassVar[bool] = False

    def parse(self, text: str) -> bool:
        """Read "yes" or "no".

        Raises:
            InputError: "value.not_a_boolean".
        """
        if text not in ("yes", "no"):
            raise InputError("value.not_a_boolean", value=text[:40])
        return text == "yes"

    def format(self, value: bool) -> str:
        """Return "yes" or "no"."""
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True)
class DateType:
    """A `PartialDate` or None."""

    empty: ClassVar[None] = None

    def parse(self, text: str) -> PartialDate | None:
        """Read ISO 8601 with year, month or day precision; "" is None.

        Raises:
            InputError: "value.not_a_date".
        """
        return PartialDate.parse(text.strip()) if text.strip() else None

    def format(self, value: PartialDate | None) -> str:
        """Return ISO 8601, or "" for None."""
        return value.iso if value else ""


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """One code out of a named set, or "" for not chosen."""

    name: str
    codes: tuple[str, ...]
    empty: ClassVar[str] = ""

    def parse(self, text: str) -> str:
        """Read a code.

        Raises:
            InputError: "value.not_a_choice".
        """
        if text and text not in self.codes:
            raise InputError("value.not_a_choice", value=text[:40])
        return text

    def format(self, value: str) -> str:
        """Return the code."""
        return value


@dataclass(frozen=True, slots=True)
class ReferenceType:
    """The identity of a record of one kind ("" in `kind`: of any kind), or None."""

    kind: str
    empty: ClassVar[None] = None

    def parse(self, text: str) -> RecordId | None:
        """Read an identity.

        Raises:
            InputError: "value.not_an_id".
        """
        if not text:
            return None
        if not is_record_id(text):
            raise InputError("value.not_an_id", value=text[:40])
        return RecordId(text)

    def format(self, value: RecordId | None) -> str:
        """Return the identity, or "" for None."""
        return value or ""


@dataclass(frozen=True, slots=True)
class PartType:
    """A part: a small frozen dataclass with declared fields of its own, or None."""

    part: type
    empty: ClassVar[None] = None


ScalarType: TypeAlias = (
    TextType | IntegerType | NumberType | BooleanType | DateType | ChoiceType | ReferenceType
)
ItemType: TypeAlias = ScalarType | PartType


@dataclass(frozen=True, slots=True)
class ListType:
    """An ordered tuple of values of one type."""

    item: ItemType
    max_items: int = MAX_LIST_ITEMS
    empty: ClassVar[tuple[()]] = ()


FieldType: TypeAlias = ItemType | ListType


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """The declaration of one field.

    Attributes:
        name: attribute name; also the key in the file.
        type: what values may be.
        section: heading under which forms show it.
        required: whether the booklet needs it (a Problem when empty; editing is never blocked).
        private: never on a page, in a public export or in a public mail copy.
        row: fields of a section that share a row name stand on one line of a form.
        hidden: kept and saved, but not shown in forms.
    """

    name: str
    type: FieldType
    section: str = "basic"
    required: bool = False
    private: bool = False
    row: str = ""
    hidden: bool = False

    def is_empty(self, value: object) -> bool:
        """Tell whether a value is the one of an untouched field."""
        return value == self.type.empty


def declare(
    type: FieldType,
    section: str = "basic",
    *,
    required: bool = False,
    private: bool = False,
    row: str = "",
    hidden: bool = False,
) -> Any:
    """Declare a dataclass field with its type; the default is the type's empty value."""
    spec = FieldSpec("", type, section, required, private, row, hidden)
    return dataclasses.field(default=type.empty, metadata={_KEY: spec})


def specs_of(owner: type) -> tuple[FieldSpec, ...]:
    """Return the declared fields of a record or part class, in order of declaration."""
    return tuple(_specs_by_name(owner).values())


def spec_of(owner: type, name: str) -> FieldSpec:
    """Return one declared field.

    Raises:
        KeyError: the class declares no such field.
    """
    return _specs_by_name(owner)[name]


@cache
def _specs_by_name(owner: type) -> Mapping[str, FieldSpec]:
    found: dict[str, FieldSpec] = {}
    for attribute in dataclasses.fields(owner):
        spec = attribute.metadata.get(_KEY)
        if spec is not None:
            found[attribute.name] = dataclasses.replace(spec, name=attribute.name)
    return found
