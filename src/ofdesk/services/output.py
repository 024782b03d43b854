"""Writes the booklet as PDF: the same function for the editor and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.errors import InputError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.outline import bookmarks
from ofdesk.booklet.overflow import find_overflow
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import Plan, paginate
from ofdesk.booklet.toolkit import load_toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.model.records import Event
from ofdesk.press.pdf import write_pdf
from ofdesk.services.booklet_editions import options_of
from ofdesk.services.editions import PRINT
from ofdesk.services.excerpt import linked_within
from ofdesk.services.layer_shelf import LayerShelf
from ofdesk.services.output_report import OutputReport
from ofdesk.services.print_job import looked_over, of_pictures, print_job, reported
from ofdesk.services.targets import require_place_for
from ofdesk.storage.photo_store import PhotoStore


@dataclass(frozen=True, slots=True)
class BookletChoice:
    """What of the booklet is written, and for what.

    Attributes:
        pages: first and last number of the pages; None for all.
        edition: one of `BOOKLET_EDITIONS`.
    """

    pages: tuple[int, int] | None = None
    edition: str = PRINT


def write_booklet(
    catalogue: Catalogue,
    photos: PhotoStore,
    target: Path,
    *,
    pages: tuple[int, int] | None = None,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> OutputReport:
    """Write the booklet for print; `pages` and the errors as in `write_edition`."""
    choice = BookletChoice(pages)
    return write_edition(catalogue, photos, target, choice, progress=progress, cancel=cancel)


def write_edition(
    catalogue: Catalogue,
    photos: PhotoStore,
    target: Path,
    choice: BookletChoice,
    *,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> OutputReport:
    """Write an edition of the booklet, or some of its pages.

    Raises:
        InputError: code "booklet.no_such_pages" when the range holds no page, "pdf.no_pages" when the booklet
            has none.
        WriteError: the file cannot be written; what stood at the target still stands there.
        OfdeskError: a photo is damaged; as above.
        Cancelled: called off; what stood at the target still stands there.
        KeyError: there is no such edition.
    """
    pages, options = choice.pages, options_of(choice.edition, len(catalogue.all_of(Event)))
    require_place_for(target)
    shelf = LayerShelf(photos)
    toolkit = load_toolkit(catalogue.booklet.language, catalogue.booklet.theme, shelf)
    source = Source(catalogue, paginate(catalogue))
    numbers = None if pages is None else range(pages[0], pages[1] + 1)
    slots = [slot for slot in source.plan.slots if numbers is None or slot.number in numbers]
    if pages is not None and not slots:
        raise _no_such_pages(pages, source.plan)
    engine = LayoutEngine(PATTERNS, toolkit)
    made = engine.pages(source, numbers, progress=progress, cancel=cancel)
    if numbers is not None:
        made = linked_within(made, numbers)
    marks = bookmarks(source.plan, toolkit.wording, numbers)
    job = print_job(catalogue, photos, toolkit, marks, len(slots), options)
    problems: list[Problem] = []
    report = write_pdf(
        looked_over(made, problems), target, job, progress=of_pictures(progress), cancel=cancel
    )
    return reported(report, [slot.number for slot in slots], problems, shelf)


def _no_such_pages(pages: tuple[int, int], plan: Plan) -> InputError:
    if not plan.slots:
        return InputError("pdf.no_pages")
    low, high = plan.slots[0].number, plan.slots[-1].number
    return InputError("booklet.no_such_pages", first=pages[0], last=pages[1], low=low, high=high)


def check_fit(
    catalogue: Catalogue, *, progress: Progress = no_progress, cancel: Cancel = NEVER_CANCELLED
) -> tuple[Problem, ...]:
    """Lay out the whole booklet and return the texts that find no room on their pages.

    Raises:
        Cancelled: called off.
    """
    toolkit = load_toolkit(catalogue.booklet.language, catalogue.booklet.theme)
    engine = LayoutEngine(PATTERNS, toolkit)
    return find_overflow(engine, Source(catalogue, paginate(catalogue)), progress=progress, cancel=cancel)
