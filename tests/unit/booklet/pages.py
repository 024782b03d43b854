"""Looks into laid out pages: their texts, glyph runs and links, and all pages of a catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import Plan, paginate
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import GlyphRun, Group, Image, Link, Operation, Page
from ofdesk.model.catalogue import Catalogue


def source_of(catalogue: Catalogue) -> Source:
    return Source(catalogue, paginate(catalogue))


def lay_out(catalogue: Catalogue, toolkit: Toolkit) -> tuple[Page, ...]:
    return tuple(LayoutEngine(PATTERNS, toolkit).pages(source_of(catalogue)))


def page_of(pattern: str, catalogue: Catalogue, toolkit: Toolkit, part: int = 0) -> Page:
    source = source_of(catalogue)
    slot = [slot for slot in source.plan.slots if slot.pattern == pattern][part]
    return LayoutEngine(PATTERNS, toolkit).page(slot, source)


def operations(ops: tuple[Operation, ...]) -> Iterator[Operation]:
    for op in ops:
        if isinstance(op, Group):
            yield from operations(op.ops)
        else:
            yield op


def runs(page: Page) -> list[GlyphRun]:
    return [op for op in operations(page.ops) if isinstance(op, GlyphRun)]


def images(page: Page) -> list[Image]:
    return [op for op in operations(page.ops) if isinstance(op, Image)]


def links(page: Page) -> list[Link]:
    return [op for op in operations(page.ops) if isinstance(op, Link)]


def text_of(page: Page) -> str:
    """Return all that is set on a page, a line for each run."""
    return "\n".join(run.text for run in runs(page))


def words_of(page: Page) -> str:
    """Return all that is set on a page without line breaks, to look for a text that may turn over."""
    return "".join(run.text for run in runs(page)).replace(" ", "")


def patterns_of(plan: Plan) -> list[str]:
    return [slot.pattern for slot in plan.slots]


def left_out(page: Page) -> dict[tuple[str, str], int]:
    return {(box.record, box.field): box.left_out_chars for box in page.fields if box.left_out_chars}
