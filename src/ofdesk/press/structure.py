"""The structure tree of a file: what its pages say, in reading order, for readers that do not look.

Owns the elements' objects and the way back from marked content to them. Makes no claim to PDF/UA, which
also asks for what only people can judge.
Source: ISO 32000-1, 14.7 (logical structure), 14.8 (tagged PDF), 14.9 (accessibility).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ofdesk.press.marks import CELLS, Element
from ofdesk.press.objects import ObjectWriter, PdfValue, array, dictionary, name, shown, text_string
from ofdesk.press.reading_order import arranged, without_gaps

_LONGEST_CONTENTS = 300


@dataclass(frozen=True, slots=True)
class _TaggedPage:
    """A page's object and blocks, and what its marked content belongs to (filled when written)."""

    reference: PdfValue
    blocks: list[Element]
    owners: dict[int, PdfValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Annotation:
    """A link's annotation, and the reserved object of its element."""

    reference: PdfValue
    element: PdfValue


class StructureTree:
    """Collects the elements of pages and writes them in the end, when it is known which links there are."""

    def __init__(self, writer: ObjectWriter) -> None:
        self._writer = writer
        self._pages: list[_TaggedPage] = []
        self._words: dict[tuple[int, int], str] = {}
        self._annotations: dict[tuple[int, int], _Annotation] = {}
        self._last_level = 0

    def add(self, page: PdfValue, marked: Element) -> dict[str, PdfValue]:
        """Take a page's elements and return the entries that tie the page to them."""
        index = len(self._pages)
        blocks = arranged(marked)
        self._last_level = without_gaps(blocks, self._last_level)
        for element in marked.elements():
            if element.link is not None:
                self._words[index, element.link] = " ".join(element.texts)[:_LONGEST_CONTENTS]
        for block in blocks:
            for element in (block, *block.elements()):
                element.forget_texts()
        self._pages.append(_TaggedPage(page, blocks))
        return {"StructParents": index, "Tabs": name("S")}

    def link_entries(self, page: int, link: int, reference: PdfValue, target: str) -> dict[str, PdfValue]:
        """Return the entries that tie a link's annotation to its element, after the last page was added.

        Args:
            page: index of the page.
            link: index of the link among the page's links.
            reference: the annotation's object.
            target: where it leads, in words for those who cannot see what it lies over.
        """
        number = len(self._pages) + len(self._annotations)
        self._annotations[page, link] = _Annotation(reference, self._writer.reserve())
        words = self._words.get((page, link), "")
        return {"StructParent": number, "Contents": text_string(words or target)}

    def write(self) -> dict[str, PdfValue]:
        """Write the tree and return the catalogue's entries; links without annotation stay out."""
        writer = self._writer
        root, document = writer.reserve(), writer.reserve()
        kids: list[PdfValue] = []
        for index, page in enumerate(self._pages):
            kids += self._write_all(page.blocks, index, document)
        told = {"Type": name("StructElem"), "S": name("Document"), "P": root, "K": array(kids)}
        writer.write(dictionary(told), document)
        writer.write(dictionary(self._root(document)), root)
        return {"StructTreeRoot": root, "MarkInfo": dictionary({"Marked": "true"})}

    def _root(self, document: PdfValue) -> dict[str, PdfValue]:
        numbers: list[PdfValue] = []
        for index, page in enumerate(self._pages):
            numbers += [index, array(page.owners[number] for number in range(len(page.owners)))]
        for position, annotation in enumerate(self._annotations.values()):
            numbers += [len(self._pages) + position, annotation.element]
        return {
            "Type": name("StructTreeRoot"),
            "K": document,
            "ParentTree": self._writer.write(dictionary({"Nums": array(numbers)})),
            "ParentTreeNextKey": len(self._pages) + len(self._annotations),
        }

    def _write_all(self, kids: list[Element], page: int, parent: PdfValue) -> list[PdfValue]:
        return [self._write_element(kid, page, parent) for kid in kids if self._is_kept(kid, page)]

    def _unlinked(self, element: Element, page: int) -> list[Element | int]:
        """Return what stands in an element, in place of refused links what they lay around."""
        kids: list[Element | int] = []
        for kid in element.kids:
            if isinstance(kid, Element) and kid.link is not None and not self._leads(kid, page):
                kids += kid.kids
            else:
                kids.append(kid)
        return kids

    def _leads(self, element: Element, page: int) -> bool:
        """Tell whether an element is a link that was not refused."""
        return element.link is not None and (page, element.link) in self._annotations

    def _is_kept(self, element: Element, page: int) -> bool:
        """Tell whether anything is left in an element: links may have been refused."""
        if element.kind in CELLS or self._leads(element, page):
            return True
        return any(isinstance(kid, int) or self._is_kept(kid, page) for kid in element.kids)

    def _write_element(self, element: Element, page: int, parent: PdfValue) -> PdfValue:
        annotation = None if element.link is None else self._annotations[page, element.link]
        reference = self._writer.reserve() if annotation is None else annotation.element
        tagged = self._pages[page]
        kids: list[bytes] = []
        inside = self._unlinked(element, page)
        for kid in inside:
            if isinstance(kid, int):
                tagged.owners[kid] = reference
                kids.append(b"%d" % kid)
            else:
                kids += map(shown, self._write_all([kid], page, reference))
        if annotation is not None:
            kids.append(b"<</Type/OBJR/Obj %s>>" % shown(annotation.reference))
        # Written out here, without looking at every value: there are thousands.
        parts = [b"<</S/%s/P %s" % (element.kind.encode("ascii"), shown(parent))]
        if annotation is not None or any(isinstance(kid, int) for kid in inside):
            parts.append(b"/Pg " + shown(tagged.reference))
        if element.alt:
            parts.append(b"/Alt " + text_string(element.alt))
        if element.language:
            parts.append(b"/Lang (%s)" % element.language.encode("ascii"))
        if element.kind == "TH":
            parts.append(b"/A<</O/Table/Scope/%s>>" % (b"Column" if element.heads_column else b"Row"))
        parts.append(b"/K[%s]>>" % b" ".join(kids))
        return self._writer.write(b"".join(parts), reference)
