"""Which fields of a kind stand in its table, and how a value reads and sorts there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ofdesk.base.text import fold_for_search, reading_key
from ofdesk.gui.forms.date_text import date_text
from ofdesk.gui.record_titles import record_title
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import ChoiceType, FieldSpec, ListType, PartType, ReferenceType, spec_of
from ofdesk.model.parts import Figure, Location
from ofdesk.model.records import Record, record_type
from ofdesk.services.words import Words

TITLE = "*"
"""Stands for the record's title rather than a field."""

_FIELDS_OF_KIND: dict[str, tuple[str, ...]] = {
    "event": (TITLE, "municipalities", "start", "duration_facets", "state"),
    "edition": (TITLE, "begins", "ends", "companies", "state"),
    "factory": (TITLE, "trade", "address", "location", "booking", "state"),
    "participation": (TITLE, "capacity", "booking", "state"),
    "forum": (TITLE, "type", "date", "place", "state"),
    "survey": (TITLE, "respondents", "answers", "state"),
    "report": (TITLE, "publisher", "date", "state"),
    "link": (TITLE, "type", "state"),
    "photo": (TITLE, "credit", "consent"),
    "layer": (TITLE, "role", "shown", "credit"),
}
_WIDTHS_PX = {TITLE: 230, "municipalities": 104, "address": 220, "trade": 96, "location": 110}
_OTHER_WIDTH_PX = 96

SortKey: TypeAlias = Any


@dataclass(frozen=True)
class Column:
    """A column of the table of one kind."""

    spec: FieldSpec | None
    heading: str
    width_px: int

    @property
    def is_title(self) -> bool:
        """Whether the column shows the record's title."""
        return self.spec is None


def columns_of(kind: str, words: Words) -> tuple[Column, ...]:
    """Return the columns of a kind, the title first."""
    owner = record_type(kind)
    found = []
    for name in _FIELDS_OF_KIND[kind]:
        spec = None if name == TITLE else spec_of(owner, name)
        found.append(Column(spec, _heading(kind, name, words), _WIDTHS_PX.get(name, _OTHER_WIDTH_PX)))
    return tuple(found)


def _heading(kind: str, name: str, words: Words) -> str:
    """Return a short heading where the field's own label is too long for a column."""
    if name == TITLE:
        return words("ui", "table.title")
    short = f"column.{kind}.{name}"
    return words("ui", short) if words.has("ui", short) else words.field(kind, name)


def cell_text(record: Record, column: Column, catalogue: Catalogue, words: Words) -> str:
    """Return what a cell shows, in one line."""
    if column.spec is None:
        return record_title(record, catalogue, words)
    value = getattr(record, column.spec.name)
    return " ".join(_value_text(value, column.spec, catalogue, words).split())


def _value_text(value: Any, spec: FieldSpec, catalogue: Catalogue, words: Words) -> str:
    match spec.type:
        case ChoiceType(name):
            return words.choice(name, value) if value else ""
        case ListType(ChoiceType(name)):
            return "・".join(words.choice(name, code) for code in value)
        case ListType(ReferenceType()):
            return str(len(value)) if value else ""
        case ListType():
            return "・".join(map(str, value))
        case ReferenceType():
            target = catalogue.get(value)
            return record_title(target, catalogue, words) if target else ""
        case PartType(part) if part is Figure:
            return _figure_text(value, words)
        case PartType(part) if part is Location:
            return words.choice("geo_level", value.level) if value and value.level else ""
        case _:
            return _scalar_text(value, words)


def _scalar_text(value: Any, words: Words) -> str:
    if isinstance(value, PartialDate):
        return date_text(value, words.language)
    return "" if value is None else str(value)


def _figure_text(figure: Figure | None, words: Words) -> str:
    if figure is None or figure.value is None:
        return ""
    unit = words.choice("unit", figure.unit) if figure.unit else ""
    return f"{figure.value:,}{unit}" if words.language == "ja" else f"{figure.value:,} {unit}".strip()


def sort_key(column: Column, catalogue: Catalogue, words: Words) -> Callable[[Record], SortKey]:
    """Return the key by which a column sorts; names go by their よみ, empty cells stand at the end."""
    spec = column.spec
    if spec is None:
        return lambda record: _title_key(record, catalogue, words)
    if isinstance(spec.type, ChoiceType):
        places = {code: place for place, code in enumerate(spec.type.codes)}
        return lambda record: places.get(getattr(record, spec.name), len(places))
    if isinstance(spec.type, PartType) and spec.type.part is Figure:
        return lambda record: _number_key(_figure_value(getattr(record, spec.name)))
    return lambda record: _plain_key(record, column, catalogue, words)


def _title_key(record: Record, catalogue: Catalogue, words: Words) -> SortKey:
    reading = getattr(record, "reading", "") or record_title(record, catalogue, words)
    return not record.title, reading_key(reading)


def _figure_value(figure: Figure | None) -> int | None:
    return figure.value if figure else None


def _number_key(value: float | None) -> SortKey:
    return value is None, value or 0


def _plain_key(record: Record, column: Column, catalogue: Catalogue, words: Words) -> SortKey:
    assert column.spec is not None
    value = getattr(record, column.spec.name)
    if isinstance(value, PartialDate):
        return False, value.sort_key
    if value is None:
        return True, ()
    if isinstance(value, int | float):
        return False, value
    text = cell_text(record, column, catalogue, words)
    return not text, fold_for_search(text)
