"""Takes a catalogue through everything that reads it, and says what may come of that."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache

from ofdesk.base.errors import OfdeskError
from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.map_sheets import map_page
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import paginate
from ofdesk.booklet.toolkit import Toolkit, load_toolkit
from ofdesk.drawing.display_list import DocumentInfo, Page
from ofdesk.drawing.palettes import load_palette
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.storable import require_storable
from ofdesk.model.validation import check_catalogue
from ofdesk.press.pdf import PrintJob, write_pdf
from ofdesk.services.known_places import KnownPlaces
from ofdesk.services.map_area import parse_area
from ofdesk.services.print_photos import PrintPhotos
from ofdesk.services.program_map import program_map
from ofdesk.services.words import Words, load_words
from ofdesk.storage.photo_store import PhotoStore

# Glyphs of texts without end reach beyond the page before they are cut; printers' programs bear this much.
FARTHEST_MM = 1e6
AREAS = ("全国", "近畿", "東京都")


@cache
def toolkit_for(language: str) -> Toolkit:
    """Return the toolkit of a language, loaded once."""
    return load_toolkit(language, "")


@cache
def known_places() -> KnownPlaces:
    """Return gazetteer and map, loaded once."""
    return KnownPlaces(AddressMatcher(), program_map)


@cache
def words_in(language: str) -> Words:
    """Return the words of the interface, loaded once."""
    return load_words(language)


def take_through_everything(catalogue: Catalogue) -> int:
    """Check, word, plan, lay out and paint a catalogue; returns the number of pages.

    Raises:
        Whatever any of that raises: nothing may.
    """
    for owner in (catalogue.project, catalogue.booklet, *catalogue):
        require_storable(owner)
    for problem in check_catalogue(catalogue, known_places()):
        for language in ("ja", "en"):
            assert words_in(language).problem(problem)
    toolkit = toolkit_for(catalogue.booklet.language)
    source = Source(catalogue, paginate(catalogue))
    engine = LayoutEngine(PATTERNS, toolkit)
    pages = list(engine.pages(source))
    pages += [map_page(parse_area(area, source, toolkit.base_map), source, toolkit) for area in AREAS]
    for page in pages:
        require_finite(page)
    return _painted(pages, catalogue, toolkit)


def _painted(pages: list[Page], catalogue: Catalogue, toolkit: Toolkit) -> int:
    job = PrintJob(
        info=DocumentInfo(catalogue.booklet.title, language="ja-JP"),
        palette=load_palette(),
        fonts=toolkit.fonts,
        photos=PrintPhotos(catalogue, PhotoStore()),
        page_count=len(pages),
    )
    try:
        return write_pdf(pages, io.BytesIO(), job).pages
    except OfdeskError as error:
        if error.code not in ("photo.missing", "photo.unreadable"):
            raise  # photos without bytes are told by name; nothing else may stop a booklet
        return len(pages)


def require_finite(page: Page) -> None:
    """Require that every measure of a page is a number a painter can use."""
    for number in numbers_in(page):
        assert abs(number) < FARTHEST_MM, "beyond what a page may hold (NaN included)"


def numbers_in(value: object) -> Iterator[float]:
    """Yield every number inside a value made of dataclasses and tuples."""
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, float):
            yield inner
        elif isinstance(inner, tuple):
            waiting.extend(inner)
        elif is_dataclass(inner) and not isinstance(inner, type):
            waiting.extend(getattr(inner, field.name) for field in fields(inner))
