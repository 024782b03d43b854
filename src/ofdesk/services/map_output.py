"""Writes the MAP of an area: as a page to print, draw and show, or as its pins for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_pages import MapArea, map_page, map_title
from ofdesk.booklet.plan import paginate
from ofdesk.booklet.toolkit import Toolkit, load_toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.exchange.geojson import geojson_of
from ofdesk.exchange.kml import kml_of
from ofdesk.exchange.pin_table import csv_of
from ofdesk.exchange.pins import Pin, PinWords
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.press.pdf import PrintJob, write_pdf
from ofdesk.press.png import write_png
from ofdesk.press.reports import PdfReport
from ofdesk.press.svg import write_svg
from ofdesk.services.excerpt import linked_within
from ofdesk.services.map_area import NATION, parse_area
from ofdesk.services.map_formats import PIN_FORMATS, format_of
from ofdesk.services.map_pins import map_pins, pin_words
from ofdesk.services.output_report import OutputReport, OutputWarning
from ofdesk.services.print_job import looked_over, print_job, reported
from ofdesk.services.targets import require_place_for
from ofdesk.storage.atomic import write_whole
from ofdesk.storage.photo_store import PhotoStore

_Writer: TypeAlias = Callable[[tuple[Pin, ...], PinWords], bytes]
_PIN_WRITERS: Mapping[str, _Writer] = MappingProxyType({"geojson": geojson_of, "kml": kml_of, "csv": csv_of})


@dataclass(frozen=True)
class _MapJob:
    """What is written: the area of a catalogue, and what it is made with."""

    area: MapArea
    source: Source
    toolkit: Toolkit
    target: Path
    progress: Progress
    cancel: Cancel


def write_map(
    catalogue: Catalogue,
    photos: PhotoStore,
    target: Path,
    *,
    area: str = NATION,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> OutputReport:
    """Write the MAP of an area: one page as PDF, SVG or PNG, or its pins as GeoJSON, KML or CSV.

    Args:
        target: its suffix tells the format.
        area: as `parse_area` takes it.

    Raises:
        InputError: no such area or format.
        WriteError: the file cannot be written; what stood at the target still stands there.
        OfdeskError: a picture is damaged; as above.
        Cancelled: called off; what stood at the target still stands there.
    """
    require_place_for(target)
    form = format_of(target)
    toolkit = load_toolkit(catalogue.booklet.language, catalogue.booklet.theme)
    source = Source(catalogue, paginate(catalogue))
    shown = parse_area(area, source, toolkit.base_map)
    job = _MapJob(shown, source, toolkit, target, progress, cancel)
    if form in PIN_FORMATS:
        return _write_pins(job, _PIN_WRITERS[form])
    return _write_page(job, form, print_job(catalogue, photos, toolkit, (), 1))


def _write_page(job: _MapJob, form: str, paint: PrintJob) -> OutputReport:
    problems: list[Problem] = []
    job.cancel.check()
    (page,) = looked_over(linked_within([map_page(job.area, job.source, job.toolkit)], ()), problems)
    job.progress(1, 1, "layout")
    return reported(_painted(page, form, job, paint), (), problems)


def _painted(page: Page, form: str, job: _MapJob, paint: PrintJob) -> PdfReport:
    if form == "svg":
        return write_svg(page, job.target, paint, progress=job.progress, cancel=job.cancel)
    if form == "png":
        return write_png(page, job.target, paint, progress=job.progress, cancel=job.cancel)
    return write_pdf([page], job.target, paint, cancel=job.cancel)


def _write_pins(job: _MapJob, write: _Writer) -> OutputReport:
    found = map_pins(job.area, job.source, job.toolkit.base_map, cancel=job.cancel)
    job.cancel.check()
    words = pin_words(map_title(job.area, job.toolkit), job.toolkit.wording.language)
    data = write(found.pins, words)
    job.cancel.check()
    write_whole(job.target, data)
    job.progress(1, 1, "pins")
    warnings = (OutputWarning("pins.no_place", None, name) for name in found.without_place)
    return OutputReport(0, len(data), tuple(warnings), places=len(found.pins))

