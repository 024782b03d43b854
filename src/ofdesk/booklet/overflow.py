"""Texts that found no room on their pages, as problems: nothing is left out of print silently.

Owns the way from field boxes to problems; whether a text fits is known only when its page is laid out.
"""

from __future__ import annotations

from collections.abc import Iterable

from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.drawing.display_list import Page
from ofdesk.model.ids import RecordId
from ofdesk.model.problems import Problem, Severity

OVERFLOW = "fit.overflow"
BOOKLET = "booklet"
"""What field boxes name as their record when a text comes from the booklet's settings."""


def overflow_on(pages: Iterable[Page]) -> tuple[Problem, ...]:
    """Return the fields that do not fit, in the order of pages; each once a page, with the characters lost.

    A box without a field name stands for texts gathered from other records, such as names of events.
    """
    return tuple(problem for page in pages for problem in _on_page(page))


def _on_page(page: Page) -> Iterable[Problem]:
    lost: dict[tuple[str, str], int] = {}
    for box in page.fields:
        if box.left_out_chars:
            key = (box.record, box.field)
            lost[key] = lost.get(key, 0) + box.left_out_chars
    for (record, field), chars in lost.items():
        yield Problem(
            OVERFLOW,
            Severity.ERROR,
            None if record == BOOKLET else RecordId(record),
            field,
            (("chars", chars), ("page", page.label)),
        )


def find_overflow(
    engine: LayoutEngine,
    source: Source,
    *,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> tuple[Problem, ...]:
    """Lay out all pages of a booklet and return the fields that do not fit.

    Raises:
        Cancelled: called off.
        ResourceError: a resource of the program is missing.
    """
    return overflow_on(engine.pages(source, progress=progress, cancel=cancel))
