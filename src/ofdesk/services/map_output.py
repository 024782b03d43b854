"""Writes the MAP of an area: as a page to print, draw and show, or as its pins for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from ofdesk.base.errors import InputError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.base.ruby import plain
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_pages import MapArea, map_title
from ofdesk.booklet.map_sheets import FOLDED, SHEET_SIZES, map_pages_of
from ofdesk.booklet.plan import paginate
from ofdesk.booklet.toolkit import Toolkit, load_toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.exchange.geojson import geojson_of
from ofdesk.exchange.kml import kml_of
from ofdesk.exchange.pin_table import csv_of
from ofdesk.exchange.pins import Pin, PinWords
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.press.pdf import PdfOptions, PrintJob, write_pdf
from ofdesk.press.png import write_png
from ofdesk.press.reports import PdfReport
from ofdesk.press.svg import write_svg
from ofdesk.services.booklet_editions import options_of
from ofdesk.services.editions import PRINT
from ofdesk.services.excerpt import linked_within
from ofdesk.services.layer_shelf import LayerShelf
from ofdesk.services.map_area import NATION, parse_area
from ofdesk.services.map_formats import PIN_FORMATS, format_of
from ofdesk.services.map_pins import map_pins, pin_words
from ofdesk.services.output_report import OutputReport, OutputWarning
from ofdesk.services.print_job import looked_over, of_pictures, print_job, reported
from ofdesk.services.targets import require_place_for
from ofdesk.storage.atomic import write_whole
from ofdesk.storage.photo_store import PhotoStore

_Writer: TypeAlias = Callable[[tuple[Pin, ...], PinWords], bytes]
_SINGLE_PAGES = (".svg", ".png")
_PIN_WRITERS: Mapping[str, _Writer] = MappingProxyType({"geojson": geojson_of, "kml": kml_of, "csv": csv_of})


@dataclass(frozen=True)
class SheetChoice:
    """Which sheet of the MAP is wanted.

    Attributes:
        area: as `parse_area` takes it.
        size: one of `booklet.map_sheets.SHEET_SIZES`.
        edition: of a PDF; other formats have but one.
    """

    area: str = NATION
    size: str = "a4"
    edition: str = PRINT


@dataclass(frozen=True)
class _MapJob:
    """What is written: the area of a catalogue, and what it is made with."""

    area: MapArea
    source: Source
    toolkit: Toolkit
    target: Path
    progress: Progress
    cancel: Cancel
    size: str
    shelf: LayerShelf


def files_of(target: Path, size: str) -> tuple[Path, ...]:
    """Return the files that a sheet becomes: a format of single pages gives a folded sheet's back its own."""
    if target.suffix.lower() in _SINGLE_PAGES and size == FOLDED:
        return target, target.with_name(f"{target.stem}-2{target.suffix}")
    return (target,)


def write_map(
    catalogue: Catalogue,
    photos: PhotoStore,
    target: Path,
    *,
    choice: SheetChoice = SheetChoice(),
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> OutputReport:
    """Write the MAP of an area: its sheet as PDF, SVG or PNG, or its pins as GeoJSON, KML or CSV.

    Args:
        target: its suffix tells the format.
        choice: area and size; see `files_of` for the second side of a folded sheet.

    Raises:
        InputError: no such area, size or format.
        WriteError: a file cannot be written; what stood at its path still stands there. Whether both sides
            of a folded sheet have a place is asked before either is written.
        OfdeskError: a picture is damaged; as above.
        Cancelled: called off; what stood at the target still stands there.
    """
    for file in files_of(target, choice.size):
        require_place_for(file)
    form = format_of(target)
    if choice.size not in SHEET_SIZES:
        raise InputError("map.unknown_size", size=choice.size[:40], sizes=" ".join(SHEET_SIZES))
    shelf = LayerShelf(photos)
    toolkit = load_toolkit(catalogue.booklet.language, catalogue.booklet.theme, shelf)
    source = Source(catalogue, paginate(catalogue))
    shown = parse_area(choice.area, source, toolkit.base_map)
    job = _MapJob(shown, source, toolkit, target, progress, cancel, choice.size, shelf)
    if form in PIN_FORMATS:
        return _write_pins(job, _PIN_WRITERS[form])
    options = options_of(choice.edition) if form == "pdf" else PdfOptions()
    paint = print_job(catalogue, photos, toolkit, (), 1, options)
    title = f"{plain(map_title(shown, toolkit))} {paint.info.title}"
    return _write_page(job, form, replace(paint, info=replace(paint.info, title=title)))


def _write_page(job: _MapJob, form: str, paint: PrintJob) -> OutputReport:
    problems: list[Problem] = []
    job.cancel.check()
    made = map_pages_of(job.area, job.source, job.toolkit, job.size)
    pages = list(looked_over(linked_within(made, ()), problems))
    job.progress(1, 1, "layout")
    return reported(_painted(pages, form, job, paint), (), problems, job.shelf.failed)


def _painted(pages: Sequence[Page], form: str, job: _MapJob, paint: PrintJob) -> PdfReport:
    if form == "pdf":
        progress = of_pictures(job.progress)
        return write_pdf(pages, job.target, paint, progress=progress, cancel=job.cancel)
    write = write_svg if form == "svg" else write_png
    reports = []
    for page, target in zip(pages, files_of(job.target, job.size), strict=True):
        reports.append(write(page, target, paint, progress=job.progress, cancel=job.cancel))
    warnings = tuple(warning for report in reports for warning in report.warnings)
    return PdfReport(len(reports), sum(report.bytes for report in reports), warnings)


def _write_pins(job: _MapJob, write: _Writer) -> OutputReport:
    found = map_pins(job.area, job.source, job.toolkit.base_map, cancel=job.cancel)
    job.cancel.check()
    words = pin_words(plain(map_title(job.area, job.toolkit)), job.toolkit.wording.language)
    data = write(found.pins, words)
    job.cancel.check()
    write_whole(job.target, data)
    job.progress(1, 1, "pins")
    warnings = (OutputWarning("pins.no_place", None, name) for name in found.without_place)
    return OutputReport(0, len(data), tuple(warnings), places=len(found.pins))

