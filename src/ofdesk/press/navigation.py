"""Bookmarks, links and page labels: what leads from one place of a document to another.

Places are resolved when all pages are known, so links may point forwards. What leads nowhere is left out
and reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit

from ofdesk.base.geometry import Rect
from ofdesk.base.units import mm_to_pt
from ofdesk.drawing.display_list import Bookmark, Link, Page
from ofdesk.press.content import PaintedPage
from ofdesk.press.objects import ObjectWriter, PdfValue, array, dictionary, name, text_string
from ofdesk.press.reports import PdfWarning
from ofdesk.press.structure import StructureTree

_LINKED_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_KEPT_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"  # RFC 3986: reserved characters, and escapes made already


@dataclass(slots=True)
class _Entry:
    """A bookmark with its place in the tree."""

    reference: PdfValue
    title: str
    destination: PdfValue
    parent: _Entry | None
    children: list[_Entry] = field(default_factory=list)

    def count(self) -> int:
        """Entries below this one."""
        return sum(1 + child.count() for child in self.children)


class Navigation:
    """Collects places and links while pages are painted, and writes them in the end."""

    def __init__(self, writer: ObjectWriter, structure: StructureTree | None = None) -> None:
        self._writer = writer
        self._structure = structure
        self._pages_of_anchors: dict[str, int] = {}
        self._destinations: dict[str, PdfValue] = {}
        self._links: list[tuple[PdfValue, int, list[tuple[Rect, Link]]]] = []
        self._labels: list[str] = []
        self.warnings: list[PdfWarning] = []

    def take(self, page: Page, painted: PaintedPage, reference: PdfValue) -> PdfValue | None:
        """Take note of a page's places and links.

        Args:
            page: the page as laid out.
            painted: the same page as painted.
            reference: its object.

        Returns:
            The reference the page shall name as its annotations, None when it has no links.
        """
        index = len(self._labels)
        self._labels.append(page.label)
        top_mm = page.size.height_mm + page.bleed_mm
        for anchor in painted.anchors:
            if anchor.name in self._destinations:
                self.warnings.append(PdfWarning("pdf.anchor_twice", index, anchor.name))
                continue
            self._pages_of_anchors[anchor.name] = index
            top_pt = mm_to_pt(top_mm - anchor.y_mm)
            self._destinations[anchor.name] = array([reference, name("XYZ"), 0, top_pt, "null"])
        if not painted.links:
            return None
        annotations = self._writer.reserve()
        placed = [(_on_page(link.rect, page), link) for link in painted.links]
        self._links.append((annotations, index, placed))
        return annotations

    def write_links(self) -> None:
        """Write every page's annotations."""
        for reference, index, placed in self._links:
            written = [
                self._annotation(box, link, (index, number)) for number, (box, link) in enumerate(placed)
            ]
            self._writer.write(array([link for link in written if link is not None]), reference)

    def _annotation(self, box_pt: Rect, link: Link, place: tuple[int, int]) -> PdfValue | None:
        """Write a link; `place` is its page and its number among the page's links."""
        entries: dict[str, PdfValue] = {
            "Type": name("Annot"),
            "Subtype": name("Link"),
            "Rect": array([box_pt.x_mm, box_pt.y_mm, box_pt.right_mm, box_pt.bottom_mm]),
            "Border": array([0, 0, 0]),
            "F": 4,  # printed like the page; annotations without this flag are refused by PDF/A and PDF/UA
        }
        if link.url:
            address = ascii_address(link.url)
            if address is None:
                self.warnings.append(PdfWarning("pdf.link_refused", place[0], link.url))
                return None
            entries["A"] = dictionary({"S": name("URI"), "URI": text_string(address)})
        else:
            destination = self._destinations.get(link.anchor)
            if destination is None:
                self.warnings.append(PdfWarning("pdf.anchor_missing", place[0], link.anchor))
                return None
            entries["Dest"] = destination
        reference = self._writer.reserve()
        if self._structure is not None:
            entries |= self._structure.link_entries(*place, reference, self._target(link))
        return self._writer.write(dictionary(entries), reference)

    def _target(self, link: Link) -> str:
        """Return where a link leads, as it is said where it lies over no words."""
        if link.url:
            return link.url
        index = self._pages_of_anchors[link.anchor]
        return f"p. {self._labels[index] or index + 1}"

    def write_outline(self, bookmarks: Sequence[Bookmark]) -> PdfValue | None:
        """Write the outline and return its reference, None when there is nothing to show."""
        roots: list[_Entry] = []
        path: list[_Entry] = []
        for bookmark in bookmarks:
            destination = self._destinations.get(bookmark.anchor)
            if destination is None:
                self.warnings.append(PdfWarning("pdf.anchor_missing", -1, bookmark.anchor))
                continue
            del path[max(0, bookmark.level) :]
            parent = path[-1] if path else None
            entry = _Entry(self._writer.reserve(), bookmark.title, destination, parent)
            (parent.children if parent else roots).append(entry)
            path.append(entry)
        if not roots:
            return None
        outline = self._writer.reserve()
        self._write_entries(roots, outline)
        shown = {
            "Type": name("Outlines"),
            "First": roots[0].reference,
            "Last": roots[-1].reference,
            "Count": len(roots),
        }
        return self._writer.write(dictionary(shown), outline)

    def _write_entries(self, entries: list[_Entry], parent: PdfValue) -> None:
        for position, entry in enumerate(entries):
            shown: dict[str, PdfValue] = {
                "Title": text_string(entry.title),
                "Parent": parent,
                "Dest": entry.destination,
            }
            if position:
                shown["Prev"] = entries[position - 1].reference
            if position + 1 < len(entries):
                shown["Next"] = entries[position + 1].reference
            if entry.children:
                shown["First"] = entry.children[0].reference
                shown["Last"] = entry.children[-1].reference
                shown["Count"] = -entry.count()  # negative: folded up when the file is opened
                self._write_entries(entry.children, entry.reference)
            self._writer.write(dictionary(shown), entry.reference)

    def page_labels(self) -> PdfValue | None:
        """Return the page labels, so that readers count pages as they are printed; None without any."""
        if not any(self._labels):
            return None
        numbers: list[PdfValue] = []
        expected: int | None = None
        for index, label in enumerate(self._labels):
            value = int(label) if label.isascii() and label.isdecimal() else 0
            if value:
                if value != expected:
                    numbers += [index, dictionary({"S": name("D"), "St": value})]
                expected = value + 1
            else:
                numbers += [index, dictionary({"P": text_string(label)})]
                expected = None
        return dictionary({"Nums": array(numbers)})


def ascii_address(url: str) -> str | None:
    """Return a web address in ASCII, as PDF asks for, or None when no link may be made of it.

    Japanese paths and queries are percent-encoded, Japanese domains turned into Punycode. Only web, mail
    and telephone addresses pass: a printed catalogue has no business with files or scripts.
    """
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in _LINKED_SCHEMES:
            return None
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
        path, query, fragment = (
            quote(part, safe=_KEPT_IN_ADDRESSES) for part in (parts.path, parts.query, parts.fragment)
        )
    except ValueError:  # UnicodeError included: no such host can exist
        return None
    return urlunsplit((parts.scheme, quote(host, safe=_KEPT_IN_ADDRESSES), path, query, fragment))


def _on_page(rect: Rect, page: Page) -> Rect:
    """Return a rectangle in points from the lower left corner of the media box."""
    return Rect(
        mm_to_pt(page.bleed_mm + rect.x_mm),
        mm_to_pt(page.bleed_mm + page.size.height_mm - rect.bottom_mm),
        mm_to_pt(rect.width_mm),
        mm_to_pt(rect.height_mm),
    )
