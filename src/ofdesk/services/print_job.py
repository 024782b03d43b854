"""What all exports of pages share: what pages are painted with, and how it is told what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ofdesk.base.progress import Progress
from ofdesk.booklet.outline import document_info
from ofdesk.booklet.overflow import overflow_on
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Bookmark, Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.press.pdf import PdfOptions, PrintJob
from ofdesk.press.reports import PdfReport
from ofdesk.services.output_report import OutputReport, OutputWarning
from ofdesk.services.print_photos import PrintPhotos
from ofdesk.storage.photo_store import PhotoStore

_FOR_PRINT = PdfOptions()


def looked_over(pages: Iterable[Page], problems: list[Problem]) -> Iterator[Page]:
    """Yield pages and note on the way which texts are not printed as typed."""
    for page in pages:
        problems += overflow_on((page,))
        yield page


def of_pictures(progress: Progress) -> Progress:
    """Return what passes on how far the pictures are: pages are told of where they are laid out."""

    def passed_on(done: int, total: int, code: str) -> None:
        if code == "pdf.pictures":
            progress(done, total, code)

    return passed_on


def reported(
    report: PdfReport, numbers: Sequence[int], problems: Sequence[Problem], undrawn: Iterable[str]
) -> OutputReport:
    """Tell pages by the numbers printed on them, and the layers that could not be drawn."""
    layers = (OutputWarning("layer.not_drawn", None, name) for name in undrawn)
    warnings = (
        OutputWarning(
            warning.code,
            numbers[warning.page_index] if 0 <= warning.page_index < len(numbers) else None,
            warning.text,
        )
        for warning in report.warnings
        if warning.code != "pdf.glyph_missing"  # told with its field, as a problem
    )
    found = tuple(dict.fromkeys((*warnings, *layers)))
    return OutputReport(report.pages, report.bytes, found, tuple(problems))


def print_job(
    catalogue: Catalogue,
    photos: PhotoStore,
    toolkit: Toolkit,
    marks: tuple[Bookmark, ...],
    page_count: int,
    options: PdfOptions = _FOR_PRINT,
) -> PrintJob:
    """Return what the pages of a catalogue are painted with."""
    return PrintJob(
        info=document_info(catalogue),
        palette=toolkit.palette,
        fonts=toolkit.fonts,
        photos=PrintPhotos(catalogue, photos),
        bookmarks=marks,
        page_count=page_count,
        options=options,
    )
