"""Texts that found no room on their pages, or no glyph in their faces, as problems: nothing is lost silently.

Owns the way from pages to problems; whether a text fits is known only when its page is laid out.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from ofdesk.base.geometry import Point, Rect
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.fit_steps import lost_by_text, lost_on
from ofdesk.drawing.display_list import FieldBox, Page
from ofdesk.drawing.missing_glyphs import missing_in
from ofdesk.model.ids import RecordId
from ofdesk.model.problems import Problem, Severity
from ofdesk.typesetting.frame import code_points

OVERFLOW = "fit.overflow"
GLYPH_MISSING = "fit.glyph_missing"
TIGHTENED = ("fit.tightened_leading", "fit.tightened_size", "fit.tightened_width")
"""Notes that a page's texts stand closer, smaller, or narrower than the theme has it."""
BOOKLET = "booklet"
"""What field boxes name as their record when a text comes from the booklet's settings."""
_SHOWN_CHARS = 10
_ASIDE_MM = 0.1  # glyphs may begin before their place by their side bearing
_BELOW_MM = pt_to_mm(3.0)  # the baseline of type set tightly may lie this far below its frame


def overflow_on(pages: Iterable[Page]) -> tuple[Problem, ...]:
    """Return the fields that are not printed as typed, in the order of pages, each once a page.

    Those that do not fit come with the characters lost, those with characters their face lacks (a crossed
    box stands in their place) with these characters and their code points. A box without a field name
    stands for texts gathered from other records, such as names of events; a character outside every box is
    told without a record.
    """
    return tuple(problem for page in pages for problem in chain(_on_page(page), _missing_on(page)))


def tightened_on(pages: Iterable[Page]) -> tuple[Problem, ...]:
    """Return a note for each page whose texts were made to find room, at the text that needed it most.

    A page on which they still find none is a matter of `overflow_on` alone.
    """
    return tuple(note for page in pages if (note := _note_of(page)) is not None)


def _note_of(page: Page) -> Problem | None:
    kept = page.tightened
    if kept is None or not kept.crowded or lost_on(page):
        return None
    record, field = kept.crowded[0]
    code = TIGHTENED[2 if kept.width < 1.0 else 1 if kept.size < 1.0 else 0]
    factors = (("leading", kept.leading), ("size", kept.size))
    details = [(name, f"{100 * (1 - factor):g}") for name, factor in factors]
    return Problem(
        code,
        Severity.NOTE,
        None if record == BOOKLET else RecordId(record),
        field,
        (*details, ("width", f"{100 * kept.width:g}"), ("page", page.label)),
    )


def _on_page(page: Page) -> Iterable[Problem]:
    for (record, field), chars in lost_by_text(page).items():
        yield Problem(
            OVERFLOW,
            Severity.ERROR,
            None if record == BOOKLET else RecordId(record),
            field,
            (("chars", chars), ("page", page.label)),
        )


def _missing_on(page: Page) -> Iterable[Problem]:
    found: dict[tuple[str, str], list[str]] = {}
    for text, place in missing_in(page.ops):
        found.setdefault(_field_at(page, place), []).append(text)
    for (record, field), texts in found.items():
        shown = list(dict.fromkeys(texts))[:_SHOWN_CHARS]
        yield Problem(
            GLYPH_MISSING,
            Severity.ERROR,
            None if record in ("", BOOKLET) else RecordId(record),
            field,
            (("chars", ", ".join(map(_named, shown))), ("page", page.label)),
        )


def _named(text: str) -> str:
    return f"{text} {code_points(text)}" if text.isprintable() else code_points(text)


def _field_at(page: Page, place: Point) -> tuple[str, str]:
    """Return record and field of the smallest frame of text around a place on a baseline."""
    around = [box for box in page.fields if box.set_chars and _holds(box.rect, place)]
    smallest = min(around, key=_area, default=None)
    return ("", "") if smallest is None else (smallest.record, smallest.field)


def _holds(rect: Rect, place: Point) -> bool:
    across = rect.x_mm - _ASIDE_MM <= place.x_mm <= rect.right_mm
    return across and rect.y_mm <= place.y_mm <= rect.bottom_mm + _BELOW_MM


def _area(box: FieldBox) -> float:
    return box.rect.width_mm * box.rect.height_mm


def find_overflow(
    engine: LayoutEngine,
    source: Source,
    *,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> tuple[Problem, ...]:
    """Lay out all pages of a booklet and return the fields that are not printed as typed, or stand closer.

    Raises:
        Cancelled: called off.
        ResourceError: a resource of the program is missing.
    """
    pages = engine.pages(source, progress=progress, cancel=cancel)
    return tuple(problem for page in pages for problem in (*overflow_on((page,)), *tightened_on((page,))))
