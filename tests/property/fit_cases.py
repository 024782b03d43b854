"""Pages for the laws of fit: the sample catalogue with texts put into it, and what stands on its pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.unit.booklet.pages import runs, source_of

from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.overflow import BOOKLET, OVERFLOW, overflow_on
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import PageSlot
from ofdesk.booklet.toolkit import load_toolkit
from ofdesk.drawing.display_list import FieldBox, GlyphRun, Page
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.fields import ListType, spec_of
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Record
from ofdesk.services.sample import build_sample

THEMES = ("standard", "lively")
RARE = "鷲"
"""A character that stands nowhere else in the sample, nor in the words of the booklet."""


@cache
def sample() -> Catalogue:
    return build_sample(AddressMatcher(Gazetteer()), picture_size_px=(90, 60)).catalogue


@cache
def engine(theme: str) -> LayoutEngine:
    return LayoutEngine(PATTERNS, load_toolkit("ja", theme))


def holder_of(catalogue: Catalogue, owner: str) -> object:
    return catalogue.booklet if owner == BOOKLET else catalogue.get(RecordId(owner))


def with_text(catalogue: Catalogue, owner: str, field: str, text: str) -> Catalogue:
    """Return a catalogue with a text in a field; of a list it is the only item."""
    holder = holder_of(catalogue, owner)
    values: dict[str, Any] = {
        field: (text,) if isinstance(spec_of(type(holder), field).type, ListType) else text
    }
    if owner == BOOKLET:
        return dataclasses.replace(catalogue, booklet=dataclasses.replace(catalogue.booklet, **values))
    assert isinstance(holder, Record)
    return catalogue.with_record(dataclasses.replace(holder, **values))


def slot_of(source: Source, pattern: str, owner: str) -> PageSlot:
    """Return the first page of a pattern that is about a record, or about none."""
    slots = (slot for slot in source.plan.slots if slot.pattern == pattern)
    return next(slot for slot in slots if owner in slot.records or not slot.records)


def page_of(catalogue: Catalogue, pattern: str, owner: str, theme: str) -> Page:
    source = source_of(catalogue)
    return engine(theme).page(slot_of(source, pattern, owner), source)


def first_event_of_one_page() -> Event:
    """Return an event of the sample that takes one page only, whatever its overview says."""
    source = source_of(sample())
    more = {slot.records[0] for slot in source.plan.slots if slot.pattern == "event_more"}
    return next(event for event in sample().all_of(Event) if event.id not in more)


def read_aloud(page: Page) -> Iterator[GlyphRun]:
    """Yield what stands on a page, readings over words left out."""
    return (run for run in runs(page) if not run.silent)


def rare_on(page: Page) -> int:
    return sum(run.text.count(RARE) for run in read_aloud(page))


def told_lost(page: Page) -> dict[tuple[str, str], int]:
    """Return for each record and field how many characters the problems of a page name as lost."""
    problems = (problem for problem in overflow_on((page,)) if problem.code == OVERFLOW)
    return {
        (problem.record_id or BOOKLET, problem.field): int(dict(problem.details)["chars"])
        for problem in problems
    }


def box_of(page: Page, owner: str, field: str) -> FieldBox:
    return next(box for box in page.fields if (box.record, box.field) == (owner, field))
