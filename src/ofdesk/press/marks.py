"""Marks what is painted on a page with the element it belongs to, or as an artifact.

Sequences are opened only when something is painted and never lie in one another: where a group stands
inside another, the outer sequence ends and begins anew behind it, and a span that carries its text is a
sequence of its own. (Poppler takes the end of an inner one for the end of the outer one, and loses what
follows.) Refuses to know PDF objects; what
becomes of the elements is the structure tree's affair.
Source: ISO 32000-1, 14.6 (marked content), 14.7.4 (content items), 14.8.2.2 (artifacts).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ofdesk.base.geometry import Rect
from ofdesk.drawing.display_list import Group, Link
from ofdesk.press.glyphs import actual_text

ARTIFACT = "Artifact"
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
TAGS = frozenset(
    {
        *("Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "P", *HEADINGS),
        *("L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD"),
        *("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Ruby", "RB", "RT", "RP"),
        *("Figure", "Formula", "Form", "Link"),
    }
)
"""Structure types that readers know (ISO 32000-1, 14.8.4)."""
CELLS = frozenset({"TH", "TD"})
GROUPING = frozenset(
    {
        *("Part", "Art", "Sect", "Div", "TOC", "TOCI", "Index", "L", "LI", "LBody"),
        *("Table", "THead", "TBody", "TFoot", "TR"),
    }
)
"""Structure types that hold elements only: what is painted in them directly, such as rules, is decoration."""

_WITHOUT_LINKS = frozenset({"Figure", "Caption", "Lbl"})


@dataclass(eq=False, slots=True)
class Element:
    """A node of the structure tree in the making.

    Attributes:
        kind: structure type; "" for the page itself.
        alt: text alternative.
        kids: elements, and numbers of marked content on the page, in order.
        texts: what is set directly in the element.
        places: where its glyph runs begin, x and y in mm.
        link: index of the page's link, for elements that stand for one.
        language: where it is not that of what is around it.
        covered: whether readers present a figure around it in its place.
        heads_column: of a heading cell: whether it is of a column, not of its row.
    """

    kind: str
    alt: str = ""
    kids: list[Element | int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    places: list[tuple[float, float]] = field(default_factory=list)
    link: int | None = None
    language: str = ""
    covered: bool = False
    heads_column: bool = False

    def elements(self) -> Iterator[Element]:
        """Yield the elements below this one in reading order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield kid
                yield from kid.elements()

    def forget_texts(self) -> None:
        """Drop what was kept to find the texts of links."""
        self.texts, self.places = [], []


@dataclass(frozen=True, slots=True)
class _Level:
    """Where painting stands.

    Attributes:
        parent: takes new elements.
        painted: what is painted belongs to it; None for artifacts.
        sealed: whether tags further in count no more.
        in_figure: whether a figure lies around it.
    """

    parent: Element
    painted: Element | None = None
    sealed: bool = False
    in_figure: bool = False


class PageMarks:
    """The marks of one page, made while its operations are painted one after the other."""

    def __init__(self) -> None:
        self.page = Element("")
        self._levels = [_Level(self.page)]
        self._open: Element | str | None = None
        self._count = 0
        self._links: list[tuple[int, Link]] = []
        self._foreign: Element | None = None

    def enter(self, group: Group) -> None:
        """Begin a group.

        Raises:
            ValueError: its tag is no structure type; a fault of the program, not of its user.
        """
        level = self._levels[-1]
        self._foreign = None
        if group.tag and not level.sealed:
            level = self._inside(level, group)
        self._levels.append(level)

    def _inside(self, level: _Level, group: Group) -> _Level:
        if group.tag == ARTIFACT:
            return _Level(level.parent, sealed=True)
        if group.tag not in TAGS:
            raise ValueError(f"unknown structure tag: {group.tag}")
        is_figure = group.tag == "Figure"
        if is_figure and not group.alt:
            # A figure that says nothing is decoration; what is written in it still counts.
            return _Level(level.parent)
        # Readers present a figure by its alternative text: headings in it would be missed in the outline.
        kind = "P" if level.in_figure and group.tag in HEADINGS else group.tag
        element = Element(kind, group.alt, covered=level.in_figure)
        level.parent.kids.append(element)
        painted = None if kind in GROUPING else element
        return _Level(element, painted, in_figure=level.in_figure or is_figure)

    def leave(self) -> None:
        """End the innermost group."""
        self._foreign = None
        self._levels.pop()

    @property
    def in_element(self) -> bool:
        """Whether what is painted now belongs to an element: not to an artifact."""
        return self._levels[-1].painted is not None

    def note(self, text: str, place: tuple[float, float], language: str = "") -> None:
        """Take note of a text that is set next: where it begins, its language if it is a foreign one."""
        element = self._levels[-1].painted
        self._foreign = None
        if element is None:
            return
        element.texts.append(text)
        element.places.append(place)
        if language:
            last = element.kids[-1] if element.kids else None
            if not (isinstance(last, Element) and last.language == language):
                last = Element("Span", language=language, covered=element.covered)
                element.kids.append(last)
            self._foreign = last

    def before(self) -> str:
        """Return the operators to write before something is painted."""
        element = self._foreign or self._levels[-1].painted
        if element is None:
            return self.artifact()
        if element is self._open:
            return ""
        end = self.end()
        self._open = element
        return end + self._begun(element)

    def artifact(self) -> str:
        """Return the operators to write before something is painted that belongs to no element."""
        if self._open is ARTIFACT:
            return ""
        end = self.end()
        self._open = ARTIFACT
        return f"{end}/{ARTIFACT} BMC\n"

    def pieces(self, pieces: Sequence[tuple[str, str]]) -> str:
        """Return operators in sequences of their own, each with the text it stands for, if it has one.

        Args:
            pieces: operators and text of each; nothing may be open, and an element must be there.
        """
        element = self._foreign or self._levels[-1].painted
        assert element is not None
        assert self._open is None
        return "".join(f"{self._begun(element, text)}{shown}EMC\n" for shown, text in pieces)

    def _begun(self, element: Element, text: str = "") -> str:
        number = self._count
        self._count += 1
        element.kids.append(number)
        return actual_text(text, number) if text else f"/{element.kind} <</MCID {number}>> BDC\n"

    def end(self) -> str:
        """Return the operator that ends what is open."""
        is_open, self._open = self._open is not None, None
        return "EMC\n" if is_open else ""

    def link(self, index: int, link: Link) -> None:
        """Take note of a link of the page."""
        self._links.append((index, link))

    def finished(self) -> Element:
        """Return the page's elements, each link around the text it lies over, or in a paragraph of its own.

        Links over several elements, such as those of a tile or a row, stand in the first that can hold one.
        """
        if not self._links:
            return self.page
        elements = list(self.page.elements())
        # Pages of lists have hundreds of links and lines: only lines of a link's height are looked at.
        starts = sorted(
            (y_mm, x_mm, index) for index, element in enumerate(elements) for x_mm, y_mm in element.places
        )
        for index, link in self._links:
            covered = [elements[place] for place in _in_rect(starts, link.rect)]
            linked = Element("Link", link=index, texts=["".join(element.texts) for element in covered])
            host = next((element for element in covered if _can_hold_link(element)), None)
            if host is None:
                self.page.kids.append(Element("P", kids=[linked]))
            elif all(_holds(link.rect, place) for place in host.places):
                linked.kids, host.kids = host.kids, [linked]
            else:
                host.kids.append(linked)
        return self.page


def _can_hold_link(element: Element) -> bool:
    if element.covered or element.kind in _WITHOUT_LINKS:
        return False
    return not any(isinstance(kid, Element) and kid.link is not None for kid in element.kids)


def _holds(rect: Rect, place: tuple[float, float]) -> bool:
    x_mm, y_mm = place
    return rect.x_mm <= x_mm <= rect.right_mm and rect.y_mm <= y_mm <= rect.bottom_mm


def _in_rect(starts: Sequence[tuple[float, float, int]], rect: Rect) -> list[int]:
    """Return the elements of which a glyph run begins in a rectangle, in reading order.

    Args:
        starts: y, x and element of each run, sorted.
        rect: in mm.
    """
    found: set[int] = set()
    for position in range(bisect_left(starts, (rect.y_mm,)), len(starts)):
        y_mm, x_mm, element = starts[position]
        if y_mm > rect.bottom_mm:
            break
        if rect.x_mm <= x_mm <= rect.right_mm:
            found.add(element)
    return sorted(found)
