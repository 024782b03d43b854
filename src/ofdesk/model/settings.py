"""What belongs to the project and to its booklet as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ofdesk.model import choices, parts
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import (
    BooleanType,
    ChoiceType,
    DateType,
    IntegerType,
    ListType,
    PartType,
    TextType,
    declare,
)

SECTION_PATTERNS = (
    "cover",
    "greeting",
    "contents",
    "how_to_read",
    "nation_map",
    "region_events",
    "events_six",
    "factory_list",
    "statistics",
    "calendar",
    "forums",
    "links",
    "reports",
    "index",
    "index_reading",
    "index_industry",
    "colophon",
    "back_cover",
    "blank",
)
PATTERNS_ON_REQUEST = frozenset({"blank", "index_industry", "index_reading"})
"""Sections that the usual plan does not have."""
SECTION_PATTERN = ChoiceType("section_pattern", SECTION_PATTERNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the booklet's plan: a page pattern and whether it is printed.

    Attributes:
        starts: where its first page stands; "" for the next page.
        selection: which records it shows; None for all that it can.
    """

    pattern: str = declare(SECTION_PATTERN, required=True)
    heading: str = declare(TextType(60))
    included: bool = declare(BooleanType())
    starts: str = declare(choices.PAGE_START)
    selection: parts.RecordFilter | None = declare(PartType(parts.RecordFilter))


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The project: `id` is a random identity that all mailed copies share."""

    kind: ClassVar[str] = "project"

    id: str = declare(TextType(32), hidden=True)
    title: str = declare(TextType(80), required=True)
    owner: str = declare(choices.BUREAU)
    remarks: str = declare(TextType(2000, multiline=True), private=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletSettings:
    """The booklet: its title page, its wording, its sections in order."""

    kind: ClassVar[str] = "booklet"

    title: str = declare(TextType(60), required=True)
    subtitle: str = declare(TextType(80))
    title_en: str = declare(TextType(120, content="english"))
    year_label: str = declare(TextType(20))
    publisher: str = declare(TextType(80), required=True)
    publisher_department: str = declare(TextType(120))
    publisher_address: str = declare(TextType(120))
    published: PartialDate | None = declare(DateType(), row="dates")
    as_of: PartialDate | None = declare(DateType(), required=True, row="dates")
    language: str = declare(ChoiceType("booklet_language", ("ja", "en")), row="look")
    theme: str = declare(TextType(40, content="booklet_theme"), row="look")
    number_order: str = declare(choices.NUMBER_ORDER, "maps", row="maps")
    region_definition: str = declare(choices.REGION_DEFINITION, "maps", row="maps")
    greeting: str = declare(TextType(1200, multiline=True), "texts")
    definition: str = declare(TextType(400, multiline=True), "texts")
    colophon_note: str = declare(TextType(400, multiline=True), "texts")
    axis_names: tuple[str, ...] = declare(ListType(TextType(20), 6), "texts")
    sections: tuple[Section, ...] = declare(ListType(PartType(Section), 60), "plan", hidden=True)
    first_page_number: int | None = declare(IntegerType(0, 999), "plan", hidden=True)
    pages_in_fours: bool = declare(BooleanType(), "plan", hidden=True)
