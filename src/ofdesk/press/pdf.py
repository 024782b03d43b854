"""Writes pages as a PDF file, one page at a time.

Owns boxes, page tree, catalogue and document information; content, fonts and pictures have modules of
their own. Equal input gives equal bytes: nothing here reads a clock. Refuses to leave half a file.
Source: ISO 32000-1, 7.7 (document structure), 14.11.2 (page boundaries).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

from ofdesk.base.errors import InputError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.base.units import mm_to_pt
from ofdesk.drawing.colours import Palette
from ofdesk.drawing.display_list import Bookmark, DocumentInfo, Page
from ofdesk.drawing.fonts import FontBook
from ofdesk.drawing.thinning import thinned
from ofdesk.press.codes import CodeShelf, with_codes
from ofdesk.press.content import PagePainter, PaintedPage
from ofdesk.press.fonts import FaceShelf
from ofdesk.press.inks import ColourSpace, InkWell
from ofdesk.press.metadata import xmp_packet
from ofdesk.press.navigation import Navigation
from ofdesk.press.objects import ObjectWriter, PdfValue, array, dictionary, name, text_string
from ofdesk.press.photos import ImagePolicy, PhotoCache, PhotoSource
from ofdesk.press.pictures import PictureCopies, Pictures, PictureShelf
from ofdesk.press.reports import PdfReport, PdfWarning
from ofdesk.press.screen_pictures import ScreenPictures, ScreenPolicy
from ofdesk.press.structure import StructureTree
from ofdesk.storage.atomic import put_in_place, sibling_of

_PRODUCER = "ofdesk"


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """How a file is written.

    Attributes:
        colour: "rgb" for screens, "cmyk" for print.
        images: whether pictures go in untouched or reduced.
        shown: what a reader shows of a page: "bleed" everything, "trim" the page as it will be cut.
        version: PDF version of the header.
        spans: whether glyphs that readers would part are tied into spans with their text. Readers tell one
            place for a whole span, so a file whose glyphs are to be measured goes without.
        tagged: whether the file carries a structure tree, for those who have it read aloud.
        screen: how pictures are made for screens, in place of `images`; such files are packed tighter.
    """

    colour: ColourSpace = "rgb"
    images: ImagePolicy = ImagePolicy()
    shown: Literal["bleed", "trim"] = "bleed"
    version: str = "1.6"
    spans: bool = True
    tagged: bool = False
    screen: ScreenPolicy | None = None


@dataclass(frozen=True)
class PrintJob:
    """What a file is made with, apart from its pages.

    Attributes:
        info: title, author, language and date.
        palette, fonts, photos: what colour roles, face names and picture hashes stand for.
        bookmarks: the outline, in reading order.
        page_count: for progress, when the pages are made while writing; 0 when not known.
        copies: smaller copies of pictures, kept from one file to the next (previews).
    """

    info: DocumentInfo
    palette: Palette
    fonts: FontBook
    photos: PhotoSource
    bookmarks: Sequence[Bookmark] = ()
    options: PdfOptions = PdfOptions()
    page_count: int = 0
    copies: PhotoCache = field(default_factory=PhotoCache)


class Painter:
    """Paints pages for files that are written in the same way, whoever writes them."""

    def __init__(
        self,
        palette: Palette,
        fonts: FontBook,
        options: PdfOptions,
        language: str,
        codes: CodeShelf | None = None,
    ) -> None:
        """Prepare to paint; `language` is that of the document."""
        ink, screen = InkWell(palette, options.colour), options.screen
        self._tolerance_mm = screen.line_tolerance_mm if screen else 0.0
        tagged = language if options.tagged else ""
        shelf = codes or CodeShelf(fonts)
        self._painter = PagePainter(
            ink, shelf, spans=options.spans, tagged=tagged, cut=screen is not None
        )

    def paint(self, page: Page) -> PaintedPage:
        """Paint a page; errors as in `PagePainter.paint`."""
        return self._painter.paint(thinned(page, self._tolerance_mm) if self._tolerance_mm else page)


def write_pdf(
    pages: Iterable[Page | PaintedPage],
    out: BinaryIO | Path,
    job: PrintJob,
    *,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> PdfReport:
    """Write pages to a file.

    Args:
        pages: taken one by one, laid out or painted already (`Painter`); a generator keeps memory at one
            page.
        out: a path, replaced in one step when all is written, or an open file.
        job: everything else.
        progress: told after every page, code "pdf.pages", and every picture written last, "pdf.pictures".
        cancel: asked before every page and such picture.

    Raises:
        Cancelled: nothing is left on disk.
        WriteError: what stood at the path still stands there.
        InputError: code "pdf.no_pages" or "pdf.bad_date".
        OfdeskError: a picture is unknown or unreadable, a face is unknown.
    """
    if isinstance(out, Path):
        with sibling_of(out) as (temporary, file):
            report = _write(pages, file, job, progress, cancel)
        put_in_place(temporary, out)
        return report
    return _write(pages, out, job, progress, cancel)


def _write(
    pages: Iterable[Page | PaintedPage], out: BinaryIO, job: PrintJob, progress: Progress, cancel: Cancel
) -> PdfReport:
    info = _information(job.info)
    book = _Book(ObjectWriter(out, job.options.version, packed=job.options.tagged), job)
    total = len(pages) if isinstance(pages, Sized) else job.page_count
    for page in pages:
        cancel.check()
        book.add(page)
        progress(book.pages, max(total, book.pages), "pdf.pages")
    cancel.check()
    return book.finish(info, progress, cancel)


class _Book:
    """A file in the making: page after page, then everything they share."""

    def __init__(self, writer: ObjectWriter, job: PrintJob) -> None:
        self._writer = writer
        self._job = job
        codes = CodeShelf(job.fonts)
        self._faces = FaceShelf(job.fonts, codes, writer)
        options = job.options
        self._screen = ScreenPictures(job.photos, options.screen, writer) if options.screen else None
        copies = PictureCopies(job.photos, options.images, job.copies)
        self._pictures: Pictures = self._screen or PictureShelf(copies, writer)
        self._painter = Painter(job.palette, job.fonts, options, job.info.language, codes)
        self._structure = StructureTree(writer) if options.tagged else None
        self._navigation = Navigation(writer, self._structure)
        self._tree = writer.reserve()
        self._kids: list[PdfValue] = []
        self._warnings: list[PdfWarning] = []

    @property
    def pages(self) -> int:
        """Pages written so far."""
        return len(self._kids)

    def add(self, page: Page | PaintedPage) -> None:
        """Paint a page unless it comes painted, and write it."""
        painted = self._painter.paint(page) if isinstance(page, Page) else page
        if painted.missing:
            self._warnings.append(PdfWarning("pdf.glyph_missing", self.pages, "".join(painted.missing)))
        reference = self._writer.reserve()
        entries: dict[str, PdfValue] = {
            "Type": name("Page"),
            "Parent": self._tree,
            "Resources": self._resources(painted),
            "Contents": self._content(painted),
            **_boxes(painted.page, self._job.options),
        }
        annotations = self._navigation.take(painted.page, painted, reference)
        if annotations is not None:
            entries["Annots"] = annotations
        if self._structure is not None and painted.elements is not None:
            entries |= self._structure.add(reference, painted.elements)
        self._kids.append(self._writer.write(dictionary(entries), reference))

    def _resources(self, painted: PaintedPage) -> PdfValue:
        """Return what the page's content calls, pictures written at their first use."""
        entries: dict[str, PdfValue] = {}
        fonts: dict[str, PdfValue] = {}
        for resource, called in painted.fonts.items():
            face = self._faces.face(called.face)
            face.use(called.codes)
            fonts[resource] = face.reference
        if fonts:
            entries["Font"] = dictionary(fonts)
        if painted.pictures:
            entries["XObject"] = dictionary(
                {
                    resource: self._pictures.place(called.image, called.full_width_mm)
                    for resource, called in painted.pictures.items()
                }
            )
        return dictionary(entries)

    def _content(self, painted: PaintedPage) -> PdfValue:
        """Write a page's content."""
        if painted.loose:
            content = with_codes(painted.content, painted.loose, self._faces.code_of)
            return self._writer.write_stream({}, content)
        return self._writer.write_stream({"Filter": name("FlateDecode")}, painted.content, compress=False)

    def finish(self, info: PdfValue, progress: Progress, cancel: Cancel) -> PdfReport:
        """Write what the pages share and close the file."""
        if not self._kids:
            raise InputError("pdf.no_pages")
        writer, navigation = self._writer, self._navigation
        tree = {"Type": name("Pages"), "Kids": array(self._kids), "Count": self.pages}
        writer.write(dictionary(tree), self._tree)
        self._faces.write()
        navigation.write_links()
        catalog: dict[str, PdfValue] = {
            "Type": name("Catalog"),
            "Pages": self._tree,
            "Lang": text_string(self._job.info.language),
            "ViewerPreferences": dictionary({"DisplayDocTitle": "true"}),
        }
        if self._structure is not None:
            catalog |= self._structure.write()
            catalog["Metadata"] = writer.write_stream(
                {"Type": name("Metadata"), "Subtype": name("XML")},
                xmp_packet(self._job.info, _PRODUCER),
                compress=False,  # for programs that look for it without knowing PDF
            )
        outline = navigation.write_outline(self._job.bookmarks)
        if outline is not None:
            catalog["Outlines"] = outline
            catalog["PageMode"] = name("UseOutlines")
        labels = navigation.page_labels()
        if labels is not None:
            catalog["PageLabels"] = labels
        if self._screen is not None:
            self._screen.write(progress, cancel)
        writer.finish(writer.write(dictionary(catalog)), writer.write(info))
        warnings = (*self._warnings, *navigation.warnings, *self._size_warnings())
        return PdfReport(self.pages, writer.position, warnings)

    def _size_warnings(self) -> Iterator[PdfWarning]:
        """Tell a file for screens that came out larger than it should."""
        screen, size = self._job.options.screen, self._writer.position
        if screen is not None and size > screen.max_file_bytes:
            yield PdfWarning("pdf.over_size", -1, f"{size / 1e6:.1f} MB")


def _boxes(page: Page, options: PdfOptions) -> dict[str, PdfValue]:
    """Return media, bleed and trim box: bleed all around, no marks."""
    bleed_pt = mm_to_pt(page.bleed_mm)
    width_pt, height_pt = mm_to_pt(page.size.width_mm), mm_to_pt(page.size.height_mm)
    media = array([0, 0, width_pt + 2 * bleed_pt, height_pt + 2 * bleed_pt])
    trim = array([bleed_pt, bleed_pt, bleed_pt + width_pt, bleed_pt + height_pt])
    boxes = {"MediaBox": media, "BleedBox": media, "TrimBox": trim}
    if options.shown == "trim":
        boxes["CropBox"] = trim
    return boxes


def _information(info: DocumentInfo) -> PdfValue:
    """Return the information dictionary.

    Raises:
        InputError: code "pdf.bad_date".
    """
    given = {
        "Title": info.title,
        "Author": info.author,
        "Subject": info.subject,
        "Keywords": ", ".join(info.keywords),
        "Creator": _PRODUCER,
        "Producer": _PRODUCER,
    }
    entries: dict[str, PdfValue] = {key: text_string(text) for key, text in given.items() if text}
    if info.created:
        entries["CreationDate"] = entries["ModDate"] = text_string(_pdf_date(info.created))
    entries["Trapped"] = name("False")
    return dictionary(entries)


def _pdf_date(iso: str) -> str:
    """Return a date as PDF writes it (ISO 32000-1, 7.9.4)."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError as error:
        raise InputError("pdf.bad_date", date=iso) from error
    offset = moment.utcoffset()
    if offset is None:
        raise InputError("pdf.bad_date", date=iso)
    minutes = round(offset.total_seconds() / 60)
    sign = "+" if minutes >= 0 else "-"
    zone = f"{sign}{abs(minutes) // 60:02d}'{abs(minutes) % 60:02d}'"
    return f"D:{moment:%Y%m%d%H%M%S}{zone}"
