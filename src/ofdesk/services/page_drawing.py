"""Draws pages for the preview: layout, PDF, pixels; runs inside the preview process."""

from __future__ import annotations

import io
import traceback
from pathlib import Path

from ofdesk.base.errors import OfdeskError
from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.fit_steps import MAP_PATTERNS
from ofdesk.booklet.outline import document_info
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import Plan, paginate
from ofdesk.booklet.toolkit import Toolkit, load_toolkit
from ofdesk.drawing.display_list import Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import Change, apply
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Edition, Layer, Participation, Photo
from ofdesk.model.search import SearchIndex
from ofdesk.press.pdf import PdfOptions, PrintJob, write_pdf
from ofdesk.press.photos import ImagePolicy, PhotoCache
from ofdesk.press.raster import RasterPage, render_page
from ofdesk.services.layer_shelf import LayerShelf
from ofdesk.services.preview import PreviewAnswer, PreviewFailure, PreviewImage, PreviewRequest
from ofdesk.services.print_photos import PrintPhotos
from ofdesk.services.thumbnails import Thumbnail, ThumbnailRequest, ThumbnailShelf
from ofdesk.storage.photo_store import PhotoStore

_PREVIEW_PPI = 150.0
_THUMBNAIL_PPI = 36.0


class PageDrawer:
    """Keeps a snapshot and all caches that make the next picture quick."""

    def __init__(self) -> None:
        self._copies = PhotoCache()
        self._catalogue = Catalogue()
        self._store: PhotoStore | None = None
        self._shelf = LayerShelf(PhotoStore())
        self._toolkit: Toolkit | None = None
        self._engine: LayoutEngine | None = None
        self._plan: Plan | None = None
        self._words = SearchIndex()
        self._shelf_of_thumbnails = ThumbnailShelf()

    def load(self, catalogue: Catalogue, store: PhotoStore) -> None:
        """Begin anew with a catalogue."""
        if store != self._store:
            self._toolkit = None  # it knows the layers of another project
            self._shelf_of_thumbnails.clear()
            self._shelf = LayerShelf(store)
        self._catalogue, self._store, self._plan = catalogue, store, None
        self._words = SearchIndex()

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Follow an edit."""
        for change in changes:
            self._catalogue = apply(self._catalogue, change)
        self._plan = None

    def draw(self, wish: PreviewRequest) -> PreviewAnswer:
        """Return the picture wished for, or the code of why there is none."""
        try:
            return self._draw(wish)
        except OfdeskError as error:
            return PreviewFailure(wish.serial, error.code, error.details)
        except Exception as error:  # noqa: BLE001 - one page that cannot be laid out must not cost all others
            return PreviewFailure(wish.serial, "preview.page_failed", {"reason": _where(error)})

    def thumbnail(self, wish: ThumbnailRequest) -> Thumbnail:
        """Return the small picture of the first page wished for; without pixels when there is none."""
        number = wish.numbers[0]
        try:
            raster = self._thumbnail(number, wish.width_px)
        except Exception:  # noqa: BLE001 - the live page tells why; the plan shows a page without a picture
            return Thumbnail(wish.serial, number, 0, 0, 0, b"")
        return Thumbnail(
            wish.serial, number, raster.width_px, raster.height_px, raster.stride, raster.pixels
        )

    def _thumbnail(self, number: int, width_px: int) -> RasterPage:
        toolkit, engine = self._tools()
        plan = self._current_plan()
        slot, source = plan.slot(number), Source(self._catalogue, plan)
        key = (toolkit.chosen, width_px, engine.content(slot, source))

        def draw() -> RasterPage:
            return self._rasterise(engine.page(slot, source), toolkit, width_px, _THUMBNAIL_PPI)

        return self._shelf_of_thumbnails.picture(key, draw)

    def _current_plan(self) -> Plan:
        if self._plan is None:
            self._plan = paginate(self._catalogue, self._words)
        return self._plan

    def _draw(self, wish: PreviewRequest) -> PreviewImage:
        toolkit, engine = self._tools()
        plan = self._current_plan()
        shown = pages_showing(plan, self._catalogue, wish.record_id)
        first = plan.slots[0].number
        number = wish.page_number if wish.page_number is not None else next(iter(shown), first)
        number = min(max(number, first), first + len(plan.slots) - 1)
        page = engine.page(plan.slot(number), Source(self._catalogue, plan))
        raster = self._rasterise(page, toolkit, wish.width_px, _PREVIEW_PPI)
        return PreviewImage(
            serial=wish.serial,
            page_number=number,
            first_number=first,
            page_count=len(plan.slots),
            pages_of_record=shown,
            width_px=raster.width_px,
            height_px=raster.height_px,
            stride=raster.stride,
            pixels=raster.pixels,
            boxes=page.fields,
            width_mm=page.size.width_mm,
            height_mm=page.size.height_mm,
        )

    def _tools(self) -> tuple[Toolkit, LayoutEngine]:
        """Return toolkit and engine of the booklet's language and theme, new ones when these changed."""
        settings = self._catalogue.booklet
        wanted = (settings.language, settings.theme)
        if self._toolkit is None or self._engine is None or self._toolkit.chosen != wanted:
            self._toolkit = load_toolkit(*wanted, self._shelf)
            self._engine = LayoutEngine(PATTERNS, self._toolkit)
        return self._toolkit, self._engine

    def _rasterise(self, page: Page, toolkit: Toolkit, width_px: int, ppi: float) -> RasterPage:
        if self._store is None:
            raise OfdeskError("preview.no_snapshot")
        job = PrintJob(
            info=document_info(self._catalogue),
            palette=toolkit.palette,
            fonts=toolkit.fonts,
            photos=PrintPhotos(self._catalogue, self._store),
            options=PdfOptions(images=ImagePolicy(max_ppi=ppi), shown="trim"),
            page_count=1,
            copies=self._copies,
        )
        file = io.BytesIO()
        write_pdf((page,), file, job)
        return render_page(file.getvalue(), 0, width_px)


def _where(error: Exception) -> str:
    """Return kind and place of a programming error, without any value of the user's."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"


def pages_showing(plan: Plan, catalogue: Catalogue, record_id: RecordId | None) -> tuple[int, ...]:
    """Return the pages that show a record: its own, or those of the records it belongs to."""
    record = catalogue.get(record_id)
    if record is None or record_id is None:
        return ()
    own = plan.pages_of.get(record_id, ())
    if own:
        # The page that tells most comes first: a preview opens there.
        best = plan.event_page.get(record_id) or plan.factory_page.get(record_id)
        return (best, *(n for n in own if n != best)) if best in own else own
    match record:
        case Edition(event=event):
            return pages_showing(plan, catalogue, event)
        case Participation(factory=factory):
            return pages_showing(plan, catalogue, factory)
        case Photo():
            holder = next((r for r in catalogue if record_id in getattr(r, "photos", ())), None)
            return pages_showing(plan, catalogue, holder.id) if holder else ()
        case Layer():
            return tuple(slot.number for slot in plan.slots if slot.pattern in MAP_PATTERNS)
        case _:
            return ()
