"""Puts the elements of a page into the order and the nesting that readers expect.

Tables, contents and most lists come as layout tagged them; labels and captions are put beside what they
belong to from what follows what.
Source: ISO 32000-1, 14.8.4.2 (grouping elements), 14.8.4.3 (blocks).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, takewhile
from types import MappingProxyType

from ofdesk.press.marks import CELLS, HEADINGS, Element

_INLINE = frozenset({"Span", "Lbl", "Link", "Reference", "Quote", "Note", "Code"})


_AROUND = MappingProxyType({"LI": "L", "TR": "Table", "TOCI": "TOC"})


def arranged(page: Element) -> list[Element]:
    """Return the blocks of a page.

    Neighbouring items become a list, rows a table, entries contents; so do a label and the paragraph behind
    it. A figure and its captions stand together. Elements without content are left out, except cells.
    """
    found = [kid for kid in page.kids if isinstance(kid, Element) and _prune(kid)]
    if len(found) > 1 and found[0].kind == "Figure" and found[1].kind in HEADINGS:
        found[:2] = found[1::-1]  # the title of a map is painted over it, and read before it
    blocks: list[Element] = []
    index = 0
    while index < len(found):
        element = found[index]
        following = found[index + 1] if index + 1 < len(found) else None
        taken = 1
        if element.kind == "Lbl" and following is not None and following.kind == "P":
            body = Element("LBody", kids=[following])
            _into(blocks, "L", Element("LI", kids=[element, body]))
            taken = 2
        elif element.kind == "Figure" and following is not None and following.kind == "Caption":
            captions = list(takewhile(lambda one: one.kind == "Caption", found[index + 1 :]))
            blocks.append(Element("Div", kids=[element, *captions]))
            taken = 1 + len(captions)
        elif element.kind in _AROUND:
            _into(blocks, _AROUND[element.kind], element)
        else:
            blocks.append(_as_block(element))
        index += taken
    return blocks


def _prune(element: Element) -> bool:
    """Take out what holds nothing; tells whether the element itself holds anything."""
    element.kids = [kid for kid in element.kids if isinstance(kid, int) or _prune(kid)]
    if len(element.kids) == 1 and isinstance(only := element.kids[0], Element) and _says_language(only):
        element.language, element.kids = only.language, only.kids
    if element.kind == "TR":
        _scope(element)
    if element.kind == "LI":
        element.kids = list(_item(element.kids))
    return bool(element.kids) or element.link is not None or element.kind in CELLS


def _item(kids: list[Element | int]) -> Iterator[Element]:
    """Yield what an item of a list holds: labels as they are, what is not in a body yet in one."""
    elements = (kid for kid in kids if isinstance(kid, Element))
    for is_item_part, group in groupby(elements, key=lambda kid: kid.kind in ("Lbl", "LBody")):
        if is_item_part:
            yield from group
        else:
            yield Element("LBody", kids=list(group))


def _scope(row: Element) -> None:
    """Let heading cells that fill a row head columns; others head their row."""
    cells = [kid for kid in row.kids if isinstance(kid, Element)]
    of_columns = all(cell.kind == "TH" for cell in cells)
    for cell in cells:
        cell.heads_column = of_columns


def _says_language(element: Element) -> bool:
    """Tell whether an element is there for its language alone."""
    return element.kind == "Span" and bool(element.language)


def _into(blocks: list[Element], kind: str, item: Element) -> None:
    """Add an item to the list that ends the blocks, or begin a new one."""
    if not blocks or blocks[-1].kind != kind:
        blocks.append(Element(kind))
    blocks[-1].kids.append(item)


def _as_block(element: Element) -> Element:
    """Return the element as a block of its own."""
    if element.kind == "Lbl":  # of nothing: a number beside a heading
        element.kind = "P"
        return element
    return Element("P", kids=[element]) if element.kind in _INLINE else element


def without_gaps(blocks: list[Element], last_level: int) -> int:
    """Raise headings that skip a level to the one that is due.

    Args:
        blocks: of one page.
        last_level: of the heading before, 0 for none.

    Returns:
        The level of the last heading.
    """
    for block in blocks:
        for element in (block, *block.elements()):
            if element.kind in HEADINGS:
                last_level = min(HEADINGS.index(element.kind), last_level) + 1
                element.kind = HEADINGS[last_level - 1]
    return last_level
