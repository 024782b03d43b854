"""Writes booklets, one file after the other: pages made in several processes, and kept from file to file.

Owns the processes and the kept pages. A page is made again only when what it shows has changed, so that after
an edit a whole new file costs little more than its bytes. What is kept is bounded.
"""

from __future__ import annotations

import copy
import dataclasses
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from ofdesk.base.errors import InputError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.booklet.engine import Source
from ofdesk.booklet.fit_steps import MAP_PATTERNS
from ofdesk.booklet.outline import bookmarks, document_info
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import PageSlot, Plan, paginate
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.model.records import Event, Layer
from ofdesk.press.content import PaintedPage
from ofdesk.press.pdf import write_pdf
from ofdesk.services.booklet_editions import options_of
from ofdesk.services.editions import PRINT
from ofdesk.services.output_report import OutputReport
from ofdesk.services.page_making import (
    MadePage,
    PageKey,
    PageMaker,
    PageStyle,
    store_of_layers,
)
from ofdesk.services.page_workers import PageWorkers, usual_workers
from ofdesk.services.print_job import of_pictures, print_job, reported
from ofdesk.services.print_photos import PrintPhotos
from ofdesk.services.targets import require_place_for
from ofdesk.storage.photo_store import PhotoStore

_WORTH_SHARING = 40  # pages to make, a map counted as many: before, another process costs more than it saves
_PAGES_A_MAP = 10
_KEPT_BYTES = 64_000_000
_BYTES_AN_ELEMENT = 600
_BYTES_A_PAGE = 20_000  # what a page and its key take besides its content, by and large


@dataclass(frozen=True, slots=True)
class BookletChoice:
    """What of the booklet is written, and for what.

    Attributes:
        pages: first and last number of the pages; None for all.
        edition: one of `BOOKLET_EDITIONS`.
    """

    pages: tuple[int, int] | None = None
    edition: str = PRINT


_ALL_FOR_PRINT = BookletChoice()


class BookletPress:
    """Writes booklets; a context, at whose end its processes are gone. Used from one thread."""

    def __init__(self, *, workers: int | None = None, keeping: bool = False) -> None:
        """Prepare to write.

        Args:
            workers: how many processes help with many pages; None for what suits this machine.
            keeping: whether pages are kept for the next file.
        """
        self._workers = PageWorkers(usual_workers() if workers is None else workers)
        self._kept = _KeptPages() if keeping else None
        self._maker: PageMaker | None = None
        self._layers = self._photos = PhotoStore()
        self._state: tuple[int, ...] = ()
        self._proved: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._workers.stop()

    def warm_up(self) -> None:
        """Start the other processes, so that they load while the project is read."""
        self._workers.start()

    def rest(self) -> None:
        """End the other processes until there is work for them again; kept pages stay."""
        self._workers.stop()

    def write(
        self,
        catalogue: Catalogue,
        photos: PhotoStore,
        target: Path,
        choice: BookletChoice = _ALL_FOR_PRINT,
        *,
        progress: Progress = no_progress,
        cancel: Cancel = NEVER_CANCELLED,
    ) -> OutputReport:
        """Write an edition of the booklet, or some of its pages; errors as in `output.write_edition`."""
        require_place_for(target)
        source = Source(catalogue, paginate(catalogue))
        numbers = None if choice.pages is None else range(choice.pages[0], choice.pages[1] + 1)
        slots = [slot for slot in source.plan.slots if numbers is None or slot.number in numbers]
        if choice.pages is not None and not slots:
            raise _no_such_pages(choice.pages, source.plan)
        settings, options = catalogue.booklet, options_of(choice.edition, len(catalogue.all_of(Event)))
        language = document_info(catalogue).language
        style = PageStyle(settings.language, settings.theme, options, language, numbers)
        maker = self._maker_of(style, catalogue, photos)
        marks = bookmarks(source.plan, maker.toolkit.wording, numbers)
        job = print_job(catalogue, photos, maker.toolkit, marks, len(slots), options)
        job = dataclasses.replace(job, photos=PrintPhotos(catalogue, photos, self._proved_of(photos)))
        notes = _Notes([], {})
        pages = self._pages(slots, source, maker, cancel)
        told = _told(pages, len(slots), notes, progress)
        report = write_pdf(told, target, job, progress=of_pictures(progress), cancel=cancel)
        return reported(report, [slot.number for slot in slots], notes.problems, notes.undrawn)

    def _maker_of(self, style: PageStyle, catalogue: Catalogue, photos: PhotoStore) -> PageMaker:
        layers = store_of_layers(catalogue, photos)
        if self._maker is None or self._maker.style != style or self._layers != layers:
            self._maker, self._layers = PageMaker(style, layers), layers
        return self._maker

    def _proved_of(self, photos: PhotoStore) -> set[str]:
        """Return the digests of the photos that were read from a store before and have not changed since."""
        state = photos.state()
        if (self._photos, self._state) != (photos, state):
            self._photos, self._state, self._proved = photos, state, set()
        return self._proved

    def _pages(
        self, slots: Sequence[PageSlot], source: Source, maker: PageMaker, cancel: Cancel
    ) -> Iterator[MadePage]:
        """Yield the pages of slots in order, kept ones and new ones."""
        keys = [(slot.pattern, PATTERNS[slot.pattern].gather(slot, source)) for slot in slots]
        if self._kept is None:
            yield from self._new(keys, maker, cancel)
            return
        # Data that lies beside the project may change without anything in the project telling.
        outside = any(not layer.sha256 for layer in source.catalogue.all_of(Layer))
        found = [self._kept.get(maker.style, key) for key in keys]
        missing = self._new([k for k, page in zip(keys, found, strict=True) if page is None], maker, cancel)
        for key, page in zip(keys, found, strict=True):
            if page is None:
                page = next(missing)
                if not page.undrawn and not (outside and key[0] in MAP_PATTERNS):
                    self._kept.put(maker.style, key, page)
            yield page

    def _new(self, keys: Sequence[PageKey], maker: PageMaker, cancel: Cancel) -> Iterator[MadePage]:
        weight = sum(_PAGES_A_MAP if key[0] in MAP_PATTERNS else 1 for key in keys)
        if weight < _WORTH_SHARING:
            return _made_here(keys, maker, cancel)
        self._workers.start()
        return self._workers.made(keys, maker, self._layers, cancel)


def _made_here(keys: Sequence[PageKey], maker: PageMaker, cancel: Cancel) -> Iterator[MadePage]:
    for key in keys:
        cancel.check()
        yield maker.make(key)


def _no_such_pages(pages: tuple[int, int], plan: Plan) -> InputError:
    if not plan.slots:
        return InputError("pdf.no_pages")
    low, high = plan.slots[0].number, plan.slots[-1].number
    return InputError("booklet.no_such_pages", first=pages[0], last=pages[1], low=low, high=high)


@dataclass(frozen=True, slots=True)
class _Notes:
    """What is noted while pages go by: problems in their order, layers that were not drawn."""

    problems: list[Problem]
    undrawn: dict[str, None]


def _told(
    pages: Iterator[MadePage], count: int, notes: _Notes, progress: Progress
) -> Iterator[PaintedPage]:
    for done, page in enumerate(pages):
        notes.problems.extend(page.problems)
        notes.undrawn.update(dict.fromkeys(page.undrawn))
        yield page.painted
        progress(done + 1, count, "layout")


class _KeptPages:
    """Made pages by style and key, the least recently used dropped first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[PageStyle, PageKey], MadePage] = OrderedDict()
        self._bytes = 0

    def get(self, style: PageStyle, key: PageKey) -> MadePage | None:
        """Return a page."""
        found = self._pages.get((style, key))
        if found is None:
            return None
        self._pages.move_to_end((style, key))
        return _apart(found)

    def put(self, style: PageStyle, key: PageKey, page: MadePage) -> None:
        """Keep a page."""
        self._pages[style, key] = kept = _apart(page)
        self._bytes += _size(kept)
        while self._bytes > _KEPT_BYTES:
            _, dropped = self._pages.popitem(last=False)
            self._bytes -= _size(dropped)


def _apart(page: MadePage) -> MadePage:
    """Return a page whose structure tree is its own, for the file takes the tree apart."""
    if page.painted.elements is None:
        return page
    elements = copy.deepcopy(page.painted.elements)
    return dataclasses.replace(page, painted=dataclasses.replace(page.painted, elements=elements))


def _size(page: MadePage) -> int:
    painted = page.painted
    pictures = sum(len(called.image.data) for called in painted.pictures.values())
    elements = 0 if painted.elements is None else sum(1 for _ in painted.elements.elements())
    return _BYTES_A_PAGE + len(painted.content) + pictures + elements * _BYTES_AN_ELEMENT
