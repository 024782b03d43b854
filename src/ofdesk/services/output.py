"""Writes the booklet as PDF: the same function for the editor and the command line."""

from __future__ import annotations

from pathlib import Path

from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.overflow import find_overflow
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import paginate
from ofdesk.booklet.toolkit import load_toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.services.booklet_press import BookletChoice, BookletPress
from ofdesk.services.output_report import OutputReport
from ofdesk.storage.photo_store import PhotoStore


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
    with BookletPress() as press:
        return press.write(catalogue, photos, target, choice, progress=progress, cancel=cancel)


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
