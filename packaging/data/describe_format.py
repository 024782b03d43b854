"""Writes the tables of FILE_FORMAT.md from the declarations, so that the document cannot fall behind.

`python packaging/data/describe_format.py` rewrites the part between the two marks; a test checks its state.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ofdesk.model.fields import (
    BooleanType,
    ChoiceType,
    DateType,
    FieldSpec,
    FieldType,
    IntegerType,
    ListType,
    NumberType,
    PartType,
    ReferenceType,
    TextType,
    specs_of,
)
from ofdesk.model.records import RECORD_TYPES, Record
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.storage.layout import FOLDER_OF_KIND

DOCUMENT = Path(__file__).parents[2] / "FILE_FORMAT.md"
BEGIN = "<!-- tables: written by packaging/data/describe_format.py -->"
END = "<!-- end of tables -->"


def described(text: str) -> str:
    """Return the document with its tables renewed.

    Raises:
        ValueError: a mark is missing.
    """
    head, mark, rest = text.partition(BEGIN)
    _, end_mark, tail = rest.partition(END)
    if not mark or not end_mark:
        raise ValueError("the document has lost its marks")
    return f"{head}{BEGIN}\n\n{chr(10).join(tables())}\n{END}{tail}"


def tables() -> Iterator[str]:
    """Yield the lines of all tables: settings, kinds, parts, choices."""
    shared = {spec.name for spec in specs_of(Record)}
    yield from table("Project (`project` in `ofdesk.yaml`)", specs_of(Project))
    yield from table("Booklet (`booklet.yaml`)", specs_of(BookletSettings))
    yield from table("Fields of every record", specs_of(Record))
    for owner in RECORD_TYPES:
        own = (spec for spec in specs_of(owner) if spec.name not in shared)
        yield from table(f"{owner.__name__} (`{FOLDER_OF_KIND[owner.kind]}/`)", own)
    owners = (Project, BookletSettings, *RECORD_TYPES)
    found = dict.fromkeys(part for owner in owners for part in parts_of(owner))
    for part in sorted(found, key=lambda part: part.__name__):
        yield from table(f"Part {part.__name__}", specs_of(part))
    yield "### Codes of choices"
    yield ""
    yield "| Set | Codes |"
    yield "|---|---|"
    for name, codes in sorted(choices_of((*owners, *found)).items()):
        yield f"| {name} | {', '.join(codes)} |"
    yield ""


def table(heading: str, specs: Iterable[FieldSpec]) -> Iterator[str]:
    """Yield the lines of one table of fields, in the order in which they are written."""
    yield f"### {heading}"
    yield ""
    yield "| Field | Value | Notes |"
    yield "|---|---|---|"
    for spec in specs:
        notes = [word for word, holds in (("required", spec.required), ("private", spec.private)) if holds]
        yield f"| {spec.name} | {type_words(spec.type)} | {', '.join(notes)} |"
    yield ""


def type_words(field_type: FieldType) -> str:
    """Return what values of a type are."""
    match field_type:
        case TextType(max_chars, multiline, content):
            words = "text" if content == "plain" else content.replace("_", " ")
            return f"{words}, about {max_chars} characters{', lines' if multiline else ''}"
        case IntegerType(low, high):
            return f"whole number {low}–{high}"
        case NumberType(low, high, decimals):
            return f"number {low:g}–{high:g}, {decimals} decimals"
        case BooleanType():
            return "`yes`"
        case DateType():
            return "date"
        case ChoiceType(name):
            return f"code of *{name}*"
        case ReferenceType(kind):
            return f"identity of a {kind or 'record'}"
        case PartType(part):
            return f"part {part.__name__}"
        case ListType(item, most):
            return f"list of {type_words(item)}; about {most} items"


def parts_of(owner: type) -> Iterator[type]:
    """Yield the parts that fields of a class hold."""
    for spec in specs_of(owner):
        inner = spec.type.item if isinstance(spec.type, ListType) else spec.type
        if isinstance(inner, PartType):
            yield inner.part
            yield from parts_of(inner.part)


def choices_of(owners: Iterable[type]) -> dict[str, tuple[str, ...]]:
    """Return the sets of codes that fields of some classes use."""
    found: dict[str, tuple[str, ...]] = {}
    for owner in owners:
        for spec in specs_of(owner):
            inner = spec.type.item if isinstance(spec.type, ListType) else spec.type
            if isinstance(inner, ChoiceType):
                found[inner.name] = inner.codes
    return found


def main() -> int:
    """Renew the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(described(text), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
