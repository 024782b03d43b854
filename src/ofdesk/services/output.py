"""Writes the booklet and the MAP as PDF: the same functions for the editor and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ofdesk.base.errors import InputError
from ofdesk.base.japan import PREFECTURES, REGIONS, prefecture_named
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.map_pages import MapArea, map_page
from ofdesk.booklet.outline import bookmarks, document_info
from ofdesk.booklet.overflow import find_overflow, overflow_on
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import Plan, paginate
from ofdesk.booklet.toolkit import Toolkit, load_toolkit
from ofdesk.drawing.display_list import Bookmark, Page
from ofdesk.drawing.palettes import load_palette
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.press.pdf import PrintJob, write_pdf
from ofdesk.press.reports import PdfReport
from ofdesk.services.excerpt import linked_within
from ofdesk.services.layer_shelf import LayerShelf
from ofdesk.services.output_report import OutputReport, OutputWarning
from ofdesk.services.print_photos import PrintPhotos
from ofdesk.services.targets import require_place_for
from ofdesk.services.words import load_words
from ofdesk.storage.photo_store import PhotoStore

NATION = "全国"


def write_booklet(
    catalogue: Catalogue,
    photos: PhotoStore,
    target: Path,
    *,
    pages: tuple[int, int] | None = None,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> OutputReport:
    """Write the booklet, or the pages from the first to the last number of `pages`.

    Raises:
        InputError: code "booklet.no_such_pages" when the range holds no page, "pdf.no_pages" when the booklet
            has none.
        WriteError: the file cannot be written; what stood at the target still stands there.
        OfdeskError: a photo is damaged; as above.
        Cancelled: called off; what stood at the target still stands there.
    """
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
    job = _job(catalogue, photos, toolkit, marks, len(slots))
    problems: list[Problem] = []
    report = write_pdf(_looked_over(made, problems), target, job, cancel=cancel)
    return _reported(report, [slot.number for slot in slots], problems, shelf)


def _no_such_pages(pages: tuple[int, int], plan: Plan) -> InputError:
    if not plan.slots:
        return InputError("pdf.no_pages")
    low, high = plan.slots[0].number, plan.slots[-1].number
    return InputError("booklet.no_such_pages", first=pages[0], last=pages[1], low=low, high=high)


def _looked_over(pages: Iterable[Page], problems: list[Problem]) -> Iterator[Page]:
    """Yield pages and note on the way which texts do not fit on them."""
    for page in pages:
        problems += overflow_on((page,))
        yield page


def _reported(
    report: PdfReport, numbers: Sequence[int], problems: Sequence[Problem], shelf: LayerShelf
) -> OutputReport:
    """Tell pages by the numbers printed on them."""
    undrawn = (OutputWarning("layer.not_drawn", None, name) for name in shelf.failed)
    warnings = (
        OutputWarning(
            warning.code,
            numbers[warning.page_index] if 0 <= warning.page_index < len(numbers) else None,
            warning.text,
        )
        for warning in report.warnings
    )
    found = tuple(dict.fromkeys((*warnings, *undrawn)))
    return OutputReport(report.pages, report.bytes, found, tuple(problems))


def _job(
    catalogue: Catalogue, photos: PhotoStore, toolkit: Toolkit, marks: tuple[Bookmark, ...], page_count: int
) -> PrintJob:
    return PrintJob(
        info=document_info(catalogue),
        palette=load_palette(),
        fonts=toolkit.fonts,
        photos=PrintPhotos(catalogue, photos),
        bookmarks=marks,
        page_count=page_count,
    )


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


def write_map(
    catalogue: Catalogue,
    photos: PhotoStore,
    target: Path,
    *,
    area: str = NATION,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> OutputReport:
    """Write the MAP of an area on one A4 page.

    Args:
        area: 全国, the key or the name of a region (東北), or the official name of a prefecture.

    Raises:
        InputError: code "map.unknown_area".
        OfdeskError: the file cannot be written.
    """
    require_place_for(target)
    chosen = parse_area(area)
    shelf = LayerShelf(photos)
    toolkit = load_toolkit(catalogue.booklet.language, catalogue.booklet.theme, shelf)
    source = Source(catalogue, paginate(catalogue))
    job = _job(catalogue, photos, toolkit, (), 1)
    made = linked_within(_map_pages(chosen, source, toolkit, progress), ())
    problems: list[Problem] = []
    report = write_pdf(_looked_over(made, problems), target, job, cancel=cancel)
    return _reported(report, (), problems, shelf)


def _map_pages(area: MapArea, source: Source, toolkit: Toolkit, progress: Progress) -> Iterator[Page]:
    yield map_page(area, source, toolkit)
    progress(1, 1, "layout")


def parse_area(text: str) -> MapArea:
    """Return the area a user names.

    Raises:
        InputError: code "map.unknown_area".
    """
    if text in (NATION, "nation"):
        return MapArea("nation", "")
    names = load_words("ja").sections["choices"]
    for region in REGIONS:
        if text in (region, names[f"bureau.{region}"]):
            return MapArea("region", region)
    for prefecture in PREFECTURES:
        if text in (prefecture.name, prefecture.name[:-1], prefecture.romaji.lower()):
            return MapArea("prefecture", prefecture.name)
    if prefecture_named(text):
        return MapArea("prefecture", text)
    raise InputError("map.unknown_area", area=text[:40])
