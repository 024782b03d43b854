"""What writing a file came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfWarning:
    """Something a reader of the file might miss.

    Attributes:
        code: "pdf.anchor_missing", "pdf.anchor_twice", "pdf.glyph_missing" or "pdf.link_refused".
        page_index: page from 0; -1 for the outline.
        text: the anchor's name, the characters that have no glyph, or the address.
    """

    code: str
    page_index: int
    text: str


@dataclass(frozen=True, slots=True)
class PdfReport:
    """A file that was written: pages, size in bytes and what is doubtful about it."""

    pages: int
    bytes: int
    warnings: tuple[PdfWarning, ...] = ()
