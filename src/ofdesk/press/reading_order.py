"""Puts the elements of a page into the order and the nesting that readers expect.

Layout tags what it sets line by line; lists and contents are recognised here from what follows what.
Source: ISO 32000-1, 14.8.4.2 (grouping elements), 14.8.4.3 (blocks).
"""

from __future__ import annotations

from ofdesk.press.marks import HEADINGS, Element

_INLINE = frozenset({"Span", "Lbl", "Link", "Reference", "Quote", "Note", "Code"})


def arranged(page: Element) -> list[Element]:
    """Return the blocks of a page.

    Neighbouring entries of contents become one TOC, a label and the paragraph behind it an item of a list;
    elements without content are left out.
    """
    found = [kid for kid in page.kids if isinstance(kid, Element) and _prune(kid)]
    blocks: list[Element] = []
    index = 0
    while index < len(found):
        element = found[index]
        following = found[index + 1] if index + 1 < len(found) else None
        has_text = following is not None and following.kind == "P"
        taken = 1
        if element.kind == "TOCI":
            element.kind = "P"
            entry = [element]
            if following is not None and has_text:  # the page number
                entry.append(following)
                taken = 2
            _into(blocks, "TOC", Element("TOCI", kids=list(entry)))
        elif element.kind == "Lbl" and following is not None and has_text:
            body = Element("LBody", kids=[following])
            _into(blocks, "L", Element("LI", kids=[element, body]))
            taken = 2
        else:
            blocks.append(_as_block(element))
        index += taken
    return blocks


def _prune(element: Element) -> bool:
    """Take out what holds nothing; tells whether the element itself holds anything."""
    element.kids = [kid for kid in element.kids if isinstance(kid, int) or _prune(kid)]
    return bool(element.kids) or element.link is not None


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
